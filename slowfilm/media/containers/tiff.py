"""TIFF (6.0): directories of tags. Those that tell of people are taken out where they stand.

What they pointed to is written over with zeros; nothing else moves.
"""

import struct

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
EXIF_IFD, GPS_IFD, SUB_IFDS = 0x8769, 0x8825, 0x014A
NEEDED = {
    *range(0x00FE, 0x010D),  # what kind of picture, its size, bits, compression, colours
    *(0x0111, 0x0112, 0x0115, 0x0116, 0x0117, 0x0118, 0x0119, 0x011A, 0x011B, 0x011C),
    *(0x0122, 0x0123, 0x0124, 0x0125, 0x0128, 0x0129, 0x012D, 0x013D, 0x013E, 0x013F),
    *range(0x0140, 0x014D),  # colour map, tiles, directories below, inks
    *(0x0150, 0x0151, 0x0152, 0x0153, 0x0154, 0x0155, 0x0156, 0x015B),
    *range(0x0200, 0x020A),  # old JPEG
    *(0x0211, 0x0212, 0x0213, 0x0214, 0x8773),  # YCbCr, reference black, the colour profile
}
MOST = 1000  # directories of one file
PHOTOMETRIC, DNG_VERSION = 0x0106, 0xC612
RAW = (32803, 34892)  # a sensor's own values, which mean nothing without tags of their own


class Tiff:
    """A file under the knife. Raises ValueError when it is none, or breaks off."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        self.order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(data[:4], "")
        if not self.order:
            raise ValueError("no TIFF with small offsets")
        self.seen: set[int] = set()

    def number(self, size: int, at: int) -> int:
        """The unsigned number of 2 or 4 bytes at `at`. Raises ValueError beyond the end."""
        if at + size > len(self.data):
            raise ValueError("it breaks off")
        value: int = struct.unpack_from(self.order + {2: "H", 4: "I"}[size], self.data, at)[0]
        return value

    def directory(self, at: int, *, needed: bool = True) -> int:
        """Clear one; where the next of its row is, 0 after the last.

        One that is not `needed` goes whole. Raises ValueError: where it breaks off or runs in a
        circle, and for a camera's raw file.
        """
        if at in self.seen or len(self.seen) > MOST:
            raise ValueError("it runs in a circle")
        self.seen.add(at)
        count = self.number(2, at)
        end = at + 2 + 12 * count
        following = self.number(4, end)
        entries = []
        for place in range(at + 2, end, 12):
            entry = bytes(self.data[place : place + 12])
            tag = self.number(2, place)
            if tag == DNG_VERSION or (tag == PHOTOMETRIC and self.number(2, place + 8) in RAW):
                raise ValueError("a raw file of a camera")
            if tag == SUB_IFDS:
                self.below(self.number(4, place + 4), self.number(4, place + 8))
            if needed and tag in NEEDED:
                entries.append(entry)
            else:
                self.forget(tag, place)
        row = b"".join(entries) if needed else b""
        tail = struct.pack(self.order + "I", following if needed else 0)
        count_kept = struct.pack(self.order + "H", len(row) // 12)
        self.data[at : end + 4] = (count_kept + row + tail).ljust(end + 4 - at, b"\x00")
        return following

    def forget(self, tag: int, place: int) -> None:
        """Write over what a tag says, wherever it says it. Raises ValueError beyond the end."""
        kind, count = self.number(2, place + 2), self.number(4, place + 4)
        size, at = SIZES.get(kind, 1) * count, self.number(4, place + 8)
        if tag in (EXIF_IFD, GPS_IFD):
            self.directory(at, needed=False)
        elif size > 4:
            if at + size > len(self.data):
                raise ValueError("it breaks off")
            self.data[at : at + size] = bytes(size)

    def below(self, count: int, at: int) -> None:
        """Clear the directories that an entry names: one, or as many as lie in a list."""
        places = [at] if count == 1 else [self.number(4, at + 4 * n) for n in range(count)]
        for place in places:
            self.row(place)

    def row(self, at: int) -> None:
        """Clear a directory and those that follow it."""
        while at:
            at = self.directory(at)


def strip(data: bytes, orientation: int) -> bytes:
    """The same file, in whose directories only pictures and colours are left."""
    file = Tiff(data)
    file.row(file.number(4, 4))
    return bytes(file.data)
