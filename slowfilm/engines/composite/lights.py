"""The lights seen in a plate: its lamps, and the screen that shines."""

import cv2
import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.composite.pixels import Field, blur, luma, resized
from slowfilm.engines.layout import Lamp, Point, Quad

Contour = NDArray[np.int32]

_WIDE = 960  # pixels a plate is looked at in
_MOST = 4
_DAY = 4  # times brighter than the plate's mean is a lamp: by day a white wall is not
_NIGHT, _BRIGHT = 0.13, 0.32  # the mean of a plate up to which it is dark, and from which day
_SKY = 0.02  # of the plate's area: what is larger and bright is no lamp


def lamps(picture: Field, screen: Quad | None) -> tuple[Lamp, ...]:
    """At most four of the strongest small lights of a linear plate (h, w, 3), strongest first.

    Places are shares of the plate's width and height, radii of its height. What lies on `screen`
    is none.
    """
    small = _small(picture)
    rows, columns = small.shape[:2]
    level = blur(luma(small), 2)
    around = blur(level, columns / 16)
    least = max(float(np.quantile(level, 0.985)), 0.12, _DAY * float(level.mean()))
    bright = ((level > least) & (level > 2.2 * around)).astype(np.uint8)
    count, labels, about, centres = cv2.connectedComponentsWithStats(bright)
    spots = []
    for number in range(1, count):
        area = int(about[number, cv2.CC_STAT_AREA])
        at = float(centres[number, 0]) / columns, float(centres[number, 1]) / rows
        if area < 25 or area > _SKY * rows * columns or (screen and _within(at, screen)):
            continue
        colour = small[labels == number].mean(axis=0)
        top = float(np.quantile(level[labels == number], 0.9))
        power = area * top * (4 if top > 0.9 else 1)  # what is white is brighter than it can show
        spots.append((power, at, float(np.sqrt(area / np.pi)) / rows, colour))
    spots.sort(key=lambda spot: -spot[0])
    return tuple(
        Lamp(at, 1.0, radius, (float(colour[0]), float(colour[1]), float(colour[2])))
        for power, at, radius, colour in spots[:_MOST]
        if power > 0.08 * spots[0][0]
    )


def daylight(picture: Field) -> float:
    """How much of the light of a linear plate (h, w, 3) is that of day, 0..1."""
    mean = float(np.minimum(luma(picture), 0.8).mean())
    share = float(np.clip((mean - _NIGHT) / (_BRIGHT - _NIGHT), 0, 1))
    return share * share * (3 - 2 * share)


def screen(picture: Field) -> Quad | None:
    """The corners of what looks like a lit screen in a linear plate (h, w, 3); None without one."""
    small = _small(picture)
    rows, columns = small.shape[:2]
    level = luma(small)
    cold = small[..., 2] / (small[..., 0] + np.float32(1e-3))
    best: tuple[float, Quad | None] = (0.0, None)
    steps = [float(step) for step in np.quantile(level, (0.85, 0.9, 0.94, 0.97))]
    for least in (*steps, 2.5 * float(np.median(level)), 5 * float(np.median(level))):
        for tint in (0.0, 0.95):
            bright = (level > max(0.05, least)) & (cold > tint)
            closed = cv2.morphologyEx(
                bright.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8)
            )
            shapes, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
            for shape in shapes:
                score, quad = _judged(np.asarray(shape, np.int32), level, cold)
                if score > best[0] and quad is not None:
                    best = score, _as_shares(quad, (columns, rows))
    return best[1]


