"""The plate's light as a person in it meets it: surroundings, lamps and the screen."""

from dataclasses import dataclass

import numpy as np

from slowfilm.engines.composite.broadcast import Tube
from slowfilm.engines.composite.pixels import Field, luma, resized
from slowfilm.engines.composite.plate import Window
from slowfilm.engines.composite.relight import Lit, laid, surrounded
from slowfilm.engines.composite.space import FOCUS, Place, Space
from slowfilm.engines.layout import Lamp

_GREY = 0.25  # what walls and streets give back, in the middle
_COARSE = (32, 18)
_KEY, _GLOW = 1.2, 1.6  # how strong lamps and screen are on who stands nearest, to surroundings
_SOFT = 0.05  # metres squared, nearly: no lamp is a point


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a person stands in the frame: foot and height in pixels, depth in space."""

    x: float
    foot: float
    height: float
    depth: float


@dataclass(frozen=True, slots=True)
class _Source:
    place: Place
    power: Field  # linear RGB


class Lighting:
    """All the light of a plate's frame; made anew only where the plate changes."""

    def __init__(
        self, frame: Field, lamps: tuple[Lamp, ...], tube: Tube | None, window: Window, space: Space
    ) -> None:
        self._space, self._tube = space, tube
        self._lamps = [_lamp(lamp, window, space) for lamp in lamps if lamp.strength > 0]
        self._plain = [
            _lamp(Lamp(lamp.at, 1.0, lamp.radius, lamp.colour), window, space) for lamp in lamps
        ]
        self._key = self._screen = 0.0
        self.look(frame)

    def look(self, frame: Field) -> None:
        """Take the surroundings from a frame of the plate."""
        self._coarse = resized(frame, _COARSE)

    def balance(self, stands: list[Stand]) -> None:
        """Set lamps and screen against the surroundings, as they are for who stands nearest."""
        keys, screens = [], []
        for stand in stands:
            around = float(luma(self.around(stand)[None])[0])
            x, y = stand.x, stand.foot - 0.7 * stand.height
            chest = self._space.place(x, y, stand.depth)
            reached = sum(float(s.power.mean()) * _fall(chest, s.place) for s in self._plain)
            if reached > 0:
                keys.append(_KEY * around / reached)
            if self._tube:
                far = _fall(chest, self._screen_place()) * self._spread()
                glow = _GLOW * (1 - self._tube.day) ** 2
                screens.append(glow * around / max(1e-9, far * 0.3 * self._tube.white))
        self._key, self._screen = min(keys, default=0.0), min(screens, default=0.0)

    def around(self, stand: Stand) -> Field:
        """The light of the surroundings where someone stands, linear RGB of a white card."""
        width, height = self._space.size
        columns, rows = _COARSE
        x, y = stand.x / width * columns, (stand.foot - 0.5 * stand.height) / height * rows
        across = np.exp(-((np.arange(columns) + 0.5 - x) ** 2) / (2 * (0.16 * columns) ** 2))
        down = np.exp(-((np.arange(rows) + 0.5 - y) ** 2) / (2 * (0.3 * rows) ** 2))
        weight = (down[:, None] * across[None] + 0.02).astype(np.float32)
        weight /= weight.sum()
        mean: Field = np.minimum(self._coarse, 0.8).reshape(-1, 3).T @ weight.ravel()
        # Walls and lawns have a colour of their own: what falls on them is less coloured.
        grey = mean.mean()
        light: Field = (grey + np.float32(0.6) * (mean - grey)) / np.float32(_GREY)
        return light

    def on(self, stand: Stand, normals: Field, xs: Field, ys: Field) -> Field:
        """The light at each pixel of a person: normals (h, w, 3), and where each is seen."""
        light = self._ambient(stand, normals)
        x, y, depth = self._grid(stand, xs, ys)
        for source in self._lamps:
            light += laid(normals, _lit(source, (x, y, depth), self._key))
        if self._tube and self._screen:
            power = self._tube.colour * np.float32(self._spread())
            source = _Source(self._screen_place(), power)
            light += laid(normals, _lit(source, (x, y, depth), self._screen))
        return light

    def shadows(self, stand: Stand) -> list[tuple[Place, float]]:
        """The lamps that throw this person's shadow: where from the foot, and what share of
        the light is theirs."""
        foot = self._space.place(stand.x, stand.foot, stand.depth)
        around = float(luma(self.around(stand)[None])[0])
        sources = [(s.place, float(s.power.mean()) * self._key) for s in self._lamps]
        thrown = []
        for place, power in sources:
            reached = power * _fall(foot, place)
            away = (place[0] - foot[0], place[1] - foot[1], place[2] - foot[2])
            thrown.append((away, reached / (reached + around + 1e-6)))
        return sorted(thrown, key=lambda shadow: -shadow[1])[:2]

    def _ambient(self, stand: Stand, normals: Field) -> Field:
        around = self.around(stand)
        columns, rows = _COARSE
        middle = int(np.clip(stand.x / self._space.size[0] * columns, 1, columns - 1))
        fields = [
            self._coarse[:, :middle],
            self._coarse[:, middle:],
            self._coarse[: rows // 2],
            self._coarse[rows // 2 :],
            self._coarse,
        ]
        sides = np.stack([np.minimum(part, 1).mean(axis=(0, 1)) for part in fields])
        sides = sides * np.array([[1], [1], [1.25], [0.6], [1]], np.float32)
        sides = 0.5 * sides + 0.5 * sides.mean(axis=0)
        sides *= around.mean() / max(1e-4, float(sides[[0, 1, 4]].mean()))
        cast = around / max(1e-4, float(around.mean()))
        return surrounded(normals, 0.75 * sides * (0.5 + 0.5 * cast))

    def _grid(self, stand: Stand, xs: Field, ys: Field) -> tuple[Field, Field, float]:
        height = self._space.size[1]
        scale = np.float32(stand.depth / height)
        return (
            (xs - np.float32(self._space.x)) * scale,
            (ys - np.float32(self._space.y)) * scale,
            FOCUS * stand.depth,
        )

    def _spread(self) -> float:
        """How large the screen is, in space."""
        assert self._tube
        return self._tube.area / self._space.size[1] ** 2

    def _screen_place(self) -> Place:
        assert self._tube
        x, y = self._tube.centre
        return self._space.place(x, y, self._space.depth(x, y))


def _lamp(lamp: Lamp, window: Window, space: Space) -> _Source:
    x, y = window.at(lamp.at)
    depth = space.depth(x, y)
    size = (window.high(lamp.radius) / space.size[1] * depth) ** 2 * np.pi
    colour = np.array(lamp.colour, np.float32)
    return _Source(space.place(x, y, depth), colour * np.float32(size * lamp.strength))


def _fall(at: Place, source: Place) -> float:
    apart = sum((a - b) ** 2 for a, b in zip(at, source, strict=True))
    return 1 / (apart + _SOFT)


def _lit(source: _Source, at: tuple[Field, Field, float], scale: float) -> Lit:
    x = np.float32(source.place[0]) - at[0]
    y = np.float32(source.place[1]) - at[1]
    z = np.float32(at[2] - source.place[2])  # toward the camera
    apart = x * x + y * y + z * z
    way = np.dstack([x, y, np.full_like(x, z)]) / np.sqrt(apart + 1e-6)[..., None]
    return Lit(way, np.float32(scale) / (apart + np.float32(_SOFT)), source.power)
