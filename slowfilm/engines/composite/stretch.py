"""Choosing the stretch of a clip in which a person is best seen."""

from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np

from slowfilm.engines.base import Failed, Input, Size
from slowfilm.engines.composite import people
from slowfilm.engines.composite.conduct import Conduct
from slowfilm.engines.composite.people import Found, Person
from slowfilm.engines.composite.pixels import Field, luma, rooted
from slowfilm.engines.shared.clip import Clip

_LOOKED, _STEP, _FURTHEST = 12, 1.0, 40.0  # samples, seconds between at most, and in all
_SIGHTS = 14  # people looked at in all of them
_PAIR = 0.4  # seconds later each is looked at again, to see where it goes
_TURNED = 0.3  # of a head turned away, what is no longer taken for looking ahead


@dataclass(frozen=True, slots=True)
class Chosen:
    """A stretch in seconds, where the person is at its beginning, whether the camera stands
    still, how far they go (pixels over the shot), how many others are there, which way the head
    looks over it (-1..1), how it answers what was wanted, and the picture without anyone."""

    span: tuple[float, float]
    place: Found
    steady: bool
    drift: tuple[float, float]
    others: int
    looks: float
    answer: str
    empty: Field | None  # in root light; None where it is not known


@dataclass(frozen=True, slots=True)
class _Sight:
    at: float
    person: Person
    place: Found
    speed: tuple[float, float]  # pixels a second
    lively: float  # how much head and arms move, in heights of theirs
    others: int
    crowd: float  # 0 alone .. 1 with someone else before or behind them


def choose(
    item: Input,
    size: Size,
    rate: Fraction,
    frames: int,
    conduct: Conduct,
    span: tuple[float, float] | None,
) -> Chosen:
    """Choose from the whole clip, or from its cited part; with `span`, in seconds, exactly there.

    Raises MediaError, and Failed "no-person" where nobody is found in it.
    """
    clip = Clip(item.path, size, rate, span or item.span)
    try:
        begin = (span or item.span or (0.0, 0.0))[0]
        pictures = _looked_at(clip, float(rate), frames, only=span is not None)
    finally:
        clip.close()
    empty, steady = _empty([first for _, first, _ in pictures])
    places = [_places(first, empty if steady else None) for _, first, _ in pictures]
    # A person who is small here is better seen elsewhere.
    least = sorted((p.radius for some in places for p in some), reverse=True)[:_SIGHTS][-1:]
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
    # A stretch had best be as long as the shot, and the person be seen where it begins.
    room = max(0.0, clip.length / float(rate) - length) if span is None else 0.0
    starts = [sight for sight in sights if sight.at <= room + 1e-6] or sights[:1]
    all_ = [(at, some) for (at, _, _), some in zip(pictures, places, strict=True)]
    acts = {id(start): _followed(start, sights, length, conduct) for start in starts}
    clear = {id(start): _clear(start, all_, length) for start in starts}
    best = max(
        starts,
        key=lambda start: _worth(start, size, length) * acts[id(start)].worth * clear[id(start)],
    )
    act = acts[id(best)]
    end = min(best.at + length, clip.length / float(rate))
    drift = (best.speed[0] * length, best.speed[1] * length)
    begin_at = begin + best.at
    chosen = (begin_at, max(begin + end, begin_at + 1 / float(rate)))
    background = empty if steady and len(pictures) >= 4 else None
    answer = _answer(act, conduct)
    return Chosen(chosen, best.place, steady, drift, best.others, act.looks, answer, background)


@dataclass(frozen=True, slots=True)
class _Act:
    """What someone does over a stretch: the way they look on average and in a mirror if that is
    better (`mirror` -1), how much they turn the way they are wanted to, and what it is worth."""

    looks: float
    mirror: int
    turns: float
    worth: float


