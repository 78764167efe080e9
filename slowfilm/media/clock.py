"""One line of time for a clip whose own clock does not run through.

Broadcast streams joined byte to byte begin to count anew where the next one begins, or go on hours
later. Each part is moved so that it begins where the part before it ends; picture and sound
of one part are moved by as much, so that they stay together.
"""

from dataclasses import dataclass
from fractions import Fraction

from av.packet import Packet
from av.stream import Stream

# Formats whose clock may jump ahead; in all others a gap is a pause, however long.
MAY_JUMP = ("mpegts", "mpeg", "flv", "ogg")
AHEAD = 10  # seconds that a clock must jump ahead at least; less is a gap in a broadcast
BACK = Fraction(1, 10)  # seconds; it never goes back by more than this within one part
NEAR = 1  # seconds by which streams of one part may begin apart


@dataclass(slots=True)
class _Place:
    """Where one stream is: its part, the latest time in it and how long what begins there lasts."""

    part: int = 0
    last: Fraction | None = None
    length: Fraction = Fraction(0)


class Clock:
    """Sets the times of a clip's packets, which come in the order of the file."""

    def __init__(self, format_name: str) -> None:
        name = format_name.split(",")[0]
        self.may_jump, self.by_keys = name in MAY_JUMP, name == "matroska"
        self.shifts = [Fraction(0)]  # seconds that each part is moved by
        self.places: dict[int, _Place] = {}

    @property
    def parts(self) -> int:
        """How many parts there were so far."""
        return len(self.shifts)

    def set(self, packet: "Packet[Stream]") -> None:
        """Move a packet's times, in place. One without times stays as it is."""
        base, time = packet.time_base, self._time(packet)
        if time is None or not base:
            return
        place = self.places.setdefault(packet.stream_index, _Place())
        at = time * base
        if place.last is not None and self._breaks(packet, at - place.last):
            place.part = self._part(place, at)
            place.last = None
        if place.last is None or at >= place.last:
            step = Fraction(0) if place.last is None else at - place.last
            duration = (packet.duration or 0) * base
            # In broadcasts what a packet says of its own length is a guess: the step is none.
            place.last, place.length = (
                at,
                (duration or step) if self.by_keys else (step or duration),
            )
        if shift := round(self.shifts[place.part] / base):
            packet.pts = None if packet.pts is None else packet.pts + shift
            packet.dts = None if packet.dts is None else packet.dts + shift

    def _time(self, packet: "Packet[Stream]") -> int | None:
        first, second = packet.dts, packet.pts
        if self.by_keys:  # Matroska holds no order of decoding: it is a guess, and goes wrong here
            first, second = second, first
        return second if first is None else first

    def _breaks(self, packet: "Packet[Stream]", step: Fraction) -> bool:
        if self.by_keys and not packet.is_keyframe:  # these may be shown before the one before
            return False
        return step < -BACK or (self.may_jump and step > AHEAD)

    def _part(self, place: _Place, at: Fraction) -> int:
        """The part that begins here: one that another stream has begun, or the next."""
        assert place.last is not None
        due = place.last + place.length + self.shifts[place.part]
        for part in range(place.part + 1, self.parts):
            if abs(at + self.shifts[part] - due) <= NEAR:
                return part
        self.shifts.append(due - at)
        return self.parts - 1
