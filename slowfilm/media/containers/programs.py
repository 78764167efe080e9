"""Which tracks of a transport stream (ISO/IEC 13818-1) belong together, by its own lists."""

from collections.abc import Iterator
from pathlib import Path

MOST = 8 << 20  # bytes of a file that are looked through
SIZES = (188, 192, 204)  # of packets: plain, with a time before each, with checks behind each
SYNC = 0x47
OF_PROGRAMS, OF_TRACKS = 0, 2  # the kinds of list


def programs(path: Path) -> dict[int, int]:
    """The programme of each track, by the track's number (PID); none where no list has any."""
    found: dict[int, int] = {}
    lists: dict[int, int] = {}
    with path.open("rb") as file:
        data = file.read(MOST)
    for pid, body in _sections(data):
        if pid == 0 and body[:1] == bytes([OF_PROGRAMS]):
            lists |= {at: number for number, at in _listed(body)}
        elif pid in lists and body[:1] == bytes([OF_TRACKS]):
            found |= {track: lists[pid] for track in _tracks(body) if track not in found}
    return found


def _sections(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each list that begins in a packet, with the packet's number; long ones as far as it goes."""
    for packet in _packets(data):
        pid = int.from_bytes(packet[1:3], "big") & 0x1FFF
        if not packet[1] & 0x40 or not packet[3] & 0x10:  # none begins here, or nothing is in it
            continue
        at = 4 + (1 + packet[4] if packet[3] & 0x20 else 0)
        if at < len(packet):
            yield pid, packet[at + 1 + packet[at] :]


def _packets(data: bytes) -> Iterator[bytes]:
    for size in SIZES:
        for first in range(size):
            if all(data[first + n * size : first + n * size + 1] == b"\x47" for n in range(8)):
                for at in range(first, len(data) - 187, size):
                    if data[at] == SYNC:
                        yield data[at : at + 188]
                return


def _listed(body: bytes) -> Iterator[tuple[int, int]]:
    """A programme's number, and the packets that list its tracks."""
    for at in range(8, _end(body) - 3, 4):
        number = int.from_bytes(body[at : at + 2], "big")
        if number:
            yield number, int.from_bytes(body[at + 2 : at + 4], "big") & 0x1FFF


def _tracks(body: bytes) -> Iterator[int]:
    at = 12 + (int.from_bytes(body[10:12], "big") & 0xFFF)
    while at + 5 <= _end(body):
        yield int.from_bytes(body[at + 1 : at + 3], "big") & 0x1FFF
        at += 5 + (int.from_bytes(body[at + 3 : at + 5], "big") & 0xFFF)


def _end(body: bytes) -> int:
    """Where a list ends, its checksum not counted."""
    return min(len(body), 3 + (int.from_bytes(body[1:3], "big") & 0xFFF) - 4)
