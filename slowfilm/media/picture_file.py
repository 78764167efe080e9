"""Opening a picture from a stranger."""

from pathlib import Path

from PIL import Image, ImageFile, PngImagePlugin

from slowfilm.media.errors import MediaError
from slowfilm.media.sniff import PICTURES

STILL_PIXELS = 200_000_000
TEXT_MOST = 1 << 26  # bytes of words beside a picture, unpacked


def open_still(path: Path) -> ImageFile.ImageFile:
    """Open a picture without decoding it. Raises UnidentifiedImageError when it is none."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked below, before any pixel is decoded
    # Tools write whole workflows beside a picture: that is no reason not to read its pixels.
    PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = TEXT_MOST
    Image.init()
    formats = [name for name in PICTURES if name in Image.OPEN]
    image = Image.open(path, formats=formats)
    if image.width * image.height > STILL_PIXELS:
        raise MediaError(
            "too-many-pixels", width=image.width, height=image.height, limit=STILL_PIXELS
        )
    return image
