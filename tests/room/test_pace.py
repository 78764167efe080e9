"""A pace that no hand exceeds: what comes faster is refused for a moment, and nothing is lost."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from slowfilm.films import pace as paces
from slowfilm.films.pace import ACTS, ACTS_AT_ONCE, BYTES, BYTES_AT_ONCE, Pace
from slowfilm.ledger import Refused
from slowfilm.reviews.models import Stroke
from tests import make
from tests.conftest import Site
from tests.room.line import Line
from tests.room.test_thread import INK

LINA, NOOR = UUID(int=1), UUID(int=2)


class Clock:
    """A time that passes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def passed(pace: Pace, tries: int, size: int = 100, member: UUID = LINA) -> int:
    """How many of so many acts pass."""
    count = 0
    for _ in range(tries):
        try:
            pace.keep(member, size)
            count += 1
        except Refused as refused:
            assert refused.code == "too-fast"
    return count


def test_so_many_at_once_and_so_many_a_second(pace: Pace, clock: Clock) -> None:
    assert passed(pace, 500) == ACTS_AT_ONCE
    assert passed(pace, 500, member=NOOR) == ACTS_AT_ONCE, "each has their own"
    clock.now += 2
    assert passed(pace, 500) == 2 * ACTS
    clock.now += 3600
    assert passed(pace, 500) == ACTS_AT_ONCE, "rest is not saved up"


def test_bytes_are_counted_too(pace: Pace, clock: Clock) -> None:
    assert passed(pace, 100, BYTES) == BYTES_AT_ONCE // BYTES
    clock.now += 1
    assert passed(pace, 100, BYTES) == 1, "even the largest message passes"
    clock.now += 0.5
    assert passed(pace, 5, 10) == 0
    clock.now += 0.5
    assert passed(pace, 5, 10) == 5


def test_nothing_overtakes_what_was_refused(pace: Pace, clock: Clock) -> None:
    passed(pace, 500)
    clock.now += 0.5  # there would be room for fifteen
    assert passed(pace, 500) == 0
    clock.now += 0.5
    assert passed(pace, 500) == ACTS


def test_a_hand_never_meets_it(pace: Pace, clock: Clock) -> None:
    """Ten short strokes a second for a minute, or a pen of 240 Hz that is never lifted."""
    for _ in range(600):
        clock.now += 0.1
        assert passed(pace, 1, 800) == 1
    for _ in range(10):
        clock.now += 2000 / 240
        assert passed(pace, 1, 48_000) == 1


def test_those_who_have_rested_are_forgotten(
    pace: Pace, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paces, "REMEMBERED", 10)
    for _ in range(30):
        pace.keep(uuid4(), 100)
        clock.now += 1
    assert len(pace.allowances) <= 11


def two_lines_of_one(site: Site) -> tuple[str, Line, Line]:
    """A draft, and two lines of its director."""
    film = make.film()
    lines = [Line.of(site, film, make.director(film).user) for _ in range(2)]
    return str(make.draft(film).id), lines[0], lines[1]


@pytest.mark.slow
async def test_a_flood_is_refused_for_a_moment(site: Site) -> None:
    """Over two lines at once. What is sent again a little later is done."""
    draft, one, other = await sync_to_async(two_lines_of_one)(site)
    async with one, other:
        await one.hello()
        await other.hello()
        for _ in range(1000):  # not even well made: they cost the record nothing, but they count
            await one.send(type="draw-stroke", id=str(uuid4()))
            await other.send(type="draw-stroke", id=str(uuid4()))
        answers = [await line.wait("refused", seconds=60) for line in (one, other) * 1000]
        codes = [answer["code"] for answer in answers]
        assert set(codes) == {"malformed", "too-fast"}
        assert codes.count("too-fast") > 1000
        fast = next(answer for answer in answers if answer["code"] == "too-fast")
        assert fast["reason"] == "That came faster than a hand can work. Send it again."
        stroke = uuid4()
        while (said := await one.do("draw-stroke", id=stroke, draft=draft, **INK))["type"] != "ack":
            assert said["code"] == "too-fast"
            await asyncio.sleep(0.2)
    assert await sync_to_async(Stroke.objects.filter(id=stroke).exists)()


def test_calls_of_the_api_are_counted_too(film: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    who = make.director(film)
    bearer = {"Authorization": f"Bearer {make.token(who.user)}"}
    address = f"/api/films/{film.id}/generations/{uuid4()}/cancel"
    call = partial(Client().post, address, headers=bearer, content_type="application/json")
    assert call().status_code == 409
    monkeypatch.setattr(paces.pace, "clock", lambda: 0.0)
    passed(paces.pace, 500, member=who.id)
    answer = call()
    assert (answer.status_code, answer.json()["code"]) == (429, "too-fast")
    assert Client().get(f"/api/films/{film.id}", headers=bearer).status_code == 200
