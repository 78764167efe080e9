"""A small ray tracer for one street: straight rays, flat things, one mirror of wet stone.

The street runs along z between two rows of houses, x to the right, y up, in metres.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from slowfilm.demo.scenery import figure, lamp, lights, surfaces
from slowfilm.demo.scenery.lights import Light, Vector
from slowfilm.demo.scenery.noise import Field, chance, cloudy, step

LEFT, RIGHT, END = -2.35, 2.45, 37.0
_FAR = np.float32(1e6)

Hit = Callable[[Vector, Vector], Field]
Paint = Callable[[Vector, Field], Field]


@dataclass(frozen=True, slots=True)
class Thing:
    """A flat thing: where rays meet it, what it is painted, where it faces, its share of sky."""

    hit: Hit
    paint: Paint
    normal: tuple[float, float, float]
    open: Callable[[Vector], Field]


def seen(
    origin: Vector,
    direction: Vector,
    pixel: float,
    things: tuple[Thing, ...],
    *,
    bounce: bool = True,
) -> Light:
    """Follow rays (unit directions, n) to what they show of `things`, the ground first.

    `pixel` is a ray's width per metre.
    """
    reach = np.full(direction[0].shape, _FAR, np.float32)
    which = np.full(reach.shape, -1, np.int8)
    for number, thing in enumerate(things):
        length = thing.hit(origin, direction)
        nearer = (length > 1e-3) & (length < reach)
        reach[nearer] = length[nearer]
        which[nearer] = number
    light = Light.none(reach.size)
    open_sky = np.flatnonzero(which < 0)
    if open_sky.size:
        light.dusk[:, open_sky] = lights.sky(_picked(direction, open_sky))
    for number, thing in enumerate(things):
        where = np.flatnonzero(which == number)
        if where.size:
            _show(light, where, thing, _picked(origin, where), _picked(direction, where),
                  reach[where], pixel, things if bounce and number == 0 else ())  # fmt: skip
    _haze(light, origin, direction, np.minimum(reach, np.float32(90)))
    return light


def _picked(vector: Vector, where: Field) -> Vector:
    x, y, z = (part[where] if part.size > 1 else part for part in vector)
    return x, y, z


def _show(
    light: Light,
    where: Field,
    thing: Thing,
    origin: Vector,
    direction: Vector,
    reach: Field,
    pixel: float,
    mirrored: tuple[Thing, ...],
) -> None:
    x, y, z = (o + d * reach for o, d in zip(origin, direction, strict=True))
    place = (x, y, z)
    albedo = thing.paint(place, reach * np.float32(pixel))
    normal: Vector = tuple(np.full(1, part, np.float32) for part in thing.normal)  # type: ignore[assignment]
    if sum(abs(n) for n in thing.normal) > 1.5:  # seen from both sides, lit from both
        normal = (np.zeros(1, np.float32), np.full(1, 0.4, np.float32), np.sign(place[2] - 9))
    light.dusk[:, where] = albedo * lights.colour(lights.SKY_LIGHT, thing.open(place)) * 2.1
    light.lamp[:, where] = albedo * lights.colour(
        lights.LAMP_LIGHT, lights.from_lamp(place, normal)
    )
    light.screen[:, where] = albedo * lights.colour(
        lights.SCREEN_LIGHT, lights.from_screen(place, normal)
    )
    if thing.normal[0] < -0.9:  # the right-hand row has the window with the television in it
        light.screen[:, where] += lights.colour(lights.SCREEN_LIGHT, surfaces.television(place))
    if mirrored:
        _mirror(light, where, place, direction, reach * np.float32(pixel), mirrored)


def _mirror(
    light: Light,
    where: Field,
    place: Vector,
    direction: Vector,
    pixel: Field,
    things: tuple[Thing, ...],
) -> None:
    """Wet stone: more mirror the flatter one looks, rippled where it is rough."""
    x, _, z = place
    _, smooth = surfaces.slabs(x, z, pixel)
    rough = 0.012 + 0.115 * (1 - smooth)
    tilt_x = (cloudy(x * 9, z * 9) - 0.5) * rough + (chance(x * 700, z * 700) - 0.5) * rough * 0.5
    tilt_z = (cloudy(x * 8 + 9, z * 11) - 0.5) * rough * 2.2
    tilt_z += (chance(x * 700 + 40, z * 700) - 0.5) * rough * 1.5
    facing = -(direction[0] * tilt_x + direction[1] + direction[2] * tilt_z)
    facing = np.maximum(facing, 0.01)
    up = np.maximum(direction[1] + 2 * facing, np.float32(0.01))
    back_x, back_z = direction[0] + 2 * facing * tilt_x, direction[2] + 2 * facing * tilt_z
    length = np.sqrt(back_x * back_x + up * up + back_z * back_z)
    back = (back_x / length, up / length, back_z / length)
    start = (x, np.full_like(x, 0.01), z)
    mirrored = seen(start, back, 0.004, things, bounce=False)
    fresnel = 0.05 + 0.95 * (1 - np.clip(facing, 0, 1)) ** 5
    light.add(mirrored, where, fresnel * (0.55 + 0.45 * smooth))
    spread = 0.062 + 0.15 * (1 - smooth)
    ripple = (tilt_x * 1.5, tilt_z * 1.5)
    for part, source, tint, power in (
        (light.lamp, lights.LAMP, lights.LAMP_LIGHT, lights.LAMP_POWER),
        (light.screen, lights.SCREEN, lights.SCREEN_LIGHT, lights.SCREEN_POWER * 0.5),
    ):
        glint = lights.glint(place, direction, source, ripple, spread)
        part[:, where] += lights.colour(tint, glint * np.float32(power))


def _haze(light: Light, origin: Vector, direction: Vector, reach: Field) -> None:
    transmission = np.exp(-reach * np.float32(lights.THICKNESS))
    for part in light.parts():
        part *= transmission
    light.dusk += lights.colour(lights.HAZE, (1 - transmission) * 1.25)
    halo = lights.air(origin, direction, reach, lights.LAMP, lights.LAMP_POWER)
    light.lamp += lights.colour(lights.LAMP_LIGHT, halo)
    halo = lights.bulb(origin, direction, reach)
    light.lamp += lights.colour(lights.BULB_LIGHT, halo)
    glow = lights.air(origin, direction, reach, lights.SCREEN, lights.SCREEN_POWER * 0.5)
    light.screen += lights.colour(lights.SCREEN_LIGHT, glow)


def _ground(origin: Vector, direction: Vector) -> Field:
    down = np.minimum(direction[1], np.float32(-1e-5))
    return np.where(direction[1] < -1e-5, -origin[1] / down, _FAR)


def _wall(x: float, side: int) -> Hit:
    def hit(origin: Vector, direction: Vector) -> Field:
        reach = _until(x, origin[0], direction[0])
        up, along = origin[1] + direction[1] * reach, origin[2] + direction[2] * reach
        return np.where((up > -0.05) & (up < _height(along, side)) & (along < END), reach, _FAR)

    return hit


def _height(along: Field, side: int) -> Field:
    """Houses are not equally tall."""
    house = np.floor(along / np.float32(2 * surfaces.BAY))
    return np.float32(5.5) + np.float32(0.85) * (chance(house + 5, side * 3) > 0.5)


def _until(plane: float, start: Field, way: Field) -> Field:
    safe = np.where(np.abs(way) < 1e-6, np.float32(1e-6), way)
    return (np.float32(plane) - start) / safe


def _eave(wall: float, edge: float, low: float, side: int, tall: float | None) -> Hit:
    """A roof's underside, rising from its edge to the wall; `tall` picks the houses it is on."""
    slope = 0.42 / abs(wall - edge)
    sign = np.float32(np.sign(edge - wall))

    def hit(origin: Vector, direction: Vector) -> Field:
        # y = low + slope * distance from the edge towards the wall
        fall = direction[1] + np.float32(slope) * sign * direction[0]
        start = origin[1] - np.float32(low) + np.float32(slope) * sign * (origin[0] - edge)
        reach = -start / np.where(np.abs(fall) < 1e-6, np.float32(1e-6), fall)
        x, along = origin[0] + direction[0] * reach, origin[2] + direction[2] * reach
        within = (np.abs(x - wall) < abs(wall - edge)) & ((x - wall) * sign > 0) & (along < END)
        return np.where(within & _on(along, side, tall), reach, _FAR)

    return hit


