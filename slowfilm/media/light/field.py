"""Gain over the picture, in stops: painted light on a grid, lamps and gradients per pixel.

Lengths are in widths of the picture, so that what is round is round.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float32]
COLUMNS = 480  # of the grid, whatever the picture's size
MOST = 4.0  # stops that painted light adds or takes at most
SOFTEST = 0.05


@dataclass(frozen=True)
class Stroke:
    """A stroke of light as it is stored (light/models.py)."""

    points: Sequence[Sequence[float]]  # x, y, pressure, tilt
    width: float
    stops: float
    softness: float
    erase: bool = False
    mask: str = ""  # "on" people alone, "off" them
    who: int = 0  # which of them, by number from 1; 0: all


def rows_of(width: int, height: int) -> int:
    """How many rows the grid of a picture has."""
    return max(1, math.floor(COLUMNS * height / width + 0.5))


def painted(strokes: Sequence[Stroke], width: int, height: int) -> Grid:
    """What is painted on a key, float32 (rows, COLUMNS), in stops: -MOST to MOST.

    `width` and `height` are the picture's, in pixels; `rows_of` them are the rows.
    """
    rows, tall = rows_of(width, height), np.float32(height / width)
    field = np.zeros((rows, COLUMNS), np.float32)
    xs = (np.arange(COLUMNS, dtype=np.float32) + np.float32(0.5)) / np.float32(COLUMNS)
    ys = (np.arange(rows, dtype=np.float32) + np.float32(0.5)) / np.float32(rows) * tall
    for stroke in strokes:
        weight = np.zeros_like(field)
        points = np.asarray(stroke.points, np.float32).copy()
        points[:, 1] *= tall
        ends = points[1:] if len(points) > 1 else points
        for a, b in zip(points, ends, strict=False):
            _segment(weight, xs, ys, a, b, stroke)
        if stroke.erase:
            field *= 1 - weight
        else:
            field += np.float32(stroke.stops) * weight
    return np.clip(field, -MOST, MOST)


def _segment(weight: Grid, xs: Grid, ys: Grid, a: Grid, b: Grid, stroke: Stroke) -> None:
    """Raise the weights around one segment to its own, where those are greater."""
    half = np.float32(stroke.width / 2)
    left, right = np.searchsorted(xs, (min(a[0], b[0]) - half, max(a[0], b[0]) + half))
    top, end = np.searchsorted(ys, (min(a[1], b[1]) - half, max(a[1], b[1]) + half))
    if left >= right or top >= end:
        return
    dx, dy = b[0] - a[0], b[1] - a[1]
    x, y = xs[None, left:right] - a[0], ys[top:end, None] - a[1]
    long = dx * dx + dy * dy
    t = np.clip((x * dx + y * dy) / long, 0, 1) if long > 0 else np.zeros_like(x * y)
    pressed, tilted = (a[i] + t * (b[i] - a[i]) for i in (2, 3))
    far = np.sqrt((x - t * dx) ** 2 + (y - t * dy) ** 2)
    r = half * (np.float32(0.5) + pressed / 2)
    soft = np.maximum(np.float32(max(stroke.softness, SOFTEST)), tilted)
    own = pressed * (1 - smooth((far / r - (1 - soft)) / soft))
    region = weight[top:end, left:right]
    np.maximum(region, own, out=region)


def smooth(t: Any) -> Any:
    """From 0 to 1 without a jerk, 3t² - 2t³; t beyond them counts as them. float32, t's shape."""
    t = np.clip(t, np.float32(0), np.float32(1))
    return t * t * (np.float32(3) - np.float32(2) * t)


class Spread:
    """A grid drawn over a picture: bilinear, at the middles of pixels, held at the edges."""

    def __init__(self, width: int, height: int, moved: tuple[float, float] = (0, 0)) -> None:
        """`moved`: by how much of the width and height the grid is moved over the picture."""
        self.left, self.right, self.share = _between(width, COLUMNS, moved[0])
        self.above, self.below, self.down = _between(height, rows_of(width, height), moved[1])

    def rows(self, grid: Grid, first: int, last: int) -> Grid:
        """The picture's rows first ≤ y < last of a grid (rows, COLUMNS): (last - first, width)."""
        a, b = grid[self.above[first:last]], grid[self.below[first:last]]
        narrow = a + (b - a) * self.down[first:last, None]
        left, other = np.take(narrow, self.left, axis=1), np.take(narrow, self.right, axis=1)
        other -= left
        other *= self.share
        other += left
        return other