def _judged(shape: Contour, level: Field, cold: Field) -> tuple[float, Field | None]:
    """How much a shape looks like a screen, 0 not at all, and its corners."""
    rows, columns = level.shape
    hull = np.asarray(cv2.convexHull(shape), np.int32)
    area = float(cv2.contourArea(hull))
    if not 0.0012 < area / (rows * columns) < 0.12 or cv2.contourArea(shape) < 0.8 * area:
        return 0.0, None
    quad = _four(shape, hull)
    fill = area / max(1.0, float(cv2.contourArea(quad)))
    wide, high = _sides(quad)
    if not 0.86 < fill < 1.1 or not 0.55 < wide / high < 2.6:
        return 0.0, None
    reach = max(6, round(0.25 * high))
    near = _box(quad, reach, level.shape)
    inside, ring = _ringed(quad, reach, near)
    glow = float(level[near][inside].mean()) / (float(np.median(level[near][ring])) + 1e-3)
    even = 1 - abs(fill - 1) * 3
    # A lit screen in a street stands out; by day so do white vans and shirts.
    if glow < (2 if float(level.mean()) < 0.1 else 16):
        return 0.0, None
    blue = 1.8 if float(np.median(cold[near][inside])) > 0.95 else 1.0
    return min(glow, 12.0) * even * blue * float(np.sqrt(area)), quad


def _box(quad: Field, reach: int, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The part of a picture that holds a shape and what lies within `reach` of it."""
    low, high = quad.min(axis=0) - reach - 2, quad.max(axis=0) + reach + 3
    left, right = (int(np.clip(v[0], 0, shape[1])) for v in (low, high))
    top, bottom = (int(np.clip(v[1], 0, shape[0])) for v in (low, high))
    return slice(top, bottom), slice(left, right)


def _ringed(
    quad: Field, reach: int, near: tuple[slice, slice]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where the shape is, and where the ring about it, in the part `near` of a picture."""
    rows, columns = near
    inside = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
    corners = np.round(quad).astype(np.int32) - np.array([columns.start, rows.start], np.int32)
    cv2.fillConvexPoly(inside, corners, 1)
    apart = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    return inside > 0, (np.asarray(apart) <= reach) & (inside == 0)


def _four(shape: Contour, hull: Contour) -> Field:
    """Four corners of a shape whose own may be round: where lines through its sides meet."""
    length = cv2.arcLength(hull, True)
    quad = _ordered(np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), np.float32))
    for share in (0.03, 0.05, 0.08):
        polygon = np.asarray(cv2.approxPolyDP(hull, share * length, True), np.float32)[:, 0]
        if len(polygon) == 4:
            quad = _ordered(polygon)
            break
    points = shape.reshape(-1, 2).astype(np.float32)
    for _ in range(2):
        quad = _refined(points, quad)
    return quad


def _refined(points: Field, quad: Field) -> Field:
    lines = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        along = (end - start) / max(1e-6, float(np.linalg.norm(end - start)))
        place = (points - start) @ along / max(1e-6, float(np.linalg.norm(end - start)))
        off = np.abs((points - start) @ np.array([-along[1], along[0]], np.float32))
        side = points[(place > 0.2) & (place < 0.8) & (off < 0.15 * np.linalg.norm(end - start))]
        if len(side) < 8:
            return quad
        dx, dy, x, y = (
            float(v) for v in np.ravel(cv2.fitLine(side, cv2.DIST_HUBER, 0, 0.01, 0.01))
        )
        lines.append((dy, -dx, dy * x - dx * y))
    corners = []
    for (a, b, c), (d, e, f) in zip([lines[-1], *lines[:-1]], lines, strict=True):
        turn = a * e - b * d
        if abs(turn) < 0.1:
            return quad
        corners.append(((c * e - b * f) / turn, (a * f - c * d) / turn))
    return np.array(corners, np.float32)


def _ordered(quad: Field) -> Field:
    """Clockwise, from the upper left."""
    middle = quad.mean(axis=0)
    turned = quad[np.argsort(np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0]))]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.roll(turned, -first, axis=0)


def _sides(quad: Field) -> tuple[float, float]:
    edges = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    return float(edges[[0, 2]].mean()), max(1.0, float(edges[[1, 3]].mean()))


def _as_shares(quad: Field, size: tuple[int, int]) -> Quad:
    a, b, c, d = ((float(x) / size[0], float(y) / size[1]) for x, y in quad)
    return a, b, c, d


def _within(at: Point, screen: Quad) -> bool:
    corners = np.array(screen, np.float32)
    return cv2.pointPolygonTest(corners, (at[0], at[1]), True) > -0.02


def _small(picture: Field) -> Field:
    rows, columns = picture.shape[:2]
    return resized(picture, (_WIDE, max(2, round(_WIDE * rows / columns))))
