"""What the light of a picture is outside of every guard: the only thing an abstraction may know."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slowfilm.media.guards import Box
from slowfilm.media.lightspace.render import Picture, decoded
from slowfilm.media.masks import Mask

F = np.float32
SIDE = 160  # columns of the gathered picture
LEAST = 60  # gathered pixels; with fewer nothing can be said of the light
DUSK = ((0.012, 0.016, 0.026), (0.075, 0.07, 0.075), (0.42, 0.34, 0.27))  # where all is guarded
TO_WARM, TO_COOL = (1.25, 0.95, 0.6), (0.6, 0.9, 1.3)


@dataclass(frozen=True)
class Palette:
    """Linear colours: of the shadows, the middle and the lights, and the two that stand out."""

    dark: Picture
    middle: Picture
    light: Picture
    warm: Picture
    cool: Picture


class Surroundings:
    """Gathers frames, in each what is outside of its guards; then says what the light is."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (SIDE, max(2, round(SIDE * height / width)))
        self.total = np.zeros((self.size[1], self.size[0], 3), F)
        self.weight = np.zeros((self.size[1], self.size[0]), F)

    def add(self, codes: NDArray[np.uint8] | NDArray[np.uint16], guard: Mask, white: int) -> None:
        """One frame; what is guarded is not looked at.

        `codes` (h, w, 3), sRGB, whose white is the code `white`: 255 of uint8, 1023 of 10 bits.
        `guard` (h, w) is True where it is guarded.
        """
        import cv2

        visibility = (~guard).astype(F)
        pixels = codes.copy()
        pixels[guard] = 0
        weight = cv2.resize(visibility, self.size, interpolation=cv2.INTER_AREA)
        mean = cv2.resize(pixels.astype(F), self.size, interpolation=cv2.INTER_AREA)
        share = np.maximum(weight, F(1e-3))[..., None] * F(white)
        light = decoded((mean / share).astype(F))
        self.total += light * weight[..., None]
        self.weight += weight

    def base(self) -> Picture:
        """Light over the whole picture, (rows, 160, 3): where nothing was seen, what is around it.

        Each hole is filled from coarser and coarser views, so that it holds light and no detail.
        """
        if (self.weight > 0.5).sum() < LEAST:
            top, middle, low = (np.asarray(colour, F) for colour in DUSK[:3])
            rows = np.linspace(0, 1, self.size[1], dtype=F)[:, None, None]
            gradient = top * 3 + (middle - top) * rows + low * F(0.12) * rows * rows
            return np.ascontiguousarray(np.broadcast_to(gradient, self.total.shape)).astype(F)
        return _filled(self.total, self.weight)

    def near(self, rect: Box, size: tuple[int, int]) -> NDArray[np.float32]:
        """How much each gathered place counts for a part of a picture, 0 to 1: (rows, 160).

        `rect` is left, top, width, height in pixels of a picture of `size` (width, height).
        """
        columns, rows = self.size
        width, height = size
        y = (np.arange(rows, dtype=F) + F(0.5))[:, None] * F(height / rows)
        x = (np.arange(columns, dtype=F) + F(0.5))[None, :] * F(width / columns)
        dx = np.maximum(np.abs(x - F(rect[0] + rect[2] / 2)) - F(rect[2] / 2), F(0))
        dy = np.maximum(np.abs(y - F(rect[1] + rect[3] / 2)) - F(rect[3] / 2), F(0))
        weight: NDArray[np.float32] = F(1) / (F(1) + (dx * dx + dy * dy) / F((0.12 * width) ** 2))
        return weight

    def palette(self, near: NDArray[np.float32] | None = None) -> Palette:
        """Its colours. `near`: how much each gathered place counts, such as those round a guard."""
        mask = self.weight > 0.5
        if mask.sum() < LEAST:
            dark, middle, light = (np.asarray(colour, F) for colour in DUSK)
            warm, cool = (light * np.asarray(colour, F) for colour in (TO_WARM, TO_COOL))
            return Palette(dark, middle, light, warm, cool)
        colours = (self.total[mask] / self.weight[mask][:, None]).astype(F)
        counts = np.ones(len(colours), F) if near is None else near[mask] + F(0.04)
        bright = colours @ np.asarray((0.2126, 0.7152, 0.0722), F)
        order = np.argsort(bright, kind="stable")
        share = np.cumsum(counts[order]) / counts.sum()

        def between(low: float, high: float) -> Picture:
            some = order[(share >= low) & (share <= high)]
            some = some if len(some) else order[[int(np.searchsorted(share, (low + high) / 2))]]
            colour: Picture = np.average(colours[some], axis=0, weights=counts[some]).astype(F)
            return colour

        lights = between(0.90, 0.985)
        return Palette(
            between(0.02, 0.15),
            between(0.4, 0.6),
            lights,
            *_standing_out(colours, counts, bright, lights),
        )


def _standing_out(
    colours: Picture, counts: NDArray[np.float32], bright: NDArray[np.float32], light: Picture
) -> tuple[Picture, Picture]:
    """The warmest and the coolest of what is not dark, as bright as the lights are."""
    some = bright >= np.quantile(bright, 0.45)
    warmth = np.log((colours[:, 0] + F(0.01)) / (colours[:, 2] + F(0.01)))
    pair = []
    for sign in (1, -1):
        reach = np.quantile(sign * warmth[some], 0.93)
        chosen = some & (sign * warmth >= reach)
        colour = np.average(colours[chosen], axis=0, weights=counts[chosen])
        pair.append((colour * (light.max() / max(float(colour.max()), 1e-4))).astype(F))
    return pair[0], pair[1]


def _filled(total: Picture, weight: NDArray[np.float32]) -> Picture:
    import cv2

    rows, columns = weight.shape
    means = np.where(weight[..., None] > 1e-3, total / np.maximum(weight, 1e-3)[..., None], 0)
    sure = (weight > 1e-3).astype(F)
    if min(rows, columns) <= 2:
        mean = (means * sure[..., None]).sum((0, 1)) / max(float(sure.sum()), 1.0)
        return np.where(sure[..., None] > 0, means, mean).astype(F)
    half = (max(1, (columns + 1) // 2), max(1, (rows + 1) // 2))
    area = cv2.INTER_AREA
    light = cv2.resize((means * sure[..., None]).astype(F), half, interpolation=area)
    amount = cv2.resize(sure, half, interpolation=area)
    coarse = _filled(np.asarray(light, F), np.asarray(amount, F))
    below = cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_LINEAR)
    below = cv2.GaussianBlur(below, (0, 0), 1.2)
    return np.where(sure[..., None] > 0, means, below).astype(F)