def _followed(first: _Sight, sights: list[_Sight], length: float, conduct: Conduct) -> _Act:
    """What the person of a sight does from then on, as far as they are seen again."""
    matches = [sight for sight in sights if 0 <= sight.at - first.at < length and _is(first, sight)]
    times = [match.at - first.at for match in matches]
    faces = np.array([match.person.facing for match in matches])
    sides = np.array([conduct.side(time) for time in times])
    looks = float(faces.mean())
    mirror = -1 if float((faces * sides).mean()) < -_TURNED / 2 else 1
    toward = float((faces * sides).mean()) * mirror
    turns = float(faces[-1] * sides[-1] - faces[0] * sides[0]) * mirror if len(matches) > 1 else 0.0
    talks = np.array([conduct.talk(time) for time in times])
    lively = np.array([match.lively for match in matches])
    usual = float(np.mean([sight.lively for sight in sights])) + 1e-4
    talk = float(np.clip((lively * talks).mean() / usual, -1, 1))
    worth = (1 + 0.4 * toward) * (1 + 0.15 * max(0.0, min(1.0, turns))) * (1 + 0.4 * talk)
    return _Act(looks, mirror, turns, worth)


def _is(first: _Sight, later: _Sight) -> bool:
    """Whether a later sight is likely of the same person, who went on as they did."""
    if first is later:
        return True
    gone = later.at - first.at
    return _off(first, gone, later.place) < 0.6 + 0.3 * gone


def _off(first: _Sight, gone: float, place: Found) -> float:
    """How far a place is from where someone would be after some seconds, in their radius."""
    x, y = (first.place.x + first.speed[0] * gone, first.place.y + first.speed[1] * gone)
    return float(np.hypot(place.x - x, place.y - y)) / first.place.radius


def _clear(first: _Sight, all_: list[tuple[float, list[Found]]], length: float) -> float:
    """How likely they stay in sight over a stretch and nobody crosses them: 1 surely."""
    worth = [
        (1.0 if near == 1 else 0.5 if near else 0.6)
        for at, some in all_
        if 0 < (gone := at - first.at) < length
        for near in [sum(_off(first, gone, place) < 0.9 + 0.3 * gone for place in some)]
    ]
    return sum(worth) / len(worth) if worth else 1.0


def _answer(act: _Act, conduct: Conduct) -> str:
    """How a stretch answers: alone, turns, faces, or away where nowhere is looked to the other."""
    if not conduct.toward:
        return "alone"
    if act.turns > 1.3 * _TURNED:
        return "turns"
    return "faces" if act.looks * act.mirror * conduct.toward > _TURNED / 2 else "away"


def _looked_at(
    clip: Clip, rate: float, frames: int, *, only: bool
) -> list[tuple[float, Field, Field]]:
    last = max(0, clip.length - 1)
    room = 0 if only else max(0, min(last - frames, round(_FURTHEST * rate)))
    # Where there is a choice, what comes of it is looked at too: up to the end of the last one.
    reach = min(last, room + frames) if room else 0
    step = min(_STEP, max(_PAIR, frames / rate / 4)) * rate
    count = 1 + min(_LOOKED - 1, round(reach / step)) if room else 1
    looked = []
    for index in sorted({round(n * reach / max(1, count - 1)) for n in range(count)}):
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
    apart = [float(np.median(np.abs(luma(picture - empty)))) for picture in pictures]
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
    sure = later.sure > 0.5
    speed = go.mean(axis=0) / _PAIR if sure else np.zeros(2)
    apart = [_apart(circle, place) for circle in some if circle is not place]
    crowd = float(np.clip(1.8 - min(apart, default=9.0), 0, 1))
    pace = float(speed[0]), float(speed[1])
    lively = _lively(person, later) if sure else 0.0
    return _Sight(at, person, place, pace, lively, len(some) - 1, crowd)


def _lively(before: Person, after: Person) -> float:
    """How far head, mouth and hands go against the trunk, in heights of the person."""
    trunk, moving = list(people.TRUNK), list(people.TALKING)
    own = [
        look.points[moving, :2] - look.points[trunk, :2].mean(axis=0) for look in (before, after)
    ]
    height = max(1.0, before.extent[1] - before.extent[0])
    visibility = np.minimum(before.seen[moving], after.seen[moving])
    away = np.linalg.norm(own[1] - own[0], axis=1)
    return float((away * visibility).sum() / max(1e-3, float(visibility.sum()))) / height


def _apart(circle: Found, other: Found) -> float:
    """How far two are from each other, in the radius of the second."""
    return float(np.hypot(circle.x - other.x, circle.y - other.y)) / other.radius


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
        for circle in people.found(picture[top : top + side, left : left + side])[:1]:
            places.append(Found(circle.x + left, circle.y + top, circle.radius, circle.sure))
    return places


def _worth(sight: _Sight, size: Size, length: float) -> float:
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
    return worth * person.sure