def _rim(edge: float, low: float, side: int, tall: float | None) -> Hit:
    """The row of round tile ends along an eave."""

    def hit(origin: Vector, direction: Vector) -> Field:
        reach = _until(edge, origin[0], direction[0])
        up, along = origin[1] + direction[1] * reach, origin[2] + direction[2] * reach
        scallop = np.float32(0.055) * np.abs(np.sin(along * np.float32(np.pi / 0.23)))
        within = (up > low - scallop) & (up < low + 0.07 + 0.6 * scallop) & (along < END)
        return np.where(within & _on(along, side, tall), reach, _FAR)

    return hit


def _on(along: Field, side: int, tall: float | None) -> Field:
    return np.ones(along.shape, bool) if tall is None else _height(along, side) > tall - 0.3


def _end(origin: Vector, direction: Vector) -> Field:
    """The house across the far end, with the stepped fire gables of the region."""
    reach = _until(END, origin[2], direction[2])
    x, up = origin[0] + direction[0] * reach, origin[1] + direction[1] * reach
    from_ridge = np.abs(x - 0.9)
    top = np.float32(9.2) - np.float32(0.95) * np.floor(from_ridge / 1.5)
    return np.where((up >= 0) & (up < np.maximum(top, 3.2)) & (direction[2] > 0), reach, _FAR)


