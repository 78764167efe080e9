"""One hub a process: one Valkey subscription, each entry's text handed to every socket.

Nothing here is the truth: what the wire loses is read from the table on the pulse.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

import redis.asyncio
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from psycopg_pool import PoolTimeout
from redis.exceptions import RedisError

from slowfilm.ledger import wire
from slowfilm.ledger.models import Entry, Head
from slowfilm.room.fan_out import Room, Seat

log = logging.getLogger(__name__)
T = TypeVar("T")

PULSE = 3.0  # seconds between looks at the table
RIDE = 1.0  # seconds a pulse waits for something to go with: alone it would hold entries up
PASSING = 0.050  # seconds that passing messages are gathered
PATIENCE = 10.0  # seconds a socket may lag behind
GRACE = 0.030  # seconds for entries that overtook each other
PAGE = 200  # entries read at once
SIGNED_OUT, REMOVED, LAGGING = 4401, 4403, 4408  # close codes

# Commands and reads have a few threads of their own: one shared thread would queue them all.
pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="room")


async def in_thread(work: Callable[..., T], *args: Any) -> T:
    """Run database work in the room's pool, whose threads keep their connections.

    A connection that Postgres has dropped meanwhile shows only when it is used: then the work is
    done once more on a fresh one. It can be: reading is harmless, and a command is done once.
    """

    def run() -> T:
        try:
            return work(*args)
        except (OperationalError, InterfaceError) as error:
            if isinstance(error.__cause__, PoolTimeout):
                raise  # it was waited for already, and nobody is there
            connection.close()
            return work(*args)

    return await asyncio.get_running_loop().run_in_executor(pool, run)


def entries_after(film_id: UUID, since: int, upto: int | None = None) -> list[tuple[int, str]]:
    """A page of (seq, text) after `since`, in order."""
    rows = Entry.objects.filter(film_id=film_id, seq__gt=since)
    if upto is not None:
        rows = rows.filter(seq__lte=upto)
    return [(entry.seq, wire.text(entry)) for entry in rows.order_by("seq")[:PAGE]]


def heads(film_ids: list[UUID]) -> dict[UUID, int]:
    """Where each film's ledger stands."""
    return dict(Head.objects.filter(film_id__in=film_ids).values_list("film_id", "seq"))


