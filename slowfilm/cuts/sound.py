"""What of a cut is heard, when, and how loud: the same as static/js/cuts/sound-plan.js. Pure.

A draft's sound goes with its picture: across a dissolve both are heard, one rising while the other
falls; in a dip it falls and rises with the light.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from slowfilm.cuts.timing import Timing

K = TypeVar("K")
Point = tuple[float, float]
SILENCE = -60


@dataclass(frozen=True)
class Part(Generic[K]):
    """A part of the sound of `of`, from its second `source` on, beginning at `start` of the cut.

    `shape` are (second, factor) points and `levels` (second, dB), both joined by lines.
    """

    of: K
    start: Fraction
    source: Fraction
    seconds: Fraction
    shape: tuple[Point, ...]
    levels: tuple[Point, ...]


def of_drafts(
    timing: Timing, sounding: Sequence[bool], levels: Sequence[int]
) -> Iterator[Part[int]]:
    """The drafts' own sounds, each known by its clip's place."""
    for index, clip in enumerate(timing.clips):
        if not sounding[index] or levels[index] <= SILENCE:
            continue
        following = timing.clips[index + 1] if index + 1 < len(timing.clips) else None
        on = following.join_frames if following and following.join == "dissolve" else 0
        rise = clip.join_frames if clip.join == "dissolve" and index else timing.dip_in(index)
        seconds = (timing.lengths[index] + on) / timing.rate
        shape = shaped(seconds, rise / timing.rate, (on or timing.dip_out(index)) / timing.rate)
        start, source = timing.starts[index] / timing.rate, clip.first / clip.rate
        yield Part(index, start, source, seconds, shape, ((0.0, float(levels[index])),))


def on_track(
    of: K,
    *,
    at: Fraction,
    start_ms: int,
    end_ms: int,
    levels: Sequence[Sequence[float]],
    fades_ms: tuple[int, int],
) -> Part[K]:
    """A sound on one of the tracks, beginning at second `at` of the cut."""
    seconds = Fraction(end_ms - start_ms, 1000)
    rise, fall = (Fraction(fade, 1000) for fade in fades_ms)
    drawn = tuple((float(second), float(level)) for second, level in levels)
    source = Fraction(start_ms, 1000)
    return Part(of, at, source, seconds, shaped(seconds, rise, fall), drawn or ((0.0, 0.0),))


def shaped(seconds: Fraction, rise: Fraction, fall: Fraction) -> tuple[Point, ...]:
    """A rise and a fall, each shortened where they would cross."""
    if rise + fall > seconds:
        scale = seconds / (rise + fall)
        rise, fall = rise * scale, fall * scale
    shape = [(0.0, 0.0), (float(rise), 1.0)] if rise else [(0.0, 1.0)]
    if fall:
        shape += [(float(seconds - fall), 1.0), (float(seconds), 0.0)]
    return tuple(shape)
