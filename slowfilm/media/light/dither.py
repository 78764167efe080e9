"""A seeded dither: what is added to a code before its fraction is dropped, 0 ≤ d < 1.

Spread evenly over the picture (the R2 sequence), moved anew for each frame and colour, so that no
pattern stands still. A code without a fraction stays as it is.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

ACROSS, DOWN = 0.7548776662466927, 0.5698402909980532  # of the sequence's constant, squared too


class Dither:
    """That of one frame; the same seed and frame give the same."""

    def __init__(self, seed: str, frame: int, width: int, height: int) -> None:
        digest = hashlib.sha256(f"{seed} {frame}".encode()).digest()
        starts = np.frombuffer(digest[:12], "<u4") / 2**32
        self.columns = (np.arange(width) * ACROSS % 1).astype(np.float32)
        lines = [(np.arange(height) * DOWN + start) % 1 for start in starts]
        self.lines = np.array(lines, np.float32)

    def rows(self, plane: int, first: int, last: int) -> NDArray[np.float32]:
        """For these rows of a plane."""
        offsets = self.columns + self.lines[plane, first:last, None]
        return offsets - (offsets >= 1)
