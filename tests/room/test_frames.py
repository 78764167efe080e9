"""What goes to a whole room: one frame of it, and the pulse with whatever is on its way."""

import asyncio
import json
from uuid import uuid4

import pytest
from websockets.frames import Frame, Opcode

from slowfilm.room.fan_out import Room, Seat
from slowfilm.server.shared_frames import frame_of


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_a_text_is_framed_as_the_standard_says(size: int) -> None:
    text = ("雨 rain " * size)[:size]
    assert frame_of(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


class Ear:
    """Somebody in the room."""

    def __init__(self) -> None:
        self.heard: list[list[dict[str, object]]] = []

    async def deliver(self, text: str) -> None:
        self.heard.append(json.loads(text))

    async def dismiss(self, code: int) -> None:
        self.heard.append([{"type": "dismissed"}])


def a_room(cursor: int) -> tuple[Room, Ear]:
    """A room that stands at `cursor`, and one who listens."""
    room, ear = Room(), Ear()
    seat = Seat(uuid4(), uuid4(), "a credential", ear)
    seat.begin(since=cursor, known=cursor)
    room.enter(seat)
    room.begin(cursor)
    assert room.admit(seat)
    return room, ear


async def test_a_pulse_goes_with_the_entries_and_says_what_was_sent() -> None:
    room, ear = a_room(4)
    room.pulse_due = True
    room.take(5, '{"type":"entry","seq":5}')
    await room.drain()
    assert ear.heard == [[{"type": "entry", "seq": 5}, {"type": "pulse", "seq": 5}]]


async def test_a_pulse_goes_alone_where_nothing_else_does() -> None:
    room, ear = a_room(4)
    room.pulse_due = True
    await asyncio.gather(room.drain(), room.drain())
    assert ear.heard == [[{"type": "pulse", "seq": 4}]]


async def test_a_line_that_breaks_keeps_nothing_from_the_others() -> None:
    room, ear = a_room(4)

    class Broken(Ear):
        async def deliver(self, text: str) -> None:
            raise ConnectionResetError

    broken = Seat(uuid4(), uuid4(), "a credential", Broken())
    broken.begin(since=4, known=4)
    room.enter(broken)
    assert room.admit(broken)
    for seq in (5, 6):
        room.take(seq, f'{{"type":"entry","seq":{seq}}}')
        await room.drain()
    assert [said["seq"] for frame in ear.heard for said in frame] == [5, 6]
    assert broken not in room.listeners
