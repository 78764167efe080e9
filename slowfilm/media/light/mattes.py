"""Where people are in a draft, frame by frame: a grey grid of each, and the way of each person.

A grid has the columns and rows of painted light, whatever the picture's size, with 0 for nobody and
255 for a person.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowfilm.media.light.field import COLUMNS, Grid, rows_of
from slowfilm.media.light.mattes_file import GROUP, Packed, joined

Grey = NDArray[np.uint8]
Way = Sequence[Sequence[float]]  # of each frame x and y, of the picture's width and height


@dataclass
class Mattes(Packed):
    """A file of mattes whose grids are read."""

    _group: tuple[int, Grey] | None = field(default=None, repr=False)
    _frame: tuple[int, Grid] | None = field(default=None, repr=False)

    def frame(self, frame: int) -> Grid:
        """The grid of a frame, from 0 to 1; the last one's after the end."""
        frame = min(max(frame, 0), self.frames - 1)
        if self._frame is None or self._frame[0] != frame:
            number, place = divmod(frame, GROUP)
            if self._group is None or self._group[0] != number:
                codes = np.frombuffer(zlib.decompress(self.group(number)), np.uint8)
                self._group = number, codes.reshape(-1, self.rows, self.columns)
            grid = self._group[1][place].astype(np.float32) / np.float32(255)
            self._frame = frame, grid
        return self._frame[1]

    def where(self, person: int, frame: int) -> tuple[float, float] | None:
        """The middle of a person at a frame; None where there is no such person."""
        if person >= len(self.people):
            return None
        way: Way = self.people[person]["way"]
        x, y = way[min(max(frame, 0), len(way) - 1)]
        return x, y


def write(path: Path, grids: Iterable[Grey], people: list[dict[str, Any]], size: Any) -> None:
    """Write the file of a draft of `size` (width, height) pixels. `people` may grow meanwhile."""
    groups: list[bytes] = []
    waiting: list[Grey] = []
    frames = 0
    for grid in grids:
        waiting.append(grid)
        frames += 1
        if len(waiting) == GROUP:
            groups.append(_packed(waiting))
            waiting = []
    if waiting:
        groups.append(_packed(waiting))
    about = {"columns": COLUMNS, "rows": rows_of(*size), "frames": frames, "people": people}
    path.write_bytes(joined(about, groups))


def _packed(grids: list[Grey]) -> bytes:
    return zlib.compress(np.stack(grids).tobytes(), 6)
