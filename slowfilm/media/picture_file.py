"""Opening a picture from a stranger. What is said beside its pixels never keeps them from view."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageFile, PngImagePlugin

from slowfilm.media.errors import MediaError
from slowfilm.media.sniff import PICTURES

STILL_PIXELS = 200_000_000
TEXT_MOST = 1 << 24  # bytes of words beside a picture, unpacked
BESIDE = ("tEXt", "zTXt", "iTXt", "eXIf", "iCCP")  # chunks of a PNG without which it is seen
BROKEN = "broken exif"  # stands in a picture's `info` where it has some that can't be read

Chunk = Callable[[PngImagePlugin.PngStream, int, int], bytes]


def open_still(path: Path) -> ImageFile.ImageFile:
    """Open a picture without decoding it. Raises UnidentifiedImageError when it is none."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked below, before any pixel is decoded
    # Tools write whole workflows beside a picture: that is no reason not to read its pixels.
    PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = TEXT_MOST
    for name in BESIDE:
        read = getattr(PngImagePlugin.PngStream, f"chunk_{name}")
        if not hasattr(read, "passes"):
            setattr(PngImagePlugin.PngStream, f"chunk_{name}", _passing(read))
    Image.init()
    formats = [name for name in PICTURES if name in Image.OPEN]
    image = Image.open(path, formats=formats)
    if image.width * image.height > STILL_PIXELS:
        raise MediaError(
            "too-many-pixels", width=image.width, height=image.height, limit=STILL_PIXELS
        )
    try:
        image.getexif()
    except Exception:  # whatever its reader makes of broken numbers
        for name in ("exif", "Raw profile type exif"):
            image.info.pop(name, None)
        image.info[BROKEN] = True
    return image


def _passing(read: Chunk) -> Chunk:
    """Reads a chunk of words; what is too long or broken is passed over."""

    def chunk(stream: PngImagePlugin.PngStream, pos: int, length: int) -> bytes:
        try:
            return read(stream, pos, length)
        except (ValueError, SyntaxError, IndexError):
            assert stream.fp is not None
            stream.fp.seek(pos)
            return ImageFile._safe_read(stream.fp, length)

    chunk.passes = True  # type: ignore[attr-defined]
    return chunk
