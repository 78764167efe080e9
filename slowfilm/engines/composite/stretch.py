"""Choosing the stretch of a clip in which a person is best seen."""

from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np

from slowfilm.engines.base import Failed, Input, Size
from slowfilm.engines.composite import people
from slowfilm.engines.composite.people import Found, Person
from slowfilm.engines.composite.pixels import Field, luma, rooted
from slowfilm.engines.shared.clip import Clip

_LOOKED, _STEP, _FURTHEST = 8, 1.0, 40.0  # samples, seconds between and in all at most
_PAIR = 0.4  # seconds later each is looked at again, to see where it goes


@dataclass(frozen=True, slots=True)
class Chosen:
    """A stretch in seconds, where the person is at its beginning, whether the camera stands
    still, how far they go (pixels over the shot), how many others are there, and the picture
    without anyone."""

    span: tuple[float, float]
    place: Found
    steady: bool
    drift: tuple[float, float]
    others: int
    empty: Field | None  # in root light; None where it is not known


@dataclass(frozen=True, slots=True)
class _Sight:
    at: float
    person: Person
    place: Found
    speed: tuple[float, float]  # pixels a second
    others: int
    crowd: float  # 0 alone .. 1 with someone else before or behind them


def choose(
    item: Input,
    size: Size,
    rate: Fraction,
    frames: int,
    toward: int,
    span: tuple[float, float] | None,
) -> Chosen:
    """Choose from the whole clip, or from its cited part; with `span` exactly there."""
    clip = Clip(item.path, size, rate, span or item.span)
    try:
        begin = (span or item.span or (0.0, 0.0))[0]
        pictures = _looked_at(clip, float(rate), frames, only=span is not None)
    finally:
        clip.close()
    empty, steady = _empty([first for _, first, _ in pictures])
    places = [_places(first, empty if steady else None) for _, first, _ in pictures]
    # A person who is small here is better seen elsewhere.
    least = sorted((p.radius for some in places for p in some), reverse=True)[: _LOOKED + 1][-1:]
    sights = [
        _sight(at, first, second, place, some)
        for (at, first, second), some in zip(pictures, places, strict=True)
        for place in some
        if place.radius >= least[0]
    ]
    sights = [sight for sight in sights if sight.person.sure > 0.5]
    if not sights:
        raise Failed("no-person", tag=item.tag)
    length = float(frames / rate)
    best = max(sights, key=lambda sight: _worth(sight, size, length, toward))
    end = min(best.at + length, clip.length / float(rate))
    drift = (best.speed[0] * length, best.speed[1] * length)
    begin_at = begin + best.at
    chosen = (begin_at, max(begin + end, begin_at + 1 / float(rate)))
    known = empty if steady and len(pictures) >= 4 else None
    return Chosen(chosen, best.place, steady, drift, best.others, known)


def _looked_at(
    clip: Clip, rate: float, frames: int, *, only: bool
) -> list[tuple[float, Field, Field]]:
    last = max(0, clip.length - 1)
    # What is chosen had best be as long as the shot.
    room = 0 if only else max(0, min(last - frames, round(_FURTHEST * rate)))
    count = 1 + min(_LOOKED - 1, round(room / (_STEP * rate))) if room else 1
    looked = []
    for index in sorted({round(n * room / max(1, count - 1)) for n in range(count)}):
        first = rooted(clip.at(index))
        second = rooted(clip.at(min(last, index + max(1, round(_PAIR * rate)))))
        looked.append((index / rate, first, second))
    return looked


def _empty(pictures: list[Field]) -> tuple[Field, bool]:
    """The picture without what moves in it, and whether the camera stands still."""
    if len(pictures) < 4:
        moved = float(np.median(np.abs(luma(pictures[-1] - pictures[0]))))
        return pictures[0], moved < 0.03
    empty = np.median(np.stack(pictures), axis=0).astype(np.float32)
    apart = [float(np.median(np.abs(luma(each - empty)))) for each in pictures]
    return empty, float(np.median(apart)) < 0.03


def _places(picture: Field, empty: Field | None) -> list[Found]:
    places = people.found(picture)
    if empty is not None:
        more = _moving(picture, empty)
        places += [
            m for m in more if all(np.hypot(m.x - p.x, m.y - p.y) > p.radius / 2 for p in places)
        ]
    return places or people.searched(picture)


def _sight(at: float, first: Field, second: Field, place: Found, some: list[Found]) -> _Sight:
    person = people.glimpse(first, place)
    later = people.glimpse(second, person.next())
    go = later.points[list(people.HIPS), :2] - person.points[list(people.HIPS), :2]
    speed = go.mean(axis=0) / _PAIR if later.sure > 0.5 else np.zeros(2)
    apart = [_apart(each, place) for each in some if each is not place]
    crowd = float(np.clip(1.8 - min(apart, default=9.0), 0, 1))
    pace = float(speed[0]), float(speed[1])
    return _Sight(at, person, place, pace, len(some) - 1, crowd)


def _apart(one: Found, other: Found) -> float:
    """How far two are from each other, in the radius of the second."""
    return float(np.hypot(one.x - other.x, one.y - other.y)) / other.radius


def _moving(picture: Field, empty: Field) -> list[Found]:
    """People where a picture differs from the empty one."""
    apart = np.abs(picture - empty).max(axis=2)
    moved = cv2.morphologyEx(
        (apart > 0.1).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((9, 5), np.uint8)
    )
    count, _, about, _ = cv2.connectedComponentsWithStats(moved)
    boxes = sorted(
        (tuple(int(v) for v in about[n, :4]) for n in range(1, count)),
        key=lambda box: -box[2] * box[3],
    )
    rows, columns = picture.shape[:2]
    places: list[Found] = []
    for x, y, wide, high in boxes[:5]:
        if high < 0.06 * rows or high < 0.8 * wide:
            continue
        side = round(1.7 * high)
        left = int(np.clip(x + wide / 2 - side / 2, 0, max(0, columns - side)))
        top = int(np.clip(y + high / 2 - side / 2, 0, max(0, rows - side)))
        for one in people.found(picture[top : top + side, left : left + side])[:1]:
            places.append(Found(one.x + left, one.y + top, one.radius, one.sure))
    return places


def _worth(sight: _Sight, size: Size, length: float, toward: int) -> float:
    """How well a stretch that begins so shows the person."""
    person = sight.person
    top, bottom = person.extent
    whole = float(person.seen[list(people.ANKLES)].min())
    inside = top > 2 and bottom < size[1] - 2
    x = person.points[list(people.HIPS), 0].mean() + sight.speed[0] * length
    y = person.points[list(people.HIPS), 1].mean() + sight.speed[1] * length
    stays = 0.05 * size[0] < x < 0.95 * size[0] and 0.1 * size[1] < y < 0.95 * size[1]
    travel = float(np.hypot(*sight.speed)) * length / max(1.0, bottom - top)
    worth = (bottom - top) / size[1] * (0.3 + whole) * (1.0 if inside else 0.5)
    worth *= (1.0 if stays else 0.3) / (1 + 0.25 * travel)
    worth *= 1 - 0.7 * sight.crowd
    return worth * (1 + 0.35 * toward * person.facing) * person.sure
