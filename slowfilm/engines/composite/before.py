"""What of the plate stands before people: drawn by hand, and laid over them again."""

import cv2
import numpy as np

from slowfilm.engines.composite.figure import Placed, wrapped
from slowfilm.engines.composite.pixels import Field, blur, looked_up, resized
from slowfilm.engines.composite.plate import Window
from slowfilm.engines.composite.space import Space
from slowfilm.engines.layout import Occluder

_OVER = 2  # how much finer an outline is filled than it is shown
_SOFT = 1.1  # pixels at 720 rows: a hand draws no edge to the pixel, and no lens shows one


class Before:
    """One thing that stands before people."""

    def __init__(self, occluder: Occluder, window: Window, space: Space) -> None:
        self._space = space
        width, height = window.frame
        spots = np.array([window.at(point) for point in occluder.points], np.float32)
        whole = np.zeros((height * _OVER, width * _OVER), np.uint8)
        cv2.fillPoly(whole, [np.round(spots * _OVER).astype(np.int32)], 255)
        cover = resized(whole.astype(np.float32) / np.float32(255), window.frame)
        self._cover = np.clip(blur(cover, _SOFT * height / 720), 0, 1)
        self._depth = space.ground(window.at(occluder.foot)[1])
        self._everybody = occluder.everybody

    def stands_before(self, placed: Placed) -> bool:
        """Whether somebody stands behind it."""
        return self._everybody or placed.stand.depth > self._depth

    def at(self, index: int) -> Field:
        """How much of the frame it covers, (h, w), 0..1: it goes with the plate."""
        across, down = self._space.seen_from(index)
        return np.clip(looked_up(self._cover, across, down, smooth=False), 0, 1)


def lay(frame: Field, figures: Field, bare: Field, cover: Field) -> None:
    """Lay the plate's own picture over the people in a frame; light of theirs comes round its edge.

    `frame`, which is changed, and `bare`, the same without people, are linear (h, w, 3). `figures`
    (h, w), changed too, is where people are; `cover` (h, w), 0..1, what stands before them. Where
    nobody is behind it, nothing changes.
    """
    share = cover[..., None]
    round_ = np.maximum(wrapped(frame, cover) - wrapped(bare, cover), 0)
    frame += (bare + round_ - frame) * share
    figures *= 1 - cover
