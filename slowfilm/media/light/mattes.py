"""Where people are in a draft, frame by frame: grey grids of each, and the way of each person.

A grid has the columns and rows of painted light, whatever the picture's size, with 0 for nobody and
255 for a person. There is one of everybody, and one of each person where they are told apart.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowfilm.media.light.field import COLUMNS, Grid, rows_of
from slowfilm.media.light.mattes_file import EVERYBODY, GROUP, Packed, joined

Grey = NDArray[np.uint8]
Way = Sequence[Sequence[float]]  # of each frame x and y, of the picture's width and height
STEADY = 3.0  # frames over which a way is smoothed


@dataclass
class Mattes(Packed):
    """A file of mattes whose grids are read."""

    _group: dict[int, tuple[int, Grey]] = field(default_factory=dict, repr=False)
    _frame: dict[int, tuple[int, Grid]] = field(default_factory=dict, repr=False)

    def frame(self, frame: int, who: int = EVERYBODY) -> Grid:
        """The grid of a frame, from 0 to 1; the last one's after the end.

        `who`: a person by their number, from 1. Of one who is not there it is empty, and where
        the file tells nobody apart it is everybody's.
        """
        frame = min(max(frame, 0), self.frames - 1)
        entry = self._frame.get(who)
        if entry is None or entry[0] != frame:
            entry = self._frame[who] = frame, self._read(frame, who)
        return entry[1]

    def _read(self, frame: int, who: int) -> Grid:
        if who > len(self.people):
            return np.zeros((self.rows, self.columns), np.float32)
        number, place = divmod(frame, GROUP)
        group = self._group.get(who)
        if group is None or group[0] != number:
            codes = np.frombuffer(zlib.decompress(self.group(number, who)), np.uint8)
            group = self._group[who] = number, codes.reshape(-1, self.rows, self.columns)
        grid: Grid = group[1][place].astype(np.float32) / np.float32(255)
        return grid

    def where(self, person: int, frame: int) -> tuple[float, float] | None:
        """The middle of a person at a frame; None where there is no such person."""
        if person >= len(self.people):
            return None
        way: Way = self.people[person]["way"]
        x, y = way[min(max(frame, 0), len(way) - 1)]
        return x, y


class Writer:
    """Packs everyone's grids as they come; people may come later than the first frame."""

    def __init__(self, size: tuple[int, int]) -> None:
        """`size` is (width, height) of the draft, in pixels."""
        self._shape = rows_of(*size), COLUMNS
        self._waiting: list[list[Grey]] = []
        self._groups: list[bytes] = []
        self._own: list[list[bytes]] = []
        self.frames = 0

    def add(self, own: Sequence[Grey], everybody: Grey | None = None) -> None:
        """The next frame: the grid of each person; `everybody` where that is not their sum."""
        self._waiting.append([together(own, self._shape) if everybody is None else everybody, *own])
        self.frames += 1
        if len(self._waiting) == GROUP:
            self._pack()

    def write(self, path: Path, people: list[dict[str, Any]]) -> None:
        """Write the file. `people` say what is known of each, in an order of their own: "grid" is
        then which of the grids is theirs, counted from 0."""
        if self._waiting:
            self._pack()
        own = [
            self._own[person.get("grid", place)] for place, person in enumerate(people) if self._own
        ]
        descriptions = [
            {name: v for name, v in person.items() if name != "grid"} for person in people
        ]
        rows, columns = self._shape
        about = {"columns": columns, "rows": rows, "frames": self.frames, "people": descriptions}
        path.write_bytes(joined(about, self._groups, own))

    def _pack(self) -> None:
        count = max(len(group) for group in self._waiting) - 1
        nobody = np.zeros(self._shape, np.uint8)
        while len(self._own) < count:
            self._own.append([b""] * len(self._groups))
        self._groups.append(_packed([group[0] for group in self._waiting]))
        for person, groups in enumerate(self._own):
            grids = [e[person + 1] if len(e) > person + 1 else nobody for e in self._waiting]
            groups.append(_packed(grids) if any(grid.any() for grid in grids) else b"")
        self._waiting = []


def write(path: Path, grids: Iterable[Grey], people: list[dict[str, Any]], size: Any) -> None:
    """Write the file of a draft of which only everybody together is known."""
    writer = Writer(size)
    for grid in grids:
        writer.add((), grid)
    writer.write(path, people)


def together(own: Sequence[Grey], shape: tuple[int, int]) -> Grey:
    """The grid of everybody: no two people's shares of a cell are more than the whole of it."""
    whole = np.zeros(shape, np.uint16)
    for grid in own:
        whole += grid
    return np.minimum(whole, 255).astype(np.uint8)


def middle(mask: Any) -> tuple[float, float] | None:
    """The middle of a mask, of its width and height; None where next to nothing is masked."""
    total = float(mask.sum())
    if total < 1:
        return None
    rows, columns = mask.shape
    x = float((mask.sum(axis=0) * (np.arange(columns) + 0.5)).sum()) / total / columns
    y = float((mask.sum(axis=1) * (np.arange(rows) + 0.5)).sum()) / total / rows
    return x, y


def smoothed(way: dict[int, tuple[float, float]], frames: int) -> list[list[float]]:
    """A place for every frame: between and beyond what was seen the nearest, without trembling."""
    at = sorted(way)
    every = np.arange(frames)
    reach = int(3 * STEADY)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / STEADY) ** 2)
    axes = []
    for axis in (0, 1):
        whole = np.interp(every, at, [way[moment][axis] for moment in at])
        padded = np.pad(whole, reach, mode="edge")
        axes.append(np.convolve(padded, weights / weights.sum(), mode="valid"))
    return [[round(float(x), 5), round(float(y), 5)] for x, y in zip(*axes, strict=True)]


def _packed(grids: list[Grey]) -> bytes:
    return zlib.compress(np.stack(grids).tobytes(), 6)
