"""The thinnest whole thread: a stroke from one hand to another's screen, and through kill -9."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from slowfilm.reviews.models import Stroke
from tests import make
from tests.conftest import Site
from tests.room.line import Line

INK = {
    "frame": 7,
    "tool": "pen",
    "colour": "#e8b04b",
    "width": 40,
    "points": [[100, 200, 512, 10, -10], [30000, 40000, 700, 10, -10]],
}


def two_lines(site: Site) -> tuple[str, Line, Line]:
    """A draft, its director's line, and an editor's."""
    film = make.film()
    draft = make.draft(film)
    editor = make.member(film, "editor")
    director = make.director(film)
    return str(draft.id), Line.of(site, film, director.user), Line.of(site, film, editor.user)


async def test_a_stroke_reaches_the_other_screen(site: Site) -> None:
    draft, one, other = await sync_to_async(two_lines)(site)
    async with one, other:
        await one.hello()
        await other.hello()
        stroke = uuid4()
        ack = await one.do("draw-stroke", id=stroke, draft=draft, **INK)
        assert ack["type"] == "ack"
        seen = await other.wait("entry", verb="stroke-drawn")
        assert seen["seq"] == ack["seq"]
        assert seen["id"] == str(stroke)
        assert seen["payload"]["points"] == INK["points"]
        again = await one.do("draw-stroke", id=stroke, draft=draft, **INK)
        assert again == ack, "a repeated command is answered as it was the first time"
    assert await Stroke.objects.filter(id=stroke).acount() == 1


@pytest.mark.slow
async def test_what_was_acknowledged_survives_kill_9(site: Site) -> None:
    draft, one, other = await sync_to_async(two_lines)(site)
    async with one, other:
        await one.hello()
        await other.hello()
        acks = [await one.do("draw-stroke", draft=draft, **INK) for _ in range(5)]
        site.kill()
    await sync_to_async(site.start)()
    async with other:
        await other.hello(since=acks[0]["seq"])
        seen = [await other.wait("entry", verb="stroke-drawn") for _ in range(4)]
    assert [entry["seq"] for entry in seen] == [ack["seq"] for ack in acks[1:]]
