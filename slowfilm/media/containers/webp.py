"""WebP (RFC 9649): chunks of a RIFF."""

import struct
from collections.abc import Iterator

from slowfilm.media.containers import orientation as turning

NEEDED = {b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"}
HAS_EXIF, HAS_XMP = 0x08, 0x04  # bits of VP8X


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of every chunk. Raises ValueError."""
    at, end = 12, 8 + int.from_bytes(data[4:8], "little")
    if data[:4] != b"RIFF" or end > len(data) + 1:
        raise ValueError("it breaks off")
    while at + 8 <= end:
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    if data[end:].strip(b"\x00"):
        yield b"", data[end:]


def strip(data: bytes, orientation: int) -> bytes:
    """Pictures, colour profile and how to turn them.

    Raises ValueError where a simple file has no place to say how it is turned.
    """
    turned = orientation != turning.UPRIGHT
    parts = [(kind, body) for kind, body in chunks(data) if kind in NEEDED]
    out = b"".join(
        chunk(kind, _flags(body, turned) if kind == b"VP8X" else body) for kind, body in parts
    )
    if turned:
        if parts[0][0] != b"VP8X":
            raise ValueError("there is no place for how to turn it")
        out += chunk(b"EXIF", turning.exif(orientation))
    return b"RIFF" + struct.pack("<I", 4 + len(out)) + b"WEBP" + out


def _flags(body: bytes, turned: bool) -> bytes:
    flags = body[0] & ~(HAS_EXIF | HAS_XMP) | (HAS_EXIF if turned else 0)
    return bytes([flags]) + body[1:]


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk, padded to an even length."""
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def carried(data: bytes) -> set[str]:
    """What the decoder does not look at."""
    try:
        others = {kind for kind, _ in chunks(data)} - NEEDED - {b"EXIF", b"XMP "}
    except ValueError:
        return set()
    return {"other" if kind else "trailer" for kind in others}
