"""The least EXIF there can be: how a picture is to be turned."""

import struct

UPRIGHT = 1


def exif(orientation: int) -> bytes:
    """A TIFF of one tag."""
    tag = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"MM\x00*" + struct.pack(">IH", 8, 1) + tag + bytes(4)


EMPTY = b"MM\x00*" + struct.pack(">IH", 8, 0) + bytes(4)
