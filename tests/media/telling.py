"""Files as people's devices write them: with places, names, numbers and times in them."""

import struct
import zlib
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

ORIENTATION = 0x0112
SECRETS = (b"SER-4711", b"Lin Yao", b"Handset", b"Phonemaker", b"in the yard", b"+30.2500+120.1")
XMP = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description exif:GPSLatitude='30,15N' "
    b"aux:SerialNumber='SER-4711'/></rdf:RDF></x:xmpmeta>"
)
ALL = ("position", "serial", "owner", "notes", "time", "device", "software", "comment")
PLACE = {
    "location": "+30.2500+120.1500/",
    "artist": "Lin Yao",
    "comment": "in the yard",
    "creation_time": "2024-06-01T10:00:00Z",
}


@cache
def profile() -> bytes:
    """What sRGB is, said as a file says it."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture() -> Image.Image:
    """Noise: of two decoded alike, both were stored alike."""
    rng = np.random.default_rng(7)
    return Image.fromarray(rng.integers(0, 255, (120, 200, 3), np.uint8))


def exif(orientation: int = 6) -> Image.Exif:
    """What a phone writes."""
    told = Image.Exif()
    told[ORIENTATION] = orientation
    told[0x010F], told[0x0110], told[0x0131] = "Phonemaker", "Handset 5", "17.5"
    told[0x0132], told[0x010E] = "2024:06:01 10:00:00", "in the yard"
    told.get_ifd(0x8769).update(
        {0xA431: "SER-4711", 0xA430: "Lin Yao", 0x9003: "2024:06:01 10:00:00", 0x927C: b"own notes"}
    )
    told.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)})
    return told


def photograph(path: Path, orientation: int = 6, **more: Any) -> Path:
    """A picture of any kind that says all it can say."""
    told: dict[str, Any] = {"exif": exif(orientation), **more}
    if path.suffix in (".jpg", ".webp", ".avif"):
        told["xmp"] = XMP
    if path.suffix in (".jpg", ".png", ".webp"):
        told["icc_profile"] = profile()
    if path.suffix == ".jpg":
        told |= {"comment": b"in the yard", "quality": 90}
    if path.suffix == ".png":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", "Lin Yao", zip=True)
        words.add_itxt("Comment", "in the yard")
        told["pnginfo"] = words
    if path.suffix == ".heic":
        data = told.pop("exif").tobytes()
        pillow_heif.from_pillow(picture()).save(path, quality=90, exif=data, xmp=XMP)
        return path
    picture().save(path, **told)
    return path


def tiff(path: Path, order: str = "<") -> Path:
    """A scan written by hand: with a position, a serial number, a maker, a comment."""
    words, maker = b"in the yard, by the wall\x00", b"Phonemaker\x00"
    serial, north = b"SER-4711\x00", struct.pack(order + "6I", 30, 1, 15, 1, 0, 1)
    rows = bytes(range(48))
    data = bytearray(b"II*\x00" if order == "<" else b"MM\x00*") + bytes(4)
    at = {}
    parts = {"rows": rows, "words": words, "maker": maker, "serial": serial, "north": north}
    for name, part in parts.items():
        at[name] = len(data)
        data += part + bytes(len(part) % 2)

    def directory(*entries: tuple[int, int, int, int]) -> int:
        place = len(data)
        data.extend(struct.pack(order + "H", len(entries)))
        for tag, kind, count, value in entries:
            short = kind == 3 and count == 1
            form = "HHIHH" if short else "HHII"
            data.extend(struct.pack(order + form, tag, kind, count, value, *[0] * short))
        data.extend(bytes(4))
        return place

    exif_at = directory((0xA431, 2, len(serial), at["serial"]))
    gps_at = directory((0x0002, 5, 3, at["north"]))
    first = directory(
        (256, 3, 1, 4), (257, 3, 1, 4), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
        (270, 2, len(words), at["words"]), (271, 2, len(maker), at["maker"]),
        (273, 4, 1, at["rows"]), (274, 3, 1, 6), (277, 3, 1, 1), (278, 3, 1, 4), (279, 4, 1, 16),
        (0x8769, 4, 1, exif_at), (0x8825, 4, 1, gps_at),
    )  # fmt: skip
    data[4:8] = struct.pack(order + "I", first)
    path.write_bytes(data)
    return path


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def clip(
    path: Path,
    muxer: str = "mp4",
    *,
    video: str | None = "libx264",
    audio: str | None = "aac",
    tags: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """A clip or sound of a second in any container, with tags."""
    with av.open(str(path), "w", muxer, options=options or {}) as file:
        file.metadata.update(PLACE if tags is None else tags)
        pictures = file.add_stream(video, 25) if video else None
        sounds = file.add_stream(audio, 48_000) if audio else None
        if sounds is not None:
            sounds.layout = "stereo"
        if pictures is not None:
            pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
            for number in range(25):
                frame = av.VideoFrame.from_ndarray(
                    np.full((48, 64, 3), number * 9, np.uint8), "rgb24"
                )
                frame.pts, frame.time_base = number, Fraction(1, 25)
                file.mux(pictures.encode(frame))
            file.mux(pictures.encode(None))
        if sounds is not None:
            for frame in _tone(sounds):
                file.mux(sounds.encode(frame))
            file.mux(sounds.encode(None))
    return path


def _tone(stream: Any) -> list[Any]:
    wave = (np.sin(np.arange(48_000) / 20) * 0.3).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(np.stack([wave, wave]), "fltp", "stereo")
    frame.sample_rate, frame.pts = 48_000, 0
    context = stream.codec_context
    made = av.AudioResampler(
        format=context.format.name, layout="stereo", rate=48_000,
        frame_size=context.frame_size or 1024,
    )  # fmt: skip
    return [*made.resample(frame), *made.resample(None)]
