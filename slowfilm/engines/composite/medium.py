"""The plate's medium: how soft and how grainy its picture is, and giving others the same."""

from dataclasses import dataclass

import numpy as np

from slowfilm.engines.composite.pixels import Field, blur, coded, luma
from slowfilm.engines.shared import light

_SOFTER = (0.0, 0.5, 0.8, 1.1, 1.5, 2.0, 2.6)  # pixels a figure may be softened by
_LIVE = 0.7  # of the plate's own grain, what moves over a plate that stands still


@dataclass(frozen=True, slots=True)
class Medium:
    """`grain` in root light, as a standard deviation; `sharpness` 0..1, how fine its detail is."""

    grain: float
    sharpness: float


def measured(picture: Field) -> Medium:
    """The medium of a linear picture (h, w, 3), measured at the size it is shown."""
    level = coded(luma(picture))
    fine = level - blur(level, 1.0)
    side = 16
    rows, columns = (length // side * side for length in level.shape)
    blocks = fine[:rows, :columns].reshape(rows // side, side, columns // side, side)
    spread = blocks.std(axis=(1, 3))
    means = level[:rows, :columns].reshape(blocks.shape).mean(axis=(1, 3))
    fair = spread[(means > 0.06) & (means < 0.9)]
    # The calmest tenth of the picture shows its grain and little else; blur took a quarter of it.
    grain = float(np.quantile(fair, 0.1)) * 1.3 if fair.size else 0.0
    return Medium(min(grain, 0.06), sharpness(level))


def sharpness(level: Field, where: Field | None = None) -> float:
    """How much of the detail of `level` (h, w), in root light, is fine: 0..1, by its edges.

    `where` (h, w) weighs the pixels; all count alike without it.
    """
    fine, all_ = np.abs(level - blur(level, 0.7)), np.abs(level - blur(level, 2.2))
    if where is not None:
        fine, all_ = fine * where, all_ * where
    # Only edges count: flat parts hold nothing but grain.
    edges = all_ > np.quantile(all_, 0.93)
    return float(fine[edges].sum() / max(1e-6, float(all_[edges].sum())))


def softening(figure: Field, matte: Field, medium: Medium) -> float:
    """The blur, as a Gaussian's sigma in pixels, that gives a figure the plate's sharpness.

    `figure` is linear (h, w, 3), `matte` (h, w) 0..1. 0 where it is soft already, or too small.
    """
    level, inside = coded(luma(figure)), (matte > 0.98).astype(np.float32)
    if inside.sum() < 200:
        return 0.0
    apart = [
        (abs(sharpness(blur(level, sigma), inside) - medium.sharpness), sigma) for sigma in _SOFTER
    ]
    return min(apart)[1]


class Grain:
    """Grain that moves: added in root light, more where `figures` (h, w) is 1."""

    def __init__(self, medium: Medium, size: tuple[int, int], seed: int, *, moving: bool) -> None:
        width, height = size
        self._chance = np.random.default_rng([seed, 11])
        noise = self._chance.standard_normal((height + 96, width + 160), np.float32)
        noise = blur(noise, 0.45)
        self._noise = noise / noise.std()
        # A plate that moves brings its own; one that stands still would look frozen.
        self._all = np.float32(0.0015 if moving else max(0.003, _LIVE * medium.grain))
        self._more = np.float32(medium.grain)
        self._height, self._width = height, width

    def codes(self, picture: Field, figures: Field) -> light.Codes:
        """The next frame's 10-bit code values (h, w, 3) of a linear picture."""
        top, left = (int(self._chance.integers(0, room)) for room in (96, 160))
        noise = self._noise[top : top + self._height, left : left + self._width]
        added = noise * (self._all + self._more * figures)
        planes = np.empty((3, self._height, self._width), np.float32)
        for number, plane in enumerate(planes):
            np.maximum(picture[..., number], 0, out=plane)
            np.sqrt(plane, out=plane)
            plane += added
        np.clip(planes, 0, 1, out=planes)
        return light.to_codes(planes)
