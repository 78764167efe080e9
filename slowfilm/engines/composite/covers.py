"""Where each person is in the finished frames: the engine put them there, so nobody need look."""

from pathlib import Path
from typing import Any

import numpy as np

from slowfilm.engines.base import Size
from slowfilm.engines.composite.figure import Placed
from slowfilm.engines.composite.pixels import Field, resized
from slowfilm.media.light import mattes
from slowfilm.media.light.field import COLUMNS, rows_of


class Covers:
    """Gathers what each person covers, frame by frame, as the mattes of light by hand."""

    def __init__(self, placed: list[Placed], size: Size) -> None:
        """`placed` are those who are laid, in that order: who comes later covers who came before.

        `size` is (width, height) of the frame.
        """
        self._placed, self._size = placed, size
        self._grid = COLUMNS, rows_of(*size)
        self._writer = mattes.Writer(size)
        self._ways: list[dict[int, tuple[float, float]]] = [{} for _ in placed]

    def add(self, covers: list[Field]) -> None:
        """The next frame: what each covers of it, (h, w), 0..1."""
        open_ = np.ones((self._grid[1], self._grid[0]), np.float32)
        own = []
        for place in reversed(range(len(covers))):
            matte = np.clip(resized(covers[place], self._grid), 0, 1)
            own.append(np.rint(matte * open_ * 255).astype(np.uint8))
            open_ *= 1 - matte
            if (at := mattes.middle(matte)) is not None:
                self._ways[place][self._writer.frames] = at
        self._writer.add(own[::-1])

    def write(self, path: Path) -> None:
        """Write the file: people from left to right, each with their tag and whose picture it is.

        Nobody is told of who is never in the frame.
        """
        places = [place for place, way in enumerate(self._ways) if way]
        order = sorted(places, key=lambda place: self._ways[place][min(self._ways[place])][0])
        self._writer.write(path, [self._told(place) for place in order])

    def _told(self, place: int) -> dict[str, Any]:
        way, item = self._ways[place], self._placed[place].subject.item
        return {
            "first": min(way),
            "last": max(way) + 1,
            "way": mattes.smoothed(way, self._writer.frames),
            "tag": item.tag,
            "name": item.character,
            "grid": place,
        }
