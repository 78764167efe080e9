"""Where a street runs to: the point that most of a plate's edges meet in."""

import cv2
import numpy as np

from slowfilm.engines.composite.pixels import Field, coded, luma, resized
from slowfilm.engines.layout import Point

_WIDE = 960  # pixels a plate is looked at in
_TRIES = 600
_NEAR = 4.0  # pixels an edge may miss the point by
_SUPPORT, _LEAST = 0.5, 10  # of all edges' length, and how many at least, must meet there


def vanishing(picture: Field) -> Point | None:
    """The vanishing point of a linear picture, as shares; None where no street is seen."""
    rows, columns = picture.shape[:2]
    size = _WIDE, max(2, round(_WIDE * rows / columns))
    grey = np.clip(coded(luma(resized(picture, size))) * 255, 0, 255).astype(np.uint8)
    segments = cv2.createLineSegmentDetector().detect(grey)[0]
    ends = np.asarray([] if segments is None else segments, np.float32).reshape(-1, 4)
    ends = _slanted(ends, 0.035 * size[0])
    if len(ends) < _LEAST:
        return None
    return _met(ends, size)


def _slanted(ends: Field, least: float) -> Field:
    """Long edges that neither lie nor stand."""
    run, rise = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    angle = np.abs(np.degrees(np.arctan2(rise, run)))
    angle = np.minimum(angle, 180 - angle)
    slanted: Field = ends[(angle > 6) & (angle < 78) & (np.hypot(run, rise) > least)]
    return slanted


def _met(ends: Field, size: tuple[int, int]) -> Point | None:
    ones = np.ones((len(ends), 1), np.float32)
    lines = np.cross(np.hstack([ends[:, :2], ones]), np.hstack([ends[:, 2:], ones]))
    lines /= np.linalg.norm(lines[:, :2], axis=1, keepdims=True)
    weight = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    left = ends[:, [0, 2]].mean(axis=1)
    chance = np.random.default_rng(0)
    best: tuple[float, Point | None] = (0.0, None)
    for _ in range(_TRIES):
        a, b = chance.choice(len(lines), 2, replace=False)
        point = np.cross(lines[a], lines[b])
        if abs(point[2]) < 1e-6:
            continue
        x, y = float(point[0] / point[2]), float(point[1] / point[2])
        if not (0.15 < x / size[0] < 0.85 and 0.15 < y / size[1] < 0.75):
            continue
        near = np.abs(lines @ np.array([x, y, 1], np.float32)) < _NEAR
        # A street has two sides: edges from one alone may meet anywhere.
        both = min(weight[near & (left < x)].sum(), weight[near & (left >= x)].sum())
        score = float(weight[near].sum() + 2 * both)
        if near.sum() >= _LEAST and both > 0 and score > best[0]:
            best = score, (x / size[0], y / size[1])
    return best[1] if best[0] > _SUPPORT * float(weight.sum()) else None
