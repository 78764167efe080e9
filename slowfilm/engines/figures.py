"""People of a finished picture, traced: a matte of each for every frame, and everyone's way.

They are found as `composite` finds whom it sets into a picture, by weights that know bodies and no
faces; nobody is recognised. A person is whoever goes on from where they were: the mask that covers
most of the one before is theirs.
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
CLOSELY = 4  # looks after which its parts are looked at too, for who is small
MOST = 6  # people
LOST = 0.3  # how sure the weights must be to go on
SAME = 0.3  # of two masks together, what both cover where they are one person's
ONE = 0.6  # and where two who are followed have become one
RADIUS, SOFT = 4, 1e-3  # of the edges: cells, and how much they follow the picture

Grey = NDArray[np.uint8]


@dataclass
class Figure:
    """A person who is followed: where, from which frame on, and as they were seen last.

    `mask` covers the grid, `was` is the one before it.
    """

    first: int
    person: Person
    mask: Field
    was: Field
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
        tracer, writer = Tracer(size), mattes.Writer(size)
        for number, frame in enumerate(master.container.decode(stream)):
            codes = planes_of(frame)[[RED, GREEN, BLUE]].transpose(1, 2, 0)
            writer.add(tracer.mattes(codes))
            report((number + 1) / frames)
        traced_people = tracer.people()
        writer.write(into, traced_people)
        return {"frames": tracer.frames, "people": len(traced_people)}


class Tracer:
    """Follows everybody from frame to frame."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.seen = SEEN, max(1, round(SEEN * size[1] / size[0]))
        self.grid = COLUMNS, rows_of(*size)
        self.figures: list[Figure] = []
        self.frames = 0

    def mattes(self, codes: Any) -> list[Grey]:
        """Of everybody known so far the matte of the next frame, (rows, COLUMNS).

        `codes` are its 10-bit (h, w, 3).
        """
        picture = np.asarray(codes, np.float32) / np.float32(1023)
        picture = resized(picture, self.seen)
        self._follow(picture)
        if self.frames % AGAIN == 0:
            self._look(picture)
        figures = [figure for figure in self.figures if not figure.lost]
        for figure in figures:
            figure.last = self.frames
            if (place := mattes.middle(figure.mask)) is not None:
                figure.way[self.frames] = place
        self.frames += 1
        nobody = np.zeros((self.grid[1], self.grid[0]), np.uint8)
        drawn = dict(zip(map(id, figures), self._drawn(picture, figures), strict=True))
        return [drawn.get(id(figure), nobody) for figure in self.figures]

    def people(self) -> list[dict[str, Any]]:
        """Of everybody, from left to right as they came: first and last frame, their way, and
        which of the grids is theirs."""
        pairs = [(place, figure) for place, figure in enumerate(self.figures) if figure.way]
        pairs.sort(key=lambda pair: (pair[1].first // AGAIN, pair[1].way[min(pair[1].way)][0]))
        return [
            {
                "first": figure.first,
                "last": figure.last + 1,
                "way": mattes.smoothed(figure.way, self.frames),
                "grid": place,
            }
            for place, figure in pairs
        ]

    def _drawn(self, picture: Field, figures: list[Figure]) -> Iterator[Grey]:
        """Everyone's matte, drawn to the picture's edges; what two claim is whose claim is more."""
        if not figures:
            return
        guide = luma(resized(picture, self.grid))
        claims = np.stack([figure.mask for figure in figures])
        most = claims.argmax(axis=0)
        layers = []
        for place, mask in enumerate(claims):
            region = (mask * (most == place)).astype(np.float32)
            drawn = guided(guide, region, RADIUS, SOFT)
            drawn *= dilated((region > 0.05).astype(np.float32), 3)
            layers.append(np.clip((drawn - 0.15) / 0.7, 0, 1))
        over = np.maximum(np.sum(layers, axis=0), 1)
        for layer in layers:
            yield np.rint(layer / over * 255).astype(np.uint8)

    def _follow(self, picture: Field) -> None:
        figures = [figure for figure in self.figures if not figure.lost]
        for figure in figures:
            now = people.looked_at(picture, figure.person.next())
            mask = self._mask(now)
            if now.sure < LOST or _shared(figure.mask, mask) < SAME:
                figure.lost = True
            else:
                figure.person, figure.was, figure.mask = now, figure.mask, mask
        self._part([figure for figure in figures if not figure.lost])

    def _part(self, figures: list[Figure]) -> None:
        """Of two who were followed to the same body it is whose mask was there before."""
        for place, figure in enumerate(figures):
            for other in figures[place + 1 :]:
                if figure.lost or other.lost or _shared(figure.mask, other.mask) < ONE:
                    continue
                nearer = _shared(figure.was, figure.mask) >= _shared(other.was, other.mask)
                gone = other if nearer else figure
                gone.lost, gone.mask = True, gone.was

    def _look(self, picture: Field) -> None:
        """Take up whoever is not followed yet.

        The detector tells of the plainest alone, so everybody known is covered before it is asked
        again.
        """
        closely = self.frames % (AGAIN * CLOSELY) == 0
        tried = np.zeros((self.grid[1], self.grid[0]), np.float32)
        for _turn in range(MOST + 1):
            figures = [figure for figure in self.figures if not figure.lost]
            if len(figures) == MOST:
                return
            without = _covered(picture, [figure.mask for figure in figures] + [tried])
            places = people.searched(without) if closely else people.found(without)
            if not places:
                return
            person = people.person(picture, places[0])
            mask = self._mask(person)
            is_known = any(_shared(figure.mask, mask) >= SAME for figure in figures)
            tried = np.maximum(tried, _circle(places[0], self.seen, self.grid))
            if person.sure >= LOST and not is_known and mask.sum() >= 1:
                self._take(person, mask)

    def _take(self, person: Person, mask: Field) -> None:
        """Somebody who came, or who is back where they were lost."""
        gone = [figure for figure in self.figures if figure.lost]
        back = max(gone, key=lambda figure: _shared(figure.mask, mask), default=None)
        if back is not None and _shared(back.mask, mask) >= SAME:
            back.person, back.was, back.mask, back.lost = person, mask, mask, False
        else:
            self.figures.append(Figure(self.frames, person, mask, mask))

    def _mask(self, person: Person) -> Field:
        """Their mask over the grid."""
        way = person.way.astype(np.float64)
        by = np.array([self.grid[0] / self.seen[0], self.grid[1] / self.seen[1]])
        inverse = np.array(cv2.invertAffineTransform(way))
        inverse *= by[:, None]
        mask = warped(person.alone(), inverse.astype(np.float32), self.grid)
        return np.clip(mask, 0, 1)


def _shared(first: Field, other: Field) -> float:
    """What two masks both cover, of all they cover."""
    all_ = float(np.maximum(first, other).sum())
    return float(np.minimum(first, other).sum()) / all_ if all_ else 0.0


def _covered(picture: Field, masks: list[Field]) -> Field:
    """A picture without what the masks cover."""
    rows, columns = picture.shape[:2]
    whole = np.max(masks, axis=0)
    over = resized(dilated((whole > 0.3).astype(np.float32), 6), (columns, rows))[..., None]
    blend: Field = picture * (1 - over) + picture.mean(axis=(0, 1)) * over
    return np.asarray(blend, np.float32)


def _circle(place: Found, size: tuple[int, int], grid: tuple[int, int]) -> Field:
    """The inner part of where somebody was looked for, over the grid: it is not asked again."""
    by = grid[0] / size[0]
    mask = np.zeros((grid[1], grid[0]), np.uint8)
    middle = round(place.x * by), round(place.y * by)
    cv2.circle(mask, middle, max(2, round(0.4 * place.radius * by)), 1, -1)
    return mask.astype(np.float32)
