"""The camera's resampling against Pillow's, which goes another way to the same curve."""

import numpy as np
import pytest
from PIL import Image

from slowfilm.engines.animatic import lens
from slowfilm.engines.animatic.camera import Box, Size

BICUBIC = Image.Resampling.BICUBIC


@pytest.mark.slow
@pytest.mark.parametrize(
    ("held", "box", "size"),
    [
        ((1685, 948), (20.3, 20.2, 1600.4, 920.7), (1280, 720)),  # smaller, between pixels
        ((1685, 948), (0, 0, 1685, 948), (1280, 720)),  # all of it, to the edges
        ((300, 400), (1.5, 2, 299, 399.9), (300, 400)),  # about its own size
        ((3, 2), (0, 0, 3, 2), (64, 36)),  # fewer pixels than the curve reaches
        ((1685, 1500), (3, 700, 1685, 1500), (640, 360)),  # much smaller
        ((90, 70), (10, 10, 43.5, 30), (45, 37)),  # larger, at sizes no block divides
    ],
)
def test_what_is_seen_is_what_pillow_sees(held: Size, box: Box, size: Size) -> None:
    planes = np.random.default_rng(1).random((3, held[1], held[0]), dtype=np.float32)
    expected = [
        np.asarray(Image.fromarray(plane).resize(size, BICUBIC, box=box)) for plane in planes
    ]
    made = lens.seen(planes, box, size)
    assert made.shape == (3, size[1], size[0])
    assert np.abs(made - np.stack(expected)).max() < 1e-4  # a tenth of a 10-bit code
