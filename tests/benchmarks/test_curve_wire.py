"""A dragged curve on its way to another, without any screen: the server's and the wire's part."""

import asyncio
import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from tests import make
from tests.benchmarks.measure import line, quantile, told
from tests.conftest import Site
from tests.room.line import Line

pytestmark = pytest.mark.bench
WORDS, APART = 200, 0.05  # as fast as a page tells


def seats(site: Site) -> tuple[str, Line, Line]:
    """A draft, and the lines of two who may set light."""
    film = make.film()
    draft = make.draft(film)
    people = make.director(film), make.member(film, "cinematographer")
    hand, other = (Line.of(site, film, one.user) for one in people)
    return str(draft.id), hand, other


async def test_a_dragged_curve_arrives(site: Site) -> None:
    draft, hand, other = await sync_to_async(seats)(site)
    sent: list[float] = []
    came: list[float] = []
    async with hand, other:
        await hand.hello()
        await other.hello()
        hearing = asyncio.create_task(_hear(other, came))
        for number in range(WORDS):
            curve = {"mode": "luma", "luma": [[0, number / WORDS]]}
            sent.append(time.perf_counter())
            await hand.send(type="light", draft=draft, frame=0, light=curve)
            await asyncio.sleep(APART)
        await asyncio.sleep(1)
        hearing.cancel()
    late = sorted(_after(sent, came))
    told("curve-drag: hand → another's line, p50", quantile(late, 0.5), "ms", "no screen drawn")
    p95 = quantile(late, 0.95)
    line("curve-drag: hand → another's line, p95", p95, "ms", "≤ 100", p95 <= 100)
    told("curve-drag: words told and heard", len(came), "", f"of {WORDS}")


async def _hear(other: Line, came: list[float]) -> None:
    while True:
        message: dict[str, Any] = await other.wait("passing", seconds=60)
        if any(each["type"] == "light" for each in message["batch"]):
            came.append(time.perf_counter())


def _after(sent: list[float], came: list[float]) -> list[float]:
    """Milliseconds from each word until this or a newer one is there."""
    return [(min((at for at in came if at > one), default=one + 10) - one) * 1000 for one in sent]
