"""The conversation of one websocket, /ws/films/FILM/; docs/protocol.md is its full text."""

import json
import logging
import time
from typing import Any
from uuid import UUID

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from pydantic import BaseModel, ConfigDict, ValidationError

from slowfilm.films.access import find_member
from slowfilm.films.authority import MemberActor
from slowfilm.films.models import Member
from slowfilm.films.pace import pace
from slowfilm.ledger import Refused
from slowfilm.ledger.action import what_is_wrong
from slowfilm.room import commands, passing
from slowfilm.room.attendance import SIGNED_OUT, may
from slowfilm.room.fan_out import Seat
from slowfilm.room.hub import Hub
from slowfilm.room.record import entries_after, heads, in_thread
from slowfilm.room.websocket_auth import identify, language_of

log = logging.getLogger(__name__)
PROTOCOL = 1
PASSING_A_SECOND = 60
NO_FILM, COME_AGAIN = 4404, 4503  # close codes, with the hub's

UNAVAILABLE = Refused(
    "unavailable", _("The record cannot be reached just now. It will be sent again.")
)

hub = Hub()


class Hello(BaseModel):
    """The first message: what the client has already."""

    model_config = ConfigDict(extra="forbid")
    since: int = 0


class Seen(BaseModel):
    """What the client has on its screen."""

    model_config = ConfigDict(extra="forbid")
    seq: int


