"""Files joined byte to byte of which a reader sees only the first."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

BEHIND = 256  # bytes behind the last packet in which another file may open
OPENINGS = {
    "flv": b"FLV\x01",
    "wav": b"RIFF",
    "w64": b"riff\x2e\x91\xcf\x11",
    "aiff": b"FORM",
    "caf": b"caff\x00\x01",
    "au": b".snd",
}


def joined(path: Path, format_name: str, reach: int) -> bool:
    """Whether another file follows the one that was read, up to its byte `reach`."""
    name = format_name.split(",")[0]
    with path.open("rb") as file:
        if name == "mov":
            return sum(kind == b"moov" for kind in _boxes(file)) > 1
        if name not in OPENINGS:
            return False
        file.seek(reach)
        return OPENINGS[name] in file.read(BEHIND)


def has_film(path: Path) -> bool:
    """Whether a file of boxes holds a film, as sequences of pictures (HEIC) do."""
    with path.open("rb") as file:
        return b"moov" in _boxes(file)


def _boxes(file: BinaryIO) -> Iterator[bytes]:
    """The kind of each outermost box, until they make no sense."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(16)
        size = int.from_bytes(head[:4], "big")
        if size == 1 and len(head) == 16:
            size = int.from_bytes(head[8:], "big")
        if len(head) < 8 or size < 8:
            return
        yield head[4:8]
        at += size
