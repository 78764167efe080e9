"""The sound of a draft: lines as they were recorded, a place barely heard, a broadcast through
a window. Each input keeps to the level curve that was drawn for it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from slowfilm.engines.base import Input, Request
from slowfilm.engines.composite import SPOKEN
from slowfilm.engines.composite.conduct import LEAD, PAUSE
from slowfilm.engines.shared.loudness import RATE, Samples, levelled, limited
from slowfilm.engines.shared.sounds import continued, faded, heard_of
from slowfilm.media.frames import samples_for
from slowfilm.media.probe import probe

_LINE, _AMBIENCE, _MUSIC, _BROADCAST = -20.0, -40.0, -30.0, -33.0  # LUFS
_WINDOW = 1400.0  # hertz: what a pane lets through


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line or voice as it was laid: whose, from when to when (seconds), and how much of it
    did not fit."""

    character: str
    tag: str
    start: float
    stop: float
    lost: float


@dataclass(slots=True)
class Mix:
    """Samples (2, n), None where nothing sounds; who speaks when; the tags that are heard."""

    samples: Samples | None
    spoken: list[Spoken]
    heard: set[str]


def mix(request: Request, screen: Input | None, repeats: int | None) -> Mix:
    """Mix the request's sounds to its exact length.

    `screen` is the clip on the screen, if its sound is heard, and `repeats` after how many
    frames it begins again. Raises MediaError for what can't be read.
    """
    length = samples_for(request.frames, request.rate)
    whole = np.zeros((2, length), np.float32)
    mixdown = Mix(None, [], set())
    any_sound = _lines(request, whole, mixdown)
    any_sound |= _voices(request, whole, mixdown)
    for item in request.inputs:
        if item.role in ("ambience", "music") and item.kind != "picture":
            bed = _bed(item, length) * _curve(request, item.tag, length)
            whole += bed
            any_sound = True
            mixdown.heard |= {item.tag} if bed.any() else set()
    if screen is not None and probe(screen.path).has_sound:
        broadcast = _broadcast(screen, request, length, repeats) * _curve(
            request, screen.tag, length
        )
        whole += broadcast
        any_sound = True
        mixdown.heard |= {screen.tag} if broadcast.any() else set()
    mixdown.samples = limited(faded(whole, 0.02, 0.12)) if any_sound else None
    return mixdown


def _lines(request: Request, whole: Samples, mixdown: Mix) -> bool:
    at, first = 0, True
    for line in request.lines:
        at += round((line.pause or (LEAD if first else PAUSE)) * RATE)
        first = False
        if line.take is None:
            continue
        tag = next((i.tag for i in request.inputs if i.digest and i.digest == line.digest), "")
        at = _laid(whole, line.take, line.span, at, line.character, tag, mixdown, request)
    return any(line.take for line in request.lines)


def _voices(request: Request, whole: Samples, mixdown: Mix) -> bool:
    """Voices that no line is said by, after the lines."""
    takes = {line.digest for line in request.lines if line.take}
    voices = [
        i
        for i in request.inputs
        if i.role in SPOKEN and i.kind != "picture" and i.digest not in takes
    ]
    at = round((mixdown.spoken[-1].stop + PAUSE if mixdown.spoken else LEAD) * RATE)
    for item in voices:
        at = _laid(whole, item.path, item.span, at, item.character, item.tag, mixdown, request)
        at += round(PAUSE * RATE)
    return bool(voices)


def _laid(
    whole: Samples,
    path: Path,
    span: tuple[float, float] | None,
    at: int,
    character: str,
    tag: str,
    mixdown: Mix,
    request: Request,
) -> int:
    """Lay one voice at a sample; where it ends. What goes beyond the shot is let go softly."""
    length = whole.shape[1]
    spoken = in_a_scene(heard_of(path, span, length * 8))
    room = max(0, length - at)
    voice = faded(spoken[:, :room], 0.01, 0.04)
    if voice.size:
        window = slice(at, at + voice.shape[1])
        whole[:, window] += voice * _curve(request, tag, length)[window]
    lost = max(0, spoken.shape[1] - room) / RATE
    stop = at + int(spoken.shape[1])
    mixdown.spoken.append(
        Spoken(character, tag, at / RATE, min(stop, length) / RATE, round(lost, 3))
    )
    mixdown.heard |= {tag} if tag and voice.any() else set()
    return stop


def _bed(item: Input, length: int) -> Samples:
    level = _AMBIENCE if item.role == "ambience" else _MUSIC
    sound = levelled(heard_of(item.path, item.span, length), level)
    if item.role == "ambience":
        sound = continued(sound, length)
    bed = np.zeros((2, length), np.float32)
    bed[:, : sound.shape[1]] = faded(sound[:, :length], 0.3, 0.8)
    return bed


def _broadcast(item: Input, request: Request, length: int, repeats: int | None) -> Samples:
    """The screen's sound in step with its picture, as it is heard through a window."""
    period = samples_for(repeats, request.rate) if repeats else length
    sound = heard_of(item.path, item.span, min(length, period))
    once = np.zeros((2, min(length, period)), np.float32)
    once[:, : sound.shape[1]] = sound[:, : once.shape[1]]
    loop = np.tile(once, (1, -(-length // once.shape[1])))[:, :length]
    return through_a_window(loop)


def in_a_scene(sound: Samples) -> Samples:
    """A voice, (2, n) at 48 kHz, as loud as one is laid."""
    return levelled(sound, _LINE)


def through_a_window(sound: Samples) -> Samples:
    """The same as a broadcast is heard that plays behind a pane."""
    return levelled(_through_glass(sound), _BROADCAST)


def _through_glass(sound: Samples) -> Samples:
    """Both sides as one, without what is high, and nothing below a set's small speaker."""
    mono = sound.mean(axis=0)
    spectrum = np.fft.rfft(mono, 2 * mono.size)
    hertz = np.fft.rfftfreq(2 * mono.size, 1 / RATE)
    low = 1 / np.sqrt(1 + (hertz / _WINDOW) ** 6)
    high = 1 / np.sqrt(1 + (150 / np.maximum(hertz, 1e-3)) ** 4)
    muffled = np.fft.irfft(spectrum * low * high)[: mono.size].astype(np.float32)
    return np.stack([muffled, muffled])


def _curve(request: Request, tag: str, length: int) -> Samples:
    """The gain of a tag at each sample, from the points that were drawn for it."""
    points = next((level.points for level in request.levels if level.tag == tag), ())
    if not points:
        return np.ones(length, np.float32)
    seconds, decibels = zip(*sorted(points), strict=True)
    drawn = np.interp(np.arange(length) / RATE, seconds, decibels)
    gain: Samples = (10 ** (drawn / 20)).astype(np.float32)
    return gain
