"""Noise that is the same numbers here and in the browser (static/js/light-space/shader.js).

Everything is hashed from whole numbers, so a seed gives one picture, whatever its size.
"""

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
Whole = NDArray[np.uint32]

TURN = (np.float32(0.8), np.float32(0.6))  # each octave is turned, so that no grid shows


def hashed(x: "Whole | NDArray[np.int32]", y: "Whole | NDArray[np.int32]", seed: int) -> Whole:
    """32 mixed bits for every pair of whole numbers."""
    h = x.astype(np.uint32) * np.uint32(0x8DA6B343) ^ y.astype(np.uint32) * np.uint32(0xD8163841)
    h = h ^ np.uint32(seed * 0xCB1AB31F & 0xFFFFFFFF)
    h = (h ^ (h >> 16)) * np.uint32(0x7FEB352D)
    h = (h ^ (h >> 15)) * np.uint32(0x846CA68B)
    bits: Whole = (h ^ (h >> 16)).astype(np.uint32)
    return bits


def unit(bits: Whole) -> Field:
    """0…1 from the upper 24 bits, exact in a float of 32."""
    fractions: Field = (bits >> 8).astype(np.float32) * np.float32(1 / 16777216)
    return fractions


def noise(x: Field, y: Field, seed: int) -> Field:
    """Smooth noise, about −1…1, one hump or hollow to a unit. `x`, `y`: alike in shape."""
    x, y = np.broadcast_arrays(x, y)
    floor_x, floor_y = np.floor(x), np.floor(y)
    left, top = floor_x.astype(np.int32), floor_y.astype(np.int32)
    gx, gy = _lattice(left, top, seed)
    i, j = left - left.min(), top - top.min()
    fx, fy = x - floor_x, y - floor_y
    near_x, near_y = fx - np.float32(1), fy - np.float32(1)
    columns = gx.shape[1]
    at = j * columns + i
    gx, gy = gx.ravel(), gy.ravel()
    a = gx[at] * fx + gy[at] * fy
    b = gx[at + 1] * near_x + gy[at + 1] * fy
    c = gx[at + columns] * fx + gy[at + columns] * near_y
    d = gx[at + columns + 1] * near_x + gy[at + columns + 1] * near_y
    u, v = _eased(fx), _eased(fy)
    upper, lower = a + (b - a) * u, c + (d - c) * u
    field: Field = (upper + (lower - upper) * v) * np.float32(1.5)
    return field


def fbm(x: Field, y: Field, seed: int, octaves: int = 4) -> Field:
    """Noise upon finer noise, about −1…1."""
    x, y = np.broadcast_arrays(x, y)
    total: Field = np.zeros(x.shape, np.float32)
    for octave in range(octaves):
        weight = np.float32(0.5 ** (octave + 1))
        total = (total + noise(x, y, seed + octave) * weight).astype(np.float32)
        x, y = (
            (x * TURN[0] - y * TURN[1]) * np.float32(2.03) + np.float32(17.3),
            (x * TURN[1] + y * TURN[0]) * np.float32(2.03) + np.float32(9.1),
        )
    return total


def _lattice(left: NDArray[np.int32], top: NDArray[np.int32], seed: int) -> tuple[Field, Field]:
    """The gradients at every corner that is needed: hashed once each, not once a pixel."""
    xs = np.arange(left.min(), left.max() + 2, dtype=np.int32)
    ys = np.arange(top.min(), top.max() + 2, dtype=np.int32)
    h = hashed(xs[None, :] + 0 * ys[:, None], ys[:, None] + 0 * xs[None, :], seed)
    scale = np.float32(1 / 32767.5)
    gx = (h & np.uint32(0xFFFF)).astype(np.float32) * scale - np.float32(1)
    gy = (h >> 16).astype(np.float32) * scale - np.float32(1)
    return gx, gy


def _eased(t: Field) -> Field:
    curve = t * t * t * (t * (t * np.float32(6) - np.float32(15)) + np.float32(10))
    return np.asarray(curve, np.float32)
