"""kill -9 of every part, while two people draw: nothing that was acknowledged is ever lost."""

import asyncio
import os
import signal

import pytest

from tests.faults.hand import Hand
from tests.server.studio import Studio
from tests.waiting import soon

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("part", ["web", "valkey", "postgres", "worker"])
async def test_kill_9_in_a_running_session(studio: Studio, part: str) -> None:
    found = await asyncio.to_thread(studio.run, "tests.faults.found")
    url = f"{studio.ws}/ws/films/{found['film']}/"
    hands = [Hand(url, token, found["draft"]) for token in found["tokens"]]
    stop = asyncio.Event()
    drawing = [asyncio.create_task(hand.draw(stop)) for hand in hands]
    try:
        await soon(lambda: all(len(hand.acked) > 10 for hand in hands), seconds=60)
        pid = studio.children()[part]
        os.kill(pid, signal.SIGKILL)
        await asyncio.to_thread(studio.wait_for_child, part, pid)
        before = [len(hand.acked) for hand in hands]
        both = list(zip(hands, before, strict=True))
        await soon(lambda: all(len(hand.acked) > had + 10 for hand, had in both), seconds=60)
    finally:
        stop.set()
        await asyncio.wait_for(asyncio.gather(*drawing), 60)
    await agree(hands)
    if part == "web":
        assert all(hand.falls for hand in hands), "the line was really cut"


async def agree(hands: list[Hand]) -> None:
    """Both screens hold the same, nothing was told twice, and all that was promised is there."""
    head = max(seq for hand in hands for seq in [*hand.entries, *hand.acked.values()])
    for hand in hands:
        await hand.catch_up(head)
        assert sorted(hand.entries) == list(range(1, head + 1))
        assert hand.seen_twice == []
    assert hands[0].entries == hands[1].entries
    drawn = [e for e in hands[0].entries.values() if e["verb"] == "stroke-drawn"]
    ids = [entry["id"] for entry in drawn]
    assert len(ids) == len(set(ids)), "a stroke sent again was drawn once"
    for hand in hands:
        for stroke, seq in hand.acked.items():
            assert hands[0].entries[seq]["id"] == stroke
