"""GIF (89a): blocks, of which some are said to be extensions."""

from collections.abc import Iterator

IMAGE, EXTENSION, TRAILER = 0x2C, 0x21, 0x3B
GRAPHIC, APPLICATION = 0xF9, 0xFF
NEEDED = {b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"}  # how often it repeats, and colour


def blocks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What each block is for (its application's name, or two bytes) and all its bytes.

    Raises IndexError when it breaks off.
    """
    at = 13 + _table(data[10])
    yield b"head", data[:at]
    while data[at] != TRAILER:
        start = at
        if data[at] == IMAGE:
            at = _after(data, at + 11 + _table(data[at + 9]))
            yield b"image", data[start:at]
        elif data[at] == EXTENSION:
            label = data[at + 1]
            name = data[at + 3 : at + 14] if label == APPLICATION else bytes([EXTENSION, label])
            at = _after(data, at + 2)
            yield name, data[start:at]
        else:
            raise ValueError("no block")
    yield b"end", data[at : at + 1]
    if data[at + 1 :].strip(b"\x00"):
        yield b"", data[at + 1 :]


def _table(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after(data: bytes, at: int) -> int:
    """Where a row of sub-blocks that begins at `at` has ended."""
    while data[at]:
        at += 1 + data[at]
    return at + 1


def strip(data: bytes, orientation: int) -> bytes:
    """Its pictures, how long each is shown, and how often. A GIF is never turned."""
    return b"".join(part for name, part in blocks(data) if _needed(name))


def _needed(name: bytes) -> bool:
    return name in {b"head", b"image", b"end", bytes([EXTENSION, GRAPHIC]), *NEEDED}


def carried(data: bytes) -> set[str]:
    """What the decoder does not look at. A comment it does."""
    try:
        others = {name for name, _ in blocks(data) if not _needed(name)}
    except (IndexError, ValueError):
        return set()
    codes = {b"": "trailer", bytes([EXTENSION, 0xFE]): "comment", b"XMP DataXMP": "other"}
    return {codes.get(name, "other") for name in others}
