"""The demo film's sounds, made from nothing: rain, an old broadcast, a voice that is none."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

RATE = 48000
Samples = NDArray[np.float32]
Wave = NDArray[np.float64]
Sounded = tuple[str, float, float, float]  # vowel, seconds, pitch from, pitch to

# A slow pentatonic line of our own: semitones above A3 and lengths in beats; None is a rest.
_MELODY: tuple[tuple[int | None, float], ...] = (
    (3, 1.5), (5, 0.5), (8, 2.0), (5, 1.0), (3, 1.0), (0, 2.0), (None, 1.0), (-2, 1.0), (0, 3.0),
)  # fmt: skip
_BEAT = 0.62
_RAIN = ((120, 0.1), (900, 0.6), (4200, 1.0), (14000, 0.35))  # hertz, gain
# Formants in hertz of the vowels a voice is made from, first to third.
_VOWELS = {
    "a": (780, 1250, 2600),
    "o": (480, 850, 2500),
    "u": (340, 760, 2400),
    "e": (470, 1600, 2500),
    "i": (300, 2150, 2900),
}
# Vowel, length in seconds, pitch at its beginning and end in hertz: murmured, like a question.
# An empty vowel is a rest.
_MURMUR = (
    ("o", 0.20, 118, 124), ("a", 0.26, 126, 112), ("e", 0.17, 116, 120), ("u", 0.34, 112, 98),
    ("", 0.42, 0, 0), ("i", 0.15, 120, 126), ("a", 0.30, 128, 110), ("o", 0.22, 112, 116),
    ("u", 0.18, 114, 108), ("a", 0.46, 110, 134),
)  # fmt: skip


# He of 1998 asks; he of today takes longer, lower, and ends where he began.
_ASKED = (
    ("u", 0.16, 168, 176), ("a", 0.20, 182, 170), ("i", 0.13, 172, 180), ("", 0.07, 0, 0),
    ("e", 0.16, 176, 168), ("o", 0.19, 170, 158), ("a", 0.17, 162, 172), ("e", 0.34, 168, 212),
)  # fmt: skip
_ANSWERED = (
    ("a", 0.22, 108, 112), ("o", 0.20, 112, 104), ("", 0.12, 0, 0), ("e", 0.18, 106, 110),
    ("i", 0.14, 110, 106), ("u", 0.24, 106, 98), ("a", 0.24, 102, 100), ("o", 0.36, 98, 84),
)  # fmt: skip


def rain() -> Samples:
    """Eight seconds of fine rain on stone, with drops from an eave."""
    length = 8 * RATE
    draw = np.random.default_rng(31)
    sides = []
    for side in range(2):
        hiss = _shaped(draw.standard_normal(length), _RAIN)
        swell = 1 + 0.12 * np.sin(2 * np.pi * (np.arange(length) / RATE * 0.21 + 0.3 * side))
        sides.append(0.05 * hiss * swell + _drops(draw, length))
    return _pair(*sides)


def broadcast() -> Samples:
    """Eight seconds of an old set in another room: hum, hiss, and a tune far away."""
    length = 8 * RATE
    draw = np.random.default_rng(98)
    time = np.arange(length) / RATE
    hum = sum(np.sin(2 * np.pi * 50 * n * time) / n**1.6 for n in (1, 2, 3, 4, 6))
    whistle = 0.02 * np.sin(2 * np.pi * 9800 * time)
    hiss = _shaped(draw.standard_normal(length), ((300, 0.3), (2000, 1), (5000, 0.5), (9000, 0.1)))
    tune = _shaped(_tune(length), ((250, 0.1), (700, 1), (2600, 0.8), (4000, 0.05)))
    flutter = 1 + 0.05 * np.sin(2 * np.pi * 5.3 * time) * np.sin(2 * np.pi * 0.4 * time)
    mono = 0.035 * hum + 0.012 * hiss + whistle * 0.2 + 0.17 * tune * flutter
    return _pair(mono, np.roll(mono, 11))


def voice() -> Samples:
    """A murmur from a throat of three resonances: no one's voice, and no words."""
    return _spoken(_MURMUR, 1.0)


def asked() -> Samples:
    """A line of him of 1998: a young throat, no words."""
    return _spoken(_ASKED, 1.14)


def answered() -> Samples:
    """A line of him of today: an older throat, no words."""
    return _spoken(_ANSWERED, 0.94)


