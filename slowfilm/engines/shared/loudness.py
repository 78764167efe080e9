"""How loud a sound is, and keeping it from being louder than it may."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE = 48000
CEILING = 10 ** (-1.5 / 20)  # half a decibel is left for what AAC adds
_BLOCK, _HOP = RATE * 2 // 5, RATE // 10


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS of (2, n) samples at 48 kHz after ITU-R BS.1770-4.

    -inf for silence and for less than 0.4 s.
    """
    power = np.square(_weighted(samples)).sum(axis=0)
    total = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, samples.shape[1] - _BLOCK + 1, _HOP)
    blocks = (total[starts + _BLOCK] - total[starts]) / _BLOCK
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    if not blocks.size:
        return -float("inf")
    blocks = blocks[blocks > blocks.mean() / 10]
    return float(-0.691 + 10 * np.log10(blocks.mean()))


def levelled(samples: Samples, lufs: float) -> Samples:
    """Samples (2, n) at 48 kHz brought to a loudness in LUFS; silence stays silence.

    So does what is shorter than 0.4 s. Nothing is raised by more than 24 dB; what is then over full
    scale is left to `limited`.
    """
    now = loudness(samples)
    if now == -float("inf"):
        return samples
    return samples * np.float32(10 ** (min(lufs - now, 24.0) / 20))


def limited(samples: Samples) -> Samples:
    """Samples (2, n) at 48 kHz with no peak over -1.5 dBFS, float32.

    Each peak is turned down with the 5 ms on both sides of it, through a Hann window. Sample peaks
    are meant, not true peaks.
    """
    peaks = np.abs(samples).max(axis=0)
    if not peaks.size or float(peaks.max()) <= CEILING:
        return samples
    reach = RATE // 200
    limits = np.minimum(1.0, CEILING / np.maximum(peaks, 1e-9))
    padded = np.pad(limits, reach, mode="edge")
    lowest = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).min(axis=1)
    window = np.hanning(reach + 2)[1:-1]
    window /= window.sum()
    gain = np.convolve(np.pad(lowest, reach, mode="edge"), window, mode="same")[reach:-reach]
    output: Samples = (samples * np.minimum(gain, 1.0)).astype(np.float32)
    return output


def _weighted(samples: Samples) -> NDArray[np.float64]:
    """K-weighting, laid on as the magnitude of the standard's two filters."""
    length = samples.shape[1]
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(length or 1))
    shelf = (1.53512485958697 - 2.69169618940638 * turn + 1.19839281085285 * turn**2) / (
        1 - 1.69065929318241 * turn + 0.73248077421585 * turn**2
    )
    highpass = (1 - 2 * turn + turn**2) / (1 - 1.99004745483398 * turn + 0.99007225036621 * turn**2)
    spectrum = np.fft.rfft(samples.astype(np.float64), axis=1)
    weighted: NDArray[np.float64] = np.fft.irfft(
        spectrum * np.abs(shelf * highpass), n=length, axis=1
    )
    return weighted
