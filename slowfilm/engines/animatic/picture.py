"""A still picture, held ready for the camera."""

import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from slowfilm.engines.animatic import camera, lens
from slowfilm.engines.shared import light
from slowfilm.media.errors import MediaError
from slowfilm.media.picture_file import open_still
from slowfilm.media.still import upright

_CLOSEST = 0.76  # no move comes closer, so a picture is kept no finer than this needs
_SURROUND = (18, 18, 18)


class Picture:
    """One still: 8-bit RGB at working size, opened into root light only while it is shown."""

    def __init__(self, path: Path, frame: camera.Size, *, whole: bool) -> None:
        """Read `path` for a frame of (width, height); `whole` pads it instead of cropping it."""
        self.frame = frame
        self.image = _read(path, frame, whole)
        self._planes: light.Planes | None = None

    @property
    def small(self) -> light.Planes:
        """The picture at 48 by 27 in root light, for judging its light and its weight."""
        return light.from_codes(np.asarray(self.image.resize((48, 27), Image.Resampling.BOX))).T

    def interest(self) -> camera.Direction:
        """Find the centre of what is sharp or bright, as x, y in 0..1."""
        luma = np.sqrt(np.mean(np.square(self.small), axis=0)).T
        down, across = np.gradient(luma)
        weight = np.hypot(across, down) * (0.3 + luma) + 1e-6
        rows, columns = weight.shape
        total = float(weight.sum())
        x = float((weight.sum(axis=0) * (np.arange(columns) + 0.5)).sum()) / total / columns
        y = float((weight.sum(axis=1) * (np.arange(rows) + 0.5)).sum()) / total / rows
        return x, y

    def seen(self, view: camera.View) -> light.Planes:
        """Return what the camera sees, at frame size, to a fraction of a pixel."""
        if self._planes is None:
            codes = np.asarray(self.image).transpose(2, 0, 1)
            self._planes = np.ascontiguousarray(light.from_codes(codes))
        width, height = self.frame
        box = camera.box(view, self.image.size, width / height)
        return lens.seen(self._planes, box, self.frame)

    def close(self) -> None:
        """Let go of the opened planes."""
        self._planes = None


def _read(path: Path, frame: camera.Size, whole: bool) -> Image.Image:
    """Read no more of a picture than its closest view needs; a whole still meets the frame."""
    try:
        with open_still(path) as file:
            long, short = max(file.size), min(file.size)
            longest = math.ceil(max(frame) / _CLOSEST * (1 if whole else long / short))
            image = upright(file, longest)
    except (OSError, SyntaxError, ValueError) as error:
        raise MediaError("unreadable", name=path.name) from error
    if whole:
        return ImageOps.pad(image, frame, Image.Resampling.LANCZOS, _SURROUND)
    cover = max(frame[0] / image.width, frame[1] / image.height) / _CLOSEST
    if cover >= 1:
        return image
    size = (max(1, round(image.width * cover)), max(1, round(image.height * cover)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
