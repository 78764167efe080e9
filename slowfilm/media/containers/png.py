"""PNG (ISO/IEC 15948): a row of chunks, each with its checksum."""

import struct
import zlib
from collections.abc import Iterator

from slowfilm.media.carried import of_xmp
from slowfilm.media.containers import orientation as turning

SIGNATURE = b"\x89PNG\r\n\x1a\n"
NEEDED = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"hIST", b"sPLT", b"pHYs"),
    *(b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"mDCv", b"cLLI", b"cLLi"),
    *(b"acTL", b"fcTL", b"fdAT"),
}
WORDS = {
    b"author": "owner",
    b"copyright": "owner",
    b"creation time": "time",
    b"date": "time",
    b"software": "software",
    b"source": "device",
}
XMP = b"XML:com.adobe.xmp"
MOST = 1 << 20  # bytes of a text that are looked at


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of every chunk up to IEND. Raises ValueError, struct.error as such."""
    at = len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        if at + 12 > len(data):
            raise ValueError("it breaks off")
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        yield kind, data[at + 8 : at + 8 + length]
        at += 12 + length
    if data[at:].strip(b"\x00\r\n "):
        yield b"", data[at:]  # what lies behind the picture


def strip(data: bytes, orientation: int) -> bytes:
    """The chunks that pictures and colours need, and how to turn it."""
    parts = [chunk(kind, body) for kind, body in chunks(data) if kind in NEEDED]
    if orientation != turning.UPRIGHT:
        parts.insert(1, chunk(b"eXIf", turning.exif(orientation)))
    return SIGNATURE + b"".join(parts)


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk with its length and checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def carried(data: bytes) -> set[str]:
    """What the decoder does not look at before it decodes the picture."""
    codes: set[str] = set()
    try:
        for kind, body in chunks(data):
            if kind in (b"tEXt", b"zTXt", b"iTXt"):
                codes |= _text(kind, body)
            elif kind == b"tIME":
                codes.add("time")
            elif kind == b"":
                codes.add("trailer")
            elif kind not in NEEDED and kind != b"eXIf":
                codes.add("other")
    except ValueError:
        pass
    return codes


def _text(kind: bytes, body: bytes) -> set[str]:
    word, _, text = body.partition(b"\x00")
    if word == XMP:
        return of_xmp(text if b"<" in text[:64] else _opened(text[4:]))
    if word.startswith(b"Raw profile type"):  # EXIF is asked of the decoder
        return set() if word.endswith((b"exif", b"APP1")) else {"other"}
    return {WORDS.get(word.lower(), "comment")}


def _opened(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MOST)
    except zlib.error:
        return b""
