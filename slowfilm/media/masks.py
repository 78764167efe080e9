"""What must not be seen in one frame, as a mask; always more than was said, never less."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slowfilm.media.guards import AROUND, MARGIN, Box, Guard

Mask = NDArray[np.bool_]


def mask(guard: Guard, frame: int, width: int, height: int) -> Mask:
    """(height, width): what of this frame must not be seen, widened by the margin."""
    import cv2  # here: a process that serves pages loads none of it

    drawn = np.zeros((height, width), np.uint8)
    if not guard.stands(frame):
        return drawn.astype(bool)
    if not guard.keys and not guard.dabs:
        return np.ones((height, width), bool)
    if guard.keys:
        _draw(drawn, guard, guard.at(frame, width, height))
    for dab in guard.dabs:
        points = np.array([(x * width, y * height) for x, y in dab.points])
        whole = np.round(points * 16).astype(np.int32)  # in 16ths of a pixel
        reach = max(1, round(dab.radius * height * 2))
        cv2.polylines(drawn, [whole], False, 255, reach, cv2.LINE_8, 4)
        cv2.circle(drawn, tuple(whole[0]), reach * 8, 255, -1, cv2.LINE_8, 4)
        cv2.circle(drawn, tuple(whole[-1]), reach * 8, 255, -1, cv2.LINE_8, 4)
    side = 2 * MARGIN + 1
    wide = cv2.dilate(drawn, np.ones((side, side), np.uint8))
    return np.asarray(wide) > 0


def union(guards: Sequence[Guard], frame: int, width: int, height: int) -> Mask:
    """All that must not be seen in this frame."""
    area = np.zeros((height, width), bool)
    for guard in guards:
        area |= mask(guard, frame, width, height)
    return area


def _draw(drawn: NDArray[np.uint8], guard: Guard, box: Box) -> None:
    """Round for a face, cornered for what is not: always more than the box, never less."""
    import cv2

    left, top, wide, high = box
    grow = AROUND[guard.of]
    centre = left + wide / 2, top + high * (0.47 if guard.of == "face" else 0.5)
    half = wide * grow / 2, high * grow / 2
    if guard.of == "face":
        # the ellipse encloses the box, so that its corners are guarded as well
        axes = round(max(half[0], wide * 0.72) * 16), round(max(half[1], high * 0.76) * 16)
        middle = round(centre[0] * 16), round(centre[1] * 16)
        cv2.ellipse(drawn, middle, axes, 0, 0, 360, 255, -1, cv2.LINE_8, 4)
        return
    x0, y0 = int(np.floor(centre[0] - half[0])), int(np.floor(centre[1] - half[1]))
    x1, y1 = int(np.ceil(centre[0] + half[0])), int(np.ceil(centre[1] + half[1]))
    drawn[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = 255
