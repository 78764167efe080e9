"""Root light: the domain pictures are mixed in.

A value is the square root of linear light, so that a gain is still a multiplication and a curve
through neighbouring pixels does not ring as it would in linear light. Planes are float32 arrays
of shape (3, height, width), 0 black and 1 white.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Planes = NDArray[np.float32]
Codes = NDArray[np.uint16]

_STEPS = 16384  # entries of the way back to code values: finer than a tenth of a 10-bit code


def _linear(code: NDArray[np.float64]) -> NDArray[np.float64]:
    """sRGB code values 0..1 to linear light (IEC 61966-2-1)."""
    curve: NDArray[np.float64] = np.where(
        code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4
    )
    return curve


def _coded(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    curve: NDArray[np.float64] = np.where(
        linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055
    )
    return curve


@cache
def _into(bits: int) -> NDArray[np.float32]:
    codes = np.arange(1 << bits)
    if bits == 8:  # widened as masters widen them, so that a still comes back code for code
        codes = codes << 2 | codes >> 6
    table: NDArray[np.float32] = np.sqrt(_linear(codes / 1023)).astype(np.float32)
    return table


@cache
def _out() -> Codes:
    root = np.linspace(0, 1, _STEPS)
    table: NDArray[np.uint16] = np.rint(_coded(root * root) * 1023).astype(np.uint16)
    return table


def from_codes(codes: NDArray[np.uint8] | Codes) -> Planes:
    """Take 8-bit or 10-bit code values of any shape into root light of the same shape."""
    table = _into(8 if codes.dtype == np.uint8 else 10)
    planes: Planes = table[codes]
    return planes


def to_codes(planes: Planes) -> Codes:
    """Give root light planes (3, h, w) back as 10-bit code values (h, w, 3)."""
    codes = np.empty(planes.shape, np.uint16)
    for plane, target in zip(planes, codes, strict=True):  # one at a time: they stay in the cache
        steps = plane * np.float32(_STEPS - 1)
        steps += np.float32(0.5)
        np.take(_out(), steps.astype(np.intp), mode="clip", out=target)
    return codes.transpose(1, 2, 0)


def mixed(under: Planes, over: Planes, share: float | Planes) -> Planes:
    """Lay `over` upon `under`, planes (3, h, w) in root light, as light adds up.

    `share` is how much of `over` there is, 0..1, for the frame or each pixel (h, w).
    """
    light = np.empty_like(under)
    for below, above, target in zip(under, over, light, strict=True):
        np.multiply(below, below, out=target)
        added = above * above
        added -= target
        added *= share if isinstance(share, np.ndarray) else np.float32(share)
        target += added
        np.maximum(target, 0, out=target)
        np.sqrt(target, out=target)
    return light


def tint_of(planes: Planes) -> NDArray[np.float32]:
    """Read a style picture's cast as three gains in root light, weak and keeping luminance."""
    means = np.mean(np.square(planes, dtype=np.float32), axis=(1, 2), dtype=np.float64) + 1e-4
    cast = (means / means.mean()) ** 0.2  # a fifth of the cast in stops: a hint, not a filter
    gains: NDArray[np.float32] = np.sqrt(np.clip(cast, 0.8, 1.25)).astype(np.float32)
    return gains


def evenness(levels: list[float]) -> list[float]:
    """Gains in root light that draw pictures of these mean levels a little towards each other."""
    if not levels:
        return []
    stops = np.log2(np.maximum(levels, 1e-3))
    drawn = np.clip(0.25 * (stops.mean() - stops), -0.5, 0.5)
    return [float(gain) for gain in 2**drawn]
