"""One film's sockets in one process, and the order in which they hear of things."""

import asyncio
import logging
import math
from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

log = logging.getLogger(__name__)

GAP = 0.020  # seconds after a batch; bounds the frames a socket gets in a second
TURN = 32  # sockets served before others (and acks) get their turn
PASSING = 0  # the seq of what is no entry


class Socket(Protocol):
    """What a room needs of a socket."""

    async def deliver(self, text: str) -> None:
        """Hand over one frame of text."""

    async def dismiss(self, code: int) -> None:
        """Close."""


class Batch:
    """What leaves together: entries in order of seq, and passing things among them."""

    def __init__(self, items: list[tuple[int, str]]) -> None:
        self.items = items
        self.text = _array(text for _seq, text in items)  # made once, for all
        entries = [seq for seq, _text in items if seq != PASSING]
        self.first: float = entries[0] if entries else math.inf
        self.last = entries[-1] if entries else 0

    def after(self, cursor: int) -> str:
        """The text for one who was told everything up to `cursor`; empty if nothing is left."""
        left = [text for seq, text in self.items if seq == PASSING or seq > cursor]
        return _array(left) if left else ""


class Seat:
    """One connection: whose it is, and the last entry it was told. The cursor never goes back."""

    def __init__(self, film_id: UUID, member: UUID, came_by: Any, socket: Socket) -> None:
        self.film_id, self.member = film_id, member
        self.came_by = came_by  # the credential; what it is worth is asked elsewhere
        self.socket = socket
        self.roles: list[str] = []
        self.cursor: int | None = None  # until the first hello
        self.seen = 0  # the last entry that the client says it has on its screen
        self.spoke = False
        self.gone = False

    def begin(self, since: int, known: int) -> int:
        """Where this connection is told from: after what its client has, or was told already.

        A `since` that the ledger, standing at `known`, can't have given is of another ledger.
        """
        claimed = since if 0 <= since <= known else 0
        self.cursor = max(claimed, self.cursor or 0)
        return self.cursor

    async def page(self, entries: list[tuple[int, str]]) -> None:
        """Tell what was missed, which follows on what was told."""
        self.cursor = entries[-1][0]
        await self.socket.deliver(_array(text for _seq, text in entries))

    def hear(self, batch: Batch) -> str:
        """What is new to it in a batch, and told with this. Asked once for each delivery."""
        assert self.cursor is not None
        text = batch.text if self.cursor < batch.first else batch.after(self.cursor)
        if batch.last > self.cursor:
            self.cursor = batch.last
        return text


class Room:
    """A film's connections in this process, from their hello on, and what they are to be told.

    Each connection is told every entry after the one it began at, once, in order of seq:
    - `cursor` is where the ledger stood when the room was made, read from the table, and from then
      on the last entry put in the outbox. Into the outbox each entry goes once, in order.
    - A seat reads pages of the table until it has what the room has; only then does it listen.
      Between that question and its answer nothing is awaited, so every entry after the seat's
      cursor is still to be put in the outbox, or waits there.
    - What the outbox holds up to the seat's cursor is left out for that seat.
    - The room lives while anybody is in it, reading or listening.
    """

    def __init__(self) -> None:
        self.seats: set[Seat] = set()
        self.listeners: set[Seat] = set()  # those of them that have what the room has
        self.cursor: int | None = None  # until it was read
        self.early: dict[int, str] = {}  # entries that came before their turn
        self.outbox: list[tuple[int, str]] = []
        self.passing: dict[tuple[str, str], dict[str, Any]] = {}  # from our sockets, to be sent
        self.kept: dict[str, str] = {}  # by member, what whoever comes is told first
        self.marks: list[tuple[float, int]] = []  # (time, cursor) at the last pulses
        self.draining = False
        self.pulse_due = False
        self.ordering = asyncio.Lock()  # one reader of what is missing

    def enter(self, seat: Seat) -> None:
        """Take a seat in that has yet to read what it missed."""
        self.seats.add(seat)
        self.listeners.discard(seat)

    def admit(self, seat: Seat) -> bool:
        """Let a seat listen. False: it must read on first, or the room does not know yet."""
        if seat not in self.seats or self.cursor is None or seat.cursor is None:
            return False
        if seat.cursor < self.cursor:
            return False
        self.listeners.add(seat)
        return True

    def leave(self, seat: Seat) -> None:
        """Forget a seat."""
        self.seats.discard(seat)
        self.listeners.discard(seat)

    def begin(self, head: int) -> None:
        """Stand where the ledger stands; what came meanwhile follows on that."""
        self.cursor = head
        self.early = {seq: text for seq, text in self.early.items() if seq > head}
        self._in_order()

    def take(self, seq: int, text: str) -> bool:
        """Accept an entry from the wire or the table. False when something before it is missing."""
        if self.cursor is None:
            self.early[seq] = text
            return True
        if seq > self.cursor:
            self.early[seq] = text
        self._in_order()
        return not self.early

    def _in_order(self) -> None:
        assert self.cursor is not None
        while (following := self.early.pop(self.cursor + 1, None)) is not None:
            self.cursor += 1
            self.outbox.append((self.cursor, following))

    def pass_on(self, text: str) -> None:
        """Send what passes."""
        self.outbox.append((PASSING, text))

    async def remind(self, seat: Seat) -> None:
        """Tell one who comes what was said last and still holds."""
        if self.kept:
            batch = ",".join(self.kept.values())
            await seat.socket.deliver(f'[{{"type":"passing","batch":[{batch}]}}]')

    def gather(self, member: str, kind: str, message: dict[str, Any]) -> None:
        """Keep a member's latest of a kind; strokes are joined: each message is only a tail."""
        before = self.passing.get((member, kind))
        if kind in ("ink", "brush") and before and before["stroke"] == message["stroke"]:
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

    def _batch(self) -> Batch:
        """All that is to be sent now; a pulse that is due goes with it."""
        items, self.outbox = self.outbox, []
        if self.pulse_due:
            items.append((PASSING, f'{{"type":"pulse","seq":{self.cursor}}}'))
            self.pulse_due = False
        return Batch(items)

    async def _send(self, batch: Batch) -> None:
        waiting = list(self.listeners)
        for start in range(0, len(waiting), TURN):
            for seat in waiting[start : start + TURN]:
                try:
                    if seat in self.listeners and (text := seat.hear(batch)):
                        await seat.socket.deliver(text)
                except Exception:  # whatever one line has, the others are told
                    log.exception("a line could not be written to; it is let go")
                    self.listeners.discard(seat)
            await asyncio.sleep(0)

    def behind(self, now: float, allowed: float) -> list[Seat]:
        """Seats that have not seen what was sent more than `allowed` seconds ago."""
        old = [cursor for at, cursor in self.marks if at < now - allowed]
        return [seat for seat in self.listeners if old and seat.seen < old[-1]]

    def mark(self, now: float, keep: float) -> None:
        """Remember where the room stands now, and forget what is older than `keep` seconds."""
        if self.cursor is not None:
            self.marks = [m for m in self.marks if m[0] > now - keep] + [(now, self.cursor)]


def _array(texts: Iterable[str]) -> str:
    return "[" + ",".join(texts) + "]"
