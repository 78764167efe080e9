"""One hub a process: one Valkey subscription, each entry's text handed to every socket.

Nothing here is the truth: what the wire loses is read from the table on the pulse.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from uuid import UUID

import redis.asyncio
from django.conf import settings
from django.db import DatabaseError
from redis.exceptions import RedisError

from slowfilm.ledger import wire
from slowfilm.room import passing
from slowfilm.room.attendance import LOOK, Attendance
from slowfilm.room.fan_out import Room, Seat
from slowfilm.room.record import entries_after, heads, in_thread

log = logging.getLogger(__name__)

PULSE = 3.0  # seconds between looks at the table
RIDE = 1.0  # seconds a pulse waits for something to go with: alone it would hold entries up
PASSING = 0.050  # seconds that passing messages are gathered
PATIENCE = 10.0  # seconds a socket may lag behind
GRACE = 0.030  # seconds for entries that overtook each other
LAGGING = 4408  # close code
KEEP = 3600  # seconds that a presenter's last word is kept after it
KEPT = f'"type":"{passing.KEPT}"'
ABOUT_MEMBERS = {"member-removed", "roles-changed"}


class Hub:
    """The connections of this process, and its rooms."""

    def __init__(self) -> None:
        self.attendance = Attendance(self.close)
        self.rooms: dict[UUID, Room] = {}
        self.tasks: set[asyncio.Task[Any]] = set()
        self.running = False
        self.valkey: redis.asyncio.Redis | None = None

    def arrive(self, seat: Seat, roles: list[str]) -> None:
        """Take note of a new connection. It is in no room until its hello."""
        self.attendance.arrive(seat, roles)
        if not self.running:
            self.running = True
            for work in (
                self._listen(),
                self._pass_on(),
                self._every(PULSE, self.beat),
                self._every(LOOK, self.attendance.look),
            ):
                self._spawn(work)

    async def enter(self, seat: Seat) -> None:
        """Take a seat into its film's room, where it listens once `admit` says so.

        Whoever comes first has the ledger's head read; what is published meanwhile is kept.
        """
        room = self.rooms.setdefault(seat.film_id, Room())
        room.enter(seat)
        async with room.ordering:
            if room.cursor is None:
                seqs = await in_thread(heads, [seat.film_id])
                room.kept = await self._kept(seat.film_id) | room.kept
                room.begin(seqs.get(seat.film_id, 0))
                self._spawn(self._fill(seat.film_id, room))

    def admit(self, seat: Seat) -> bool:
        """Let a seat listen if it has what its room has. False: it must read on first."""
        room = self.rooms.get(seat.film_id)
        return room is not None and room.admit(seat)

    async def remind(self, seat: Seat) -> None:
        """Tell one who listens now what was said before and still holds."""
        if room := self.rooms.get(seat.film_id):
            await room.remind(seat)

    def leave(self, seat: Seat) -> None:
        """Forget a connection for good, and its room with the last one."""
        seat.gone = True
        self.attendance.forget(seat)
        if room := self.rooms.get(seat.film_id):
            room.leave(seat)
            if not room.seats:
                del self.rooms[seat.film_id]

    async def close(self, seat: Seat, code: int) -> None:
        """End a connection."""
        self.leave(seat)
        await seat.socket.dismiss(code)

    def gather(self, seat: Seat, kind: str, message: dict[str, Any]) -> None:
        """Take a passing message from one of our sockets."""
        if room := self.rooms.get(seat.film_id):
            room.gather(str(seat.member), kind, message)

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
        if kind == "passing":
            if room is not None:
                room.kept |= to_keep(json.loads(data)) if KEPT in data else {}
                room.pass_on(data)
                self._spawn(room.drain())
            return
        seq, verb, text = data.split(" ", 2)
        if verb in ABOUT_MEMBERS:
            self._spawn(self.attendance.heard(film_id, verb, json.loads(text)["payload"]))
        if room is not None:
            complete = room.take(int(seq), text)
            self._spawn(room.drain() if complete else self._fill(film_id, room))

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

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        """Do something again and again, whatever becomes of it."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await work()
            except DatabaseError as error:
                log.warning("the record cannot be reached; it is tried again: %s", error)
            except Exception:
                log.exception("a look at the record failed; it is tried again")

    async def beat(self) -> None:
        """Look at the table: what the wire lost, and who has fallen behind."""
        films = list(self.rooms)
        if not films:
            return
        seqs = await in_thread(heads, films)
        now = time.monotonic()
        for film_id in films:
            room = self.rooms.get(film_id)
            if room is None:
                continue
            await self._catch_up(film_id, room, seqs.get(film_id, 0))
            for seat in room.behind(now, PATIENCE):
                await self.close(seat, LAGGING)
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

    async def _publish(self, film_id: UUID, batch: list[dict[str, Any]]) -> None:
        """Send what passes. What is kept lies there first, so whoever comes has it or hears it."""
        assert self.valkey is not None
        text = json.dumps({"type": "passing", "batch": batch}, separators=(",", ":"))
        async with self.valkey.pipeline(transaction=False) as line:
            for member, kept_text in to_keep({"batch": batch}).items():
                line.hset(wire.kept_key(film_id), member, kept_text)
                line.expire(wire.kept_key(film_id), KEEP)
            line.publish(wire.passing_channel(film_id), text)
            await line.execute()

    async def _kept(self, film_id: UUID) -> dict[str, str]:
        """What was said last, wherever; nothing where it can't be asked: it is said again soon."""
        if self.valkey is None:
            return {}
        try:
            entries: Any = await self.valkey.hgetall(wire.kept_key(film_id))
        except (RedisError, OSError):
            return {}
        return {member.decode(): text.decode() for member, text in entries.items()}

    async def _pass_on(self) -> None:
        while True:
            await asyncio.sleep(PASSING)
            for film_id, room in list(self.rooms.items()):
                if not room.passing or self.valkey is None:
                    continue
                batch, room.passing = list(room.passing.values()), {}
                try:
                    await self._publish(film_id, batch)
                except (RedisError, OSError):
                    log.debug("passing messages dropped")


def to_keep(message: dict[str, Any]) -> dict[str, str]:
    """Of a batch of passing messages those that are told to whoever comes, by member."""
    return {
        item["member"]: json.dumps(item, separators=(",", ":"))
        for item in message.get("batch", ())
        if item["type"] == passing.KEPT
    }
