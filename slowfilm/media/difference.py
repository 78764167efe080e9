"""How two masters of the same measures differ: a picture of where, and a number of how much."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from slowfilm.media.errors import MediaError
from slowfilm.media.master import open_master

SAMPLES = 12  # frames that are compared, evenly over the shot
SIDE = 640  # pixels: the long side of the picture
WHITE = 0.25  # the mean difference that is shown white; the same in every picture
HIGHEST = 1023


@dataclass(frozen=True, slots=True)
class Difference:
    """`picture`: uint8 (h, w), the brighter the more. `distance`: the mean, 0..1 of full scale."""

    picture: NDArray[np.uint8]
    distance: float


def difference(
    first: tuple[Path, str],
    second: tuple[Path, str],
    frames: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> Difference:
    """Compare two masters, each a path and its digest, of `frames` frames.

    Of each sampled frame's pixels the mean absolute difference over the three channels, and of
    those the mean over the frames. Raises MediaError: for a master that is damaged, where the
    sizes differ ("unreadable"), and "cancelled".
    """
    total: NDArray[np.float32] | None = None
    places = sample(frames)
    with open_master(*first) as first_master, open_master(*second) as other:
        for index in places:
            if cancelled():
                raise MediaError("cancelled")
            a, b = first_master.frame(index), other.frame(index)
            if a.shape != b.shape:
                raise MediaError("unreadable")
            apart = np.abs(a.astype(np.int32) - b).mean(axis=2, dtype=np.float32)
            total = apart if total is None else total + apart
    assert total is not None
    mean = (total / (len(places) * HIGHEST)).astype(np.float32)
    return Difference(_shown(mean), float(mean.mean()))


def sample(frames: int) -> list[int]:
    """The frames that are compared, at most 12: the middles of even parts, each once, in order."""
    count = min(SAMPLES, frames)
    return [int((number + 0.5) * frames / count) for number in range(count)]


def _shown(mean: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    bright = np.clip(mean / WHITE, 0, 1) * 255
    image = Image.fromarray(np.rint(bright).astype(np.uint8))
    image.thumbnail((SIDE, SIDE))
    return np.asarray(image)