def _between(
    pixels: int, cells: int, moved: float = 0
) -> tuple[NDArray[np.intp], NDArray[np.intp], Grid]:
    """For each pixel the cells before and after it, and how far it is on the way."""
    at = ((np.arange(pixels) + 0.5) / pixels - moved) * cells - 0.5
    first = np.floor(at)
    before = np.clip(first, 0, cells - 1).astype(np.intp)
    after = np.clip(first + 1, 0, cells - 1).astype(np.intp)
    return before, after, (at - first).astype(np.float32)


Lamp = dict[str, Any]


def weight_of(lamp: Lamp, u: Grid, at: Grid, tall: float) -> Grid:
    """How much of a lamp or gradient there is, 0 to 1: (rows, columns), float32.

    `u` (1, columns) and `at` (rows, 1) are where the pixels' middles lie, in widths of the
    picture; `tall` is its height in widths.
    """
    if lamp["kind"] == "gradient":
        ax, ay, bx, by = lamp["x1"], lamp["y1"] * tall, lamp["x2"], lamp["y2"] * tall
        long = max((bx - ax) ** 2 + (by - ay) ** 2, 1e-6)
        part = (u - np.float32(ax)) * np.float32((bx - ax) / long)
        return 1 - smooth(part + (at - np.float32(ay)) * np.float32((by - ay) / long))  # type: ignore[no-any-return]
    x, y = u - np.float32(lamp["x"]), at - np.float32(lamp["y"] * tall)
    turn = math.radians(lamp["turn"])
    c, s = np.float32(math.cos(turn)), np.float32(math.sin(turn))
    along = (c * x + s * y) * np.float32(1 / max(lamp["rx"], 0.005))
    across = (c * y - s * x) * np.float32(1 / max(lamp["ry"], 0.005))
    rho = np.sqrt(along * along + across * across)
    soft = np.float32(max(lamp["softness"], SOFTEST))
    return 1 - smooth((rho - (1 - soft)) / soft)  # type: ignore[no-any-return]


def reached(lamp: Lamp, u: Grid) -> slice:
    """The columns of `u` (1, columns), in widths, that a lamp reaches; a gradient reaches all."""
    if lamp["kind"] == "gradient":
        return slice(None)
    far = np.float32(max(lamp["rx"], lamp["ry"], 0.005))
    first, last = np.searchsorted(u[0], (lamp["x"] - far, lamp["x"] + far))
    return slice(int(first), int(last))


def lamps_between(first: Sequence[Lamp], other: Sequence[Lamp], t: float) -> list[Lamp]:
    """The lamps at t between two keys, by their ids; of one that only one key has only its
    stops and warmth go, to nothing at the other."""
    if t == 0:
        return list(first)
    by_id = {lamp["id"]: lamp for lamp in other}
    ids = {lamp["id"] for lamp in first}
    lamps = []
    for lamp in first:
        to = by_id.get(lamp["id"])
        lamps.append(_mixed(lamp, to if to and to["kind"] == lamp["kind"] else _out(lamp), t))
    return lamps + [_mixed(_out(lamp), lamp, t) for lamp in other if lamp["id"] not in ids]


def _out(lamp: Lamp) -> Lamp:
    return {**lamp, "stops": 0.0, "warmth": 0.0}


def _mixed(a: Lamp, b: Lamp, t: float) -> Lamp:
    return {
        name: value + (b[name] - value) * t if _number(value) and name != "who" else value
        for name, value in a.items()
    }


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def moved_by(lamps: Sequence[Lamp], by: tuple[float, float]) -> list[Lamp]:
    """Lamps that go along with something, `by` so much of the width and height; the fixed stay."""
    if not any(by):
        return list(lamps)
    return [lamp if lamp.get("fixed") else _shifted(lamp, by) for lamp in lamps]


def _shifted(lamp: Lamp, by: tuple[float, float]) -> Lamp:
    ends = ("x", "x1", "x2"), ("y", "y1", "y2")
    moved = {name: d for names, d in zip(ends, by, strict=True) for name in names}
    return {**lamp, **{name: lamp[name] + d for name, d in moved.items() if name in lamp}}


def along(path: Sequence[Sequence[float]], frame: int) -> tuple[float, float]:
    """Where a path set by hand is at a frame: straight between its points, held beyond them."""
    before = [point for point in path if point[0] <= frame]
    after = [point for point in path if point[0] > frame]
    if not before or not after:
        _at, x, y = (before or after)[-1 if before else 0]
        return x, y
    (f0, x0, y0), (f1, x1, y1) = before[-1], after[0]
    t = (frame - f0) / (f1 - f0)
    return x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
