"""What stands beside a picture, or needs another decoder, hides nothing of it."""

import struct
import zlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from slowfilm.media.frames import Picture, read
from slowfilm.media.probe import probe
from slowfilm.media.still import make_still
from tests.media.barcode import number, write_clip

MEGABYTE = 1 << 20
BROKEN_EXIF = b"II*\0\xff\xff\xff\x7f" + b"\xff" * 40


def shown(path: Path) -> np.ndarray:
    """The first picture, shape (height, width, 3)."""
    first = next(part for part in read(path, probe(path)) if isinstance(part, Picture))
    return first.frame.to_ndarray(format="rgb24")


def seen(path: Path) -> tuple[int, ...]:
    """A pixel of the copy that is made of a still."""
    make_still(path, path.with_name("proxy.jpg"), path.with_name("poster.jpg"), 64)
    with Image.open(path.with_name("proxy.jpg")) as copy:
        return copy.getpixel((10, 10))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"zTXt", b"workflow\0\0" + zlib.compress(b"x" * 50 * MEGABYTE)),
        (b"iTXt", b"workflow\0\1\0\0\0" + zlib.compress(b"x" * 50 * MEGABYTE)),
        (b"iCCP", b"profile\0\0" + zlib.compress(b"x" * 50 * MEGABYTE)),
        (b"tEXt", b"workflow\0" + b"x" * 20 * MEGABYTE),
        (b"zTXt", b"workflow\0\7no such way to pack"),
        (b"eXIf", BROKEN_EXIF),
    ],
)
@pytest.mark.parametrize("behind", [False, True])
def test_words_beside_a_png_hide_no_pixel(
    tmp_path: Path, kind: bytes, body: bytes, behind: bool
) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (40, 30), (200, 30, 30)).save(path)
    data = path.read_bytes()
    at = len(data) - 12 if behind else 33
    chunk = struct.pack(">I", len(body)) + kind + body
    path.write_bytes(data[:at] + chunk + struct.pack(">I", zlib.crc32(kind + body)) + data[at:])
    assert probe(path).width == 40
    assert abs(seen(path)[0] - 200) < 3


def test_a_jpeg_whose_exif_is_broken_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("RGB", (40, 30), (200, 30, 30)).save(path)
    data, told = path.read_bytes(), b"Exif\0\0" + BROKEN_EXIF
    path.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told + data[2:])
    assert probe(path).width == 40
    assert abs(seen(path)[0] - 200) < 3


@pytest.mark.parametrize("ending", ["tif", "mpo"])
def test_how_many_pictures_a_still_holds_is_said(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    several = [Image.new("RGB", (64, 48), (80 * n, 0, 0)) for n in range(3)]
    several[0].save(path, save_all=True, append_images=several[1:])
    assert (probe(path).kind, probe(path).pictures) == ("picture", 3)


@pytest.mark.parametrize("brand", ["msf1", "hevc"])
def test_a_sequence_of_heic_pictures_is_a_clip(tmp_path: Path, brand: str) -> None:
    register_heif_opener()
    path = tmp_path / "a.mp4"
    options = {"x265-params": "log-level=none"}
    write_clip(path, frames=6, codec="libx265", options=options, container_options={"brand": brand})
    about = probe(path)
    assert (about.kind, about.frames, about.media_type) == ("video", 6, "video/mp4")
    parts = [part for part in read(path, about) if isinstance(part, Picture)]
    greys = [part.frame.to_ndarray(format="gray").astype(np.uint8) for part in parts]
    assert [number(grey) for grey in greys] == [*range(6)]


@pytest.mark.parametrize("codec", ["libvpx-vp9", "libvpx"])
def test_what_is_transparent_beside_the_picture_is_laid_on_grey(tmp_path: Path, codec: str) -> None:
    drawn = np.zeros((64, 64, 4), np.uint8)
    drawn[:, :32] = (255, 0, 0, 0)  # hidden
    drawn[:, 32:] = (0, 0, 255, 255)
    path = tmp_path / "a.webm"
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, 24)
        stream.width = stream.height = 64
        stream.options = {"auto-alt-ref": "0"}  # of VP8, which can't have both
        stream.pix_fmt, stream.metadata["alpha_mode"] = "yuva420p", "1"
        for at in range(3):
            frame = av.VideoFrame.from_ndarray(drawn, "rgba")
            frame.pts, frame.time_base = at, Fraction(1, 24)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    pixels = shown(path).astype(int)
    assert np.abs(pixels[8, 8] - 128).max() < 12
    assert pixels[8, 56, 2] > 200 and pixels[8, 56, 0] < 60
