"""What lights the street: a blue dusk from above, one tungsten lamp, one television."""

from dataclasses import dataclass

import numpy as np

from slowfilm.demo.scenery.noise import Field, cloudy, step

Vector = tuple[Field, Field, Field]
Point = tuple[float, float, float]

LAMP: Point = (-0.95, 2.95, 10.4)
SCREEN: Point = (2.62, 1.42, 5.3)
SKY_LIGHT = (0.066, 0.112, 0.205)
LAMP_LIGHT = (1.0, 0.50, 0.165)
BULB_LIGHT = (1.0, 0.70, 0.36)
DROP_LIGHT = (0.10, 0.135, 0.19)
SCREEN_LIGHT = (0.50, 0.74, 1.0)
LAMP_POWER, SCREEN_POWER = 10.0, 1.3
HAZE = (0.028, 0.050, 0.096)
THICKNESS = 0.017  # of the haze, a metre


@dataclass(slots=True)
class Light:
    """Light that reaches the eye, kept apart by source, each (3, n), linear."""

    dusk: Field
    lamp: Field
    screen: Field

    @classmethod
    def none(cls, count: int) -> "Light":
        """No light along `count` rays."""
        return cls(*(np.zeros((3, count), np.float32) for _ in range(3)))

    def parts(self) -> tuple[Field, Field, Field]:
        return self.dusk, self.lamp, self.screen

    def add(self, other: "Light", where: Field, weight: Field) -> None:
        """Add another's light on the rays `where`, weighted."""
        for part, addend in zip(self.parts(), other.parts(), strict=True):
            part[:, where] += addend * weight


def colour(rgb: tuple[float, float, float], amount: Field) -> Field:
    """A colour in the amounts (n), as (3, n)."""
    tinted: Field = np.asarray(rgb, np.float32)[:, None] * amount[None]
    return tinted


def sky(direction: Vector) -> Field:
    """The last light behind thin cloud, (3, n)."""
    across, up, ahead = direction
    height = np.clip(up, 0, 1)
    low = np.exp(-height * np.float32(3.2))
    cloud = cloudy(across / (height + 0.22) * 1.3 + 3, ahead / (height + 0.22) * 0.9)
    dusk = colour((0.016, 0.034, 0.085), 0.5 + 1.0 * cloud)
    dusk += colour((0.120, 0.165, 0.240), low * (0.35 + 1.1 * cloud * cloud))
    dusk += colour((0.120, 0.050, 0.026), np.exp(-np.square((height - 0.05) / 0.10)))
    return dusk


def from_lamp(place: Vector, normal: Vector) -> Field:
    """How much lamplight falls on a surface; its shade keeps it from what is above."""
    towards = tuple(np.float32(c) - p for c, p in zip(LAMP, place, strict=True))
    square = sum(c * c for c in towards) + np.float32(0.02)
    distance = np.sqrt(square)
    facing = sum(a * b for a, b in zip(towards, normal, strict=True)) / distance
    shaded = step(-0.10, 0.32, towards[1] / distance)
    fallen: Field = LAMP_POWER * np.maximum(facing, 0) * (0.02 + 0.98 * shaded) / square
    return fallen


def from_screen(place: Vector, normal: Vector) -> Field:
    """How much of the television's light falls on a surface: it shines out of its window."""
    towards = tuple(np.float32(c) - p for c, p in zip(SCREEN, place, strict=True))
    square = sum(c * c for c in towards) + np.float32(0.12)
    distance = np.sqrt(square)
    facing = sum(a * b for a, b in zip(towards, normal, strict=True)) / distance
    outward = np.clip(towards[0] / distance, 0, 1)
    fallen: Field = SCREEN_POWER * np.maximum(facing, 0) * outward / square
    return fallen


def glint(
    place: Vector, direction: Vector, source: Point, ripple: tuple[Field, Field], spread: Field
) -> Field:
    """What wet stone throws back of a lamp towards the eye: Beckmann's law for rough mirrors.

    `ripple` is the stone's own tilt in x and z, `spread` the roughness left below that.
    """
    towards = [np.float32(c) - p for c, p in zip(source, place, strict=True)]
    square = sum(c * c for c in towards)
    distance = np.sqrt(square)
    half = [t / distance - d for t, d in zip(towards, direction, strict=True)]
    up = np.maximum(half[1], np.float32(1e-3))
    tilt = np.square(half[0] / up - ripple[0]) + np.square(half[2] / up - ripple[1])
    lobe = np.exp(-tilt / np.square(spread)) / (np.float32(np.pi) * np.square(spread))
    grazing = 1 - np.clip(-direction[1], 0, 1)
    mirror = 0.04 + 0.96 * grazing**5
    thrown: Field = mirror * lobe * np.maximum(towards[1], 0) / distance / (4 * square)
    return thrown / np.maximum(-direction[1], np.float32(0.08))


def bulb(origin: Vector, direction: Vector, length: Field) -> Field:
    """The glowing bulb itself, where nothing stands before it."""
    offset = tuple(o - np.float32(c) for o, c in zip(origin, LAMP, strict=True))
    along = -sum(a * b for a, b in zip(offset, direction, strict=True))
    past = sum(a * a for a in offset) - along * along
    open_way = (along > 0) & (along < length + 0.1)
    glow: Field = 60 * np.exp(-past / np.float32(0.042**2)) * open_way
    return glow


def air(origin: Vector, direction: Vector, length: Field, source: Point, power: float) -> Field:
    """Light that the wet air scatters on its way: the halo of a lamp, summed along each ray.

    The closed form for a point source in thin, even haze.
    """
    offset = tuple(o - np.float32(c) for o, c in zip(origin, source, strict=True))
    along = sum(a * b for a, b in zip(offset, direction, strict=True))
    past = np.sqrt(np.maximum(sum(a * a for a in offset) - along * along, np.float32(4e-3)))
    angle = np.arctan((length + along) / past) - np.arctan(along / past)
    scattered: Field = np.float32(power * 0.0034) * angle / past
    return scattered
