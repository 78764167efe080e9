"""Pictures as pipelines take them, 8-bit RGB; where in a plate something is made."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from slowfilm.engines.base import Size
from slowfilm.engines.shared import light
from slowfilm.media.errors import MediaError
from slowfilm.media.picture_file import open_still
from slowfilm.media.still import upright

Rgb = NDArray[np.uint8]
Mask = NDArray[np.uint8]  # 255 is made new, 0 is kept
MIDDLE = (0.3, 0.12, 0.7, 1.0)  # left, top, right, bottom of what is made in an unmarked plate
MARK = 38  # how far a mark is from its paper, of 255
AROUND = 0.04  # of the height: how far about a mark something is made


def whole(path: Path, size: Size) -> Image.Image:
    """A picture no larger than the frame, as the pipeline then pads it. Raises MediaError."""
    image = _read(path, max(size))
    image.thumbnail(size, Image.Resampling.LANCZOS)
    return image


def covering(path: Path, size: Size) -> Image.Image:
    """A picture cropped to fill the frame. Raises MediaError."""
    return ImageOps.fit(_read(path, 2 * max(size)), size, Image.Resampling.LANCZOS)


def _read(path: Path, longest: int) -> Image.Image:
    try:
        with open_still(path) as file:
            return upright(file, longest)
    except (OSError, SyntaxError, ValueError) as error:
        raise MediaError("unreadable", name=path.name) from error


def region(sketch: Image.Image | None, size: Size) -> NDArray[np.uint8]:
    """Where something is made in a plate, 255 there, (h, w): about each mark of a sketch.

    Without a sketch, in the middle. All 0 for a sketch without marks.
    """
    width, height = size
    mask = np.zeros((height, width), np.uint8)
    if sketch is None:
        left, top, right, bottom = (
            round(share * side) for share, side in zip(MIDDLE, (width, height) * 2, strict=True)
        )
        mask[top:bottom, left:right] = 255
        return mask
    level = np.asarray(sketch.convert("L"), np.int16)
    drawn = (np.abs(level - round(float(np.median(level)))) > MARK).astype(np.uint8)
    joined = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        if cv2.contourArea(cv2.convexHull(outline)) > 1e-4 * width * height:
            cv2.fillConvexPoly(mask, cv2.convexHull(outline), 255)
    around = max(1, round(AROUND * height))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * around + 1, 2 * around + 1))
    return np.asarray(cv2.dilate(mask, kernel), np.uint8)


def eight_bit(planes: light.Planes) -> Rgb:
    """Root light (3, h, w) as 8-bit code values (h, w, 3)."""
    return (light.to_codes(planes) >> 2).astype(np.uint8)


def controlled(picture: Rgb, control: str) -> Rgb:
    """What is taken of a motion's picture."""
    if control == "as-is":
        return picture
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    if control == "lines":
        fine = np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.2), np.float32)
        across, down = (np.asarray(cv2.Sobel(fine, cv2.CV_32F, *way)) for way in ((1, 0), (0, 1)))
        grey = 255 - np.clip(np.hypot(across, down), 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)
