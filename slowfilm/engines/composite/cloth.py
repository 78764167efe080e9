"""What a person wears, told apart by colour, so that shade is not taken for cloth.

A body is rounded from its outline alone, so the light that is divided out is off by a little
everywhere. Where pixels of one cloth then still differ, and a small error of the shape would
explain it, it was shade.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.composite.pixels import Field, blur, luma, resized

_MOST = 7  # cloths, skin and hair among them
_ROWS = 200  # in which shade is looked at
_OFF = 0.45  # radians a rounded body may be off by
_WOVEN = 0.2  # of a cloth's own unevenness, as a natural logarithm
_DARK = 0.02  # what is darker holds more noise than shade: raised, hair turns red
_ANOTHER = 1.2  # beyond that much brighter or darker it is another cloth of the same colour


@dataclass(frozen=True, slots=True)
class Cloths:
    """The middle of each cloth (n, 3), as `_traits` tells it, and how bright its surface is."""

    middles: Field
    levels: Field


def told_apart(flat: Field, unsure: Field, mask: NDArray[np.bool_]) -> Cloths:
    """The cloths of a person in whose colours their own light was divided out.

    `flat` is linear (h, w, 3); `unsure` (h, w) is how far off, as a natural logarithm, that light
    may be; `mask` (h, w) is where they are.
    """
    traits = _traits(flat[mask])
    middles = _middles(traits)
    which, logs = _which(traits, middles), _logs(flat[mask])
    weight = 1 / (np.square(unsure[mask]) + _WOVEN**2)
    levels = [_middle(logs[which == n], weight[which == n]) for n in range(len(middles))]
    return Cloths(middles, np.array(levels, np.float32))


def seen(colour: Field, matte: Field, normals: Field) -> tuple[Field, Field, Field]:
    """A person's colours, matte and normals at the size in which shade is looked at: 200 rows.

    `colour` linear (h, w, 3), `matte` (h, w), `normals` (h, w, 3); normals are not made unit again.
    """
    rows, columns = matte.shape
    size = max(4, round(columns * _ROWS / rows)), _ROWS
    return resized(colour, size), resized(matte, size), resized(normals, size)


def unsure(normals: Field, way: Field, around: float) -> Field:
    """How far off, as a natural logarithm, a lamp's light on rounded normals may be: (h, w).

    `way` (3,) is the unit vector to the lamp, `around` the light from all sides where the lamp's
    is 1.
    """
    facing = normals @ way / np.maximum(np.linalg.norm(normals, axis=2), 1e-6)
    angle = np.arccos(np.clip(facing, -1, 1))
    lit = [
        np.log(np.float32(around) + np.maximum(np.cos(np.clip(angle + off, 0, np.pi)), 0))
        for off in (-_OFF, _OFF)
    ]
    half: Field = ((lit[0] - lit[1]) / 2).astype(np.float32)
    return half


def shade_left(flat: Field, matte: Field, doubt: Field, cloths: Cloths) -> Field:
    """The shade (h, w) that is still in a person's colours, as a factor; 1 where there is none.

    `flat` is linear (h, w, 3), `matte` (h, w) 0..1, `doubt` (h, w) as `unsure` gives it.
    """
    mask, level = matte > 0.9, luma(flat)
    apart = np.zeros_like(matte)
    which = _which(_traits(flat[mask]), cloths.middles)
    apart[mask] = _logs(flat[mask]) - cloths.levels[which]
    same: Field = (mask * np.clip((_ANOTHER - np.abs(apart)) / 0.3, 0, 1)).astype(np.float32)
    near = blur(apart * same, 0.7) / np.maximum(blur(same, 0.7), 1e-2) * same
    share = np.square(doubt) / (np.square(doubt) + np.float32(_WOVEN**2))
    share *= level / (level + np.float32(_DARK))
    left: Field = np.exp(np.clip(near * share, -_ANOTHER, _ANOTHER)).astype(np.float32)
    return left


def _logs(colour: Field) -> Field:
    logs: Field = np.log(np.maximum(luma(colour), 0.002))
    return logs


def _traits(colour: Field) -> Field:
    """What tells cloths apart, (n, 3): their colour first, and a little how bright they are."""
    share = colour / np.maximum(colour.sum(axis=1, keepdims=True), 1e-4)
    traits: Field = np.column_stack([share[:, :2] * 8, 0.35 * _logs(colour)]).astype(np.float32)
    return traits


def _middles(traits: Field) -> Field:
    """Middles of groups, from one as unlike those before as most are (k-means)."""
    first = traits[np.argmin(np.square(traits - traits.mean(axis=0)).sum(axis=1))]
    middles = [first]
    apart = np.square(traits - first).sum(axis=1)
    for _ in range(_MOST - 1):
        # Not the unlikest of all: that is a speck, and no cloth.
        far = traits[np.argsort(apart, kind="stable")[int(0.97 * len(apart))]]
        middles.append(far)
        apart = np.minimum(apart, np.square(traits - far).sum(axis=1))
    centres = np.array(middles, np.float32)
    for _ in range(8):
        which = _which(traits, centres)
        for number in range(_MOST):
            if (which == number).any():
                centres[number] = traits[which == number].mean(axis=0)
    return centres


def _which(traits: Field, middles: Field) -> NDArray[np.intp]:
    apart = np.square(traits[:, None] - middles[None]).sum(axis=2)
    which: NDArray[np.intp] = apart.argmin(axis=1)
    return which


def _middle(logs: Field, weight: Field) -> float:
    """The weighted median."""
    if not logs.size:
        return 0.0
    order = np.argsort(logs, kind="stable")
    sums = np.cumsum(weight[order])
    return float(logs[order][np.searchsorted(sums, sums[-1] / 2)])
