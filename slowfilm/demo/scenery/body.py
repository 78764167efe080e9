"""The parts a drawn person is put together from: limbs, shoes, hands, and what they wear."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from slowfilm.demo.scenery.loft import Loft, Paint, loft
from slowfilm.demo.scenery.noise import Field, cloudy, step

Colour = tuple[float, float, float]  # linear albedo
Place = tuple[float, float, float]  # right, up, towards the eye; metres

SKIN: Colour = (0.43, 0.245, 0.165)


@dataclass(frozen=True, slots=True)
class Facing:
    """Where a body stands and which way it is turned: 0 towards the eye, above 0 to the right."""

    x: float
    z: float
    yaw: float

    def at(self, side: float, up: float, ahead: float) -> Place:
        """A point so far to its left, up and ahead."""
        sin, cos = float(np.sin(self.yaw)), float(np.cos(self.yaw))
        return self.x + side * cos + ahead * sin, up, self.z - side * sin + ahead * cos


def limb(places: Sequence[Place], sizes: Sequence[tuple[float, float]], yaw: float,
         paint: Paint) -> Loft:  # fmt: skip
    """A limb through places, the lowest first, as wide and deep as said at each."""
    return loft([(p[1], p[0], p[2], *s) for p, s in zip(places, sizes, strict=True)], yaw, paint)


def chain(places: Sequence[Place], sizes: Sequence[float], paint: Paint) -> list[Loft]:
    """A row of balls, close enough to be seen as one."""
    turns = np.linspace(-np.pi / 2, np.pi / 2, 7)
    return [
        loft(
            [(y + size * np.sin(t), x, z, size * np.cos(t), size * np.cos(t)) for t in turns],
            0.0,
            paint,
        )
        for (x, y, z), size in zip(places, sizes, strict=True)
    ]


def shoe(ankle: Place, yaw: float, lift: float, upper: Colour, sole: Colour) -> list[Loft]:
    """A shoe under an ankle; `lift` is how high its heel is."""
    foot = Facing(ankle[0], ankle[2], yaw)
    marks = np.linspace(-0.07, 0.185, 22)
    sizes = np.interp(
        marks, [-0.07, -0.03, 0.03, 0.09, 0.15, 0.185], [0.034, 0.043, 0.044, 0.041, 0.036, 0.024]
    )
    places = [
        foot.at(
            0,
            float(s) * 0.5 * (1 + 0.5 * float(m < 0.05))
            + lift * float(np.clip(1 - (m + 0.065) / 0.2, 0, 1)),
            float(m),
        )
        for m, s in zip(marks, sizes, strict=True)
    ]

    def paint(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        under = step(0.014, 0.02, up - np.float32(lift * 0.6))[..., None]
        colour = np.asarray(sole, np.float32) * (1 - under) + np.asarray(upper, np.float32) * under
        return colour, np.zeros_like(x), up > -0.004

    return chain(places, [float(size) for size in sizes], paint)


def cloth(colour: Colour, folds: float, across: float, along: float, seed: float = 0.0) -> Paint:
    """Cloth with folds so deep (metres): so many across and along a metre."""

    def paint(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        round_ = np.arctan2(x, z + np.float32(0.02)) * np.float32(0.14)
        lie = cloudy(
            round_ * np.float32(across) + np.float32(seed) + 4 * up,
            up * np.float32(along) + np.float32(seed * 3),
            2,
        )
        worn = 0.9 + 0.2 * cloudy(round_ * 60 + seed, up * 55, 1)
        albedo = np.asarray(colour, np.float32) * worn[..., None]
        return albedo, (lie - 0.5) * np.float32(folds), np.ones(x.shape, bool)

    return paint


def skin(colour: Colour = SKIN) -> Paint:
    """Bare skin, a little redder where it is thin."""

    def paint(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        red = 0.94 + 0.12 * cloudy(x * 30 + 5, up * 30, 1)
        albedo = np.asarray(colour, np.float32) * red[..., None]
        return albedo, np.zeros_like(x), np.ones(x.shape, bool)

    return paint


def hand(wrist: Place, facing: Facing, colour: Colour = SKIN) -> list[Loft]:
    """A hand that hangs, its back turned out: a palm, fingers side by side, a thumb ahead."""
    yaw = facing.yaw
    grip = Facing(wrist[0], wrist[2], yaw)

    def fingers(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        lower = step(0.0, 0.03, wrist[1] - 0.075 - up)
        gap = np.abs(np.mod(z / np.float32(0.0165) + 0.5, 1) - 0.5)
        dim = 1 - 0.45 * lower * (1 - step(0.02, 0.16, gap))
        tips = 0.012 * np.abs(np.cos(z * np.float32(np.pi / 0.0165)))
        mask = up > wrist[1] - 0.178 + 0.10 * np.square(z / 0.04) * 0.25 - tips
        return np.asarray(colour, np.float32) * dim[..., None], np.zeros_like(x), mask

    rows = [(-0.185, 0.012, 0.028), (-0.15, 0.016, 0.034), (-0.10, 0.02, 0.040),
            (-0.06, 0.022, 0.041), (-0.02, 0.023, 0.032), (0.02, 0.024, 0.027)]  # fmt: skip
    places = [grip.at(0, wrist[1] + up, 0.012) for up, _, _ in rows]
    palm = limb(places, [(wide, deep) for _, wide, deep in rows], yaw, fingers)
    down = np.linspace(0.025, 0.105, 9)
    thumb = [grip.at(0, wrist[1] - float(d), float(0.032 + 0.55 * d - 3.0 * d * d)) for d in down]
    return [palm, *chain(thumb, [0.013 - 0.03 * float(d - 0.025) for d in down], skin(colour))]
