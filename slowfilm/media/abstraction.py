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

from slowfilm.media import looks
from slowfilm.media.guards import MARGIN, Guard, Mask, union
from slowfilm.media.lightspace import render
from slowfilm.media.lightspace.render import Picture
from slowfilm.media.looks import Look, Region
from slowfilm.media.surroundings import Surroundings

F = np.float32
FEATHER, SPILL = 0.42, 1.5  # of the shorter half side of a guard: its edge, and how far it shines
FINEST = 720  # rows or columns at most that a field is rendered at
Rect = tuple[int, int, int, int]  # left, top, right, bottom in pixels


@dataclass(frozen=True)
class _Field:
    """One guard's light: what becomes of the light around it, what is added, and for what box."""

    gain: NDArray[np.float32]
    glow: Picture
    box: tuple[float, float, float, float]  # the guard's, at which it was rendered
    rect: tuple[float, float, float, float]  # what of the picture it covers then, in pixels


class Abstraction:
    """Abstract frames of one size, each as it comes."""

    def __init__(
        self, guards: Sequence[Guard], around: Surroundings, size: tuple[int, int], *,
        look: Look, seed: int, grain: float = 0.3,
    ) -> None:  # fmt: skip
        import cv2  # noqa: PLC0415

        self.guards, self.size, self.seed, self.grain = guards, size, seed, grain
        width, height = size
        self.fields = [self._field(each, around, look, seed + 7 * n) for n, each in enumerate(guards)]
        base = cv2.GaussianBlur(around.base(), (0, 0), 3.0)
        full = cv2.resize(base, size, interpolation=cv2.INTER_CUBIC)
        self.air: Picture = -np.log1p(-np.clip(full, F(0), F(0.985)))
        self._still = lru_cache(maxsize=2 * len(guards) + 1)(self._laid)
        self._hidden = lru_cache(maxsize=2)(self._union)

    def guard(self, frame: int) -> Mask:
        """(height, width): what must not be seen in this frame."""
        return self._hidden(tuple(self._state(each, frame) for each in self.guards))

    def frame(self, code: NDArray[np.float32], frame: int) -> NDArray[np.float32]:
        """A frame, sRGB 0…1 (height, width, 3), and the same with light where its guards are."""
        made = code.copy()
        made[self.guard(frame)] = 0  # from here on nobody can know
        for n, each in enumerate(self.guards):
            if not each.stands(frame):
                continue
            rect, light, share, spill, grain = self._still(n, self._state(each, frame))
            left, top, right, low = rect
            part = made[top:low, left:right]
            # Light in the air lies over what is near: it is added as light, and rolls off.
            near = F(1) - (F(1) - render.decoded(part)) * np.exp(-spill)
            near = near + (light - near) * share
            shown = render.coded(near)
            made[top:low, left:right] = np.where(
                (share > 0) | (spill.max(axis=2, keepdims=True) > F(2e-4)), shown + grain, part
            )
        return made

    def _state(self, guard: Guard, frame: int) -> int:
        """A frame in which the guard is as in this one: the same number, the same mask."""
        if not guard.stands(frame):
            return -1
        if not guard.moves():
            return guard.first
        last = guard.keys[-1].frame
        return max(min(frame, last), min(guard.keys[0].frame, last))

    def _union(self, frames: tuple[int, ...]) -> Mask:
        width, height = self.size
        made = np.zeros((height, width), bool)
        for each, frame in zip(self.guards, frames, strict=True):
            if frame >= 0:
                made |= each.mask(frame, width, height)
        return made

    def _field(self, guard: Guard, around: Surroundings, look: Look, seed: int) -> _Field:
        width, height = self.size
        frames = [key.frame for key in guard.keys] or [guard.first]
        boxes = [_margined(guard.box(frame, width, height)) for frame in frames]
        box = max(boxes, key=lambda b: b[2] * b[3])
        reach = (FEATHER + SPILL) * min(box[2], box[3]) / 2
        rect = box[0] - reach, box[1] - reach, box[2] + 2 * reach, box[3] + 2 * reach
        aspect = rect[2] / rect[3]
        region = Region(aspect / 2, 0.5, box[2] / rect[3] / 2, box[3] / rect[3] / 2, aspect)
        palette = around.palette(self._near(rect, around))
        state = looks.state(look, region, palette, seed)
        scale = min(1.0, FINEST / max(rect[2], rect[3]))
        columns, rows = max(2, round(rect[2] * scale)), max(2, round(rect[3] * scale))
        gain, glow, _y = render.parts(state, render.Places.of(columns, rows), seed)
        return _Field(gain.astype(F), glow.astype(F), box, rect)

    def _near(self, rect: tuple[float, float, float, float], around: Surroundings) -> Picture:
        """Of the gathered picture, what lies round a guard counts most."""
        columns, rows = around.size
        width, height = self.size
        y = (np.arange(rows, dtype=F) + F(0.5))[:, None] * F(height / rows)
        x = (np.arange(columns, dtype=F) + F(0.5))[None, :] * F(width / columns)
        dx = np.maximum(np.abs(x - F(rect[0] + rect[2] / 2)) - F(rect[2] / 2), F(0))
        dy = np.maximum(np.abs(y - F(rect[1] + rect[3] / 2)) - F(rect[3] / 2), F(0))
        away = (dx * dx + dy * dy) / F((0.12 * width) ** 2)
        made: Picture = (F(1) / (F(1) + away)).astype(F)
        return made

    def _laid(
        self, n: int, frame: int
    ) -> tuple[Rect, Picture, NDArray[np.float32], Picture, Picture]:
        """One guard's field where it is in a frame: light, its share, what it spills, its grain."""
        import cv2  # noqa: PLC0415

        guard, field = self.guards[n], self.fields[n]
        width, height = self.size
        box = _margined(guard.box(frame, width, height))
        sx, sy = box[2] / field.box[2], box[3] / field.box[3]
        x = box[0] + (field.rect[0] - field.box[0]) * sx
        y = box[1] + (field.rect[1] - field.box[1]) * sy
        wide, high = field.rect[2] * sx, field.rect[3] * sy
        left, top = max(0, int(np.floor(x))), max(0, int(np.floor(y)))
        right, low = min(width, int(np.ceil(x + wide))), min(height, int(np.ceil(y + high)))
        rows, columns = field.gain.shape
        # from pixels of the picture to pixels of the field
        a, b = columns / wide, rows / high
        way = np.array([[a, 0, (left + 0.5 - x) * a - 0.5], [0, b, (top + 0.5 - y) * b - 0.5]])
        how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        size = (right - left, low - top)
        gain = cv2.warpAffine(field.gain, way, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
        glow = cv2.warpAffine(field.glow, way, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
        glow = np.maximum(glow, F(0))
        hidden = guard.mask(frame, width, height)[top:low, left:right]
        away = cv2.distanceTransform((~hidden).astype(np.uint8), cv2.DIST_L2, 5)
        small = F(min(box[2], box[3]) / 2)
        edge, far = F(FEATHER) * small, F(FEATHER + SPILL) * small
        share = np.clip(F(1) - away / edge, F(0), F(1))
        share = share * share * (F(3) - F(2) * share)
        reach = np.clip(F(1) - away / (far * F(0.92)), F(0), F(1))
        spill = glow * np.square(reach)[..., None] * F(0.75)
        air = self.air[top:low, left:right]
        light = F(1) - np.exp(-(air * np.maximum(gain, F(0))[..., None] + glow))
        shown = render.coded(light)
        grain = render.grained(shown, self.seed, self.grain, (left, top)) - shown
        grain = grain * share[..., None]
        return (left, top, right, low), light, share[..., None], spill, grain


def _margined(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return box[0] - MARGIN, box[1] - MARGIN, box[2] + 2 * MARGIN, box[3] + 2 * MARGIN


def still(
    code: NDArray[np.float32], guards: Sequence[Guard], *, look: Look, seed: int
) -> NDArray[np.float32]:
    """One picture, sRGB 0…1 (height, width, 3), with light where its guards are."""
    height, width = code.shape[:2]
    around = Surroundings(width, height)
    around.add(code, union(guards, 0, width, height))
    return Abstraction(guards, around, (width, height), look=look, seed=seed).frame(code, 0)


def eight_bit(code: NDArray[np.float32]) -> NDArray[np.uint8]:
    """As a file of 8 bits holds it."""
    return np.clip(np.round(code * F(255)), 0, 255).astype(np.uint8)
