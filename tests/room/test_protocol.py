"""Whatever a client says, the answer is a sentence and the socket lives."""

import asyncio
import json
from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from websockets.asyncio.client import connect

from slowfilm.films.models import Film
from slowfilm.ledger.models import Entry
from slowfilm.reviews.models import Stroke
from slowfilm.room import commands, passing, vocabulary
from tests import make
from tests.conftest import Site
from tests.room.line import Line
from tests.room.test_thread import INK

KIB = 1024


def a_line(site: Site) -> tuple[Film, str, Line]:
    """A film, a draft of it, and its director's line."""
    film = make.film()
    return film, str(make.draft(film).id), Line.of(site, film, make.director(film).user)


async def still_there(line: Line, draft: str) -> None:
    """The socket lives: it still takes a stroke."""
    assert (await line.do("draw-stroke", draft=draft, **INK))["type"] == "ack"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "malformed"),
        ("{", "malformed"),
        ("null", "malformed"),
        ("[]", "malformed"),
        ("{}", "malformed"),
        ('{"type":7}', "malformed"),
        ("[" * 20_000, "malformed"),
        (b"\x00\x01", "malformed"),
        ('{"type":"hello","since":"x"}', "malformed"),
        ('{"type":"hello","since":1e400}', "malformed"),
        ('{"type":"hello","more":1}', "malformed"),
        ('{"type":"seen","seq":"x"}', "malformed"),
        ('{"type":"seen","seq":[1]}', "malformed"),
        ('{"type":"draw-stroke"}', "malformed"),
        ('{"type":"draw-stroke","id":"x"}', "malformed"),
        ('{"type":"draw-stroke","id":7}', "malformed"),
        ('{"type":"playhead","frame":-1}', "malformed"),
        (r'{"type":"draw-stroke","id":"\ud800"}', "malformed"),
        (r'{"type":"hello","\ud800":1}', "malformed"),
        (r'{"type":"\ud800"}', "unknown"),
        ('{"type":"burn-everything"}', "unknown"),
        ('{"type":"stroke-drawn","id":"x"}', "unknown"),
        ('{"type":"' + "x" * 64 * KIB + '"}', "too-large"),
        ("x" * 900 * KIB, "too-large"),
        ("x" * 5000 * KIB, "too-large"),
    ],
    ids=lambda said: repr(said)[:30],
)
async def test_what_cannot_be_taken_is_refused(site: Site, said: str | bytes, code: str) -> None:
    _film, draft, line = await sync_to_async(a_line)(site)
    async with line:
        await line.hello()
        assert line.socket is not None
        await line.socket.send(said)
        refused = await line.wait("refused")
        assert refused["code"] == code
        assert refused["reason"]
        await still_there(line, draft)


async def test_a_large_message_in_many_frames_is_refused_too(site: Site) -> None:
    _film, draft, line = await sync_to_async(a_line)(site)
    async with line:
        await line.hello()
        assert line.socket is not None
        await line.socket.send("x" * 100 * KIB for _ in range(30))
        assert (await line.wait("refused"))["code"] == "too-large"
        await still_there(line, draft)


async def test_a_command_before_hello_is_done_and_told_once_in_the_room(site: Site) -> None:
    _film, draft, line = await sync_to_async(a_line)(site)
    async with line:
        ack = await line.do("draw-stroke", draft=draft, **INK)
        await line.hello()
        seen = await line.wait("entry", verb="stroke-drawn")
        assert seen["seq"] == ack["seq"]


@pytest.mark.parametrize("since", [-1, 0, 3, 10**6])
async def test_hello_again_tells_nothing_twice(site: Site, since: int) -> None:
    _film, draft, line = await sync_to_async(a_line)(site)
    async with line:
        await line.hello()
        for _ in range(3):
            ack = await line.do("draw-stroke", draft=draft, **INK)
        await line.told(ack["seq"])
        assert (await line.hello(since=since))["since"] == ack["seq"]
        ack = await line.do("draw-stroke", draft=draft, **INK)
        told = await line.told(ack["seq"])
    assert told == list(range(1, ack["seq"] + 1))


@pytest.mark.parametrize("since", [-1, 10**6])
async def test_one_who_has_another_ledger_is_told_all(site: Site, since: int) -> None:
    _film, _draft, line = await sync_to_async(a_line)(site)
    async with line:
        welcome = await line.hello(since=since)
        assert welcome["since"] == 0
        told = await line.told(welcome["seq"])
    assert told == list(range(1, welcome["seq"] + 1))


