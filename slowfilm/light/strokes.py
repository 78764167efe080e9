"""A stroke's points made fewer where they say little. Pure."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

MOST = 500  # points of a stroke that is kept
Point = tuple[float, float, float, float]  # x, y, pressure, tilt
PRESSED = 0.001  # how much a change of pressure counts beside an area of the picture


def kept(points: Sequence[Point]) -> list[Point]:
    """At most MOST of the points, those that say most of the way, rounded; ends always stay.

    One after another the point goes whose triangle with its neighbours is the smallest.
    """
    selection = _fewer(points) if len(points) > MOST else points
    return [(round(x, 5), round(y, 5), round(p, 3), round(t, 3)) for x, y, p, t in selection]


def _fewer(points: Sequence[Point]) -> list[Point]:
    last = len(points) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))
    weights = [0.0, *(_weight(*points[i - 1 : i + 2]) for i in range(1, last)), 0.0]
    waiting = [(weights[i], i) for i in range(1, last)]
    heapify(waiting)
    gone = [False] * len(points)
    left = len(points)
    while left > MOST:
        weight, i = heappop(waiting)
        if gone[i] or weight != weights[i]:
            continue
        gone[i] = True
        left -= 1
        previous, other = before[i], after[i]
        after[previous], before[other] = other, previous
        for j in (previous, other):
            if 0 < j < last:  # never less than what went before it, so that the order holds
                own_weight = _weight(points[before[j]], points[j], points[after[j]])
                weights[j] = max(weight, own_weight)
                heappush(waiting, (weights[j], j))
    return [point for i, point in enumerate(points) if not gone[i]]


def _weight(a: Point, b: Point, c: Point) -> float:
    area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    return area + PRESSED * abs(2 * b[2] - a[2] - c[2])
