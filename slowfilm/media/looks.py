"""What stands where something must not be seen: light in the colours that are around it.

Each look is a light space over the region: its places are shares of the region with its edge.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from slowfilm.media.lightspace.render import Picture
from slowfilm.media.lightspace.space import Air, Aperture, Lamp, State, Stroke, Veil
from slowfilm.media.surroundings import Palette

Look = Literal["haze", "curtain", "water"]
BLACK = (0.0, 0.0, 0.0)
TALL = 0.8  # of a region this much higher than wide, lamps hang one above another


@dataclass(frozen=True)
class Region:
    """Where in a field the guard lies: its middle and half sides, in heights of the field."""

    x: float
    y: float
    half_width: float
    half_height: float
    aspect: float  # of the whole field

    @property
    def small(self) -> float:
        """The shorter half side."""
        return min(self.half_width, self.half_height)

    def at(self, across: float, down: float) -> tuple[float, float]:
        """A place by its distance from the middle in half sides, as shares of the field."""
        x = (self.x + across * self.half_width) / self.aspect
        return float(x), float(self.y + down * self.half_height)


def radiance(colour: Picture) -> tuple[float, float, float]:
    """Light that a film shows as this linear colour."""
    r, g, b = (float(-np.log(1 - min(max(float(channel), 0.0), 0.975))) for channel in colour)
    return r, g, b


def state(look: Look, region: Region, palette: Palette, seed: int) -> State:
    """The light of a region."""
    return LOOKS[look](region, palette, np.random.default_rng(seed))


def _air(haze: float, horizon: float = 0.6) -> Air:
    return Air(top=BLACK, middle=BLACK, bottom=BLACK, horizon=horizon, haze=haze)


def _side(rng: np.random.Generator) -> float:
    return 1.0 if rng.random() < 0.5 else -1.0


def _lamp(
    region: Region, place: tuple[float, float], radius: float, power: float, colour: Picture
) -> Lamp:
    x, y = region.at(*place)
    return Lamp(x=x, y=y, radius=max(radius * region.small, 0.004), power=power,
                colour=radiance(colour))  # fmt: skip


def _shadow(
    region: Region, places: list[tuple[float, float]], width: float, stops: float
) -> Stroke:
    points = tuple(region.at(*place) for place in places)
    return Stroke(points=points, width=min(1.0, max(0.01, width * region.small)), power=-stops)


def haze(region: Region, palette: Palette, rng: np.random.Generator) -> State:
    """Thick air, and light that falls through it from gaps that are not seen."""
    side = _side(rng)
    fall = 90 + side * (24 + 10 * rng.random())
    gaps = []
    for place, wide, power in (
        (-0.62, 0.42, 1.7),
        (0.08, 0.26, 2.1),
        (0.52, 0.13, 1.6),
        (0.95, 0.3, 1.0),
    ):
        x, y = region.at((0.45 + place + 0.12 * (rng.random() - 0.5)) * side, -1.5)
        gaps.append(
            Aperture(
                x=min(2.0, max(-1.0, x)),
                y=max(-1.0, y),
                width=min(3.0, wide * region.half_width + 0.1 * region.small),
                height=max(0.02, 0.12 * region.half_height),
                shine=0,
                power=power,
                colour=radiance(palette.light),
                throw=min(3.0, 1.5 * region.half_height),
                fall=fall,
            )
        )
    lamps = (_lamp(region, (0.25 * side, -0.75), 0.8, 0.5, palette.light),)
    shades = (
        _shadow(region, [(0.75 * side, 0.1), (0.45 * side, 0.95)], 0.8, 1.0),
        _shadow(region, [(-0.9 * side, -0.6), (-0.95 * side, 0.4)], 0.5, 0.5),
    )
    return State(air=_air(1.0), lamps=lamps, apertures=tuple(gaps), strokes=shades)


def curtain(region: Region, palette: Palette, rng: np.random.Generator) -> State:
    """Cloth before a bright opening that is not seen itself."""
    side = _side(rng)
    x, y = region.at(0.12 * side, -0.08)
    opening = Aperture(
        x=x,
        y=y,
        width=min(3.0, 1.25 * region.half_width),
        height=min(3.0, 1.45 * region.half_height),
        lean=0.06 * side,
        soft=min(0.5, max(0.01, 0.30 * region.small)),
        power=1.15,
        colour=radiance(palette.light),
    )
    lamp = _lamp(region, (-0.45 * side, 0.5), 0.3, 0.45, palette.warm)
    across = 2 * region.half_width
    folds = min(30.0, max(1.0, (4.0 + 1.5 * rng.random()) / across))
    shadow = _shadow(region, [(-0.9 * side, -0.7), (-0.85 * side, 0.8)], 0.7, 0.7)
    return State(
        air=_air(0.5),
        veil=Veil(curtain=0.92, folds=folds),
        lamps=(lamp,),
        apertures=(opening,),
        strokes=(shadow,),
    )


def water(region: Region, palette: Palette, rng: np.random.Generator) -> State:
    """Dusk over water: a light low down, and its path toward us."""
    side = _side(rng)
    horizon = region.y - 0.10 * region.half_height
    up = -0.10 - 0.16
    lamps = (
        _lamp(region, (0.25 * side, up), 0.17, 2.6, palette.light),
        _lamp(region, (-0.45 * side, -0.10 - 0.05), 0.04, 1.6, palette.light),
        _lamp(region, (-0.62 * side, -0.10 - 0.045), 0.03, 1.2, palette.middle),
    )
    shadow = _shadow(region, [(-1.1, 1.0), (0.0, 1.12), (1.1, 1.0)], 0.9, 1.3)
    return State(air=_air(0.8, horizon), veil=Veil(water=0.95), lamps=lamps, strokes=(shadow,))


LOOKS: dict[Look, Callable[[Region, Palette, np.random.Generator], State]] = {
    "haze": haze,
    "curtain": curtain,
    "water": water,
}
