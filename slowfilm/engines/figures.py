"""People of a finished picture, traced: a matte of everybody for each frame, and everyone's way.

They are found as `composite` finds whom it sets into a picture, by weights that know bodies and no
faces; nobody is recognised. A person is whoever goes on from where they were.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.composite import people
from slowfilm.engines.composite.people import Found, Person
from slowfilm.engines.composite.pixels import Field, dilated, guided, luma, resized, warped
from slowfilm.media.light import mattes
from slowfilm.media.light.field import COLUMNS, rows_of
from slowfilm.media.light.planes import BLUE, GREEN, RED, planes_of
from slowfilm.media.master import open_master

SEEN = 640  # pixels: as wide as the picture is looked at
AGAIN = 12  # frames after which it is looked whether somebody came
MOST = 6  # people
LOST = 0.3  # how sure the weights must be to go on
STEADY = 3.0  # frames over which a way is smoothed
RADIUS, SOFT = 4, 1e-3  # of the edges: cells, and how much they follow the picture

Grey = NDArray[np.uint8]


@dataclass
class Figure:
    """A person who is followed: where, from which frame on, and as they were seen last."""

    first: int
    person: Person
    last: int = 0
    way: dict[int, tuple[float, float]] = field(default_factory=dict)
    lost: bool = False


def traced(
    path: Path, digest: str, into: Path, frames: int, report: Callable[[float], None]
) -> dict[str, int]:
    """Write the mattes of a master into a file. Says how many frames and people there are.

    Raises MediaError for a master that can't be read, Failed no-weights. `report` may raise.
    """
    with open_master(path, digest) as master:
        stream = master.container.streams.video[0]
        size = stream.width, stream.height
        tracer = Tracer(size)
        pictures = (planes_of(each) for each in master.container.decode(stream))
        told: list[dict[str, Any]] = []

        def grids() -> Iterator[Grey]:
            for number, planes in enumerate(pictures):
                yield tracer.matte(planes[[RED, GREEN, BLUE]].transpose(1, 2, 0))
                report((number + 1) / frames)
            told.extend(tracer.people())

        mattes.write(into, grids(), told, size)
        return {"frames": tracer.frames, "people": len(told)}


class Tracer:
    """Follows everybody from frame to frame."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.seen = SEEN, max(1, round(SEEN * size[1] / size[0]))
        self.grid = COLUMNS, rows_of(*size)
        self.figures: list[Figure] = []
        self.frames = 0

    def matte(self, codes: Any) -> Grey:
        """The matte of the next frame, (rows, COLUMNS); `codes` are its 10-bit (h, w, 3)."""
        picture = np.asarray(codes, np.float32) / np.float32(1023)
        picture = resized(picture, self.seen)
        self._follow(picture)
        if self.frames % AGAIN == 0:
            self._look(picture)
        whole = np.zeros((self.grid[1], self.grid[0]), np.float32)
        for each in self.figures:
            if not each.lost:
                mask = self._mask(each.person)
                self._place(each, mask)
                whole = np.maximum(whole, mask)
        self.frames += 1
        if not whole.any():
            return whole.astype(np.uint8)
        guide = luma(resized(picture, self.grid))
        drawn = guided(guide, whole, RADIUS, SOFT) * dilated((whole > 0.05).astype(np.float32), 3)
        clear = np.clip((drawn - 0.15) / 0.7, 0, 1)
        grey: Grey = np.rint(clear * 255).astype(np.uint8)
        return grey

    def people(self) -> list[dict[str, Any]]:
        """Of everybody, from left to right as they came: first and last frame, and their way."""
        found = [each for each in self.figures if each.way]
        found.sort(key=lambda each: (each.first // AGAIN, each.way[min(each.way)][0]))
        return [
            {"first": each.first, "last": each.last + 1, "way": _smoothed(each.way, self.frames)}
            for each in found
        ]

    def _follow(self, picture: Field) -> None:
        for each in self.figures:
            if each.lost:
                continue
            now = people.looked_at(picture, each.person.next())
            if now.sure < LOST or _far(each.person, now):
                each.lost = True
            else:
                each.person = now

    def _look(self, picture: Field) -> None:
        """Take up whoever is not followed yet."""
        for place in people.searched(picture)[:MOST]:
            here = [each for each in self.figures if not each.lost]
            if len(here) == MOST or any(_covers(each.person, place) for each in here):
                continue
            person = people.person(picture, place)
            if person.sure < LOST or any(_covers(each.person, person.next()) for each in here):
                continue
            back = next((e for e in self.figures if e.lost and _near(e.person, person)), None)
            if back is not None:
                back.person, back.lost = person, False
            else:
                self.figures.append(Figure(self.frames, person))

    def _mask(self, person: Person) -> Field:
        """Their mask over the grid."""
        way = person.way.astype(np.float64)
        by = np.array([self.grid[0] / self.seen[0], self.grid[1] / self.seen[1]])
        inverse = np.array(cv2.invertAffineTransform(way))
        inverse *= by[:, None]
        mask = warped(person.alone(), inverse.astype(np.float32), self.grid)
        return np.clip(mask, 0, 1)

    def _place(self, figure: Figure, mask: Field) -> None:
        total = float(mask.sum())
        figure.last = self.frames
        if total < 1:
            return
        rows, columns = mask.shape
        x = float((mask.sum(axis=0) * (np.arange(columns) + 0.5)).sum()) / total / columns
        y = float((mask.sum(axis=1) * (np.arange(rows) + 0.5)).sum()) / total / rows
        figure.way[self.frames] = x, y


def _far(was: Person, now: Person) -> bool:
    apart = np.hypot(now.next().x - was.next().x, now.next().y - was.next().y)
    return bool(apart > 0.5 * was.radius)


def _near(was: Person, now: Person) -> bool:
    apart = np.hypot(now.next().x - was.next().x, now.next().y - was.next().y)
    return bool(apart < was.radius and 0.6 < now.radius / was.radius < 1.6)


def _covers(person: Person, place: Found) -> bool:
    """Whether a place is that of a person who is followed: by their mask, and by their size."""
    x, y = person.way[:, :2] @ (place.x, place.y) + person.way[:, 2]
    side = people.SIDE
    within = 0 <= x < side and 0 <= y < side and bool(person.mask[int(y), int(x)] > 0.3)
    apart = np.hypot(place.x - person.next().x, place.y - person.next().y)
    return within or bool(apart < 0.4 * person.radius)


def _smoothed(way: dict[int, tuple[float, float]], frames: int) -> list[list[float]]:
    """A place for every frame: between and beyond what was seen the nearest, without trembling."""
    at = sorted(way)
    every = np.arange(frames)
    reach = int(3 * STEADY)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / STEADY) ** 2)
    made = []
    for axis in (0, 1):
        whole = np.interp(every, at, [way[each][axis] for each in at])
        padded = np.pad(whole, reach, mode="edge")
        made.append(np.convolve(padded, weights / weights.sum(), mode="valid"))
    return [[round(float(x), 5), round(float(y), 5)] for x, y in zip(*made, strict=True)]
