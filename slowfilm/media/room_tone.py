"""A span of sound becomes the tone of the room, as it is heard outside of every such span."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slowfilm.media.mixing import SAMPLE_RATE

Samples = NDArray[np.float32]  # (2, n)
Span = tuple[float, float]  # seconds, half-open
WINDOW = 2048
HOP = WINDOW // 2
MARGIN = 0.08  # seconds: a coder spreads what it hears over a few of its frames
FADE = 0.12  # seconds, outside of the span and its margin
QUIET = 0.25  # of all moments the tone is what is there in the quietest quarter
LEAST = 6  # windows; with fewer nothing can be said of a room
HUSH = 2e-4  # full scale: where no sound is left to take it from


def toned(sound: Samples, spans: Sequence[Span], seed: int) -> Samples:
    """Samples (2, n) at 48 kHz with room tone in the spans; no sample of a span can be heard.

    Spans are in seconds; 0.08 s on both sides go with each, and 0.12 s fade into it. The tone is
    noise with the spectrum of the quietest quarter outside, the same for the same seed.
    """
    length = sound.shape[1]
    hidden = _hidden(length, spans)
    if not hidden.any():
        return sound
    samples = np.where(hidden[None, :], np.float32(0), sound)  # from here on nobody can know
    tone = _tone(samples, hidden, length, seed)
    share = _share(hidden)
    # Two sounds that have nothing in common keep their loudness with the squares of the shares.
    mixed: Samples = samples * np.sqrt(1 - share) + tone * np.sqrt(share)
    return mixed.astype(np.float32)


def _hidden(length: int, spans: Sequence[Span]) -> NDArray[np.bool_]:
    hidden = np.zeros(length, bool)
    for start, stop in spans:
        first = max(0, int((start - MARGIN) * SAMPLE_RATE))
        hidden[first : max(0, int(np.ceil((stop + MARGIN) * SAMPLE_RATE)))] = True
    return hidden


def _share(hidden: NDArray[np.bool_]) -> NDArray[np.float32]:
    """1 in a span, and less and less beside it."""
    fade = int(FADE * SAMPLE_RATE)
    places = np.arange(len(hidden))
    before = np.maximum.accumulate(np.where(hidden, places, -(10 * fade)))
    after = np.minimum.accumulate(np.where(hidden, places, len(hidden) + 10 * fade)[::-1])[::-1]
    away = np.minimum(places - before, after - places)
    share: NDArray[np.float32] = np.clip(1 - away / fade, 0, 1).astype(np.float32)
    return share


def _tone(sound: Samples, hidden: NDArray[np.bool_], length: int, seed: int) -> Samples:
    """Noise with the spectrum of the quietest moments outside."""
    shape = _spectrum(sound, hidden)
    rng = np.random.default_rng(seed)
    window = np.hanning(WINDOW + 1)[:-1]
    buffer = np.zeros((2, length + 2 * WINDOW))
    for start in range(0, length + WINDOW, HOP):
        if not hidden[max(0, start - 3 * WINDOW) : start + 3 * WINDOW].any():
            rng.random((2, WINDOW // 2 + 1))  # the tone of one span is the same with another there
            continue
        turn = np.exp(2j * np.pi * rng.random((2, WINDOW // 2 + 1)))
        buffer[:, start : start + WINDOW] += np.fft.irfft(shape * turn, WINDOW) * window
    whole: Samples = buffer[:, WINDOW // 2 : WINDOW // 2 + length].astype(np.float32)
    return whole


def _spectrum(sound: Samples, hidden: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(2, bins): how strong each pitch is in the room."""
    window = np.hanning(WINDOW + 1)[:-1]
    starts = [
        start
        for start in range(0, sound.shape[1] - WINDOW + 1, HOP)
        if not hidden[start : start + WINDOW].any()
    ]
    if len(starts) < LEAST:
        return np.full((2, WINDOW // 2 + 1), HUSH * np.sqrt(WINDOW))
    starts = starts[:: max(1, len(starts) // 2000)]
    heard = np.abs(np.stack([np.fft.rfft(sound[:, s : s + WINDOW] * window) for s in starts]))
    loud = np.square(heard).sum(axis=(1, 2))
    some = heard[np.argsort(loud, kind="stable")[: max(LEAST, round(len(starts) * QUIET))]]
    strong = np.sqrt(np.square(some).mean(axis=0))
    # A window's spectrum is a window's share of the sound; two halves add up to the whole.
    return np.asarray(strong * np.sqrt(1 / np.square(window).mean()) * np.sqrt(2 / 3) * 1.15)