def _billboard(z: float, inside: Callable[[Field, Field], Field]) -> Hit:
    def hit(origin: Vector, direction: Vector) -> Field:
        reach = _until(z, origin[2], direction[2])
        x, up = origin[0] + direction[0] * reach, origin[1] + direction[1] * reach
        return np.where(inside(x, up), reach, _FAR)

    return hit


def _sideways(x: float, side: int) -> Thing:
    def paint(place: Vector, pixel: Field) -> Field:
        return surfaces.front(place[2], place[1], side, pixel)

    def openness(place: Vector) -> Field:
        under = 1 - 0.62 * (1 - step(2.3, 3.15, place[1]))
        return under * (0.16 + 0.84 * np.clip(place[1] / 6.2, 0, 1))

    return Thing(_wall(x, side), paint, (1.0 if x < 0 else -1.0, 0, 0), openness)


def _eaves(wall: float, edge: float, low: float, side: int, tall: float | None) -> list[Thing]:
    def under(place: Vector, pixel: Field) -> Field:
        return surfaces.soffit(place[2], np.abs(place[0] - wall) / abs(wall - edge), pixel)

    def tiles(place: Vector, pixel: Field) -> Field:
        return lights.colour((0.060, 0.062, 0.068), 0.6 + 0.8 * chance(place[2] / 0.23, side))

    outward = 1.0 if wall < 0 else -1.0
    dim, bright = (lambda place: place[1] * 0 + 0.10), (lambda place: place[1] * 0 + 0.62)
    return [
        Thing(_eave(wall, edge, low, side, tall), under, (0.25 * outward, -0.95, 0), dim),
        Thing(_rim(edge, low, side, tall), tiles, (outward, 0, 0), bright),
    ]


def _slabs(place: Vector, pixel: Field) -> Field:
    albedo, smooth = surfaces.slabs(place[0], place[2], pixel)
    return albedo * (1 - 0.45 * smooth)


def _trodden(place: Vector, pixel: Field) -> Field:
    return _slabs(place, pixel) * figure.shade(place[0], place[2])


def _iron(place: Vector, pixel: Field) -> Field:
    return lights.colour((0.022, 0.022, 0.024), np.ones_like(place[0]))


def _thin(z: float, inside: Callable[[Field, Field], Field], openness: float) -> Thing:
    """Iron or wire across the street at `z`, lit from both sides."""
    return Thing(
        _billboard(z, inside), _iron, (0, 1, 1), lambda place: 0 * place[0] + np.float32(openness)
    )


def _floor(paint: Paint) -> Thing:
    return Thing(
        _ground, paint, (0, 1, 0), lambda place: 0.62 - 0.2 * step(1.2, 2.3, abs(place[0]))
    )


_HOUSES = (
    _sideways(LEFT, 0),
    _sideways(RIGHT, 1),
    *_eaves(LEFT, -1.62, 2.98, 0, None),
    *_eaves(RIGHT, 1.72, 2.90, 1, None),
    *_eaves(LEFT, -1.75, 5.42, 0, 5.5),
    *_eaves(RIGHT, 1.85, 5.42, 1, 5.5),
    *_eaves(LEFT, -1.70, 6.20, 0, 6.35),
    *_eaves(RIGHT, 1.80, 6.20, 1, 6.35),
    Thing(
        _end,
        lambda place, pixel: lights.colour((0.20, 0.19, 0.18), 0.4 + cloudy(place[0], place[1])),
        (0, 0, -1),
        lambda place: 0.4 + 0.06 * place[1],
    ),
    _thin(lights.LAMP[2], lamp.lamp, 0.5),
    *(_thin(wire[0], partial(lamp.wires, n), 0.2) for n, wire in enumerate(lamp.WIRES)),
)
_PASSER = Thing(
    _billboard(figure.PLACE[1], figure.inside),
    lambda place, pixel: figure.cloth(place[0], place[1]),
    (0, 1, 1),
    lambda place: 0.25 + 0.30 * place[1],
)
STREET = (_floor(_slabs), *_HOUSES)
WITH_PASSER = (_floor(_trodden), *_HOUSES, _PASSER)
