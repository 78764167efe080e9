"""Reading sounds, and what is done to each before they are mixed."""

from pathlib import Path

import numpy as np

from slowfilm.engines.shared.loudness import RATE, Samples
from slowfilm.media.errors import MediaError
from slowfilm.media.frames import Sound, read
from slowfilm.media.probe import probe


def faded(sound: Samples, rise: float, fall: float) -> Samples:
    """Samples (2, n) at 48 kHz, faded in over `rise` and out over `fall` seconds.

    Neither takes more than a third of the sound; the curve is half a cosine.
    """
    length = sound.shape[1]
    up, down = (min(round(seconds * RATE), length // 3) for seconds in (rise, fall))
    gains = np.ones(length, np.float32)
    gains[:up] = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, up))
    gains[length - down :] = 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, down))
    return sound * gains


def heard_of(path: Path, span: tuple[float, float] | None, most: int) -> Samples:
    """The span of a sound, or of a clip's sound, as (2, n) samples, n at most `most`.

    Raises MediaError "no-sound" where there is none.
    """
    about = probe(path)
    if not about.has_sound:
        raise MediaError("no-sound", name=path.name)
    begin, end = span or (0.0, float("inf"))
    first = round(begin * RATE)
    last = first + most if end == float("inf") else min(round(end * RATE), first + most)
    parts, at = [np.zeros((2, 0), np.float32)], 0
    for part in read(path, about):
        if isinstance(part, Sound):
            parts.append(part.samples[:, max(0, first - at) : max(0, last - at)])
            at += part.samples.shape[1]
            if at >= last:
                break
    return np.concatenate(parts, axis=1)


def continued(sound: Samples, length: int) -> Samples:
    """Samples (2, n) repeated to `length` samples, or cut to it.

    Each time the last half second at most is crossed with the first at equal power, so that no seam
    is heard. Less comes back only of a sound shorter than three samples.
    """
    over = min(RATE // 2, sound.shape[1] // 3)
    while over > 0 and sound.shape[1] < length:
        rise = np.sqrt(np.linspace(0, 1, over, dtype=np.float32))
        seam = sound[:, -over:] * rise[::-1] + sound[:, :over] * rise
        sound = np.concatenate([sound[:, :-over], seam, sound[:, over:]], axis=1)
    return sound[:, :length]


def resampled(samples: Samples, rate: int, target: int) -> Samples:
    """Samples (2, n) at `rate` as float32 samples (2, m) at `target`, both in hertz."""
    if rate == target:
        return samples
    from av import AudioFrame, AudioResampler

    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32), "fltp", "stereo")
    frame.sample_rate = rate
    resampler = AudioResampler("fltp", "stereo", target)
    parts = [block.to_ndarray() for part in (frame, None) for block in resampler.resample(part)]
    return np.asarray(np.concatenate(parts, axis=1), np.float32)


def conformed(samples: Samples, length: int) -> Samples:
    """Samples (2, length): cut, or silent from where they end."""
    output = np.zeros((2, length), np.float32)
    head = samples[:, :length]
    output[:, : head.shape[1]] = head
    return output
