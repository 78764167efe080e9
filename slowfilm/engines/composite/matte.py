"""Cutting a person out: a soft matte drawn to their edge, steady in time, and clean colours."""

from dataclasses import dataclass

import numpy as np

from slowfilm.engines.composite.people import SIDE, Person
from slowfilm.engines.composite.pixels import (
    Affine,
    Field,
    blur,
    bounds,
    dilated,
    eroded,
    guided,
    luma,
    warped,
)

_LARGEST, _SMALLEST = 1000, 160  # pixels a person is cut out at, high
_KEPT = 0.35  # of the mask before, where both agree


@dataclass(frozen=True, slots=True)
class Cut:
    """A person without what was behind them: linear colours (h, w, 3) that go on beyond the
    edge, the matte (h, w) 0..1, and the affine from the person's picture to both."""

    colour: Field
    matte: Field
    way: Affine


class Matte:
    """Cuts the same person out of one picture after another; `scale` is how much larger.

    `empty` is the picture without anyone, in root light, where the camera stands still.
    """

    def __init__(self, scale: float, empty: Field | None = None) -> None:
        self._scale, self._empty = scale, empty
        self._last: tuple[Field, Affine] | None = None

    def cut(self, picture: Field, person: Person) -> Cut:
        """Cut the person out of a picture in root light."""
        mask = self._steady(person)
        way, size = self._cell(person, mask)
        view = warped(picture, way, size, smooth=True)
        inside = warped(np.ones(picture.shape[:2], np.float32), way, size)
        rough = warped(mask, _chained(person.way, way), size, smooth=True)
        rough = np.clip(rough, 0, 1)
        if self._empty is not None:
            rough = _told_apart(rough, view, warped(self._empty, way, size, smooth=True))
        matte = _drawn(np.clip(view, 0, None), rough) * (inside > 0.99)
        # What a camera sharpened, or a codec smeared, lies within two of its pixels of the edge.
        edge = max(1, round(1.6 * float(way[0, 0])))
        if edge >= 3:  # only where the picture is small is that wide
            matte = np.minimum(matte, blur(eroded(matte, edge // 3), 0.5 + 0.1 * edge))
        matte = np.clip(matte * 1.5 - 0.2, 0, 1).astype(np.float32)
        colour = _cleaned(np.square(np.clip(view, 0, None)), matte, edge)
        return Cut(colour, matte, way)

    def _steady(self, person: Person) -> Field:
        mask = person.alone()
        if self._last:
            before = warped(self._last[0], _chained(self._last[1], person.way), (SIDE, SIDE))
            agree = np.clip(1 - np.abs(before - mask) * 2.5, 0, 1)
            mask = mask + np.float32(_KEPT) * agree * (before - mask)
        self._last = mask, person.way
        return mask

    def _cell(self, person: Person, mask: Field) -> tuple[Affine, tuple[int, int]]:
        """The part of the picture that holds the person, and how large it is worked on."""
        box = bounds(mask, 0.1) or (0, 0, SIDE, SIDE)
        across = SIDE / person.way[0, 0] / SIDE  # picture pixels to a mask pixel
        left, top = ((box[n] - person.way[n, 2]) * across for n in (0, 1))
        wide, high = (box[2] - box[0]) * across, (box[3] - box[1]) * across
        margin = 0.06 * high
        scale = float(np.clip(self._scale, _SMALLEST / high, _LARGEST / high))
        scale = min(scale, 2.5)
        way = np.array(
            [[scale, 0, (margin - left) * scale], [0, scale, (margin - top) * scale]], np.float32
        )
        size = round((wide + 2 * margin) * scale), round((high + 2 * margin) * scale)
        return way, (max(8, size[0]), max(8, size[1]))


def _told_apart(rough: Field, picture: Field, empty: Field) -> Field:
    """A rough mask, surer near the person where the picture differs from the empty one."""
    apart = np.abs(picture - empty).max(axis=2)
    differs = np.clip((blur(apart, 1.0) - 0.05) / 0.1, 0, 1)
    near = np.clip((dilated(rough, max(2, rough.shape[0] // 50)) - 0.3) / 0.3, 0, 1)
    surer: Field = np.maximum(rough, differs * near)
    return surer


def _drawn(picture: Field, rough: Field) -> Field:
    """A rough mask, drawn to the edges of the picture where it is unsure."""
    radius = max(2, rough.shape[0] // 110)
    near = guided(luma(picture), np.clip((rough - 0.3) / 0.5, 0, 1), radius, 2e-4)
    unsure = dilated(((rough > 0.05) & (rough < 0.95)).astype(np.float32), radius)
    matte = np.where(unsure > 0, near, rough)
    clear: Field = np.clip((matte - 0.12) / 0.8, 0, 1).astype(np.float32)
    return clear


def _cleaned(colour: Field, matte: Field, edge: int) -> Field:
    """Colours of the person alone: those at the edge are taken from within."""
    inner = eroded((matte > 0.9).astype(np.float32), edge)
    sure = blur(inner, 0.5 * edge)[..., None] * inner[..., None]
    filled, weight = np.zeros_like(colour), np.zeros_like(matte)[..., None]
    for sigma in (2.0, 6.0, 24.0):
        near = blur(sure[..., 0], sigma)[..., None]
        spread = blur(colour * sure, sigma) / np.maximum(near, 1e-4)
        share = np.clip(near * 12, 0, 1) * (1 - weight)
        filled += spread * share
        weight += share
    filled += spread * (1 - weight)
    clean: Field = (colour * sure + filled * (1 - sure)).astype(np.float32)
    return clean


def _chained(first: Affine, second: Affine) -> Affine:
    """From the picture `first` leads to, to the one `second` leads to."""
    whole = np.vstack([first, [0, 0, 1]]).astype(np.float64)
    chain: Affine = (np.vstack([second, [0, 0, 1]]) @ np.linalg.inv(whole))[:2].astype(np.float32)
    return chain