async def test_an_undo_before_its_stroke_is_refused_and_changes_nothing(site: Site) -> None:
    _film, draft, line = await sync_to_async(a_line)(site)
    stroke = uuid4()
    async with line:
        await line.hello()
        refused = await line.do("erase-stroke", stroke=str(stroke))
        assert refused["code"] == "no-stroke"
        assert (await line.do("draw-stroke", id=stroke, draft=draft, **INK))["type"] == "ack"
        assert (await line.do("erase-stroke", stroke=str(stroke)))["type"] == "ack"


async def test_the_same_command_many_times_at_once_is_done_once(site: Site) -> None:
    _film, draft, line = await sync_to_async(a_line)(site)
    stroke = uuid4()
    async with line:
        await line.hello()
        for _ in range(20):
            await line.send(type="draw-stroke", id=str(stroke), draft=draft, **INK)
        acks = [await line.wait("ack", id=str(stroke)) for _ in range(20)]
    assert len({ack["seq"] for ack in acks}) == 1
    assert await Stroke.objects.filter(id=stroke).acount() == 1


async def test_the_same_id_for_two_hands_is_no_way_in(site: Site) -> None:
    """An id is unique to a hand in a film; a row's id is unique to all."""
    film, draft, line = await sync_to_async(a_line)(site)
    other = await sync_to_async(make.member)(film, "editor")
    second = await sync_to_async(Line.of)(site, film, other.user)
    stroke = uuid4()
    async with line, second:
        await line.hello()
        await second.hello()
        assert (await line.do("draw-stroke", id=stroke, draft=draft, **INK))["type"] == "ack"
        assert (await second.do("draw-stroke", id=stroke, draft=draft, **INK))["type"] == "refused"
        await still_there(second, draft)


words = some.text(max_size=20)
plain = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | words,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
verbs = some.sampled_from(["hello", "seen", *passing.KINDS, *commands.COMMANDS]) | words
fields = {name for model in vocabulary.COMMANDS.values() for name in model.model_fields}
ids = some.uuids().map(str) | words
messages = some.builds(
    lambda verb, id, more: {**more, "type": verb, "id": id},
    verbs,
    ids,
    some.dictionaries(some.sampled_from(sorted(fields)) | words, plain | ids, max_size=6),
)


@pytest.mark.parametrize("text", [r"\ud800", r"\u0000", "a" * 60_000])
async def test_words_that_cannot_be_kept_are_refused_for_good(site: Site, text: str) -> None:
    _film, draft, line = await sync_to_async(a_line)(site)
    async with line:
        await line.hello()
        assert line.socket is not None
        note = f'"type":"write-note","id":"{uuid4()}","draft":"{draft}","first":0,"last":1'
        await line.socket.send(f'{{{note},"kind":"change","text":"{text}"}}')
        refused = await line.wait("refused")
        assert refused["code"] in ("malformed", "conflict"), refused
        await still_there(line, draft)


@pytest.mark.slow
def test_nonsense_of_every_kind_is_answered(site: Site) -> None:
    """Random messages: never a broken line, never an entry that was not acknowledged."""
    film, draft, line = a_line(site)
    crew = [make.member(film, "director") for _ in range(40)]  # none faster than the room lets them
    tokens = cycle([make.token(member.user) for member in crew])

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(some.lists(messages | plain, min_size=1, max_size=8))
    def throw(said: list[Any]) -> None:
        async_to_sync(talk)(said)

    async def talk(said: list[Any]) -> None:
        headers = {"Authorization": f"Bearer {next(tokens)}"}
        async with connect(line.url, additional_headers=headers, max_size=None) as socket:
            await socket.send('{"type":"hello"}')
            for message in said:
                await socket.send(json.dumps(message))
            last = str(uuid4())
            ink = {"type": "draw-stroke", "id": last, "draft": draft, **INK}
            await socket.send(json.dumps(ink))
            async with asyncio.timeout(10):
                while True:
                    heard = json.loads(await socket.recv())
                    acks = [m for m in heard if m["type"] == "ack" and m["id"] == last]
                    if acks:
                        return
                    for refused in (m for m in heard if m["type"] == "refused"):
                        assert refused["code"] != "unavailable", refused

    throw()
    numbers = Entry.objects.filter(film=film).order_by("seq").values_list("seq", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
