"""A frame in its light as a PNG of 16 bits a channel."""

import io
import struct
import zlib
from typing import Any

import numpy as np
from PIL import Image

from slowfilm.media.light.picture import Look, Plan
from slowfilm.media.light.planes import BLUE, GREEN, RED, Planes
from slowfilm.media.light.tone import Floats

SIGNATURE = b"\x89PNG\r\n\x1a\n"
DEEP, RGB = 16, 2  # bits a channel; the colour type
UP = b"\x02"  # each row is told by how it differs from the one above
FAST = 3  # of zlib's levels: higher ones take four times as long for a tenth


def still(planes: Planes, plan: Plan | None, frame: int) -> bytes:
    """The PNG of a master's frame, in its light where there is a `plan`. Nothing is dithered."""
    look = plan.at(frame) if plan else None
    if look is None or look.identity:
        codes = planes[[RED, GREEN, BLUE]].astype(np.uint32)
        deep = (codes * 65535 + 511) // 1023
    else:
        deep = np.rint(_exact(look, planes) * np.float32(65535))
    return png(deep.astype(np.uint16))


def _exact(look: Look, planes: Planes) -> Floats:
    return look.exact(planes)


def png(channels: Any) -> bytes:
    """(3, height, width) uint16 of red, green, blue as a PNG."""
    _three, height, width = channels.shape
    rows = np.ascontiguousarray(channels.transpose(1, 2, 0)).astype(">u2").view(np.uint8)
    rows = rows.reshape(height, width * 6)
    deltas = rows.copy()
    deltas[1:] -= rows[:-1]
    packer = zlib.compressobj(FAST)
    body = b"".join(packer.compress(UP + row.tobytes()) for row in deltas) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, DEEP, RGB, 0, 0, 0)
    # Display codes as they are: BT.709 primaries, the transfer of BT.1886 (a gamma of 1/2.4).
    gamma = struct.pack(">I", round(100_000 / 2.4))
    parts = ((b"IHDR", head), (b"gAMA", gamma), (b"IDAT", body), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def small(planes: Planes, plan: Plan | None, frame: int, longest: int) -> Image.Image:
    """A frame in its light as 8-bit RGB, at most `longest` pixels a side: for pages and paper."""
    look = plan.at(frame) if plan else None
    if look is not None and not look.identity:
        planes = look.lit(planes)
    rgb = (planes[[RED, GREEN, BLUE]] >> 2).astype(np.uint8).transpose(1, 2, 0)
    image = Image.fromarray(np.ascontiguousarray(rgb))
    image.thumbnail((longest, longest))
    return image


def jpeg(image: Image.Image) -> bytes:
    """The same as a JPEG."""
    body = io.BytesIO()
    image.save(body, "JPEG", quality=88)
    return body.getvalue()
