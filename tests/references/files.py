"""Files people really bring: whole ones, odd ones, broken ones."""

import struct
import wave
import zlib
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

from tests.media.barcode import tone, write_clip


def picture(path: Path, size: tuple[int, int] = (640, 360)) -> Path:
    """A photograph of a gradient."""
    ramp = np.linspace(0, 255, size[0] * size[1] * 3).reshape(size[1], size[0], 3)
    Image.fromarray(ramp.astype(np.uint8)).save(path)
    return path


def sound(path: Path, seconds: float = 2) -> Path:
    """A tone."""
    samples = (tone(seconds).T * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(samples.tobytes())
    return path


def clip(path: Path, seconds: float = 2) -> Path:
    """A clip that sounds."""
    return write_clip(path, frames=round(24 * seconds), sound=tone(seconds))


def variable(path: Path) -> Path:
    """A clip whose frames come when they like."""
    times = [30 * i + 40 * (i // 7) for i in range(30)]
    return write_clip(path, frames=30, times=times, time_base=Fraction(1, 1000))


def truncated(path: Path) -> Path:
    """The first half of a clip whose index lies in front."""
    whole = write_clip(path, frames=96, container_options={"movflags": "+faststart"})
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    return whole


def bomb(path: Path) -> Path:
    """A PNG of a few kilobytes that says it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20), 9)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
    return path


def text(path: Path) -> Path:
    """Words under the name of a clip."""
    path.write_text("This is no film.\n" * 100)
    return path
