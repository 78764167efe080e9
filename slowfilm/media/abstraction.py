"""A face, a body or a whole place becomes a field of light and shadow.

The first thing done to a frame is that all that is guarded in it is set to nothing; whatever
follows can't know what was there. Colours come from outside every guard. The field stands still
and moves only as its guard does. Its edge grows outward, and its light falls on what is near.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from slowfilm.media import looks, masks
from slowfilm.media.guards import MARGIN, Box, Guard
from slowfilm.media.lightspace import render
from slowfilm.media.lightspace.render import Picture
from slowfilm.media.looks import Look, Region
from slowfilm.media.masks import Mask
from slowfilm.media.surroundings import Palette, Surroundings

F = np.float32
FEATHER, SPILL = 0.6, 1.1  # of the shorter half side of a guard: its edge, and how far it shines
FINEST = 560  # rows or columns at most that a field is rendered at
SEEN = F(6e-4)  # light that is less than this changes nothing
FULL = F(1 - 1e-5)  # what keeps as much is not touched
RICH = 1.3  # how much colour the light has, to what is around it
LUMA = np.asarray((0.2126, 0.7152, 0.0722), F)
STEPS = 8192
Codes = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True)
class _Field:
    """One guard's light as it was rendered for one box; it goes where the guard goes."""

    light: Picture  # linear, of what it covers
    keeps: Picture  # how much of its light each place keeps that is near
    gains: Picture  # and what it gains
    grain: NDArray[np.float32]  # how much shows, how much field there is, and the least kept
    box: Box  # the guard's, in pixels
    rect: Box  # what of the picture it covers then, in pixels


@dataclass(frozen=True)
class _Laid:
    """A field where it is in one frame: codes of what it covers, and what it does to what is near.

    Light there is `keeps` of what it was, and `gains` beside.
    """

    rect: tuple[int, int, int, int]  # left, top, right, bottom in pixels
    covered: Mask
    codes: Codes  # of those, in order
    near: NDArray[np.intp]  # indices, row by row
    keeps: Picture  # (n, 3) of each of those
    gains: Picture  # (n, 3)
    grain: Picture  # (n, 1), in codes