class Hub:
    """The rooms of this process.

    `present` says which members a film still has; `shut` which of the doors that sockets came in
    by are closed by now: a session ends when one signs out, a token when it is revoked.
    """

    def __init__(
        self,
        present: Callable[[list[UUID]], dict[UUID, set[UUID]]],
        shut: Callable[[set[str]], set[str]],
    ) -> None:
        self.present = present
        self.shut = shut
        self.rooms: dict[UUID, Room] = {}
        self.tasks: set[asyncio.Task[Any]] = set()
        self.running = False
        self.valkey: redis.asyncio.Redis | None = None

    async def enter(self, seat: Seat) -> None:
        """Take a seat into its film's room, where it listens once `admit` says so.

        Whoever comes first has the ledger's head read; what is published meanwhile is kept.
        """
        if not self.running:
            self.running = True
            for work in (self._listen(), self._pulse(), self._pass_on()):
                self._spawn(work)
        room = self.rooms.setdefault(seat.film_id, Room())
        room.enter(seat)
        async with room.ordering:
            if room.cursor is None:
                found = await in_thread(heads, [seat.film_id])
                room.begin(found.get(seat.film_id, 0))
                self._spawn(self._fill(seat.film_id, room))

    def admit(self, seat: Seat) -> bool:
        """Let a seat listen if it has what its room has. False: it must read on first."""
        room = self.rooms.get(seat.film_id)
        return room is not None and room.admit(seat)

    def leave(self, seat: Seat) -> None:
        """Forget a seat for good, and its room with the last one."""
        seat.gone = True
        if room := self.rooms.get(seat.film_id):
            room.leave(seat)
            if not room.seats:
                del self.rooms[seat.film_id]

    def gather(self, film_id: UUID, member: UUID, kind: str, message: dict[str, Any]) -> None:
        """Take a passing message from one of our sockets."""
        if room := self.rooms.get(film_id):
            room.gather(str(member), kind, message)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _listen(self) -> None:
        while True:
            try:
                self.valkey = redis.asyncio.Redis.from_url(
                    settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=2
                )
                async with self.valkey.pubsub() as subscription:
                    await subscription.psubscribe(wire.channel("*"), wire.passing_channel("*"))
                    async for message in subscription.listen():
                        if message["type"] == "pmessage":
                            self.heard(message["channel"].decode(), message["data"].decode())
            except (RedisError, OSError) as error:
                log.warning("the wire is down, the pulse goes on: %s", error)
                await asyncio.sleep(0.5)

    def heard(self, channel: str, data: str) -> None:
        """Take in one message of the wire."""
        kind, _, film = channel.partition(":")
        film_id = UUID(film)
        room = self.rooms.get(film_id)
        if room is None:
            return
        if kind == "passing":
            room.pass_on(data)
            self._spawn(room.drain())
            return
        seq, verb, text = data.split(" ", 2)
        complete = room.take(int(seq), text)
        self._spawn(room.drain() if complete else self._fill(film_id, room))
        if verb == "member-removed":
            self._spawn(self._dismiss(room, UUID(json.loads(text)["payload"]["member"])))

    async def _fill(self, film_id: UUID, room: Room) -> None:
        """Read what is missing, once a process. Swapped entries get a moment to sort themselves."""
        await asyncio.sleep(GRACE)
        async with room.ordering:
            while room.early and room.cursor is not None:
                upto = min(room.early)
                page = await in_thread(entries_after, film_id, room.cursor, upto)
                for seq, text in page:
                    room.take(seq, text)
                if not page:
                    break
        await room.drain()

    async def _dismiss(self, room: Room, member: UUID) -> None:
        for seat in [s for s in room.seats if s.socket.member == member]:
            await self._close(seat, REMOVED)

    async def _close(self, seat: Seat, code: int) -> None:
        self.leave(seat)
        await seat.socket.dismiss(code)

    async def _pulse(self) -> None:
        while True:
            await asyncio.sleep(PULSE)
            try:
                await self.beat()
            except DatabaseError as error:
                log.warning("the pulse could not read the ledger; it tries again: %s", error)
            except Exception:
                log.exception("the pulse failed; it tries again")

    async def beat(self) -> None:
        """Look at the table: what the wire lost, who is still here, who has fallen behind."""
        films = list(self.rooms)
        if not films:
            return
        found, present = await in_thread(heads, films), await in_thread(self.present, films)
        doors = {seat.socket.door for room in self.rooms.values() for seat in room.seats}
        shut = await in_thread(self.shut, doors)
        now = time.monotonic()
        for film_id in films:
            room = self.rooms.get(film_id)
            if room is None:
                continue
            await self._catch_up(film_id, room, found.get(film_id, 0))
            for seat in list(room.seats):
                if seat.socket.member not in present.get(film_id, set()):
                    await self._close(seat, REMOVED)
                elif seat.socket.door in shut:
                    await self._close(seat, SIGNED_OUT)
            for seat in room.behind(now, PATIENCE):
                await self._close(seat, LAGGING)
            room.mark(now, 2 * PATIENCE)
            room.pulse_due = True
            self._spawn(self._pulse_alone(room))

    async def _pulse_alone(self, room: Room) -> None:
        await asyncio.sleep(RIDE)
        if room.pulse_due:
            await room.drain()

    async def _catch_up(self, film_id: UUID, room: Room, head: int) -> None:
        async with room.ordering:
            while room.cursor is not None and room.cursor < head:
                page = await in_thread(entries_after, film_id, room.cursor, head)
                for seq, text in page:
                    room.take(seq, text)
                await room.drain()
                if not page:
                    break

    async def _pass_on(self) -> None:
        while True:
            await asyncio.sleep(PASSING)
            for film_id, room in list(self.rooms.items()):
                if not room.passing or self.valkey is None:
                    continue
                batch, room.passing = list(room.passing.values()), {}
                text = json.dumps({"type": "passing", "batch": batch}, separators=(",", ":"))
                try:
                    await self.valkey.publish(wire.passing_channel(film_id), text)
                except (RedisError, OSError):
                    log.debug("passing messages dropped")
