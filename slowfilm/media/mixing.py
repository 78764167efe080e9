"""Any channels to two at 48 kHz, so that each of them is heard.

What names a place for each channel and is coded for listening is mixed as usual. A recorder's
tracks have no places, or those that a file of as many channels would have; there the usual mix
leaves some out: those beyond the second, or the one that it takes for a woofer's.
"""

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

SAMPLE_RATE = 48000  # of everything we make
LEFT = frozenset({"FL", "FLC", "SL", "BL", "WL", "TFL", "TBL", "DL"})
RIGHT = frozenset({"FR", "FRC", "SR", "BR", "WR", "TFR", "TBR", "DR"})

Samples = NDArray[np.float32]


def matrix_of(frame: AudioFrame, coded: bool) -> Samples | None:
    """What each channel gives to each side, shape (2, channels); None where the usual mix will do.

    `coded`: compressed for listening, not a recorder's samples.
    """
    names, count = [channel.name for channel in frame.layout.channels], frame.layout.nb_channels
    placed = len(names) == count and not frame.layout.name.endswith(" channels")
    if count <= 2 or (placed and (coded or "LFE" not in names) and count <= 8):
        return None
    if not placed:
        names = [""] * count
    sides = np.array(
        [[name not in RIGHT for name in names], [name not in LEFT for name in names]], np.float32
    )
    matrix: Samples = sides / np.sqrt(np.maximum(sides.sum(axis=1, keepdims=True), 1))
    return matrix


def chosen(channels: tuple[int, ...], count: int) -> Samples | None:
    """A matrix that gives one channel to both sides, or the first of a pair to the left.

    None where there are no such channels among so many: then all are heard.
    """
    if not channels or max(channels) >= count:
        return None
    matrix = np.zeros((2, count), np.float32)
    matrix[0, channels[0]] = matrix[1, channels[-1]] = 1
    return matrix


def resampler_of(frame: AudioFrame, matrix: Samples | None) -> AudioResampler:
    """To 48 kHz: two channels, or one of one, or all of those that are mixed by a matrix.

    One channel stays one: as "stereo" the resampler would make it 3 dB quieter. Many channels
    lie beside each other, as planes of more than eight are beyond what a frame shows.
    """
    if matrix is not None:
        return AudioResampler("flt", frame.layout.name, SAMPLE_RATE)
    return AudioResampler(
        "fltp", "mono" if frame.layout.nb_channels == 1 else "stereo", SAMPLE_RATE
    )


def mixed(samples: Samples, matrix: Samples) -> Samples:
    """Interleaved samples as two channels, shape (2, n), full scale at most."""
    channels = samples.reshape(-1, matrix.shape[1]).T
    both: Samples = np.clip(matrix @ channels, -1, 1).astype(np.float32)
    return both
