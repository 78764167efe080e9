"""From the times of a clip's frames to one exact rate and a count."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

COMMON = tuple(
    Fraction(n, d)
    for n, d in (
        (10, 1), (12, 1), (15, 1), (24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1),
        (48, 1), (50, 1), (60000, 1001), (60, 1), (90, 1), (100, 1), (120, 1), (240, 1),
    )
)  # fmt: skip
FASTEST = 1000  # frames a second; what claims more has broken times
ON_GRID = 0.4  # how far, in frames, a time may lie from its place and still be constant rate
NEAR = 0.1  # the same where some frames are missing: how many, only the others' places can tell
DENSEST = Fraction(120)  # frames a second that a variable clip is given at most
MOSTLY = 0.9  # the least share of frames that must follow one another for gaps to be gaps


@dataclass(frozen=True, slots=True)
class Timing:
    """`start` and `duration` in seconds, `rate` in frames a second, exact."""

    start: Fraction
    rate: Fraction
    frames: int
    duration: Fraction
    variable: bool


def timing(
    times: "NDArray[np.int64]", time_base: Fraction, last_length: int, guesses: list[Fraction]
) -> Timing:
    """Read frame times, in any order and in units of `time_base` seconds.

    `guesses` are rates the container names; the one on whose grid the times lie best is taken.
    When they lie on none, the rate is variable: the one they lie on but for a few gaps is chosen,
    else the lowest common one from the average on, to DENSEST, at which no frame is lost.
    """
    ticks = np.unique(times)
    start = int(ticks[0]) * time_base
    if len(ticks) == 1:
        rate = next(iter(guesses), Fraction(24))
        return Timing(start, rate, 1, 1 / rate, variable=False)
    steps = np.diff(ticks)
    span = int(ticks[-1] - ticks[0]) * time_base
    average = (len(ticks) - 1) / span
    candidates = [r for r in guesses if 0 < r <= FASTEST] + [nearest_common(average)]
    if steps.min() == steps.max():
        candidates.insert(0, 1 / (int(steps[0]) * time_base))
    miss, _, rate = min((_miss(ticks, time_base, r), i, r) for i, r in enumerate(candidates))
    if miss <= ON_GRID and rate <= FASTEST:
        return Timing(start, rate, len(ticks), len(ticks) / rate, variable=False)
    usual = nearest_common(1 / (int(np.median(steps)) * time_base))
    regular = _but_for_gaps(ticks, time_base, [*candidates, usual])
    rate = regular or _losing_least(ticks, time_base, nearest_common(average))
    duration = span + (last_length or int(np.median(steps))) * time_base
    last = ceil(span * rate - Fraction(1, 2)) + 1  # what says nothing of its own length is seen too
    return Timing(start, rate, max(last, round(duration * rate)), duration, variable=True)


def nearest_common(rate: Fraction) -> Fraction:
    """The usual rate whose ratio to `rate` is closest to one."""
    return min(COMMON, key=lambda common: abs(float(np.log(float(common / rate)))))


def _losing_least(ticks: "NDArray[np.int64]", time_base: Fraction, least: Fraction) -> Fraction:
    """The lowest common rate at which the most frames are shown: one is if on in mid-place."""
    return max(
        (rate for rate in COMMON if least <= rate <= max(least, DENSEST)),
        key=lambda rate: (_shown(ticks, time_base, rate), -rate),
    )


def _shown(ticks: "NDArray[np.int64]", time_base: Fraction, rate: Fraction) -> int:
    """How many frames are on in the middle of some place of a rate; the last one always is."""
    places = np.ceil((ticks - ticks[0]) * float(time_base * rate) - 0.5)
    return int((np.diff(places) > 0).sum()) + 1


def _but_for_gaps(
    ticks: "NDArray[np.int64]", time_base: Fraction, rates: list[Fraction]
) -> Fraction | None:
    """The rate on whose grid all frames lie, a few of its places being empty."""
    candidates = []
    for i, rate in enumerate(rates):
        places = (ticks - ticks[0]) * float(time_base * rate)
        steps = np.diff(np.rint(places))
        miss = float(np.round(np.abs(places - np.rint(places)).max(), 4))
        if miss <= NEAR and steps.min() >= 1 and (steps == 1).mean() >= MOSTLY:
            candidates.append((miss, i, rate))
    return min(candidates)[2] if candidates else None


def _miss(ticks: "NDArray[np.int64]", time_base: Fraction, rate: Fraction) -> float:
    places = (ticks - ticks[0]) * float(time_base * rate)
    worst = np.abs(places - np.arange(len(ticks))).max()
    return float(np.round(worst, 4))  # so that equals stay equal and the first named wins
