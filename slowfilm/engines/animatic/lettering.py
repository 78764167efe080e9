"""Letters as light: the animatic's mark, and the words of a slate."""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from slowfilm.engines.animatic import LABEL
from slowfilm.engines.shared import light

_LATIN_LABEL = "ANIMATIC"

# Looked up by name in the system's font folders; the first one found writes both scripts.
_FACES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansSC-Regular.otf",
    "PingFang.ttc",
    "msyh.ttc",
    "wqy-microhei.ttc",
)
_TOKENS = re.compile(r"\n|[^\S\n]+|[\u2e80-\uffef]|[^\s\u2e80-\uffef]+")
_NOT_FIRST = "，。、；：？！）》」』”’…"  # marks that never open a Chinese line

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Mask = NDArray[np.float32]


@cache
def _face() -> str | None:
    for name in _FACES:
        try:
            ImageFont.truetype(name, 12)
        except OSError:
            continue
        return name
    return None


def writes_chinese() -> bool:
    """Whether a face of this system does."""
    return _face() is not None


@cache
def font(size: int) -> Font:
    """Return a face that writes Chinese where the system has one, else Pillow's own Latin."""
    face = _face()
    return ImageFont.load_default(size) if face is None else ImageFont.truetype(face, size)


class Mark:
    """Small letters burnt into a corner: the animatic's mark, or what is on screen."""

    def __init__(self, width: int, height: int, text: str = "", *, top: bool = False) -> None:
        size = max(11, round(min(width, height) * 0.023))
        text = text or (LABEL if _face() else _LATIN_LABEL)
        canvas = _set(text, size)
        halo = canvas.filter(ImageFilter.GaussianBlur(size / 4))
        self._letters = _mask(canvas) * np.float32(0.72)
        self._halo = np.minimum(_mask(halo) * np.float32(1.2), np.float32(0.6))
        y = size // 2 if top else height - canvas.height - size // 2
        self._place = (slice(y, y + canvas.height), slice(size // 2, size // 2 + canvas.width))

    def burn(self, planes: light.Planes) -> None:
        """Write the mark into the left corner of planes (3, h, w) of values 0..1, below or above.

        What would lie outside a very small picture is cut off.
        """
        corner = planes[:, *self._place]
        down, across = corner.shape[1:]
        halo, letters = (plane[:down, :across] for plane in (self._halo, self._letters))
        corner *= 1 - halo
        corner += (np.float32(0.92) - corner) * letters


def _set(text: str, size: int) -> Image.Image:
    """Lines of letters, 255 on 0, with a margin of their size around them."""
    lines, face, pad = text.split("\n"), font(size), size
    left, top, right, bottom = (
        round(edge) for edge in face.getbbox(max(lines, key=face.getlength))
    )
    step = round(size * 1.4)
    tall = bottom - top + step * (len(lines) - 1)
    canvas = Image.new("L", (right - left + 2 * pad, tall + 2 * pad))
    for number, line in enumerate(lines):
        at = (pad - left, pad - top + number * step)
        ImageDraw.Draw(canvas).text(at, line, 255, face)
    return canvas


def block(text: str, width: int, height: int, size: int) -> Mask:
    """Set a text within a box, as a mask of its shape; smaller where it would not fit.

    What still does not fit at the smallest size ends in an ellipsis.
    """
    smallest = max(11, size // 3)
    while size > smallest and len(wrapped(text, font(size), width)) * _leading(size) > height:
        size = max(smallest, round(size * 0.9))
    lines = wrapped(text, font(size), width)
    room = max(1, height // _leading(size))
    if len(lines) > room:
        lines = [*lines[: room - 1], lines[room - 1][:-1] + "…"]
    canvas = Image.new("L", (width, height))
    draw = ImageDraw.Draw(canvas)
    top = (height - len(lines) * _leading(size)) // 2
    for number, line in enumerate(lines):
        draw.text((0, top + number * _leading(size)), line, 255, font(size))
    return _mask(canvas)


def wrapped(text: str, face: Font, width: int) -> list[str]:
    """Break a text into lines: Latin between words, Chinese anywhere but before its stops."""
    lines, line = [], ""
    for token in _TOKENS.findall(text.strip()):
        if token == "\n":
            lines.append(line.rstrip())
            line = ""
        elif face.getlength(line + token) <= width or not line or token in _NOT_FIRST:
            line += token
        else:
            lines.append(line.rstrip())
            line = token.lstrip()
    return [*lines, line.rstrip()]


def _leading(size: int) -> int:
    return round(size * 1.6)


def _mask(canvas: Image.Image) -> Mask:
    return np.asarray(canvas, np.float32) / np.float32(255)
