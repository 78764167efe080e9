"""A sitting as a calendar file: RFC 5545, with one event.

Its UID stays and its SEQUENCE grows with every change: so a calendar knows what it has already.
Times are in UTC: a moment needs no table of time zones to be shown in the reader's own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

LONGEST = 75  # octets of a line


@dataclass(frozen=True)
class Event:
    """What a calendar is told. `guests` are pairs of name and address."""

    id: UUID
    sequence: int
    method: Literal["REQUEST", "CANCEL"]
    title: str
    begins_at: datetime
    minutes: int
    words: str
    link: str
    organizer: tuple[str, str] | None
    guests: Iterable[tuple[str, str]]
    stamp: datetime


def written(event: Event) -> str:
    """The file's text, its lines ended as the standard asks."""
    return "".join(f"{fold(line)}\r\n" for line in _lines(event))


def _lines(event: Event) -> Iterator[str]:
    ends_at = event.begins_at + timedelta(minutes=event.minutes)
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Slowfilm//Sittings//EN")
    yield f"METHOD:{event.method}"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@slowfilm"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_utc(event.stamp)}"
    yield f"DTSTART:{_utc(event.begins_at)}"
    yield f"DTEND:{_utc(ends_at)}"
    yield f"SUMMARY:{escaped(event.title)}"
    yield f"DESCRIPTION:{escaped(event.words)}"
    yield f"URL:{event.link}"
    yield f"LOCATION:{escaped(event.link)}"
    yield f"STATUS:{'CANCELLED' if event.method == 'CANCEL' else 'CONFIRMED'}"
    if event.organizer:
        name, address = event.organizer
        yield f"ORGANIZER;CN={_quoted(name)}:mailto:{address}"
    for name, address in event.guests:
        yield f"ATTENDEE;CN={_quoted(name)};ROLE=REQ-PARTICIPANT:mailto:{address}"
    yield from ("END:VEVENT", "END:VCALENDAR")


def escaped(text: str) -> str:
    """A text as a value: what separates values is escaped, and a line's end is written out."""
    for plain_text, other in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain_text, other)
    return "\\n".join(text.splitlines())


def fold(line: str) -> str:
    """A line in pieces of at most 75 octets, no character cut in two."""
    pieces, piece, room = [], b"", LONGEST
    for character in line:
        bytes_ = character.encode()
        if len(piece) + len(bytes_) > room:
            pieces.append(piece)
            piece, room = b"", LONGEST - 1  # a space begins each further piece
        piece += bytes_
    return "\r\n ".join(part.decode() for part in [*pieces, piece])


def _quoted(name: str) -> str:
    """A parameter's value. It may hold no quotes, whatever somebody is called."""
    return '"' + " ".join(name.replace('"', "'").split()) + '"'


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
