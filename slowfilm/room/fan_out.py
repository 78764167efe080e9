"""One film's sockets in one process, and the order in which they hear of things."""

import asyncio
from typing import Any, Protocol
from uuid import UUID

GAP = 0.020  # seconds after a batch; bounds the frames a socket gets in a second
TURN = 32  # sockets served before others (and acks) get their turn


class Socket(Protocol):
    """What a room needs of a socket."""

    member: UUID
    door: str  # what it came in by: a session's key, a token's digest
    seen: int

    async def deliver(self, text: str) -> None:
        """Hand over one frame of text."""

    async def dismiss(self, code: int) -> None:
        """Close."""


class Room:
    """Entries leave in order of seq, each once. What comes while a batch is sent leaves next."""

    def __init__(self, seq: int) -> None:
        self.sockets: set[Socket] = set()
        self.cursor = seq  # the last entry that was put in the outbox
        self.early: dict[int, str] = {}  # entries that came before their turn
        self.outbox: list[str] = []
        self.passing: dict[tuple[str, str], dict[str, Any]] = {}  # from our sockets, to be sent
        self.marks: list[tuple[float, int]] = []  # (time, cursor) at the last pulses
        self.draining = False
        self.pulse_due = False
        self.ordering = asyncio.Lock()  # one reader of what is missing

    def take(self, seq: int, text: str) -> bool:
        """Accept an entry from the wire. False when something before it is missing."""
        if seq > self.cursor:
            self.early[seq] = text
        while (following := self.early.pop(self.cursor + 1, None)) is not None:
            self.cursor += 1
            self.outbox.append(following)
        return not self.early

    def gather(self, member: str, kind: str, message: dict[str, Any]) -> None:
        """Keep a member's latest of a kind; ink is joined, since each message is only its tail."""
        before = self.passing.get((member, kind))
        if kind == "ink" and before and before["stroke"] == message["stroke"]:
            message = {
                **message,
                "start": before["start"],
                "points": [*before["points"], *message["points"]],
            }
        self.passing[(member, kind)] = {"type": kind, "member": member, **message}

    async def drain(self) -> None:
        """Send what is in the outbox, as one array a batch, until it stays empty."""
        if self.draining:
            return
        self.draining = True
        try:
            while self.outbox or self.pulse_due:
                await self._send(self._batch())
                await asyncio.sleep(GAP)
        finally:
            self.draining = False

    def _batch(self) -> str:
        """All that is to be sent now, as one array; a pulse that is due goes with it."""
        texts, self.outbox = self.outbox, []
        if self.pulse_due:
            texts.append(f'{{"type":"pulse","seq":{self.cursor}}}')
            self.pulse_due = False
        return "[" + ",".join(texts) + "]"

    async def _send(self, text: str) -> None:
        waiting = list(self.sockets)
        for start in range(0, len(waiting), TURN):
            for socket in waiting[start : start + TURN]:
                if socket in self.sockets:
                    await socket.deliver(text)
            await asyncio.sleep(0)

    def behind(self, now: float, allowed: float) -> list[Socket]:
        """Sockets that have not seen what was sent more than `allowed` seconds ago."""
        old = [cursor for at, cursor in self.marks if at < now - allowed]
        return [socket for socket in self.sockets if old and socket.seen < old[-1]]

    def mark(self, now: float, keep: float) -> None:
        """Remember where the room stands now, and forget what is older than `keep` seconds."""
        self.marks = [m for m in self.marks if m[0] > now - keep] + [(now, self.cursor)]
