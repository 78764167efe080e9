"""The shot that has no picture yet: its words on neutral grey, under a light that moves slowly."""

import numpy as np
from PIL import Image

from slowfilm.engines.animatic import lettering
from slowfilm.engines.base import Request
from slowfilm.engines.shared import light

_COARSE = (32, 18)  # the light is so soft that this many points describe it
_GRAIN = 0.0025  # in root light: enough to keep eight-bit screens from banding


class Slate:
    """Draws the words of a request as a picture with slow light."""

    def __init__(self, request: Request) -> None:
        self.frames, self.size = request.frames, (request.width, request.height)
        width, height = self.size
        dialogue = "\n".join(f"{line.character}　{line.words}" for line in request.lines)
        text = f"{request.prompt.strip()}\n\n{dialogue}" if dialogue else request.prompt
        margin_x, margin_y = round(width * 0.12), round(height * 0.14)
        inner = (width - 2 * margin_x, height - 2 * margin_y)
        self._words = np.zeros((height, width), np.float32)
        self._words[margin_y : margin_y + inner[1], margin_x : margin_x + inner[0]] = (
            lettering.block(text, *inner, round(min(width, height) / 15))
        )
        draw = np.random.default_rng([request.seed, 7])
        self._from = draw.uniform(0.15, 0.4), draw.uniform(0.2, 0.5)
        self._to = draw.uniform(0.6, 0.85), draw.uniform(0.3, 0.6)
        self._grain = draw.normal(0, _GRAIN, (height, width)).astype(np.float32)

    def at(self, index: int) -> light.Planes:
        """Return frame `index`; the three planes are the same grey."""
        time = index / max(1, self.frames - 1)
        grey = self._light(time * time * (3 - 2 * time))
        grey += (np.float32(0.88) - grey) * self._words
        grey += np.roll(self._grain, (index * 67, index * 131), (0, 1))
        return np.repeat(grey[None], 3, axis=0)

    def _light(self, share: float) -> lettering.Mask:
        x, y = (a + (b - a) * share for a, b in zip(self._from, self._to, strict=True))
        columns, rows = _COARSE
        across = (np.arange(columns) + 0.5) / columns - x
        down = ((np.arange(rows) + 0.5) / rows - y) * 0.7
        glow = 0.33 + 0.17 / (1 + 7 * (across[None] ** 2 + down[:, None] ** 2))
        coarse = Image.fromarray(glow.astype(np.float32))
        return np.array(coarse.resize(self.size, Image.Resampling.BICUBIC))
