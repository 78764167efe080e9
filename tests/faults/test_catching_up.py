"""A long past, told to those who lack it and to nobody else, through kill -9 of every part."""

import asyncio
import json
import os
import signal
from collections.abc import Callable

import pytest
from websockets.asyncio.client import connect

from tests.faults.hand import FALLEN, Hand
from tests.server.studio import Studio
from tests.waiting import soon

pytestmark = pytest.mark.slow
OLD = 8_000


class Ear:
    """Listens on one connection after another. On each, entries must come in order from where it
    began, each once."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.headers = url, {"Authorization": f"Bearer {token}"}
        self.connections = 0
        self.heard = 0
        self.faults: list[str] = []

    async def listen(self, since: int, enough: Callable[[int], bool], seconds: float) -> int:
        """One connection, until it has heard enough or for so long; the last entry heard."""
        upto = since
        try:
            async with (
                asyncio.timeout(seconds),
                connect(self.url, additional_headers=self.headers, max_size=None) as line,
            ):
                self.connections += 1
                await line.send(json.dumps({"type": "hello", "since": since}))
                while not enough(upto):
                    upto = self._take(json.loads(await line.recv()), upto)
        except FALLEN:
            await asyncio.sleep(0.1)
        return upto

    def _take(self, messages: list[dict[str, int | str]], upto: int) -> int:
        for message in messages:
            if message["type"] == "entry":
                self.heard += 1
                if message["seq"] != upto + 1:
                    self.faults.append(f"{message['seq']} after {upto}")
                upto = int(message["seq"])
        return upto


async def stays(ear: Ear, head: int, stop: asyncio.Event) -> None:
    """Has everything, and listens on."""
    while not stop.is_set():
        head = await ear.listen(head, lambda _upto: stop.is_set(), 60)


async def comes_and_goes(ear: Ear, head: int, stop: asyncio.Event) -> None:
    """Has everything, looks in for a moment, again and again: the room is often empty of it."""
    while not stop.is_set():
        head = await ear.listen(head, lambda _upto: False, 0.15)
        await asyncio.sleep(0.05)


async def lacks_all(ear: Ear, head: int, stop: asyncio.Event) -> None:
    """Has nothing, and catches up again and again."""
    while not stop.is_set():
        await ear.listen(0, lambda upto: upto >= head or stop.is_set(), 60)
        await asyncio.sleep(0.3)  # or three of them take all the processors


async def test_the_past_goes_to_those_who_lack_it(studio: Studio) -> None:
    found = await asyncio.to_thread(studio.run, "tests.faults.found")
    head = await asyncio.to_thread(studio.run, "tests.faults.long", found["film"], str(OLD))
    url = f"{studio.ws}/ws/films/{found['film']}/"
    hand = Hand(url, found["tokens"][0], found["draft"])
    hand.entries = {seq: {} for seq in range(1, head + 1)}  # it has the past
    ears = [Ear(url, token) for token in found["tokens"] * 3]
    stop = asyncio.Event()
    ways = [stays, comes_and_goes, comes_and_goes, lacks_all, lacks_all, lacks_all]
    tasks = [asyncio.create_task(way(ear, head, stop)) for way, ear in zip(ways, ears, strict=True)]
    try:
        await soon(lambda: all(ear.connections for ear in ears), seconds=60)
        # Nobody draws and nobody stays while these come and go: the fault of old.
        await asyncio.sleep(3)
        tasks.append(asyncio.create_task(hand.draw(stop)))
        for part in ("web", "valkey", "postgres", "web"):
            had = len(hand.acked)
            await soon(lambda had=had: len(hand.acked) > had + 10, seconds=60)
            pid = studio.children()[part]
            os.kill(pid, signal.SIGKILL)
            await asyncio.to_thread(studio.wait_for_child, part, pid)
        had = len(hand.acked)
        await soon(lambda: len(hand.acked) > had + 10, seconds=60)
        # A busy machine is given time to tell the whole past once more.
        await soon(lambda: all(ear.heard >= OLD for ear in ears[3:]), seconds=120)
    finally:
        stop.set()
        await asyncio.wait_for(asyncio.gather(*tasks), 90)
    for ear in ears:
        assert ear.faults == []
    new = max(hand.acked.values()) - head
    near, far = ears[:3], ears[3:]
    print(f"new {new}, heard near {[e.heard for e in near]}, far {[e.heard for e in far]}")
    print(f"connections {[ear.connections for ear in ears]}, falls of the hand {hand.falls}")
    assert all(ear.heard <= new for ear in near), "whoever had the past was not told it"
    assert all(ear.heard >= OLD for ear in far)
    assert hand.seen_twice == []
