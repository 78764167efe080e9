"""Transport streams as broadcasts have them: several programmes, and tracks that change numbers."""

from fractions import Fraction
from pathlib import Path

from tests.media.barcode import write_clip
from tests.media.many_tracks import tone

PACKET = 188
POLYNOMIAL = 0x04C11DB7
RATE = Fraction(25)


def stream(
    path: Path, frames: int, size: tuple[int, int], hertz: float, first_track: int, program: int
) -> bytes:
    """A clip with a tone in Hz, whose tracks are numbered from `first_track` on."""
    options = {
        "mpegts_start_pid": str(first_track),
        "mpegts_service_id": str(program),
        "mpegts_pmt_start_pid": str(0x1000 + program),
    }
    write_clip(
        path,
        RATE,
        frames,
        size,
        sound=tone(hertz, frames / 25)[None],
        options={"bf": "0"},
        container_options=options,
    )
    return path.read_bytes()


def two_programs(path: Path) -> Path:
    """A small picture with 300 Hz, and a larger one with 900 Hz that comes second."""
    streams = [
        stream(path, 25, (160, 96), 300, 0x100, 1),
        stream(path, 25, (320, 192), 900, 0x200, 2),
    ]
    parts = [[data[at : at + PACKET] for at in range(0, len(data), PACKET)] for data in streams]
    out = []
    for at in range(max(map(len, parts))):
        if at % 20 == 0:
            out.append(_list_of_programs(1, 2))
        out += [part[at] for part in parts if at < len(part) and _track(part[at]) not in (0, 17)]
    path.write_bytes(b"".join(out))
    return path


def _track(packet: bytes) -> int:
    return int.from_bytes(packet[1:3], "big") & 0x1FFF


def _list_of_programs(*numbers: int) -> bytes:
    rows = b"".join(
        each.to_bytes(2, "big") + (0xE000 | 0x1000 + each).to_bytes(2, "big") for each in numbers
    )
    body = bytes([0, 0xB0, 9 + len(rows), 0, 1, 0xC1, 0, 0]) + rows
    packet = bytes([0x47, 0x40, 0, 0x10, 0]) + body + _checksum(body).to_bytes(4, "big")
    return packet.ljust(PACKET, b"\xff")


def _checksum(data: bytes) -> int:
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (POLYNOMIAL if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value
