"""The load of the fan-out bench, a process of its own: N listen while one hand draws.

python -m tests.benchmarks.load PORT PATH TOKEN DRAFT LISTENERS RATE SECONDS [PORT2]
prints one JSON object: latencies in ms, deliveries wanted and made, acks.
"""

import asyncio
import json
import random
import sys
import time
from uuid import uuid4

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


async def run(
    ports: list[int], path: str, token: str, draft: str, listeners: int, rate: float, seconds: float
) -> dict[str, object]:
    """The load itself."""
    heard: dict[bytes, list[float]] = {}
    share = listeners // len(ports)
    rooms = [await listen(share, "127.0.0.1", port, path, token, heard) for port in ports]
    hand = (await listen(1, "127.0.0.1", ports[0], path, token, {}))[0]
    strokes = [stroke(draft) for _ in range(int(rate * seconds))]
    sent: dict[bytes, float] = {}
    start = time.perf_counter() + 0.2
    for index, (command, text) in enumerate(strokes):
        await asyncio.sleep(max(0, start + index / rate - time.perf_counter()))
        heard[command.encode()] = []
        sent[command.encode()] = time.perf_counter()
        hand.send(text)
    wanted = len(strokes) * share * len(ports)
    limit = time.perf_counter() + 15
    while sum(map(len, heard.values())) < wanted and time.perf_counter() < limit:
        await asyncio.sleep(0.05)
    latencies = [(at - sent[key]) * 1000 for key, times in heard.items() for at in times]
    frames = sum(one.frames for room in rooms for one in room)
    return {
        "latencies": sorted(latencies),
        "wanted": wanted,
        "made": len(latencies),
        "frames": frames,
    }


if __name__ == "__main__":
    port, path, token, draft, listeners, rate, seconds, *more = sys.argv[1:]
    ports = [int(port), *(int(p) for p in more)]
    work = run(ports, path, token, draft, int(listeners), float(rate), float(seconds))
    print(json.dumps(asyncio.run(work)))