class Abstraction:
    """Abstract frames of one size, each as it comes.

    `white`: the code of white: 255 in pictures of uint8, 1023 in those of uint16.
    """

    def __init__(
        self, guards: Sequence[Guard], around: Surroundings, size: tuple[int, int], *,
        look: Look, seed: int, white: int = 255, grain: float = 0.3,
    ) -> None:  # fmt: skip
        import cv2

        self.guards, self.size, self.seed, self.grain = guards, size, seed, grain
        self.white = white
        self.linear: Picture = render.decoded(np.arange(white + 1, dtype=F) / F(white))
        whole = render.coded(np.square(np.arange(STEPS, dtype=F) / F(STEPS - 1)))
        self.coded: NDArray[np.float32] = whole * F(white)
        base = _richer(np.asarray(cv2.GaussianBlur(around.base(), (0, 0), 3.0), F))
        full = cv2.resize(base, size, interpolation=cv2.INTER_CUBIC)
        self.air: Picture = -np.log1p(-np.clip(full, F(0), F(0.985)))
        self.fields = [
            self._field(guard, around, look, seed + 7 * n) for n, guard in enumerate(guards)
        ]
        self.silver = render.silver(size[0], size[1], seed)
        self._placed = lru_cache(maxsize=2 * len(guards) + 1)(self._laid)
        self._hidden = lru_cache(maxsize=2)(self._union)
        self._mask = lru_cache(maxsize=2 * len(guards))(self._one_mask)

    def guard(self, frame: int) -> Mask:
        """(height, width): what must not be seen in this frame."""
        return self._hidden(tuple(self._like(guard, frame) for guard in self.guards))

    def frame(self, codes: Codes, frame: int) -> Codes:
        """A frame (height, width, 3), and the same with light where its guards are."""
        # From here on nobody can know what is guarded.
        picture: Codes = np.multiply(codes, ~self.guard(frame)[..., None], dtype=codes.dtype)
        for n, guard in enumerate(self.guards):
            if guard.stands(frame) and (laid := self._placed(n, self._like(guard, frame))):
                self._lay(picture, laid)
        return picture

    def _lay(self, codes: Codes, laid: _Laid) -> None:
        left, top, right, low = laid.rect
        part = np.ascontiguousarray(codes[top:low, left:right])
        part[laid.covered] = laid.codes
        flat = part.reshape(-1, 3)
        lit = self.linear[flat[laid.near]]
        lit *= laid.keeps
        lit += laid.gains
        flat[laid.near] = self._codes(lit, laid.grain)
        codes[top:low, left:right] = part

    def _codes(self, light: Picture, grain: Picture) -> Codes:
        """Of linear light; `grain` is in codes."""
        at = np.sqrt(np.clip(light, F(0), F(1))) * F(STEPS - 1) + F(0.5)
        code = self.coded[at.astype(np.int32)]
        code += grain
        whole = np.clip(np.rint(code), 0, self.white)
        return whole.astype(np.uint8) if self.white == 255 else whole.astype(np.uint16)

    def _like(self, guard: Guard, frame: int) -> int:
        """A frame in which the guard is as in this one: the same number, the same mask."""
        if not guard.stands(frame):
            return -1
        if not guard.moves():
            return guard.first
        first, last = guard.keys[0].frame, guard.keys[-1].frame
        like = max(min(frame, last), first)
        return like if guard.stands(like) else frame

    def _union(self, frames: tuple[int, ...]) -> Mask:
        width, height = self.size
        mask = np.zeros((height, width), bool)
        for n, frame in enumerate(frames):
            if frame >= 0:
                mask |= self._mask(n, frame)
        return mask

    def _one_mask(self, n: int, frame: int) -> Mask:
        return masks.mask(self.guards[n], frame, *self.size)

    def _field(self, guard: Guard, around: Surroundings, look: Look, seed: int) -> _Field:
        import cv2

        width, height = self.size
        frames = [key.frame for key in guard.keys] or [guard.first]
        boxes = [_margined(guard.box(frame, width, height)) for frame in frames]
        box = max(boxes, key=lambda b: b[2] * b[3])
        reach = (FEATHER + SPILL) * min(box[2], box[3]) / 2
        rect = box[0] - reach, box[1] - reach, box[2] + 2 * reach, box[3] + 2 * reach
        aspect = rect[2] / rect[3]
        region = Region(aspect / 2, 0.5, box[2] / rect[3] / 2, box[3] / rect[3] / 2, aspect)
        palette = around.palette(around.near(rect, self.size))
        state = looks.state(look, region, palette, seed)
        scale = min(1.0, FINEST / max(rect[2], rect[3]))
        columns, rows = max(2, round(rect[2] * scale)), max(2, round(rect[3] * scale))
        gain, glow, _y = render.parts(state, render.Places.of(columns, rows), seed)
        air = cv2.warpAffine(
            self.air,
            np.array([[1 / scale, 0, rect[0]], [0, 1 / scale, rect[1]]]),
            (columns, rows),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        bright = np.clip(gain * F(0.9) + glow.mean(axis=2), F(0), F(1.2))
        shade, shine = _tints(palette)
        tint = shade + (shine - shade) * np.minimum(bright, F(1))[..., None]
        light = F(1) - np.exp(-(air * np.maximum(gain, F(0))[..., None] * tint + glow))
        away = _away(guard, frames[boxes.index(box)], self.size, rect, (columns, rows))
        small = F(min(box[2], box[3]) / 2)
        # Its edge is of the same stuff: light reaches further out than shadow, and it frays.
        share = np.clip(F(1) - away * (F(1.75) - F(0.85) * bright) / (F(FEATHER) * small), 0, 1)
        share = share * share * (F(3) - F(2) * share)
        reach = np.clip(F(1) - away / (F(0.9 * (FEATHER + SPILL)) * small), F(0), F(1))
        spill = np.maximum(glow * np.square(reach)[..., None] * F(0.75) - SEEN, F(0))
        part = share[..., None]
        keeps = (F(1) - part) * np.exp(-spill)
        gains = (F(1) - part) - keeps + part * light
        much = render.strength(render.coded(light[..., 1]), self.grain)
        grain = np.stack([much, share, keeps.min(axis=2)], axis=2)
        light, keeps, gains = (np.asarray(plane, F) for plane in (light, keeps, gains))
        return _Field(light, keeps, gains, np.asarray(grain, F), box, rect)

    def _laid(self, n: int, frame: int) -> _Laid | None:
        """None where a guard has left the picture."""
        import cv2

        guard, field = self.guards[n], self.fields[n]
        width, height = self.size
        rect, way = self._way(field, _margined(guard.box(frame, width, height)))
        left, top, right, low = rect
        if right <= left or low <= top:
            return None
        size = (right - left, low - top)

        def there(source: Picture, how: int) -> Picture:
            picture = cv2.warpAffine(
                source, way, size, flags=how | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
            )
            return np.maximum(picture, F(0))

        light = there(field.light, cv2.INTER_CUBIC)
        keeps, gains, grain = (
            there(plane, cv2.INTER_LINEAR) for plane in (field.keeps, field.gains, field.grain)
        )
        hidden = self._mask(n, frame)[top:low, left:right]
        silver = self.silver[top:low, left:right]
        film = (grain[..., 0] * silver[..., 0] + silver[..., 1]) * F(self.white)
        # What it shines upon ends within the field, so nothing is cut off at its border.
        near = np.flatnonzero(~hidden & (grain[..., 2] < FULL))
        return _Laid(
            rect,
            hidden,
            self._codes(light[hidden], film[hidden][:, None]),
            near,
            keeps.reshape(-1, 3)[near],
            gains.reshape(-1, 3)[near],
            (film * grain[..., 1]).reshape(-1, 1)[near],
        )

    def _way(
        self, field: _Field, box: Box
    ) -> tuple[tuple[int, int, int, int], NDArray[np.float64]]:
        """Which pixels a field covers for a box, and how they lead to its own."""
        width, height = self.size
        sx, sy = box[2] / field.box[2], box[3] / field.box[3]
        x = box[0] + (field.rect[0] - field.box[0]) * sx
        y = box[1] + (field.rect[1] - field.box[1]) * sy
        wide, high = field.rect[2] * sx, field.rect[3] * sy
        left, top = max(0, int(np.floor(x))), max(0, int(np.floor(y)))
        right, low = min(width, int(np.ceil(x + wide))), min(height, int(np.ceil(y + high)))
        rows, columns = field.light.shape[:2]
        a, b = columns / wide, rows / high
        way = np.array([[a, 0, (left + 0.5 - x) * a - 0.5], [0, b, (top + 0.5 - y) * b - 0.5]])
        return (left, top, right, low), way


def still(codes: Codes, guards: Sequence[Guard], *, look: Look, seed: int, frame: int = 0) -> Codes:
    """One picture of 8 bits (height, width, 3), with light where its guards are."""
    height, width = codes.shape[:2]
    around = Surroundings(width, height)
    around.add(codes, masks.union(guards, frame, width, height), 255)
    return Abstraction(guards, around, (width, height), look=look, seed=seed).frame(codes, frame)


def _away(
    guard: Guard, frame: int, size: tuple[int, int], rect: Box, field: tuple[int, int]
) -> NDArray[np.float32]:
    """How far each place of a field is from what is guarded, in pixels of the picture."""
    import cv2

    # A guard that leaves the picture goes on outside of it: no edge is seen along the border.
    scale = field[0] / rect[2]
    moved = masks.mask(guard, frame, *size).astype(np.uint8)
    way = np.array([[scale, 0, -rect[0] * scale], [0, scale, -rect[1] * scale]])
    mask = cv2.warpAffine(
        moved, way, field, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE
    )
    distances = cv2.distanceTransform((mask == 0).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(distances, F) / F(scale)


def _tints(palette: Palette) -> tuple[Picture, Picture]:
    """Of shadows and of lights: most of the way to white, of brightness 1."""
    pictures: list[Picture] = []
    for some in ((palette.cool, palette.dark), (palette.light, palette.warm)):
        mixed = sum(colour / max(float(colour @ LUMA), 1e-4) for colour in some) / F(2)
        tint = (F(0.82) + np.clip(mixed, F(0.2), F(2)) * F(0.18)).astype(F)
        pictures.append(np.asarray(tint / F(tint @ LUMA), F))
    return pictures[0], pictures[1]


def _richer(light: Picture) -> Picture:
    grey = (light @ LUMA)[..., None]
    picture: Picture = np.maximum(grey + (light - grey) * F(RICH), F(0)).astype(F)
    return picture


def _margined(box: Box) -> Box:
    return box[0] - MARGIN, box[1] - MARGIN, box[2] + 2 * MARGIN, box[3] + 2 * MARGIN
