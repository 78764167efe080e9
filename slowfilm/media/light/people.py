"""What of a light is kept on or off people: who is meant by it, and how much of it a pixel has.

A mask is "on" or "off", with `who` it means: a person by their number from 1, or everybody (0).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from slowfilm.media.light.field import Grid, Spread, Stroke
from slowfilm.media.light.mattes_file import EVERYBODY

Masked = Mapping[str, Any]  # a lamp, a qualifier: {"mask", "who"}, each left out where it is none


def masks(light: Mapping[str, Any], strokes: Iterable[Stroke] = ()) -> list[Masked]:
    """Everything of a key that is kept on or off people."""
    lights = [*light["lamps"], light["qualifier"] or {}]
    painted = [{"mask": stroke.mask, "who": stroke.who} for stroke in strokes if stroke.mask]
    return [lamp for lamp in lights if lamp.get("mask")] + painted


def meant(masked: Iterable[Masked]) -> list[int]:
    """The persons who are meant alone, in order."""
    return sorted({mask.get("who", EVERYBODY) for mask in masked} - {EVERYBODY})


@dataclass
class There:
    """Where people are in some rows of a picture, from 0 to 1: everybody, and each who is meant."""

    everybody: Grid
    own: dict[int, Grid] = field(default_factory=dict)

    @classmethod
    def of(cls, grids: Mapping[int, Grid], spread: Spread, band: slice) -> "There | None":
        """From the grids of a frame; None where it is not known where anybody is."""
        if not grids:
            return None
        rows = {who: spread.rows(grid, band.start, band.stop) for who, grid in grids.items()}
        return cls(rows.pop(EVERYBODY), rows)

    def share(self, masked: Masked, columns: slice = slice(None)) -> Grid:
        """How much of something masked there is, 0 to 1, (rows, columns).

        Raises KeyError for a person whose grid was not given.
        """
        who = masked.get("who", EVERYBODY)
        grid = (self.own[who] if who else self.everybody)[:, columns]
        return grid if masked["mask"] == "on" else 1 - grid

    @property
    def others(self) -> Grid:
        """Where those are who are not meant alone."""
        left: Grid = self.everybody
        for grid in self.own.values():
            left = left - grid
        return np.maximum(left, 0)


def share(people: There | None, masked: Masked, columns: slice = slice(None)) -> Any:
    """How much of something masked there is, where it may not be known where anybody is."""
    if people is None:
        return np.float32(masked["mask"] == "off")
    return people.share(masked, columns)


def painted_for(strokes: Sequence[Stroke], who: int | None) -> list[Stroke]:
    """The strokes that lie on a person who is meant alone, on any other (0), or on nobody (None).

    So erasing on a person works like any erasing: of what lies on them.
    """
    return [stroke for stroke in strokes if _lies(stroke, who)]


def _lies(stroke: Stroke, who: int | None) -> bool:
    if not stroke.mask:
        return True
    inside = who is not None and stroke.who in (EVERYBODY, who)
    return inside == (stroke.mask == "on")


@dataclass
class Painted:
    """What is painted on one key: off people, on each who is meant, and on the others (0)."""

    off: Grid | None
    on: dict[int, Grid] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.off is not None or bool(self.on)


@dataclass
class Layer:
    """What is painted on one key, where it has gone, with its share."""

    painted: Painted
    share: float
    spread: Spread

    def rows(self, band: slice, people: There | None) -> Any:
        """Its stops in some rows; `people` says where people are."""
        plain: Any = np.float32(0)
        if self.painted.off is not None:
            plain = self.spread.rows(self.painted.off, band.start, band.stop)
        if people is not None and self.painted.on:
            total = plain
            for who, grid in self.painted.on.items():
                mask = people.own[who] if who else people.others
                total = total + (self.spread.rows(grid, band.start, band.stop) - plain) * mask
            plain = total
        return plain * np.float32(self.share)
