"""Pictures that move by themselves (GIF, WebP, PNG, AVIF): read as clips, each frame composed."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from PIL import Image, ImageFile

from slowfilm.media.errors import MediaError
from slowfilm.media.picture_file import open_still
from slowfilm.media.still import opaque
from slowfilm.media.timing import Timing, timing

KINDS = ("GIF", "WEBP", "PNG", "AVIF")  # of others, several pictures are not one that moves
TYPES = ("image/gif", "image/webp", "image/png", "image/avif")
MILLISECOND = Fraction(1, 1000)
TOO_SHORT, USUAL = 10, 100  # ms; what says it lasts no longer is shown so long, as browsers do


def moves(image: ImageFile.ImageFile) -> bool:
    """Whether an opened picture holds several that follow one another."""
    return image.format in KINDS and getattr(image, "n_frames", 1) - _first(image) > 1


def moving_timing(path: Path) -> Timing:
    """When each of its pictures is shown. Decodes them all. Raises MediaError "truncated"."""
    spans = [(at, lasts) for at, lasts, _ in _pictures(path)]
    return timing(np.array([at for at, _ in spans]), MILLISECOND, spans[-1][1], [])


def moving_frames(path: Path) -> Iterator[VideoFrame]:
    """Its pictures in order as rgb24, with their times; not turned. Raises MediaError."""
    for at, _, image in _pictures(path):
        rgb = np.asarray(opaque(image, image.info.get("icc_profile")), np.uint8)
        frame = VideoFrame.from_ndarray(np.ascontiguousarray(rgb), "rgb24")
        frame.pts, frame.time_base = at, MILLISECOND
        yield frame


def _pictures(path: Path) -> Iterator[tuple[int, int, Image.Image]]:
    """When each begins and how long it is shown, both in ms, and the picture as composed."""
    at = 0
    with open_still(path) as image:
        for number in range(_first(image), getattr(image, "n_frames", 1)):
            try:
                image.seek(number)
                image.load()
            except (EOFError, OSError, SyntaxError, ValueError) as error:
                raise MediaError("truncated") from error
            lasts = round(float(image.info.get("duration") or 0))
            lasts = lasts if lasts > TOO_SHORT else USUAL
            yield at, lasts, image
            at += lasts


def _first(image: ImageFile.ImageFile) -> int:
    """A PNG may begin with a picture for those who can't show it moving."""
    return int(bool(getattr(image, "default_image", False)))
