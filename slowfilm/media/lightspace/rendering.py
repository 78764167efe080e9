"""A task of the sandbox: a light space as a file, a still or a clip of its two keys."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from slowfilm.media.lightspace import over_time
from slowfilm.media.lightspace.render import Places, developed, grained, light
from slowfilm.media.lightspace.space import Space, State
from slowfilm.media.work_clip import WorkClip

RATE = Fraction(24)
COARSE = 2  # light is soft: it is worked out at half the size, grain and dither at the whole


def picture(space: Space, state: State, width: int, height: int) -> NDArray[np.float32]:
    """sRGB 0…1, (height, width, 3), with its grain."""
    columns, rows = -(-width // COARSE), -(-height // COARSE)
    linear = light(state, Places.of(columns, rows), space.seed)
    whole = cv2.resize(linear, (width, height), interpolation=cv2.INTER_CUBIC)
    return grained(developed(np.asarray(whole, np.float32)), space.seed, space.grain)


def rendered(request: dict[str, Any], report: Callable[[float], None]) -> dict[str, Any]:
    """Write `space` in `folder` at `width` × `height`: a PNG, or an mp4 where it has two keys."""
    space, folder = Space.model_validate(request["space"]), Path(request["folder"])
    size = request["width"], request["height"]
    if space.last is None:
        image = picture(space, space.first, *size) * np.float32(255)
        codes = np.clip(np.rint(image), 0, 255).astype(np.uint8)
        Image.fromarray(codes).save(folder / "light-space.png", "PNG", compress_level=6)
        return {"name": "light-space.png"}
    frames = round(space.seconds * RATE)
    path = folder / "light-space.mp4"
    with WorkClip(path, width=size[0], height=size[1], rate=RATE, sound=False) as clip:
        for index in range(frames):
            state = over_time.at(space, index / max(frames - 1, 1))
            image = picture(space, state, *size) * np.float32(1023)
            clip.codes(index, np.clip(np.rint(image), 0, 1023).astype(np.uint16))
            report((index + 1) / frames)
    return {"name": path.name}
