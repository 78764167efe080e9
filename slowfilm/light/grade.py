"""What a key's curves make of one colour, without a place in the picture. Pure, no numpy.

As media/light does it per pixel: for what leaves as a table or a few numbers (.cube, ASC CDL).
Painted light and lamps depend on the place, and are not in it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from slowfilm import curves

Colour = tuple[float, float, float]
GAMMA = 2.4
LUMA = (0.2126, 0.7152, 0.0722)
DARKEST = 2.0**-16
STEP = (curves.SAMPLES - 1) / (curves.HIGHEST - curves.LOWEST)


def stops_of(linear: float) -> float:
    """Stops around middle grey, within what curves know."""
    s = math.log2(max(linear, DARKEST) / curves.GREY)
    return min(max(s, curves.LOWEST), curves.HIGHEST)


@dataclass
class Grade:
    """The light at a key (light/events.Light, as JSON gives it), with the exposure there."""

    light: Mapping[str, Any]
    gain: float = 0.0  # stops
    _tables: dict[str, list[float]] = field(default_factory=dict)

    @cached_property
    def luma(self) -> bool:
        """Whether one curve moves all colours alike."""
        return bool(self.light["mode"] == "luma")

    def of(self, codes: Colour) -> Colour:
        """What red, green and blue, each from 0 to 1, become, from 0 to 1."""
        linear = [code**GAMMA * 2**self.gain for code in codes]
        s = stops_of(sum(a * b for a, b in zip(LUMA, linear, strict=True)))
        weight = self._weight(linear, s)
        if self.luma:
            moved = [self._moved("luma", s)] * 3
        else:
            moved = [
                self._moved(name, stops_of(channel))
                for name, channel in zip("rgb", linear, strict=True)
            ]
        lit = [channel * 2 ** (weight * by) for channel, by in zip(linear, moved, strict=True)]
        red, green, blue = (min(max(channel ** (1 / GAMMA), 0.0), 1.0) for channel in lit)
        return red, green, blue

    def _moved(self, name: str, s: float) -> float:
        """By how many stops a curve moves a tone."""
        points = self.light[name]
        if not points:
            return 0.0
        if name not in self._tables:
            self._tables[name] = curves.table(points)
        at = (s - curves.LOWEST) * STEP
        left = min(int(at), curves.SAMPLES - 2)
        a, b = self._tables[name][left : left + 2]
        return a + (b - a) * (at - left) - s

    def _weight(self, linear: list[float], s: float) -> float:
        qualifier = self.light.get("qualifier")
        weight = 1.0
        if not qualifier:
            return weight
        if qualifier["tone"]:
            low, high, soft = qualifier["tone"]
            soft = max(soft, 0.05)
            weight *= curves.smooth((s - low + soft) / soft)
            weight *= 1 - curves.smooth((s - high) / soft)
        if qualifier["hue"]:
            weight *= _hue_weight(qualifier["hue"], linear)
        return weight


def _hue_weight(hue_range: tuple[float, float, float], linear: list[float]) -> float:
    centre, spread, soft = hue_range
    red, green, blue = linear
    most = max(linear)
    wide = most - min(linear)
    over = max(wide, 1e-12)
    if most == red:
        hue = (green - blue) / over
    elif most == green:
        hue = 2 + (blue - red) / over
    else:
        hue = 4 + (red - green) / over
    far = abs((hue * 60 - centre + 540) % 360 - 180)
    within = 1 - curves.smooth((far - spread) / max(soft, 1.0))
    return within * curves.smooth((wide / max(most, 1e-6) - 0.02) / 0.08)
