"""Curves of light: tone curves in stops, exposure over time, and what lies between two keys. Pure.

static/js/light/curves.js says the same; both are tried with tests/light_vectors.json.
"""

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

LOWEST, HIGHEST = -10.0, 6.0  # stops around middle grey
GREY = 0.18  # middle grey, linear
SAMPLES = 4097  # of a curve's table, over LOWEST…HIGHEST
Points = Sequence[Sequence[float]]  # [x, y], x strictly rising


def evaluate(points: Points, x: float) -> float:
    """A tone curve at x, both in stops around middle grey; slope 1 outside of its points.

    Monotone cubic after Fritsch and Carlson (SIAM J. Numer. Anal. 17, 1980). `points` are [x, y], x
    strictly rising. Without points it is the straight line; with one, that line moved through it.
    """
    if not points:
        return x
    first, last = points[0], points[-1]
    if x <= first[0] or len(points) == 1:
        return first[1] + (x - first[0])
    if x >= last[0]:
        return last[1] + (x - last[0])
    return _between(points, tangents(points), x)


def table(points: Points) -> list[float]:
    """A tone curve at SAMPLES places, evenly over LOWEST…HIGHEST."""
    step = (HIGHEST - LOWEST) / (SAMPLES - 1)
    places = [LOWEST + step * i for i in range(SAMPLES)]
    if len(points) < 2:
        return [evaluate(points, x) for x in places]
    slopes, first, last = tangents(points), points[0], points[-1]
    return [
        first[1] + (x - first[0])
        if x <= first[0]
        else last[1] + (x - last[0])
        if x >= last[0]
        else _between(points, slopes, x)
        for x in places
    ]


def tangents(points: Points) -> list[float]:
    """The slope at each of at least two points, limited so that the curve never turns back.

    At the ends 1, else the mean of the slopes on both sides, limited after Fritsch and Carlson: as
    multiples of the slope between two neighbours, theirs lie within a circle of radius 3.
    """
    rises = _rises(points)
    slopes = [1.0, *((a + b) / 2 for a, b in itertools.pairwise(rises)), 1.0]
    for i, rise in enumerate(rises):
        if rise == 0:
            slopes[i] = slopes[i + 1] = 0.0
            continue
        a, b = slopes[i] / rise, slopes[i + 1] / rise
        if (far := hypot(a, b)) > 3:
            slopes[i], slopes[i + 1] = 3 / far * a * rise, 3 / far * b * rise
    return slopes


def exposure(points: Points, frame: float) -> float:
    """The exposure at a frame, in stops; `points` are [frame, stops], frames strictly rising.

    0 without points. It is still before the first and after the last, and it never overshoots.
    """
    if not points:
        return 0.0
    if frame <= points[0][0]:
        return float(points[0][1])
    if frame >= points[-1][0]:
        return float(points[-1][1])
    return _between(points, _gentle(points), frame)


def _gentle(points: Points) -> list[float]:
    """Slopes in time: none at the ends and where it turns."""
    rises = _rises(points)
    slopes = [0.0] * len(points)
    for i in range(1, len(points) - 1):
        before, after = rises[i - 1], rises[i]
        if before * after > 0:
            (x0, y0), (x1, y1) = points[i - 1], points[i + 1]
            steep = min(abs((y1 - y0) / (x1 - x0)), 3 * abs(before), 3 * abs(after))
            slopes[i] = steep if before > 0 else -steep
    return slopes


def _rises(points: Points) -> list[float]:
    return [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(points)]


def _between(points: Points, slopes: Sequence[float], x: float) -> float:
    """The cubic through two neighbours with their slopes, at x."""
    i = min(bisect_right(points, x, key=lambda point: point[0]), len(points) - 1) - 1
    (x0, y0), (x1, y1) = points[i], points[i + 1]
    wide = x1 - x0
    t = (x - x0) / wide
    complement = 1 - t
    return (
        complement * complement * (1 + 2 * t) * y0
        + t * t * (3 - 2 * t) * y1
        + wide * t * complement * (complement * slopes[i] - t * slopes[i + 1])
    )


def rising(points: Points) -> list[list[float]]:
    """The same points [x, y], with no y below the one before it."""
    monotone: list[list[float]] = []
    for x, y in points:
        monotone.append([x, max(y, monotone[-1][1]) if monotone else y])
    return monotone


def smooth(t: float) -> float:
    """From 0 to 1 without a jerk, 3t² - 2t³; t beyond them counts as them."""
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


@dataclass(frozen=True)
class Place:
    """Where a frame lies among keys: between two of them, by their indices; t from 0 to 1."""

    before: int
    after: int
    t: float


def place(keys: Sequence[tuple[int, str]], frame: int) -> Place | None:
    """A frame among keys, each its frame and how it goes on (hold, linear, smooth), in order.

    Before the first it is the first, after the last the last; None without keys.
    """
    if not keys:
        return None
    after = bisect_right(keys, frame, key=lambda key: key[0])
    if after in (0, len(keys)):
        only = max(after - 1, 0)
        return Place(only, only, 0.0)
    (first, how), (last, _) = keys[after - 1], keys[after]
    if how == "hold" or frame == first:
        return Place(after - 1, after - 1, 0.0)
    t = (frame - first) / (last - first)
    return Place(after - 1, after, smooth(t) if how == "smooth" else t)