def _spoken(sounded: Sequence[Sounded], throat: float) -> Samples:
    """Murmur vowels; the shorter the throat, the higher its resonances."""
    parts = [_vowel(*vowel, throat) for vowel in sounded]
    spoken = np.concatenate([np.zeros(RATE // 10), *parts, np.zeros(RATE // 4)])
    breath = np.random.default_rng(5).standard_normal(spoken.size)
    spoken = spoken + 0.05 * breath * np.abs(spoken)
    spoken = _shaped(spoken, ((70, 0.2), (200, 1), (3000, 0.8), (7000, 0.15)))
    return _pair(*(0.32 * spoken / np.abs(spoken).max(),) * 2)


SOUNDS: dict[str, Callable[[], Samples]] = {
    "rain": rain,
    "broadcast": broadcast,
    "voice-synthetic": voice,
    "line-1998": asked,
    "line-now": answered,
}


def sound(name: str) -> Samples:
    """Make a sound by name: float32 (2, n) at 48 kHz. Raises KeyError for an unknown name."""
    return SOUNDS[name]()


def _shaped(wave: Wave, points: tuple[tuple[float, float], ...]) -> Wave:
    """Filter by a curve of (hertz, gain) points, straight over the logarithm of frequency."""
    frequencies = np.fft.rfftfreq(wave.size, 1 / RATE)
    places = [0.0, *(np.log2(hertz) for hertz, _ in points), 15.0]
    gains = [0.0, *(gain for _, gain in points), 0.0]
    curve = np.interp(np.log2(np.maximum(frequencies, 1)), places, gains)
    shaped: Wave = np.fft.irfft(np.fft.rfft(wave) * curve, wave.size)
    return shaped


def _drops(draw: np.random.Generator, length: int) -> Wave:
    """Single drops near by: short rings that fall in pitch."""
    drops = np.zeros(length)
    time = np.arange(RATE // 14) / RATE
    for start in draw.integers(0, length - time.size, 46):
        pitch = draw.uniform(900, 3400)
        ring = np.sin(2 * np.pi * (pitch * time - pitch * 2.2 * time * time))
        drops[start : start + time.size] += draw.uniform(0.006, 0.05) * ring * np.exp(-time * 95)
    return drops


def _tune(length: int) -> Wave:
    tune = np.zeros(length)
    at = 0.15
    for semitone, beats in _MELODY:
        if semitone is not None:
            _pluck(tune, round(at * RATE), 220.0 * 2 ** (semitone / 12), beats * _BEAT + 0.5)
        at += beats * _BEAT
    echo = sum(0.5**n * np.roll(tune, n * RATE // 9) for n in range(1, 4))
    return tune + 0.5 * echo


def _pluck(tune: Wave, start: int, pitch: float, seconds: float) -> None:
    """One bowed-and-plucked note with a late, slow vibrato."""
    time = np.arange(max(0, min(round(seconds * RATE), tune.size - start))) / RATE
    vibrato = 0.006 * np.clip(time - 0.25, 0, 0.4) / 0.4 * np.sin(2 * np.pi * 5.1 * time)
    phase = 2 * np.pi * np.cumsum(pitch * (1 + vibrato)) / RATE
    note = sum(np.sin(n * phase) / n**1.5 for n in (1, 2, 3, 4, 5))
    envelope = np.minimum(time / 0.05, 1) * np.exp(-time * 1.1)
    tune[start : start + time.size] += 0.3 * note * envelope


def _vowel(vowel: str, seconds: float, low: float, high: float, throat: float) -> Wave:
    """A pulse train through three resonances, its pitch gliding from `low` to `high`."""
    length = round(seconds * RATE)
    if not vowel:
        return np.zeros(length)
    time = np.arange(length) / RATE
    tremble = 1 + 0.012 * np.sin(2 * np.pi * 6.1 * time) + 0.006 * np.sin(2 * np.pi * 17 * time)
    phase = np.cumsum(np.linspace(low, high, length) * tremble) / RATE
    wave = np.zeros(length)
    for harmonic in range(1, 34):
        hertz = harmonic * (low + high) / 2
        gain = sum(
            weight / (1 + ((hertz - formant * throat) / width) ** 2)
            for formant, weight, width in zip(
                _VOWELS[vowel], (1.0, 0.5, 0.18), (90, 120, 180), strict=True
            )
        )
        wave += (gain + 0.02) / harmonic**0.6 * np.sin(2 * np.pi * harmonic * phase)
    edge = np.clip(np.minimum(time, time[::-1]) / 0.05, 0, 1)
    return wave * edge * edge * (3 - 2 * edge)


def _pair(left: Wave, right: Wave) -> Samples:
    pair: Samples = np.stack([left, right]).astype(np.float32)
    return pair
