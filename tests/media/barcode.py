"""Clips whose every frame says its own number, drawn and written by the tests themselves."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

BITS = 10
CAMERA_PIXELS = {"prores_ks": "yuv422p10le", "mjpeg": "yuvj420p", "dvvideo": "yuv420p"}
Rgb = NDArray[np.uint8]


def draw(index: int, width: int, height: int) -> Rgb:
    """A gradient that moves, under two rows of cells: the bits of `index`, and their inverse."""
    yy, xx = np.mgrid[0:height, 0:width]
    planes = ((xx * 255 // width + index * 3) % 256, yy * 255 // height, (xx + yy) * 127 // width)
    rgb = np.stack(planes, axis=-1).clip(0, 255).astype(np.uint8)
    cell, band = width // BITS, height // 4
    for bit in range(BITS):
        value = 255 if index >> bit & 1 else 0
        columns = slice(bit * cell, (bit + 1) * cell)
        rgb[:band, columns] = value
        rgb[band : 2 * band, columns] = 255 - value
    return rgb


def number(grey: NDArray[np.uint8]) -> int:
    """The number in a picture's brightness of shape (height, width), -1 when it can't be read."""
    height, width = grey.shape
    found = 0
    for bit in range(BITS):
        column = round((bit + 0.5) * (width // BITS))
        above, below = (int(grey[height * row // 8, column]) for row in (1, 3))
        if abs(above - below) < 100:
            return -1
        found |= (above > below) << bit
    return found


def numbers(path: Path) -> list[int]:
    """The number of every frame of the clip at `path`, in the order they are shown."""
    with av.open(str(path)) as container:
        greys = [f.to_ndarray(format="gray") for f in container.decode(video=0)]
    return [number(grey.astype(np.uint8)) for grey in greys]


def write_clip(
    path: Path,
    rate: Fraction = Fraction(24),
    frames: int = 48,
    size: tuple[int, int] = (320, 192),
    *,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    times: Sequence[int] | None = None,
    time_base: Fraction | None = None,
    rotation: int = 0,
    mirrored: bool = False,
    aspect: Fraction | None = None,
    sound: NDArray[np.float32] | None = None,
    sound_codec: str = "aac",
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
) -> Path:
    """Encode `frames` barcodes; `times` (in `time_base`) make the rate variable.

    `sound` is float32 of shape (channels, n) at 48 kHz; `rotation` degrees counterclockwise, then
    `mirrored`: left and right change places.
    """
    base = time_base or 1 / rate
    with av.open(str(path), "w", options=container_options or {}) as container:
        stream = cast(VideoStream, container.add_stream(codec, rate, options=options or {}))
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        stream.codec_context.time_base = base
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        if rotation or mirrored:
            stream.set_display_rotation(rotation, hflip=mirrored)
        audio = container.add_stream(sound_codec, 48000) if sound is not None else None
        if audio is not None and sound is not None:
            audio.layout = "mono" if len(sound) == 1 else "stereo"
        for i, time in enumerate(times or range(frames)):
            frame = av.VideoFrame.from_ndarray(draw(i, *size), "rgb24")
            frame.pts, frame.time_base = time, base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if audio is not None and sound is not None:
            layout = "mono" if len(sound) == 1 else "stereo"
            for packet_start in range(0, sound.shape[1], 1024):
                part = np.ascontiguousarray(sound[:, packet_start : packet_start + 1024])
                heard = av.AudioFrame.from_ndarray(part, "fltp", layout)
                heard.sample_rate, heard.pts = 48000, packet_start
                heard.time_base = Fraction(1, 48000)
                container.mux(audio.encode(heard))
            container.mux(audio.encode(None))
    return path


def tone(seconds: float, level: float = 0.5, channels: int = 2) -> NDArray[np.float32]:
    """A 440 Hz sine at 48 kHz, float32 of shape (channels, n)."""
    wave = level * np.sin(np.arange(round(seconds * 48000)) * (2 * np.pi * 440 / 48000))
    return np.tile(wave.astype(np.float32), (channels, 1))


def repeated(values: Iterable[int], times: Iterable[int]) -> list[int]:
    """Each value as often as its partner in `times` says."""
    return [value for value, n in zip(values, times, strict=True) for _ in range(n)]


def blot(path: Path, place: float) -> None:
    """Make 300 bytes zero."""
    data = bytearray(path.read_bytes())
    start = int(len(data) * place)
    data[start : start + 300] = bytes(300)
    path.write_bytes(data)
