"""Where the camera references lead: a direction read from a picture's light or a clip's motion."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.animatic.camera import Direction
from slowfilm.engines.animatic.picture import Picture
from slowfilm.engines.base import Input
from slowfilm.engines.shared.clip import Clip

_SMALL = (64, 36)
_RATE = Fraction(4)  # looks a second
_LOOKS = 16


def direction(item: Input) -> Direction | None:
    """Return the direction (right, down; length 1) a camera reference asks for, if any."""
    if item.kind == "picture":
        x, y = Picture(item.path, _SMALL, whole=False).interest()
        return _unit(x - 0.5, y - 0.5, least=0.01)
    clip = Clip(item.path, _SMALL, _RATE, item.span)
    try:
        looks = [_grey(clip, n) for n in range(min(_LOOKS, clip.length))]
    finally:
        clip.close()
    shifts = [_shift(a, b) for a, b in pairwise(looks)]
    # What goes left in the picture is a camera that goes right.
    return _unit(-sum(s[0] for s in shifts), -sum(s[1] for s in shifts), least=1.0)


def _grey(clip: Clip, index: int) -> NDArray[np.float32]:
    grey: NDArray[np.float32] = clip.at(index).mean(axis=0)
    window = np.outer(np.hanning(_SMALL[1]), np.hanning(_SMALL[0]))
    windowed: NDArray[np.float32] = ((grey - grey.mean()) * window).astype(np.float32)
    return windowed


def _shift(before: NDArray[np.float32], after: NDArray[np.float32]) -> Direction:
    """How far the picture went between two looks, in pixels, by phase correlation."""
    cross = np.fft.rfft2(after) * np.conj(np.fft.rfft2(before))
    peak = np.fft.irfft2(cross / (np.abs(cross) + 1e-6), s=before.shape)
    down, across = np.unravel_index(int(np.argmax(peak)), before.shape)
    height, width = before.shape
    return (
        float((across + width // 2) % width - width // 2),
        float((down + height // 2) % height - height // 2),
    )


def _unit(across: float, down: float, *, least: float) -> Direction | None:
    length = math.hypot(across, down)
    return (across / length, down / length) if length >= least else None
