"""What must not be seen in a picture: boxes over time, or what was painted.

Places are shares of the upright picture's width and height, a brush's radius is a share of its
height. Between two keys a box moves evenly; before the first and after the last it stays.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=-0.5, le=1.5, allow_inf_nan=False)]
Size = Annotated[float, Field(gt=0, le=2, allow_inf_nan=False)]
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
        boxes = [self.at(frame, width, height)] if self.keys else []
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

    def at(self, frame: int, width: int, height: int) -> Box:
        """Its box in this frame, in pixels. It must have keys, in the order of their frames."""
        after = next((key for key in self.keys if key.frame >= frame), self.keys[-1])
        before = next((key for key in reversed(self.keys) if key.frame <= frame), self.keys[0])
        share = (frame - before.frame) / max(after.frame - before.frame, 1)
        share = min(1.0, max(0.0, share))

        def between(first: float, other: float) -> float:
            return first + (other - first) * share

        return (
            between(before.left, after.left) * width,
            between(before.top, after.top) * height,
            between(before.width, after.width) * width,
            between(before.height, after.height) * height,
        )


def ordered(guards: Sequence[Guard]) -> list[Guard]:
    """The same with every guard's keys in the order of their frames."""
    return [
        guard.model_copy(update={"keys": tuple(sorted(guard.keys, key=lambda key: key.frame))})
        for guard in guards
    ]
