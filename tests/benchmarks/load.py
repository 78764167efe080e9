"""The load of the fan-out bench, a process of its own: N listen while a few hands draw in turn.

It reads what to do as JSON from its input, and prints what it saw: deliveries wanted and made,
latencies in ms, the servers' CPU seconds per 1,000 deliveries.
"""

import asyncio
import json
import random
import sys
import time
from typing import Any
from uuid import uuid4

from tests.benchmarks import measure
from tests.benchmarks.listeners import listen

POINTS = 120


def stroke(draft: str) -> tuple[str, bytes]:
    """A drawing command of 120 points, and its id."""
    x, y = random.randrange(60000), random.randrange(60000)
    points = []
    for _ in range(POINTS):
        x, y = x + random.randrange(-90, 90), y + random.randrange(-90, 90)
        points.append([x, y, random.randrange(1024), 12, -8])
    command = str(uuid4())
    fields = {"draft": draft, "frame": random.randrange(100), "tool": "pen", "points": points}
    fields |= {"type": "draw-stroke", "id": command, "colour": "#e8b04b", "width": 40}
    return command, json.dumps(fields, separators=(",", ":")).encode()


async def run(load: dict[str, Any]) -> dict[str, Any]:
    """The load itself. CPU is counted from the first stroke to the last delivery."""
    heard: dict[bytes, list[float]] = {}
    room = (load["path"], load["token"], load["since"])
    share = load["listeners"] // len(load["ports"])
    rooms = [await listen(share, port, *room, heard) for port in load["ports"]]
    path, _token, since = room
    hands = [
        hand
        for token in load["hands"]
        for hand in await listen(1, load["ports"][0], path, token, since, {})
    ]
    strokes = [stroke(load["draft"]) for _ in range(int(load["rate"] * load["seconds"]))]
    sent: dict[bytes, float] = {}
    wanted = len(strokes) * share * len(rooms)
    before, start = measure.cpu(load["pids"]), time.perf_counter() + 0.2
    for index, (command, text) in enumerate(strokes):
        await asyncio.sleep(max(0, start + index / load["rate"] - time.perf_counter()))
        heard[command.encode()] = []
        sent[command.encode()] = time.perf_counter()
        hands[index % len(hands)].send(text)
    limit = time.perf_counter() + 15
    while sum(map(len, heard.values())) < wanted and time.perf_counter() < limit:
        await asyncio.sleep(0.05)
    spent = measure.cpu(load["pids"]) - before
    latencies = sorted((at - sent[key]) * 1000 for key, times in heard.items() for at in times)
    return {
        "wanted": wanted,
        "made": len(latencies),
        "p50": measure.quantile(latencies, 0.5),
        "p99": measure.quantile(latencies, 0.99),
        "cpu_per_1000": spent / max(1, len(latencies)) * 1000,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.load(sys.stdin)))))
