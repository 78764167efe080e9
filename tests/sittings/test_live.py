"""An open sitting over real lines: the last position reaches whoever comes, one presenter wins."""

import asyncio
import time
from typing import Any
from uuid import uuid4

from asgiref.sync import sync_to_async
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from slowfilm.room.fan_out import Room, Seat
from slowfilm.room.hub import to_keep
from slowfilm.sittings.models import Sitting
from tests import make
from tests.conftest import Site
from tests.room.line import Line
from tests.sittings import made


def seats(site: Site) -> tuple[Sitting, Any, list[Line]]:
    """A sitting that is under way, and lines of three who may present."""
    film = make.film()
    crew = [make.director(film), make.member(film, "editor"), make.member(film, "sound")]
    sitting = made.opened(film, guests=made.guests(crew[1:]))
    return sitting, crew, [Line.of(site, film, member.user) for member in crew]


def presented(sitting: Sitting, n: int, frame: int) -> dict[str, Any]:
    """Where the presenter stands."""
    at = {"sitting": str(sitting.id), "hold": str(sitting.hold), "draft": str(uuid4())}
    return {"type": "presented", **at, "n": n, "frame": frame}


async def hears(line: Line, frame: int) -> float:
    """Until a line knows that the presenter stands there; in seconds."""
    start = time.monotonic()
    while True:
        batch = (await line.wait("passing"))["batch"]
        if any(each["type"] == "presented" and each["frame"] == frame for each in batch):
            return time.monotonic() - start


async def test_whoever_comes_later_is_told_where_it_stands(site: Site) -> None:
    sitting, _crew, (one, two, three) = await sync_to_async(seats)(site)
    async with one, two:
        for line in (one, two):
            await line.hello()
        for n, frame in enumerate((3, 40, 7)):
            await one.send(**presented(sitting, n, frame))
        await hears(two, 7)
        async with three:
            await three.hello()
            assert await hears(three, 7) < 2  # nobody has said it again
    async with two:  # everyone had gone, and the room with them
        await two.hello()
        await hears(two, 7)


async def test_of_two_who_take_over_at_once_one_wins(site: Site) -> None:
    sitting, crew, lines = await sync_to_async(seats)(site)
    async with lines[1], lines[2]:
        for line in lines[1:]:
            await line.hello()
        hold = sitting.hold
        for _ in range(3):
            take = {"sitting": str(sitting.id), "hold": str(hold)}
            answers = await asyncio.gather(
                *(line.do("take-presenter", **take) for line in lines[1:])
            )
            assert sorted(answer["type"] for answer in answers) == ["ack", "refused"]
            (refused,) = (answer for answer in answers if answer["type"] == "refused")
            assert refused["code"] == "conflict"
            won = next(at for at, each in enumerate(answers, 1) if each["type"] == "ack")
            await sync_to_async(sitting.refresh_from_db)()
            assert sitting.presenter_id == crew[won].id
            hold = sitting.hold
    await sync_to_async(connections.close_all)()


class Hearing:
    """A socket that keeps what it is given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def deliver(self, text: str) -> None:
        self.texts.append(text)

    async def dismiss(self, code: int) -> None:
        raise AssertionError(code)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 99)), max_size=12))
def test_of_each_member_the_latest_is_kept(said: list[tuple[str, int]]) -> None:
    room, hearing = Room(), Hearing()
    for member, frame in said:
        word = {"type": "presented", "member": member, "frame": frame}
        room.kept |= to_keep({"batch": [word, {"type": "here", "member": member}]})
    asyncio.run(room.remind(Seat(uuid4(), uuid4(), None, hearing)))
    latest = dict(said)
    assert len(hearing.texts) == (1 if latest else 0)
    for member, frame in latest.items():
        assert f'"member":"{member}","frame":{frame}' in hearing.texts[0]
