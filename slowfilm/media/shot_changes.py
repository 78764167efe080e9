"""Where a clip cuts from one shot to another, told from small grey pictures as they come."""

from collections import deque

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

SIZE = (48, 27)  # pixels of the pictures that are compared
LEAST = 14.0  # how far two neighbours must differ at the least, of 255
TIMES = 3.0  # and how many times as far as the frames before them do
BEFORE = 12  # frames


class ShotChanges:
    """Told frame after frame, says which begins another shot."""

    def __init__(self) -> None:
        self.reformatter = VideoReformatter()
        self.last: NDArray[np.int16] | None = None
        self.moved: deque[float] = deque(maxlen=BEFORE)

    def begins(self, frame: VideoFrame) -> bool:
        """Whether a shot begins with this frame. The first of a clip does."""
        # Every pixel counts towards a small one, or grain would look like a cut.
        area = Interpolation.AREA
        small = self.reformatter.reformat(frame, *SIZE, "gray", interpolation=area)
        grey = small.to_ndarray().astype(np.int16)
        last, self.last = self.last, grey
        if last is None:
            return True
        moved = float(np.abs(grey - last).mean())
        usual = float(np.median(self.moved)) if self.moved else 0.0
        cut = moved > max(LEAST, TIMES * usual)
        self.moved.append(usual if cut else moved)
        return cut
