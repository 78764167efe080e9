"""What a layout is guessed from: an old street at dusk with a lamp and a screen, and people."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.references.models import Reference
from tests import make
from tests.engines import material

WIDTH, HEIGHT = 960, 540
POINT = (430, 250)  # where the street runs to


def street() -> NDArray[np.uint8]:
    """(540, 960, 3): house fronts that run to a point, a lamp at the left, a lit screen."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (26, 25, 28))
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 540), (960, 540), POINT], fill=(58, 54, 50))
    draw.polygon([(0, 0), (0, 540), POINT], fill=(44, 40, 38))
    draw.polygon([(960, 0), (960, 540), POINT], fill=(38, 37, 40))
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        for side in (0, 960):
            draw.line([(side, 540 * share), POINT], fill=(92, 84, 76), width=2)
    draw.polygon([(720, 230), (850, 205), (850, 315), (720, 305)], fill=(150, 190, 235))
    glow = np.asarray(image).astype(np.float32)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    away = np.hypot(columns - 190, rows - 130)
    warm = np.array([255, 190, 110], np.float32)
    glow += warm * (np.exp(-((away / 16) ** 2)) + 0.25 * np.exp(-away / 90))[..., None]
    return np.clip(glow, 0, 255).astype(np.uint8)


def plate(film: Film) -> Reference:
    """A cleared plate of the street."""
    return _kept(film, street(), name="street.png", maker="Ada", year="1997", rights="Ours.")


def person(film: Film, turn: float, name: str) -> Reference:
    """A cleared picture of somebody who is drawn by our own code."""
    return _kept(film, material.person(400, 0.4 * turn, turn), name=name)


def _kept(film: Film, pixels: NDArray[np.uint8], **described: Any) -> Reference:
    with tempfile.TemporaryDirectory() as folder:
        path = material.picture(Path(folder) / "still.png", pixels)
        blob = storage.keep(path, "image/png", film.id)
    high, wide = pixels.shape[:2]
    size = {"width": wide, "height": high}
    facts = {"kind": "picture", **size, "copies": {"proxy": {"name": "proxy.png", **size}}}
    reference = make.reference(film, "picture", blob, facts=facts, proxy=blob, poster=blob)
    return make.describe(reference, **described)
