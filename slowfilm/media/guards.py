"""What must not be seen in a picture: boxes over time, or what was painted, as a mask a frame.

Places are shares of the upright picture's width and height, a brush's radius is a share of its
height. Between two keys a box moves evenly; before the first and after the last it stays.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=-0.5, le=1.5, allow_inf_nan=False)]
Size = Annotated[float, Field(gt=0, le=2, allow_inf_nan=False)]
Mask = NDArray[np.bool_]
Box = tuple[float, float, float, float]  # left, top, width, height, in pixels

# A coded picture carries what a pixel holds to others of its block (16 wide), and the filters
# along blocks and of colour a little beyond it.
MARGIN = 20
AROUND = {"face": 1.62, "body": 1.18, "place": 1.0}  # how far beyond its box a guard goes


class Part(BaseModel):
    """What guards are made of."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Key(Part):
    """A box at a frame."""

    frame: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    left: Share
    top: Share
    width: Size
    height: Size


class Dab(Part):
    """A stroke of the brush over what is to vanish."""

    radius: Annotated[float, Field(ge=0.003, le=0.5, allow_inf_nan=False)]
    points: Annotated[tuple[tuple[Share, Share], ...], Field(min_length=1, max_length=400)]


class Guard(Part):
    """One face, body or place. `keys` and `dabs` may both be there; with neither all is guarded.

    It stands from frame `first` up to but without `end`; None: to the last frame.
    """

    of: Literal["face", "body", "place"]
    keys: Annotated[tuple[Key, ...], Field(max_length=200)] = ()
    dabs: Annotated[tuple[Dab, ...], Field(max_length=60)] = ()
    first: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    end: Annotated[int, Field(ge=1, le=100_000_000)] | None = None

    def stands(self, frame: int) -> bool:
        """Whether it guards anything in this frame."""
        return self.first <= frame and (self.end is None or frame < self.end)

    def moves(self) -> bool:
        """Whether it is not the same in every frame."""
        return len({key.model_copy(update={"frame": 0}) for key in self.keys}) > 1

    def box(self, frame: int, width: int, height: int) -> Box:
        """What encloses it in this frame, in pixels, without the margin."""
        boxes = [self._at(frame, width, height)] if self.keys else []
        for dab in self.dabs:
            reach = dab.radius * height
            xs, ys = zip(*dab.points, strict=True)
            left, top = min(xs) * width - reach, min(ys) * height - reach
            right, low = max(xs) * width + reach, max(ys) * height + reach
            boxes.append((left, top, right - left, low - top))
        if not boxes:
            return 0.0, 0.0, float(width), float(height)
        left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, low = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
        return left, top, right - left, low - top

    def mask(self, frame: int, width: int, height: int) -> Mask:
        """(height, width): what of this frame must not be seen, widened by the margin."""
        import cv2  # here: a process that serves pages loads none of it

        drawn = np.zeros((height, width), np.uint8)
        if not self.stands(frame):
            return drawn.astype(bool)
        if not self.keys and not self.dabs:
            return np.ones((height, width), bool)
        if self.keys:
            self._draw(drawn, self._at(frame, width, height))
        for dab in self.dabs:
            points = np.array([(x * width, y * height) for x, y in dab.points])
            whole = np.round(points * 16).astype(np.int32)  # in 16ths of a pixel
            reach = max(1, round(dab.radius * height * 2))
            cv2.polylines(drawn, [whole], False, 255, reach, cv2.LINE_8, 4)
            cv2.circle(drawn, tuple(whole[0]), reach * 8, 255, -1, cv2.LINE_8, 4)
            cv2.circle(drawn, tuple(whole[-1]), reach * 8, 255, -1, cv2.LINE_8, 4)
        side = 2 * MARGIN + 1
        wide = cv2.dilate(drawn, np.ones((side, side), np.uint8))
        return np.asarray(wide) > 0

    def _at(self, frame: int, width: int, height: int) -> Box:
        frames = [key.frame for key in self.keys]
        sides = ("left", "top", "width", "height")
        left, top, wide, high = (
            float(np.interp(frame, frames, [getattr(key, side) for key in self.keys]))
            for side in sides
        )
        return left * width, top * height, wide * width, high * height

    def _draw(self, drawn: NDArray[np.uint8], box: Box) -> None:
        """Round for a face, cornered for what is not: always more than the box, never less."""
        import cv2

        left, top, wide, high = box
        grow = AROUND[self.of]
        centre = left + wide / 2, top + high * (0.47 if self.of == "face" else 0.5)
        half = wide * grow / 2, high * grow / 2
        if self.of == "face":
            # the ellipse encloses the box, so that its corners are guarded as well
            axes = round(max(half[0], wide * 0.72) * 16), round(max(half[1], high * 0.76) * 16)
            middle = round(centre[0] * 16), round(centre[1] * 16)
            cv2.ellipse(drawn, middle, axes, 0, 0, 360, 255, -1, cv2.LINE_8, 4)
            return
        x0, y0 = int(np.floor(centre[0] - half[0])), int(np.floor(centre[1] - half[1]))
        x1, y1 = int(np.ceil(centre[0] + half[0])), int(np.ceil(centre[1] + half[1]))
        drawn[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = 255


def ordered(guards: Sequence[Guard]) -> list[Guard]:
    """The same with every guard's keys in the order of their frames."""
    return [
        each.model_copy(update={"keys": tuple(sorted(each.keys, key=lambda key: key.frame))})
        for each in guards
    ]


def union(guards: Sequence[Guard], frame: int, width: int, height: int) -> Mask:
    """All that must not be seen in this frame."""
    made = np.zeros((height, width), bool)
    for each in guards:
        made |= each.mask(frame, width, height)
    return made
