"""A presenter scrubs before fifty followers: where everybody stands a quarter of a second later."""

import asyncio
import json
import os
import random
import re
import time
from typing import Any
from uuid import UUID

import pytest

from slowfilm.films.models import Film
from slowfilm.ledger.models import Head
from slowfilm.sittings.models import Sitting
from tests import make
from tests.benchmarks import measure
from tests.benchmarks.listeners import Listener
from tests.benchmarks.test_fan_out import server_pids
from tests.conftest import Site
from tests.sittings import made

pytestmark = pytest.mark.bench
FOLLOWERS, RATE, SECONDS = 50, 20, 5
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
NEAR, SOON = 2, 0.250  # frames, seconds
SAID = re.compile(rb'"type":"presented".*?"n":(\d+).*?"frame":(\d+)')


class Follower(Listener):
    """Notes where the presenter stands, and when it came to know."""

    def __init__(self, path: str, host: str, token: str, since: int) -> None:
        super().__init__(path, host, token, since, {})
        self.stands: list[tuple[float, int]] = []
        self.n = -1

    def _hear(self, frame: bytes) -> None:
        super()._hear(frame)
        for n, at in SAID.findall(frame):
            if int(n) > self.n:
                self.n = int(n)
                self.stands.append((time.perf_counter(), int(at)))

    def at(self, moment: float) -> int:
        """The frame it stood at then."""
        return next((frame for when, frame in reversed(self.stands) if when <= moment), -1)

    def came(self, frame: int, since: float) -> float:
        """Seconds after `since` until it stood near a frame, for good."""
        far = [when for when, at in self.stands if abs(at - frame) > NEAR]
        near = [when for when, at in self.stands if abs(at - frame) <= NEAR and when > max(far)]
        return max(0.0, near[0] - since) if near else float("inf")


async def followers(site: Site, film: Film, tokens: list[str], since: int) -> list[Follower]:
    """All of them, in the room."""
    loop = asyncio.get_running_loop()
    path, host = f"/ws/films/{film.id}/", "127.0.0.1"
    found = [
        (
            await loop.create_connection(
                lambda t=token: Follower(path, host, t, since), host, site.port
            )
        )[1]
        for token in tokens
    ]
    await asyncio.gather(*(one.ready for one in found))
    return found


async def scrub(hand: Listener, said: dict[str, Any], n: int) -> tuple[int, float, int]:
    """Twenty changes a second for some seconds: the last frame, when it was said, the next n.

    The last one is said again twice, as a page does (static/js/sittings/present.js).
    """
    frame, start = 0, time.perf_counter()
    for step in range(RATE * SECONDS):
        n, frame = n + 1, random.randrange(100_000)
        hand.send(json.dumps({**said, "n": n, "frame": frame}).encode())
        last = time.perf_counter()
        await asyncio.sleep(max(0.0, start + (step + 1) / RATE - last))
    for pause in (0.05, 0.1):
        await asyncio.sleep(pause)
        n += 1
        hand.send(json.dumps({**said, "n": n, "frame": frame}).encode())
    return frame, last, n


async def run(site: Site, film: Film, sitting: Sitting, tokens: list[str]) -> dict[str, Any]:
    """Some rounds of it."""
    since = await asyncio.to_thread(lambda: Head.objects.get(film=film).seq)
    all_ = await followers(site, film, tokens, since)
    hand, others = all_[0], all_[1:]
    said = {"type": "presented", "sitting": str(sitting.id), "hold": str(sitting.hold)}
    said["draft"] = str(UUID(int=1))
    late: list[float] = []
    off, n = 0, 0
    for _ in range(ROUNDS):
        frame, last, n = await scrub(hand, said, n)
        await asyncio.sleep(0.5)
        late += [each.came(frame, last) for each in others]
        off += sum(abs(each.at(last + SOON) - frame) > NEAR for each in others)
        assert all(len(each.stands) > RATE for each in others)
    for each in all_:
        each.transport.close()
    return {"late": sorted(late), "off": off}


def test_sitting(site: Site) -> None:
    film = make.film()
    sitting = made.opened(film)
    crew = [make.director(film), *(make.member(film, "viewer") for _ in range(FOLLOWERS))]
    tokens = [make.token(member.user) for member in crew]
    assert site.process is not None
    pids = [site.process.pid, *server_pids()]
    before = measure.cpu(pids)
    seen = asyncio.run(run(site, film, sitting, tokens))
    spent = (measure.cpu(pids) - before) / (ROUNDS * SECONDS)
    name = f"sitting-{FOLLOWERS}x{RATE}"
    p99 = measure.quantile(seen["late"], 0.99) * 1000
    holds = p99 <= SOON * 1000
    measure.line(f"{name}-p99", p99, "ms", f"≤ {SOON * 1000:.0f} ms within {NEAR} frames", holds)
    measure.told(f"{name}-p50", measure.quantile(seen["late"], 0.5) * 1000, "ms", "the median")
    share = seen["off"] / len(seen["late"])
    measure.line(f"{name}-off", share, "of followers", f"≤ 0.01 after {SOON} s", share <= 0.01)
    measure.told(f"{name}-cpu", spent, "CPU-s a second", "site, Postgres and Valkey")
    assert seen["late"][-1] < float("inf")
