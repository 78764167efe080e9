"""JPEG (ITU-T T.81): a row of marked segments."""

import re
from collections.abc import Iterator

from slowfilm.media.carried import of_xmp
from slowfilm.media.containers import orientation as turning

SOI, EOI, SOS, COM, APP0, APP1, APP2, APP13, APP14 = (
    *(0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xE1, 0xE2, 0xED, 0xEE),
)
ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
Segment = tuple[int, bytes]  # its marker; all its bytes, and after SOS those of the scan


def segments(data: bytes) -> Iterator[Segment]:
    """Every segment up to EOI, which comes with what lies after it. Raises ValueError."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        while data[at + 1] == 0xFF:  # fill bytes
            at += 1
        marker = data[at + 1]
        if marker == EOI:
            yield EOI, data[at:]
            return
        end = at + 2 if marker in ALONE else at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == SOS:
            match = SCAN_ENDS.search(data, end)
            if match is None:
                raise ValueError("it breaks off")
            end = match.start()
        yield marker, data[at:end]
        at = end


def strip(data: bytes, orientation: int) -> bytes:
    """Picture, tables, colour profile and how to turn it; nothing else."""
    parts = [_plain(marker, part) for marker, part in segments(data) if _needed(marker, part)]
    if orientation != turning.UPRIGHT:
        tag = b"Exif\x00\x00" + turning.exif(orientation)
        exif = b"\xff\xe1" + (len(tag) + 2).to_bytes(2, "big") + tag
        parts.insert(1 if parts[0][1] == APP0 else 0, exif)
    return b"\xff\xd8" + b"".join(parts)


def _needed(marker: int, part: bytes) -> bool:
    head = part[4:16]
    if 0xE0 <= marker <= 0xEF:
        return (
            (marker == APP0 and head.startswith(b"JFIF\x00"))
            or (marker == APP2 and head.startswith(b"ICC_PROFILE\x00"))
            or (marker == APP14 and head.startswith(b"Adobe"))
        )
    return marker != COM


def _plain(marker: int, part: bytes) -> bytes:
    if marker == APP0:  # without the little picture it may hold
        return part[:2] + (16).to_bytes(2, "big") + part[4:16] + bytes(2)
    return part[:2] if marker == EOI else part


def carried(data: bytes) -> set[str]:
    """What the decoder does not look at."""
    codes: set[str] = set()
    packets = b""
    try:
        for marker, part in segments(data):
            body = part[4:]
            if marker == EOI and part[2:].strip(b"\x00\r\n "):
                codes.add("trailer")
            elif marker == COM and body.strip(b"\x00 "):
                codes.add("comment")
            elif marker == APP0 and body.startswith(b"JFXX"):
                codes.add("preview")
            elif marker == APP1 and b"ns.adobe.com" in body[:40]:
                packets += body
            elif 0xE3 <= marker <= 0xEF and marker not in (APP13, APP14, 0xEC):
                codes.add("other")
    except (ValueError, IndexError):
        pass  # it breaks off: the decoder will say so
    return codes | of_xmp(packets)
