"""Ogg sounds with a packet of no bytes put in, as recorders that stop badly leave them."""

import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.media.barcode import tone


def write_ogg(path: Path, codec: str, seconds: float) -> Path:
    """A tone, in pages of a fifth of a second."""
    with av.open(str(path), "w", "ogg", options={"page_duration": "200000"}) as file:
        stream = file.add_stream(codec, 48000, options={"strict": "-2"})
        stream.layout = "stereo"
        frame = av.AudioFrame.from_ndarray(tone(seconds, 0.3), "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
        cut = av.AudioResampler(
            stream.codec_context.format.name, "stereo", 48000, stream.codec_context.frame_size or 64
        )
        for part in [*cut.resample(frame), *cut.resample(None)]:
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return path


def put_empty(path: Path, *, last: bool) -> None:
    """Put one behind those of the last page, or of the first that can take it."""
    pages = list(_pages(path.read_bytes()))
    open_ = [i for i in range(3, len(pages)) if pages[i][26] < 255 and _sizes(pages[i])[-1] < 255]
    at = open_[-1 if last else 0]
    pages[at] = _with_sizes(pages[at], bytes([*_sizes(pages[at]), 0]))
    path.write_bytes(b"".join(pages))


def _pages(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        count = data[at + 26]
        end = at + 27 + count + sum(data[at + 27 : at + 27 + count])
        yield data[at:end]
        at = end


def _sizes(page: bytes) -> bytes:
    return page[27 : 27 + page[26]]


def _with_sizes(page: bytes, sizes: bytes) -> bytes:
    body = page[27 + page[26] :]
    made = bytearray(page[:22] + bytes(4) + bytes([len(sizes)]) + sizes + body)
    made[22:26] = struct.pack("<I", _checksum(made))
    return bytes(made)


def _checksum(data: bytes) -> int:
    table = np.arange(256, dtype=np.uint32) << 24
    for _ in range(8):
        table = np.where(table & 0x80000000, (table << 1) ^ 0x04C11DB7, table << 1)
    value = 0
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ int(table[value >> 24 ^ byte])
    return value
