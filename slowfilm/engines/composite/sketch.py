"""A sketch of where people stand: its strokes, taken for figures."""

import cv2
import numpy as np

from slowfilm.engines.base import Input
from slowfilm.engines.composite.pixels import coded, luma
from slowfilm.engines.composite.plate import read_still

_LONGEST = 640


def marks(item: Input, count: int) -> list[tuple[float, float]]:
    """Where the feet of a sketch's figures are, as shares, from the left.

    None where fewer upright marks than `count` are found.
    """
    level = coded(luma(read_still(item.path, _LONGEST)))
    rows, columns = level.shape
    drawn = (np.abs(level - float(np.median(level))) > 0.15).astype(np.uint8)
    joined = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((15, 9), np.uint8))
    number, _, about, _ = cv2.connectedComponentsWithStats(joined)
    boxes = [tuple(int(v) for v in about[n, :4]) for n in range(1, number)]
    upright = [b for b in boxes if b[3] > 0.12 * rows and b[3] > 1.2 * b[2]]
    upright = sorted(upright, key=lambda box: -box[3])[:count]
    if len(upright) < count:
        return []
    return [((x + wide / 2) / columns, (y + high) / rows) for x, y, wide, high in sorted(upright)]