class RoomSocket(AsyncWebsocketConsumer):
    """One member's line to one film's room."""

    film_id: UUID
    actor: MemberActor
    seat: Seat  # once it is known who is calling

    async def __call__(self, *asgi: Any) -> None:
        """The whole life of the line. However it ends, the room forgets it."""
        try:
            await super().__call__(*asgi)  # type: ignore[no-untyped-call]
        finally:
            if hasattr(self, "seat"):
                hub.leave(self.seat)

    async def connect(self) -> None:
        """Accept first, so that the client learns the reason as a close code."""
        await self.accept()
        self.film_id = self.scope["url_route"]["kwargs"]["film_id"]
        self.language = language_of(self.scope)
        self.allowance, self.counted_at = float(PASSING_A_SECOND), time.monotonic()
        try:
            await self.enter()
        except DatabaseError as error:
            await self.send_away(error)

    async def enter(self) -> None:
        """Find out who is calling, and whether they may."""
        caller = await in_thread(identify, self.scope)
        if caller is None:
            await self.close(SIGNED_OUT)
            return
        user, credential = caller
        member = await in_thread(find_member, self.film_id, user.id, credential)
        if member is None:
            await self.close(NO_FILM)
            return
        self.actor = member.actor
        self.seat = Seat(self.film_id, member.id, credential, self)
        hub.arrive(self.seat, member.roles)

    async def disconnect(self, code: int) -> None:
        """Leave the room, and say so."""
        if hasattr(self, "seat"):
            hub.gather(self.seat, "here", {"draft": None, "away": True})

    async def dispatch(self, message: dict[str, Any]) -> None:
        """One event of the line. Channels' own would first tidy up the connections of a thread
        that is not used here: a hop for each message, before anybody heeds it."""
        await getattr(self, get_handler_name(message))(message)

    async def deliver(self, text: str) -> None:
        """One frame of text from the hub, by the shortest way: it is the room's heartbeat."""
        await self.base_send({"type": "websocket.send", "text": text})

    async def dismiss(self, code: int) -> None:
        """Close from the hub's side."""
        await self.close(code)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """One message of the client. Whatever is wrong with it, the socket lives."""
        if not hasattr(self, "seat") or self.seat.gone:
            return
        self.seat.spoke = True
        command: UUID | None = None
        try:
            message = read(text_data)
            command = id_of(message)
            if message["type"] in commands.COMMANDS:
                pace.keep(self.seat.member, len(text_data or ""))
            await self.answer(message)
        except Refused as refused:
            await self.refuse(command, refused)
        except ValidationError as error:
            with override(self.language):
                sentence = what_is_wrong(error)
            await self.refuse(command, Refused("malformed", sentence))
        except DatabaseError as error:
            if command is None:  # a hello: without an answer the client would wait
                await self.send_away(error)
                return
            log.warning("the record cannot be reached: %s", error)
            await self.refuse(command, UNAVAILABLE)
        except Exception:
            log.exception("a message could not be handled")
            await self.refuse(
                command, Refused("failed", _("Something failed here; it is not done."))
            )

    async def answer(self, message: dict[str, Any]) -> None:
        """Hello, seen, a passing message, or a command."""
        match message.pop("type"):
            case "hello":
                await self.welcome(Hello.model_validate(message).since)
            case "seen":
                self.seat.seen = max(self.seat.seen, Seen.model_validate(message).seq)
            case kind if kind in passing.KINDS:
                if self.within_allowance():
                    signal = passing.KINDS[kind].model_validate(message)
                    if may(self.seat, signal.right):
                        hub.gather(self.seat, kind, signal.as_told())
            case verb if verb in commands.COMMANDS:
                command = id_of(message)
                if command is None:
                    raise Refused("malformed", _("A command has an id, which is a UUID."))
                del message["id"]
                with override(self.language):
                    request = commands.parse(verb, message)
                seq = await in_thread(
                    commands.perform,
                    self.film_id,
                    self.actor,
                    self.language,
                    verb,
                    command,
                    request,
                )
                await self.say({"type": "ack", "id": str(command), "seq": seq})
            case other:
                raise Refused("unknown", _("There is no message “%s”.") % other[:60])

    async def welcome(self, since: int) -> None:
        """Say who is here and what was missed, then let the socket into the room."""
        await hub.enter(self.seat)
        seq, members = await in_thread(introduce, self.film_id)
        since = self.seat.begin(since, seq)
        await self.say(
            {
                "type": "welcome",
                "protocol": PROTOCOL,
                "seq": seq,
                "since": since,
                "you": str(self.seat.member),
                "members": members,
            }
        )
        self.seat.seen = max(since, seq)
        while not (self.seat.gone or hub.admit(self.seat)):
            missed = await in_thread(entries_after, self.film_id, self.seat.cursor)
            if not missed:  # the table is behind what was told: the site was put back to a backup
                await self.close(COME_AGAIN)
                return
            await self.seat.page(missed)
        await hub.remind(self.seat)

    def within_allowance(self) -> bool:
        """Sixty passing messages a second; more are dropped."""
        now = time.monotonic()
        earned = (now - self.counted_at) * PASSING_A_SECOND
        self.allowance = min(float(PASSING_A_SECOND), self.allowance + earned)
        self.counted_at = now
        if self.allowance < 1:
            return False
        self.allowance -= 1
        return True

    async def say(self, message: dict[str, Any]) -> None:
        """One message to this client alone. Every frame is an array."""
        await self.send(json.dumps([message], separators=(",", ":")))

    async def send_away(self, error: DatabaseError) -> None:
        """Close because nothing can be looked up just now; the client comes again by itself."""
        log.warning("the record cannot be reached: %s", error)
        await self.close(COME_AGAIN)

    async def refuse(self, command: UUID | None, refused: Refused) -> None:
        """Say no, and why."""
        about = str(command) if command else None
        with override(self.language):
            reason = str(refused.reason)
        await self.say({"type": "refused", "id": about, "code": refused.code, "reason": reason})


def id_of(message: dict[str, Any]) -> UUID | None:
    """The id of a command, if it is one."""
    try:
        return UUID(message.get("id"))
    except (TypeError, ValueError, AttributeError):
        return None


def read(text: str | None) -> dict[str, Any]:
    """One message as an object with a type. Raises Refused."""
    if text is None:
        raise Refused("malformed", _("Messages are JSON text."))
    if len(text.encode()) > settings.MESSAGE_LARGEST:
        raise Refused("too-large", _("A message may hold 64 KiB."))
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused("malformed", _("Messages are JSON text.")) from error
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise Refused("malformed", _("A message is an object with a type."))
    return message


def introduce(film_id: UUID) -> tuple[int, list[dict[str, Any]]]:
    """Where the film's ledger stands, and its members."""
    members = Member.objects.filter(film_id=film_id).select_related("user").order_by("joined_at")
    return heads([film_id]).get(film_id, 0), [
        {
            "id": str(member.id),
            "name": str(member),
            "roles": member.roles,
            "present": member.removed_at is None,
        }
        for member in members
    ]
