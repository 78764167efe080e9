"""One passage of the plan, brought to the screen."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.animatic import camera
from slowfilm.engines.animatic.picture import Picture
from slowfilm.engines.animatic.plan import Passage
from slowfilm.engines.base import Request
from slowfilm.engines.shared import light
from slowfilm.engines.shared.clip import Clip

Gains = NDArray[np.float32]


@dataclass(slots=True)
class Screen:
    """A passage with what draws its frames; `gains` are its grade, None to leave it untouched."""

    passage: Passage
    draw: Callable[[int], light.Planes]
    close: Callable[[], None]
    gains: Gains | None = None

    def at(self, index: int) -> light.Planes:
        """Return frame `index` of the shot, graded."""
        planes = self.draw(index - self.passage.first)
        if self.gains is None:
            return planes
        own = planes if planes.flags.writeable else None  # a clip may show its planes again
        return np.multiply(planes, self.gains[:, None, None], out=own)

    def share(self, index: int) -> float:
        """How much of it is seen at `index`, 0..1, while it dissolves in."""
        step = (index - self.passage.first + 1) / (2 * self.passage.fade_in + 1)
        return min(1.0, step)


def of_clip(passage: Passage, clip: Clip) -> Screen:
    """Cut a clip in; it keeps its own motion."""
    return Screen(passage, clip.at, clip.close)


def of_picture(
    passage: Passage, picture: Picture, request: Request, lead: camera.Direction | None, turn: int
) -> Screen:
    """Set a camera move over a still; `turn` is its place in the row."""
    length = passage.end - passage.first
    seconds, last = float(length / request.rate), max(1, length - 1)
    chance = [request.seed, turn]
    if passage.met is not None:
        move = camera.through(seconds, (passage.met - passage.first) / last, chance)
    else:
        visible = camera.height_seen(picture.image.size, request.width / request.height)
        move = camera.choose(passage.role, seconds, picture.interest(), lead, chance, visible)
    move = move.kept(picture.image.size, request.width / request.height)
    return Screen(passage, lambda step: picture.seen(move.view(step / last)), picture.close)
