"""Smooth random fields, the same every time: the weather and wear of the street."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# A value for every ray or pixel: float32, or bool where a field only says yes and no.
Field = NDArray[Any]

_SIDE = 256


@cache
def _lattice() -> Field:
    values: Field = np.random.default_rng(1998).random((_SIDE, _SIDE), dtype=np.float32)
    return values


def value(x: Field, y: Field) -> Field:
    """Value noise, 0..1, with one random value at every whole x, y and smooth ways between."""
    cell_x, cell_y = np.floor(x), np.floor(y)
    share_x, share_y = x - cell_x, y - cell_y
    share_x *= share_x * (3 - 2 * share_x)
    share_y *= share_y * (3 - 2 * share_y)
    column, row = cell_x.astype(np.int32) % _SIDE, cell_y.astype(np.int32) % _SIDE
    right, below = (column + 1) % _SIDE, (row + 1) % _SIDE
    lattice = _lattice()
    upper = lattice[row, column] * (1 - share_x) + lattice[row, right] * share_x
    lower = lattice[below, column] * (1 - share_x) + lattice[below, right] * share_x
    smooth: Field = upper * (1 - share_y) + lower * share_y
    return smooth


def cloudy(x: Field, y: Field, octaves: int = 3) -> Field:
    """Several sizes of noise on one another, 0..1, mostly near the middle."""
    total = np.zeros_like(x)
    for octave in range(octaves):
        scale, offset = np.float32(2.03**octave), np.float32(17.3 * octave)
        total += value(x * scale + offset, y * scale + offset) * np.float32(0.5**octave)
    return total / np.float32(2 - 0.5 ** (octaves - 1))


def chance(x: Field, y: Field | float) -> Field:
    """One random number, 0..1, for every whole x and y."""
    column = np.floor(x).astype(np.int32) % _SIDE
    row = np.floor(np.asarray(y)).astype(np.int32) % _SIDE
    picked: Field = _lattice()[row, column]
    return picked


def step(low: float, high: float, at: Field) -> Field:
    """0 below `low`, 1 above `high`, smooth between."""
    share = np.clip((at - np.float32(low)) / np.float32(high - low), 0, 1)
    smooth: Field = share * share * (3 - 2 * share)
    return smooth
