"""What the camera sees of a picture, at the frame's size and to a fraction of a pixel.

The same bicubic as Pillow's, widened when it makes smaller, but as products of banded matrices:
in root light a picture is floating point, for which this takes a third of the time.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.animatic.camera import Box, Size
from slowfilm.engines.shared.light import Planes

_SUPPORT = 2.0  # how far the curve reaches, in pixels of the coarser picture
_ROWS, _COLUMNS = 32, 16  # pixels made by one product: small enough for a core's own cache


@dataclass(frozen=True, slots=True)
class _Bands:
    """Weights of shape (blocks, made, read), with where each block begins on both sides."""

    weights: NDArray[np.float32]
    read: list[int]
    made: list[int]

    @property
    def reach(self) -> tuple[int, int]:
        """The pixels that are read, half-open."""
        return self.read[0], self.read[-1] + self.weights.shape[2]

    def blocks(self) -> Iterator[tuple[NDArray[np.float32], int, int]]:
        """Yield each block's weights, the first pixel it reads and the first it makes."""
        return zip(self.weights, self.read, self.made, strict=True)


def seen(planes: Planes, box: Box, size: Size) -> Planes:
    """Return `box` (left, top, right, bottom, in pixels) of planes (3, h, w) at (width, height)."""
    _, height, width = planes.shape
    across = _bands(width, box[0], box[2], size[0], _COLUMNS)
    down = _bands(height, box[1], box[3], size[1], _ROWS)
    left, right = across.reach
    whole = np.empty((3, size[1], size[0]), np.float32)
    lines = np.empty((size[1], right - left), np.float32)
    for plane, target in zip(planes, whole, strict=True):  # one at a time, over the same memory
        for weights, read, start in down.blocks():
            rows = plane[read : read + weights.shape[1], left:right]
            np.matmul(weights, rows, out=lines[start : start + weights.shape[0]])
        for weights, read, start in across.blocks():
            columns = lines[:, read - left : read - left + weights.shape[1]]
            np.matmul(columns, weights.T, out=target[:, start : start + weights.shape[0]])
    return whole


def _bands(length: int, begin: float, end: float, size: int, block: int) -> _Bands:
    """Weigh `length` pixels of which `begin`…`end` become `size`, `block` of them at a time."""
    block = min(block, size)
    scale = (end - begin) / size
    widened = max(scale, 1.0)
    # The last block lies over the one before it rather than beyond the edge.
    starts = np.minimum(np.arange(0, size, block), size - block)
    centres = begin + (starts[:, None] + np.arange(block) + 0.5) * scale
    reach = min(length, int(np.ceil((block - 1) * scale + 2 * _SUPPORT * widened)) + 1)
    read = np.floor(centres[:, 0] - _SUPPORT * widened).astype(int)
    read = np.clip(read, 0, length - reach)
    places = read[:, None] + np.arange(reach) + 0.5
    weights = _cubic((places[:, None, :] - centres[:, :, None]) / widened)
    weights /= weights.sum(axis=2, keepdims=True)
    return _Bands(weights.astype(np.float32), read.tolist(), starts.tolist())


def _cubic(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keys' curve with a = -1/2 (IEEE Trans. ASSP 29, 1981)."""
    x = np.abs(x)
    near = (1.5 * x - 2.5) * x * x + 1
    far = ((-0.5 * x + 2.5) * x - 4) * x + 2
    curve: NDArray[np.float64] = np.where(x < 1, near, np.where(x < _SUPPORT, far, 0.0))
    return curve
