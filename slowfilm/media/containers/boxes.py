"""HEIC and AVIF (ISO/IEC 23008-12): items in boxes. What tells of people is written over.

Where each item lies is kept, so that no other box has to be touched; how a picture is turned is
told by a box of its own.
"""

from collections.abc import Iterator

from slowfilm.media.containers import orientation as turning

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
MIME = b"mime"
Extent = tuple[int, int]  # where bytes of the file begin, how many they are


class Reader:
    """Numbers of a box, one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def number(self, size: int) -> int:
        """The next `size` bytes. Raises ValueError when there are none."""
        if self.at + size > len(self.data):
            raise ValueError("it breaks off")
        self.at += size
        return int.from_bytes(self.data[self.at - size : self.at], "big")

    def text(self, size: int) -> bytes:
        """The next `size` bytes as they are."""
        self.at += size
        return self.data[self.at - size : self.at]


def boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes between two places: kind, where its body begins, where it ends, in bytes.

    Raises ValueError where one reaches beyond `end`.
    """
    while start + 8 <= end:
        size, kind, head = int.from_bytes(data[start : start + 4], "big"), data[start + 4 :][:4], 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        if size == 0:
            size = end - start
        if size < head or start + size > end:
            raise ValueError("it breaks off")
        yield kind, start + head, start + size
        start += size


def strip(data: bytes, orientation: int) -> bytes:
    """The same file with its EXIF and XMP written over. Raises ValueError where there are none."""
    out = bytearray(data)
    item_boxes = list(metadata(data))
    if not item_boxes:
        raise ValueError("it has none")
    for kind, extents in item_boxes:
        room = sum(length for _at, length in extents)
        _write(out, extents, _nothing(kind, room))
    return bytes(out)


def _nothing(kind: bytes, room: int) -> bytes:
    """As many bytes that say nothing, in the same form."""
    if kind == MIME:
        return XMP.ljust(room) if room >= len(XMP) else b" " * room
    empty = bytes(4) + turning.EMPTY  # four bytes say where the TIFF begins
    return empty.ljust(room, b"\x00") if room >= len(empty) else bytes(room)


def _write(out: bytearray, extents: list[Extent], data: bytes) -> None:
    for at, length in extents:
        if at + length > len(out):
            raise ValueError("it breaks off")
        out[at : at + length], data = data[:length], data[length:]


def metadata(data: bytes) -> Iterator[tuple[bytes, list[Extent]]]:
    """Each item of EXIF or XMP: its kind, and where its bytes lie."""
    top = {kind: (start, end) for kind, start, end in boxes(data, 0, len(data))}
    start, end = top[b"meta"]
    inside = {kind: (start, end) for kind, start, end in boxes(data, start + 4, end)}
    kinds = _kinds(data, *inside[b"iinf"])
    places = _places(data, inside[b"iloc"][0], inside.get(b"idat", (0, 0))[0])
    for item, kind in kinds.items():
        if kind in (b"Exif", MIME) and item in places:
            yield kind, places[item]


def _kinds(data: bytes, start: int, end: int) -> dict[int, bytes]:
    """What each item is."""
    wide = data[start] > 0
    kinds = {}
    for kind, at, _end in boxes(data, start + (8 if wide else 6), end):
        version, read = data[at], Reader(data, at + 4)
        if kind == b"infe" and version >= 2:
            item = read.number(2 if version == 2 else 4)
            read.number(2)  # how it is protected
            kinds[item] = read.text(4)
    return kinds


def _places(data: bytes, start: int, stored: int) -> dict[int, list[Extent]]:
    """Where each item lies that lies in this file; `stored` is where the box idat begins."""
    version, read = data[start], Reader(data, start + 4)
    sizes = read.number(2)
    of_offset, of_length, of_base, of_index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    places = {}
    for _ in range(read.number(4 if version == 2 else 2)):
        item = read.number(4 if version == 2 else 2)
        method = read.number(2) & 15 if version else 0
        read.number(2)  # which file it lies in: this one
        base = read.number(of_base) + (stored if method == 1 else 0)
        extents = []
        for _ in range(read.number(2)):
            if version:
                read.number(of_index)
            at, length = read.number(of_offset), read.number(of_length)
            extents.append((base + at, length))
        if method in (0, 1):
            places[item] = extents
    return places
