"""Passing messages: who is heard, and what they do not give away."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async

from slowfilm.films import memberships
from slowfilm.films.models import Film, Member
from slowfilm.room import passing
from tests import make
from tests.conftest import Site
from tests.room.line import Line
from tests.room.test_thread import INK

AT = {"draft": str(uuid4()), "frame": 7}
LOOKING: list[dict[str, Any]] = [
    {"type": "here", "draft": AT["draft"]},
    {"type": "pointer", **AT, "x": 0.5, "y": 0.5},
    {"type": "playhead", **AT},
    {"type": "attends", "sitting": AT["draft"]},
]
MARKING: list[dict[str, Any]] = [
    {"type": "playhead", **AT, "presenting": True},
    {"type": "typing", "draft": AT["draft"]},
    {"type": "ink", "stroke": str(uuid4()), **AT, **INK},
    {"type": "presented", "sitting": str(uuid4()), "hold": str(uuid4()), "n": 1, **AT},
]
BRUSH: dict[str, Any] = {"width": 0.1, "stops": -1, "points": [[0.1, 0.2, 1, 0]]}
LIGHTING: list[dict[str, Any]] = [
    {"type": "light", **AT, "light": {"mode": "luma", "luma": [[0, 1]]}},
    {"type": "brush", **AT, "stroke": str(uuid4()), **BRUSH},
]


def two(site: Site, role: str) -> tuple[Film, Member, Line, Line]:
    """A film, one of that role, their line, and the director's."""
    film = make.film()
    one = make.member(film, role)
    other = Line.of(site, film, make.director(film).user)
    return film, one, Line.of(site, film, one.user), other


async def heard_of(one: Line, other: Line, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What `other` hears of what `one` says, one thing at a time, without the draft."""
    came = []
    for message in said:
        mark = str(uuid4())
        await one.send(**message)
        await one.send(type="here", draft=mark)
        while True:
            batch = (await other.wait("passing"))["batch"]
            came += [each for each in batch if each.get("draft") == AT["draft"]]
            if any(each.get("draft") == mark for each in batch):
                break
    return came


def test_every_kind_is_tried_here() -> None:
    tried = [*LOOKING, *MARKING, *LIGHTING]
    assert {message["type"] for message in tried} == passing.KINDS.keys()


@pytest.mark.parametrize(("role", "heard"), [("editor", 0), ("cinematographer", 2)])
async def test_who_may_not_set_light_is_not_heard_setting_it(
    site: Site, role: str, heard: int
) -> None:
    _film, _member, one, other = await sync_to_async(two)(site, role)
    async with one, other:
        await one.hello()
        await other.hello()
        assert len(await heard_of(one, other, LIGHTING)) == heard


@pytest.mark.parametrize(("role", "heard"), [("viewer", 0), ("performer", len(MARKING))])
async def test_who_may_not_mark_is_not_heard_marking(site: Site, role: str, heard: int) -> None:
    _film, _member, one, other = await sync_to_async(two)(site, role)
    async with one, other:
        await one.hello()
        await other.hello()
        assert len(await heard_of(one, other, MARKING)) == heard
        # Of "here" only the latest counts, and that one is the mark.
        assert len(await heard_of(one, other, LOOKING[1:])) == 2


async def test_a_role_that_is_lost_or_given_counts_at_once(site: Site) -> None:
    film, member, one, other = await sync_to_async(two)(site, "editor")
    director = await sync_to_async(make.director)(film)
    async with one, other:
        await one.hello()
        await other.hello()
        for role, heard in [("viewer", 0), ("editor", 1)]:
            await sync_to_async(memberships.set_roles)(
                film_id=film.id, actor=director.actor, member=member.id, roles=[role]
            )
            await one.wait("entry", verb="roles-changed")
            assert len(await heard_of(one, other, [MARKING[-1]])) == heard


async def test_ink_that_passes_names_its_stroke_without_giving_it_away(site: Site) -> None:
    film, _member, one, other = await sync_to_async(two)(site, "editor")
    draft = str((await sync_to_async(make.draft)(film)).id)
    strokes = [uuid4(), uuid4()]
    async with one, other:
        await one.hello()
        await other.hello()
        tails = [
            {"type": "ink", **AT, **INK, "stroke": str(stroke), "start": start}
            for stroke in strokes
            for start in (0, 2)
        ]
        names = [tail["stroke"] for tail in await heard_of(one, other, tails)]
        assert names[0] == names[1] != names[2] == names[3], "one name a stroke"
        for stroke, name in zip(strokes, [names[0], names[2]], strict=True):
            assert str(stroke) not in str(other.heard)
            assert stroke.hex not in str(other.heard)
            for id_ in (name, str(UUID(name.ljust(32, "0")))):
                await other.send(type="draw-stroke", id=id_, draft=draft, **INK)
                await other.wait("ack", "refused")
            mine = await one.do("draw-stroke", id=stroke, draft=draft, **INK)
            assert mine["type"] == "ack", "nobody else has spent its id"


async def test_one_who_said_no_hello_hears_nothing_that_passes(site: Site) -> None:
    _film, _member, one, other = await sync_to_async(two)(site, "editor")
    async with one, other:
        await one.hello()
        await one.send(type="here", draft=AT["draft"])
        await one.wait("passing")
        await asyncio.sleep(0.2)
        assert other.heard == []
