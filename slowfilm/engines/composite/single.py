"""One picture of a person set into a plate, where no whole clip is wanted."""

from contextlib import closing
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image
from threadpoolctl import threadpool_limits

from slowfilm.engines.base import Input, Request
from slowfilm.engines.composite.shot import Shot

SIZE = (640, 360)


def single(person: Path, plate: Path, target: Path, seed: int) -> None:
    """Write the first frame of that brief as JPEG. Raises Failed where nobody is found."""
    inputs = (
        Input("Image1", "picture", "plate", plate, "0" * 64),
        Input("Image2", "picture", "subject", person, "0" * 64),
    )
    request = Request("", *SIZE, Fraction(24), 24, seed, inputs)
    with closing(Shot(request)) as shot, threadpool_limits(1, "blas"):
        frame = (next(shot.frames()) >> 2).astype(np.uint8)
    Image.fromarray(frame).save(target, "JPEG", quality=84)
