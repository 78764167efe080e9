"""A key's curves on linear light: how many stops each tone moves."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowfilm import curves
from slowfilm.media.light.field import smooth

Floats = NDArray[np.float32]
LINEAR = ((np.arange(1024) / 1023) ** 2.4).astype(np.float32)  # of each 10-bit code
LUMA = tuple(np.float32(part) for part in (0.2126, 0.7152, 0.0722))  # of red, green, blue
DARKEST = np.float32(2.0**-16)
PER_STOP = np.float32((curves.SAMPLES - 1) / (curves.HIGHEST - curves.LOWEST))
Rgb = tuple[Floats, Floats, Floats]


def stops_of(linear: Floats, gain: Floats | None = None) -> Floats:
    """Stops around middle grey (0.18 linear), cut to what curves know: LOWEST…HIGHEST.

    `linear` of any shape, float32; `gain`, in stops, is what is still to come to it.
    """
    s = np.log2(np.maximum(linear, DARKEST) * np.float32(1 / curves.GREY))
    if gain is not None:
        s += gain
    return np.clip(s, np.float32(curves.LOWEST), np.float32(curves.HIGHEST))


def luma_of(rgb: Rgb) -> Floats:
    """The luminance of linear light, with the weights of BT.709; the shape is each channel's."""
    return rgb[0] * LUMA[0] + rgb[1] * LUMA[1] + rgb[2] * LUMA[2]  # type: ignore[no-any-return]


@dataclass
class Tone:
    """The curves and the qualifier of one key (light/events.Light, as JSON gives it)."""

    light: dict[str, Any]
    _fine: tuple[int, list[Floats | None]] | None = None

    @cached_property
    def moved(self) -> list[Floats | None]:
        """For luma or for red, green, blue: by how much each sample moves; None: not at all."""
        names = ("luma",) if self.luma else ("r", "g", "b")
        return [_moved(self.light[name]) for name in names]

    def fine(self, steps: int) -> list[Floats | None]:
        """`moved` at steps + 1 places; of luma with what the qualifier asks of tones."""
        if self._fine is None or self._fine[0] != steps:
            places = np.linspace(curves.LOWEST, curves.HIGHEST, steps + 1)
            samples = np.linspace(curves.LOWEST, curves.HIGHEST, curves.SAMPLES)
            weight: Any = np.float32(1)
            if self.luma and (tone := (self.light["qualifier"] or {}).get("tone")):
                weight = tone_weight(tone, places.astype(np.float32))
            tables = [
                None
                if table is None
                else np.asarray(np.interp(places, samples, table) * weight, "f4")
                for table in self.moved
            ]
            self._fine = steps, tables
        return self._fine[1]

    @property
    def luma(self) -> bool:
        """Whether one curve moves all three colours alike."""
        return bool(self.light["mode"] == "luma")

    @property
    def straight(self) -> bool:
        """Whether nothing moves."""
        return all(table is None for table in self.moved)

    @property
    def qualified(self) -> bool:
        """Whether it asks for tones or hues."""
        return bool(self.light["qualifier"]) and not self.straight

    @property
    def mask(self) -> dict[str, Any] | None:
        """The qualifier, where it keeps the curves on people or off them."""
        qualifier: dict[str, Any] = self.light["qualifier"] or {}
        return qualifier if qualifier.get("mask") and not self.straight else None

    def shift(self, rgb: Rgb, s: Floats | None = None, by: Any = None) -> list[Floats | None]:
        """By how many stops the channels of linear light move: one for all, or each its own.

        Each is of the channels' shape; None is a channel that does not move. `s`: the stops of
        their luma, where that is known already. `by`: how much of it there is at each pixel, 0 to
        1, where it is kept on people or off them.
        """
        if self.straight:
            return [None]
        if self.luma or self.qualified:
            s = stops_of(luma_of(rgb)) if s is None else s
        if self.luma:
            assert s is not None and self.moved[0] is not None
            tables: list[Floats | None] = [at(self.moved[0], s)]
        else:
            tables = [
                None if table is None else at(table, stops_of(channel))
                for table, channel in zip(self.moved, rgb, strict=True)
            ]
        if self.qualified:
            assert s is not None
            weight = weight_of(self.light["qualifier"], rgb, s)
            if by is not None:
                weight = weight * by
            tables = [None if table is None else table * weight for table in tables]
        return tables


def at(table: Floats, s: Floats) -> Floats:
    """A table of SAMPLES values, over LOWEST…HIGHEST stops, read linearly between them at `s`.

    `s`, of any shape, has to lie within those stops: see `stops_of`.
    """
    place = (s - np.float32(curves.LOWEST)) * PER_STOP
    left = np.minimum(place.astype(np.int32), curves.SAMPLES - 2)
    place -= left
    a = np.take(table, left)
    left += 1
    b = np.take(table, left)
    b -= a
    b *= place
    b += a
    return b


def _moved(points: curves.Points) -> Floats | None:
    if all(x == y for x, y in points):
        return None
    table = np.array(curves.table(points), np.float32)
    straight = np.linspace(curves.LOWEST, curves.HIGHEST, curves.SAMPLES, dtype=np.float64)
    return table - straight.astype(np.float32)


def weight_of(qualifier: dict[str, Any], rgb: Rgb, s: Floats) -> Floats:
    """How much a qualifier's tone and hue are meant, 0 to 1, of the shape of `s`.

    `rgb`: linear light; `s`: the stops of its luma.
    """
    weight = np.ones_like(s)
    if qualifier["tone"]:
        weight = tone_weight(qualifier["tone"], s)
    if qualifier["hue"]:
        weight = weight * _hue_weight(qualifier["hue"], rgb)
    return weight


def tone_weight(tone: tuple[float, float, float], s: Floats) -> Floats:
    """How much a tone is meant, 0 to 1, of the shape of `s`, all in stops.

    From the first to the second it is 1; the third, 0.05 at least, is how far it fades beyond them.
    """
    lo, hi, soft = tone
    soft = max(soft, 0.05)
    weight = smooth((s - np.float32(lo - soft)) / np.float32(soft))
    return weight * (1 - smooth((s - np.float32(hi)) / np.float32(soft)))  # type: ignore[no-any-return]


def _hue_weight(hue_range: tuple[float, float, float], rgb: Rgb) -> Floats:
    centre, spread, soft = hue_range
    red, green, blue = rgb
    most = np.maximum(np.maximum(red, green), blue)
    wide = most - np.minimum(np.minimum(red, green), blue)
    over = np.maximum(wide, np.float32(1e-12))
    hue = np.where(
        most == red,
        (green - blue) / over,
        np.where(most == green, 2 + (blue - red) / over, 4 + (red - green) / over),
    ) * np.float32(60)
    far = np.abs((hue - np.float32(centre) + 540) % 360 - 180)
    within = 1 - smooth((far - np.float32(spread)) / np.float32(max(soft, 1.0)))
    coloured = smooth(
        (wide / np.maximum(most, np.float32(1e-6)) - np.float32(0.02)) / np.float32(0.08)
    )
    return (within * coloured).astype(np.float32)  # type: ignore[no-any-return]
