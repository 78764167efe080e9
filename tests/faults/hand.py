"""Somebody who draws without pause and never gives up: reconnects, catches up, sends again."""

import asyncio
import json
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

FALLEN = (OSError, WebSocketException, TimeoutError)
PACE = 0.05  # seconds between two strokes: a hand's, not a wait
AGAIN = 0.2  # seconds before it tries again


class Hand:
    """What its screen holds is `entries`, by seq; what was promised to it is `acked`, by id."""

    def __init__(self, url: str, token: str, draft: str) -> None:
        self.url, self.token, self.draft = url, token, draft
        self.entries: dict[int, dict[str, Any]] = {}
        self.acked: dict[str, int] = {}
        self.waiting: list[dict[str, Any]] = []
        self.seen_twice: list[int] = []
        self.falls = 0
        self.put_off = 0

    async def draw(self, until: asyncio.Event) -> None:
        """Until told to stop and everything drawn has been acknowledged."""
        while not (until.is_set() and not self.waiting):
            try:
                headers = {"Authorization": f"Bearer {self.token}"}
                async with connect(self.url, additional_headers=headers, max_size=None) as line:
                    await self._talk(line, until)
            except FALLEN:
                self.falls += 1
                await asyncio.sleep(AGAIN)

    async def catch_up(self, head: int) -> None:
        """Listen until everything up to `head` is on the screen."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with asyncio.timeout(20):
            async with connect(self.url, additional_headers=headers, max_size=None) as line:
                await line.send(json.dumps({"type": "hello", "since": self._since()}))
                while self._since() < head:
                    self._hear(await line.recv())

    async def _talk(self, line: Any, until: asyncio.Event) -> None:
        await line.send(json.dumps({"type": "hello", "since": self._since()}))
        for stroke in list(self.waiting):
            await line.send(json.dumps(stroke))
        listening = asyncio.create_task(self._listen(line))
        try:
            while not listening.done() and not (until.is_set() and not self.waiting):
                if not until.is_set() and len(self.waiting) < 8:
                    stroke = self._stroke()
                    self.waiting.append(stroke)
                    await line.send(json.dumps(stroke))
                await asyncio.sleep(PACE)
        finally:
            listening.cancel()
            (outcome,) = await asyncio.gather(listening, return_exceptions=True)
        if isinstance(outcome, Exception):
            raise outcome

    async def _listen(self, line: Any) -> None:
        while True:
            for again in self._hear(await asyncio.wait_for(line.recv(), 10)):
                await asyncio.sleep(AGAIN)
                await line.send(json.dumps(again))

    def _hear(self, frame: str | bytes) -> list[dict[str, Any]]:
        """Take in what came; what is to be sent again."""
        again = []
        for message in json.loads(frame):
            match message["type"]:
                case "entry":
                    self._take(message)
                case "ack":
                    self.acked[message["id"]] = message["seq"]
                    self.waiting = [s for s in self.waiting if s["id"] != message["id"]]
                case "refused":
                    assert message["code"] == "unavailable", message
                    self.put_off += 1
                    again += [s for s in self.waiting if s["id"] == message["id"]]
        return again

    def _take(self, entry: dict[str, Any]) -> None:
        before = self.entries.setdefault(entry["seq"], entry)
        assert before == entry, "the same seq told two ways"
        if before is not entry:
            self.seen_twice.append(entry["seq"])

    def _since(self) -> int:
        """Up to where nothing is missing."""
        seq = 0
        while seq + 1 in self.entries:
            seq += 1
        return seq

    def _stroke(self) -> dict[str, Any]:
        points = [[x * 500, x * 300, 500, 10, -10] for x in range(30)]
        ink = {"frame": 7, "tool": "pen", "colour": "#e8b04b", "width": 40, "points": points}
        return {"type": "draw-stroke", "id": str(uuid4()), "draft": self.draft, **ink}
