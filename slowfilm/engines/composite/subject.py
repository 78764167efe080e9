"""One cited person: found in a picture or clip, followed through it, and cut out frame by frame."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from slowfilm.engines.base import Failed, Input, Size
from slowfilm.engines.composite import people, stretch
from slowfilm.engines.composite.conduct import Conduct
from slowfilm.engines.composite.matte import Cut, Matte
from slowfilm.engines.composite.people import Person
from slowfilm.engines.composite.pixels import Field, coded, luma, rooted
from slowfilm.engines.composite.plate import read_still
from slowfilm.engines.composite.steps import Steps
from slowfilm.engines.layout import Figure
from slowfilm.engines.shared.clip import Clip
from slowfilm.media.colour import fit
from slowfilm.media.probe import probe

LONGEST = 1920  # pixels: no more of a person's picture is read
_LOST = 0.3
_OTHERWISE = 0.2  # of root light, how far a trunk's colour may go from what it was
_ANY = Conduct()


@dataclass(frozen=True, slots=True)
class Stance:
    """How a person stands in their own picture, in its pixels."""

    foot: tuple[float, float]
    height: float
    cut: bool  # at the knee or higher: the feet are not in the picture
    facing: float  # -1 looks left .. 1 right, over all of the stretch
    drift: tuple[float, float]  # how far the foot goes over the shot


class Subject:
    """A person, from the first frame of the shot to the last."""

    def __init__(
        self,
        item: Input,
        figure: Figure | None,
        rate: Fraction,
        frames: int,
        conduct: Conduct = _ANY,
    ) -> None:
        """Find the person of `item`; in a clip, over the figure's span or the best stretch.

        `conduct` is what they had best do in it. Raises MediaError for a file that can't be read,
        Failed no-person where nobody is found.
        """
        self.item, self.frames, self.conduct = item, frames, conduct
        self.moves, self.steady, self.others = item.kind == "video", True, 0
        self._clip: Clip | None = None
        self._still: Field | None = None
        span = (figure.span if figure else None) or item.span
        if self.moves:
            about = probe(item.path)
            size = fit(about.width, about.height, LONGEST)
            by_hand = figure is not None and figure.span is not None
            chosen = stretch.choose(item, size, rate, frames, conduct, span if by_hand else None)
            self.span: tuple[float, float] | None = chosen.span
            self.steady, place, self.others = chosen.steady, chosen.place, chosen.others
            self._clip = Clip(item.path, size, rate, chosen.span)
            first = rooted(self._clip.at(0))
            self.drift, self._empty = chosen.drift, chosen.empty
            looks, self.answer = chosen.looks, "by-hand" if by_hand else chosen.answer
        else:
            self.span, self.drift, self._empty = None, (0.0, 0.0), None
            self._still = first = coded(read_still(item.path, LONGEST))
            circles = people.searched(first)
            if not circles:
                raise Failed("no-person", tag=item.tag)
            place = max(circles, key=lambda circle: circle.radius)
        self._person = people.person(first, place)
        if self._person.sure < _LOST:
            self.close()
            raise Failed("no-person", tag=item.tag)
        self._worn = self._person.worn(first)
        if not self.moves:
            self.others = people.others(first, self._person)
            looks, self.answer = self._person.facing, "still"
        self.stance = _stance(self._person, first, self.drift, looks)
        self.exposure = float(np.clip(0.2 / max(1e-3, float(luma(first**2).mean())), 0.6, 4))
        self._at = self.stance.foot
        self._steps = Steps()
        self._stepped(self._person)
        self._matte: Matte | None = None
        self._cut: Cut | None = None
        self._index = -1

    def cut(self, index: int, height: float) -> Cut:
        """The person at frame `index`, cut out so that they are about `height` pixels high."""
        if self._cut is not None and (self._clip is None or index <= self._index):
            return self._cut
        self._matte = self._matte or Matte(height / self.stance.height, self._empty)
        if self._clip is None:
            assert self._still is not None
            self._cut = self._matte.cut(self._still, self._person)
            return self._cut
        planes = self._clip.at(index)
        if index and planes is self._planes:
            self._index = index
            assert self._cut is not None
            return self._cut
        self._planes = planes
        picture = rooted(planes)
        if index:
            person = people.looked_at(picture, self._person.next())
            if person.sure > _LOST and _same(self._person, person) and self._known(person, picture):
                self._person = person
                self._stepped(person)
                foot = _foot(person)
                x, y = self._at
                self._at = x + 0.3 * (foot[0] - x), y + 0.3 * (foot[1] - y)
            elif self._cut is not None:  # out of sight: as they were last seen
                self._index = index
                return self._cut
        self._cut, self._index = self._matte.cut(picture, self._person), index
        return self._cut

    def _known(self, person: Person, picture: Field) -> bool:
        """Whether they wear what they wore, and nobody stands before them."""
        now = person.worn(picture)
        if float(np.abs(now - self._worn).max()) > _OTHERWISE:
            return False
        self._worn = self._worn + np.float32(0.1) * (now - self._worn)
        return True

    def foot(self) -> tuple[float, float]:
        """Where the foot of the last cut is, in the picture's pixels, without its trembling."""
        return self._at

    def walked(self) -> float:
        """How far they went to the right by their steps, in the picture's pixels."""
        return self._steps.gone

    def _stepped(self, person: Person) -> None:
        hip = float(person.points[list(people.HIPS), 0].mean())
        feet = np.stack([person.points[list(sole), :2].mean(axis=0) for sole in people.SOLES])
        self._steps.add(hip, feet, self.stance.height)

    def sole(self) -> tuple[float, float]:
        """Where the foot of the last cut is, exactly."""
        return _foot(self._person)

    _planes: object = None

    def close(self) -> None:
        """Let go of the file."""
        if self._clip:
            self._clip.close()


def _same(before: Person, now: Person) -> bool:
    """Whether they can be one person a moment later, and not another who crosses."""
    hips = list(people.HIPS)
    gone = np.hypot(*(now.points[hips, :2] - before.points[hips, :2]).mean(axis=0))
    sizes = [person.extent[1] - person.extent[0] for person in (before, now)]
    return bool(gone < 0.5 * before.radius) and 0.7 < sizes[1] / max(1.0, sizes[0]) < 1.4


def _stance(person: Person, picture: Field, drift: tuple[float, float], looks: float) -> Stance:
    top, bottom = person.extent
    feet = float(person.seen[list(people.ANKLES)].max())
    rows = picture.shape[0]
    cut = feet < 0.5 or float(person.points[list(people.ANKLES), 1].min()) > rows - 2
    x, y = _foot(person)
    height = bottom - top
    if cut:
        nose = person.points[people.NOSE, :2]
        hip = person.points[list(people.HIPS), :2].mean(axis=0)
        height = max(height, float(np.hypot(*(hip - nose))) / 0.415)
        x, y = float(hip[0]), top + height
    return Stance((x, y), height, cut, looks, drift)


def _foot(person: Person) -> tuple[float, float]:
    ankles = person.points[list(people.ANKLES), :2].mean(axis=0)
    return float(ankles[0]), person.extent[1]


def sized(item: Input) -> Size:
    """The size a clip is read at."""
    about = probe(item.path)
    return fit(about.width, about.height, LONGEST)
