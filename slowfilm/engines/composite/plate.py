"""The plate: read, fitted to the frame, and what its picture says of light and medium."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from slowfilm.engines.base import Input, Size
from slowfilm.engines.composite.pixels import Field, linear, resized
from slowfilm.engines.layout import Layout, Point
from slowfilm.engines.shared import light
from slowfilm.engines.shared.clip import Clip
from slowfilm.media.errors import MediaError
from slowfilm.media.picture_file import open_still
from slowfilm.media.probe import probe
from slowfilm.media.still import upright

LONGEST = 2560  # pixels: no more of a still is read


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a plate that fills the frame: where the frame's left upper corner lies, in
    pixels of the plate once it covers the frame."""

    plate: Size
    frame: Size
    left: int
    top: int

    @property
    def covering(self) -> Size:
        """The plate's size once it covers the frame, in pixels."""
        return covered(self.plate, self.frame)

    def at(self, point: Point) -> tuple[float, float]:
        """A share of the plate in pixels of the frame."""
        width, height = self.covering
        return point[0] * width - self.left, point[1] * height - self.top

    def share(self, x: float, y: float) -> Point:
        """Pixels of the frame as a share of the plate."""
        width, height = self.covering
        return (x + self.left) / width, (y + self.top) / height

    def high(self, share: float) -> float:
        """A share of the plate's height in pixels of the frame."""
        return share * self.covering[1]

    @property
    def seen(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of what is seen, as shares of the plate."""
        return (*self.share(0, 0), *self.share(*self.frame))


def window(plate: Size, frame: Size, layout: Layout) -> Window:
    """Choose the part of a plate that is seen: its street, its screen and the ground are kept."""
    width, height = covered(plate, frame)
    across = [layout.vanishing[0]] if layout.vanishing else []
    across += [figure.foot[0] for figure in layout.figures]
    if layout.screen:
        across.append(sum(corner[0] for corner in layout.screen) / 4)
    middle = (min(across) + max(across)) / 2 if across else 0.5
    left = round(min(max(middle * width - frame[0] / 2, 0), width - frame[0]))
    top = round(min(max(layout.horizon * height - 0.42 * frame[1], 0), height - frame[1]))
    return Window(plate, frame, left, top)


class Plate:
    """A plate over the whole shot, linear and as large as it just covers the frame."""

    def __init__(self, item: Input, frame: Size, rate: Fraction) -> None:
        """Raises MediaError for what can't be read."""
        self.frame, self.moves = frame, item.kind == "video"
        self._clip: Clip | None = None
        self._shown = -1
        if item.kind == "video":
            about = probe(item.path)
            self.size: Size = (about.width, about.height)
            covering = covered(self.size, frame)
            self._clip = Clip(item.path, covering, rate, item.span)
            self._picture = linear(self._clip.at(0))
        else:
            still = read_still(item.path)
            self.size = (still.shape[1], still.shape[0])
            self._picture = resized(still, covered(self.size, frame))

    def at(self, index: int) -> Field:
        """The whole plate at frame `index`, linear (h, w, 3), not to be written to.

        Indices must not go back. Raises MediaError.
        """
        if self._clip and index > self._shown:
            self._picture = linear(self._clip.at(index))
            self._shown = index
        return self._picture

    def close(self) -> None:
        """Let go of the file."""
        if self._clip:
            self._clip.close()


def covered(plate: Size, frame: Size) -> Size:
    """The size at which a plate just covers a frame."""
    scale = max(frame[0] / plate[0], frame[1] / plate[1])
    return max(frame[0], round(plate[0] * scale)), max(frame[1], round(plate[1] * scale))


def read_still(path: Path, longest: int = LONGEST) -> Field:
    """A still as a linear picture (h, w, 3), upright, its long side at most `longest` pixels.

    Raises MediaError "unreadable" where it is damaged.
    """
    try:
        with open_still(path) as file:
            codes = np.asarray(upright(file, longest))
    except (OSError, SyntaxError, ValueError) as error:
        raise MediaError("unreadable", name=path.name) from error
    return np.square(light.from_codes(codes))
