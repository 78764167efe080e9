"""Poster and proxy of a still picture, upright, in sRGB."""

import io
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from slowfilm.media.errors import MediaError
from slowfilm.media.filmstrip import POSTER_SIDE, QUALITY
from slowfilm.media.picture_file import open_still

PROXY_QUALITY = 92
BEHIND = (128, 128, 128)  # what shows through a transparent picture


def make_still(path: Path, proxy: Path, poster: Path, longest: int) -> tuple[int, int]:
    """Write both as JPEG, the proxy with a long side of at most `longest`; its (width, height).

    Raises MediaError "truncated" when the picture breaks off, "unreadable" when it is damaged.
    """
    with open_still(path) as image:
        try:
            small = upright(image, longest)
        except (OSError, SyntaxError, ValueError) as error:
            raise MediaError("truncated" if "truncated" in str(error) else "unreadable") from error
    small.info = {}  # a comment or profile would go along
    small.save(proxy, "JPEG", quality=PROXY_QUALITY, subsampling=0)
    size = small.size
    small.thumbnail((POSTER_SIDE, POSTER_SIDE))
    small.save(poster, "JPEG", quality=QUALITY)
    return size


def upright(image: Image.Image, longest: int) -> Image.Image:
    """The opened picture as 8-bit sRGB, turned upright, its long side at most `longest` pixels."""
    image.draft("RGB", (longest, longest))  # a JPEG decodes itself smaller, in little memory
    profile = image.info.get("icc_profile")
    orientation = image.getexif()
    image.thumbnail((longest, longest))
    image.info["exif"] = orientation.tobytes()
    return opaque(ImageOps.exif_transpose(image), profile)


def opaque(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A picture as 8-bit sRGB by its ICC profile, with grey behind what is transparent."""
    return _srgb(_plain(image), profile)


def _plain(image: Image.Image) -> Image.Image:
    """Eight bits a channel, RGB or CMYK, nothing transparent."""
    if image.mode.startswith("I"):  # 16-bit grey; plain conversion would clip it to white
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    if image.mode == "F":  # its white is 1, or the brightest there is
        scale = 255 / max(1.0, float(image.getextrema()[1]))  # type: ignore[arg-type]
        image = image.point(lambda value: value * scale).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        behind = Image.new("RGBA", image.size, (*BEHIND, 255))
        image = Image.alpha_composite(behind, image)
    return image if image.mode in ("RGB", "CMYK") else image.convert("RGB")


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            picture = ImageCms.profileToProfile(
                image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            return picture or image
        except ImageCms.PyCMSError:  # a broken profile: the numbers are all there is
            pass
    return image.convert("RGB")
