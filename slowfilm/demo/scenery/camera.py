"""From where the street is looked at, and how light becomes a picture."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from slowfilm.demo.scenery.lights import Light, Point, Vector
from slowfilm.demo.scenery.noise import Field
from slowfilm.demo.scenery.trace import STREET, WITH_PASSER, seen

SIZE = (1280, 720)
_FINE = 1.3  # rays to a pixel, each way
_ROWS = 40  # rays are followed in strips that stay in the processor's cache

_BRIGHTEST = 16.0  # the exposure at which film is white

Frame = NDArray[Any]  # uint8, as pictures and encoders take it


@dataclass(frozen=True, slots=True)
class Camera:
    """Where it stands (metres), `turn` to the right (radians), `lens` in picture widths.

    `rise` shifts the picture up (in picture heights), so that upright things stay upright.
    `deserted`: nobody passes.
    """

    place: Point
    turn: float
    lens: float
    rise: float
    deserted: bool = False

    def rays(self, width: int, height: int, rows: slice) -> Vector:
        """Unit directions through the pixels of some rows, flattened."""
        across = ((np.arange(width) + 0.5) / width - 0.5).astype(np.float32)
        down = ((np.arange(height)[rows] + 0.5) / height - 0.5).astype(np.float32)
        up = (self.rise - down) * np.float32(height / width)
        ahead = np.float32(self.lens)
        x = (across * np.cos(self.turn) + ahead * np.sin(self.turn))[None].repeat(down.size, 0)
        z = (ahead * np.cos(self.turn) - across * np.sin(self.turn))[None].repeat(down.size, 0)
        y = up[:, None].repeat(width, 1)
        length = np.sqrt(x * x + y * y + z * z)
        return tuple((part / length).ravel().astype(np.float32) for part in (x, y, z))

    def look(self) -> Light:
        """Light on every pixel, by source, each of shape (height, width, 3)."""
        width, height = round(SIZE[0] * _FINE), round(SIZE[1] * _FINE)
        strips = [slice(top, min(height, top + _ROWS)) for top in range(0, height, _ROWS)]
        origin: Vector = tuple(np.full(1, c, np.float32) for c in self.place)  # type: ignore[assignment]
        pixel = 1 / (width * self.lens)
        street = STREET if self.deserted else WITH_PASSER

        def strip(rows: slice) -> Light:
            return seen(origin, self.rays(width, height, rows), pixel, street)

        with ThreadPoolExecutor(2) as threads:
            lit = list(threads.map(strip, strips))
        whole = (np.concatenate([p.parts()[n] for p in lit], axis=1) for n in range(3))
        return Light(*(_reduced(part.reshape(3, height, width)) for part in whole))


def _reduced(planes: Field) -> Field:
    """Bring the finer rays down to size; hot spots are held so that their edges stay soft."""
    capped = np.minimum(planes, np.float32(6))
    small = [
        np.asarray(Image.fromarray(plane).resize(SIZE, Image.Resampling.BOX)) for plane in capped
    ]
    reduced: Field = np.stack(small, axis=2)
    return reduced


def bloomed(light: Field, strength: float = 0.10) -> Field:
    """Let bright light spread in the lens, narrowly and widely."""
    spread = np.zeros_like(light)
    for reach, share in ((6, 0.55), (28, 0.3), (90, 0.15)):
        shrink = max(1, reach // 4)
        small_size = (SIZE[0] // shrink, SIZE[1] // shrink)
        for channel in range(3):
            plane = Image.fromarray(np.ascontiguousarray(light[..., channel]))
            small = plane.resize(small_size, Image.Resampling.BOX)
            wide = _soft(small).resize(SIZE, Image.Resampling.BICUBIC)
            spread[..., channel] += np.float32(share) * np.asarray(wide)
    return light * np.float32(1 - strength) + spread * np.float32(strength)


def _soft(plane: Image.Image) -> Image.Image:
    """A wide blur by going down and up again: Pillow's own blurs take eight bits only."""
    width, height = plane.size
    tiny = plane.resize((max(2, width // 4), max(2, height // 4)), Image.Resampling.HAMMING)
    return tiny.resize(plane.size, Image.Resampling.BICUBIC)


def developed(light: Field, exposure: float, number: int) -> Frame:
    """Expose linear light (h, w, 3) on film: frame `number` of it, as 8-bit sRGB.

    A toe, a shoulder, and grain that is never the same twice running.
    """
    curve, coarseness = _film()
    steps = np.sqrt(np.clip(light, 0, _BRIGHTEST / exposure)) * np.float32(
        (curve.size - 1) / np.sqrt(_BRIGHTEST / exposure)
    )
    steps = steps.astype(np.uint16)
    grain = np.roll(_grain(number % 3), (number * 211, number * 373), (0, 1))
    coded = np.take(curve, steps)
    coded += (grain * np.take(coarseness, steps[..., 1]))[..., None]
    frame: Frame = np.clip(coded, 0, 255, out=coded).astype(np.uint8)
    return frame


@cache
def _film() -> tuple[Field, Field]:
    """Code values 0..255 and strength of grain over the square root of exposure."""
    exposed = np.linspace(0, 1, 8192) ** 2 * _BRIGHTEST
    toned = np.minimum(exposed * (1 + exposed / 14) / (1 + exposed), 1) ** (1 / 2.2)
    coded = toned + 0.52 * (toned * toned * (3 - 2 * toned) - toned)
    coarseness = 255 * (0.25 + np.sqrt(coded * (1 - coded)))
    return (255 * coded + 0.5).astype(np.float32), coarseness.astype(np.float32)


@cache
def _grain(number: int) -> Field:
    draw = np.random.default_rng([1998, number])
    noise = draw.standard_normal((SIZE[1] // 2 + 8, SIZE[0] // 2 + 8), dtype=np.float32)
    large = Image.fromarray(noise).resize(SIZE, Image.Resampling.BICUBIC)
    fine = draw.standard_normal((SIZE[1], SIZE[0]), dtype=np.float32)
    grain: Field = np.asarray(large) * np.float32(0.007) + fine * np.float32(0.007)
    return grain
