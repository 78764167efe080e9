"""A drawn head: a face of few marks, hair, ears. Invented; it is like no one."""

from dataclasses import dataclass

import numpy as np

from slowfilm.demo.scenery.body import Colour, Facing
from slowfilm.demo.scenery.loft import Loft, loft
from slowfilm.demo.scenery.noise import Field, cloudy, step

# Up from the chin; half as wide; how far the front and the back lie ahead of the ears.
_SKULL = (
    (-0.012, 0.016, 0.070, 0.040), (0.0, 0.033, 0.085, 0.018), (0.02, 0.049, 0.092, -0.02),
    (0.05, 0.060, 0.093, -0.05), (0.08, 0.067, 0.091, -0.075), (0.11, 0.071, 0.092, -0.09),
    (0.14, 0.073, 0.096, -0.098), (0.17, 0.073, 0.090, -0.10), (0.20, 0.061, 0.066, -0.086),
    (0.218, 0.040, 0.030, -0.058), (0.227, 0.010, -0.01, -0.03),
)  # fmt: skip
_NOSE = (
    (0.050, 0.009, 0.100, 0.07), (0.056, 0.0165, 0.112, 0.07), (0.064, 0.0155, 0.115, 0.07),
    (0.080, 0.011, 0.108, 0.07), (0.100, 0.009, 0.100, 0.07), (0.120, 0.009, 0.093, 0.07),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What tells one head from another: skin, hair, how full that is, age 0..1, glasses."""

    skin: Colour
    hair: Colour
    grey: float
    full: float
    age: float
    glasses: bool


def head(neck: Facing, chin: float, look: Look, nod: float = 0.0) -> list[Loft]:
    """A head over its neck, its chin at a height; `nod` leans it ahead (metres at the crown)."""
    place = Facing(neck.x, neck.z, neck.yaw)

    def turned(rows: tuple[tuple[float, ...], ...], grown: float = 0.0) -> list[tuple[float, ...]]:
        rings: list[tuple[float, ...]] = []
        for up, wide, front, back in rows:
            x, y, z = place.at(0, chin + up, nod * (up / 0.22))
            half = (front - back) / 2
            more = grown * min(1.0, 12 * (0.232 + grown - up)) if grown else 0.0
            middle = (front + back) / 2 - 0.35 * more  # hair lies flat over a forehead
            rings.append((y, x, z, wide + more, half + 0.65 * more, middle))
        return rings

    def face(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        return _face(x, up - np.float32(chin), z, look)

    def hair(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        return _hair(x, up - np.float32(chin), z, look)

    grown = 0.007 + 0.008 * look.full
    high = 0.006 + 0.014 * look.full  # of the hair over the crown
    crown = (
        *_SKULL[2:8],
        (0.200 + 0.3 * high, 0.064, 0.071, -0.088),
        (0.218 + 0.7 * high, 0.042, 0.036, -0.062),
        (0.226 + 0.95 * high, 0.016, 0.0, -0.036),
        (0.228 + high, 0.0, -0.014, -0.026),
    )
    ears = [
        loft(
            [
                (chin + up, *_flat(place.at(side * 0.073, chin, -0.004)), wide, deep)
                for up, wide, deep in ((0.066, 0.004, 0.006), (0.08, 0.009, 0.014),
                                       (0.11, 0.011, 0.021), (0.13, 0.008, 0.016),
                                       (0.137, 0.003, 0.006))
            ],
            neck.yaw,
            face,
        )
        for side in (-1, 1)
    ]  # fmt: skip
    return [
        loft(turned(_SKULL), neck.yaw, face),
        loft(turned(_NOSE), neck.yaw, face),
        *ears,
        loft(turned(crown, grown), neck.yaw, hair),
    ]


def _flat(place: tuple[float, float, float]) -> tuple[float, float]:
    return place[0], place[2]


def _face(x: Field, up: Field, z: Field, look: Look) -> tuple[Field, Field, Field]:
    """Skin with brows, eyes and mouth: soft marks, as a brush would set them."""
    albedo = np.asarray(look.skin, np.float32) * np.ones((*x.shape, 1), np.float32)
    ahead = step(0.02, 0.05, z)
    aside = np.abs(x)
    warm = _spot(aside - 0.042, up - 0.068, 0.022, 0.018) * ahead
    albedo = albedo * (1 + warm[..., None] * np.array([0.06, -0.06, -0.05], np.float32))
    socket = _spot(aside - 0.031, up - 0.116, 0.021, 0.0125) * ahead
    fold = _spot(aside - 0.033, up - 0.048, 0.006, 0.016) * ahead * look.age
    under = _spot(aside - 0.031, up - 0.099, 0.014, 0.004) * ahead * look.age
    jaw = step(0.05, -0.005, up) * 0.12
    dim = 1 - 0.38 * socket - 0.20 * fold - 0.22 * under - jaw
    albedo = albedo * dim[..., None]
    beard = (_spot(aside * 0.6, up - 0.012, 0.05, 0.026) * ahead * 0.16)[..., None]
    albedo = albedo * (1 - beard) + np.array([0.12, 0.10, 0.09], np.float32) * beard
    lid = _spot(aside - 0.031, up - 0.1125, 0.0125, 0.0034) * ahead
    brow = _spot(aside - 0.033, up - 0.131 + 0.12 * np.abs(aside - 0.028), 0.018, 0.0038) * ahead
    mouth = _spot(x, up - 0.0335, 0.021, 0.0024) * ahead
    lip = _spot(x, up - 0.0275, 0.017, 0.0048) * ahead
    albedo = _toned(albedo, (0.36, 0.15, 0.12), 0.4 * lip)
    albedo = _toned(albedo, (0.10, 0.05, 0.04), 0.75 * mouth)
    albedo = _toned(albedo, (0.022, 0.016, 0.014), 0.9 * np.minimum(1.25 * lid, 1))
    albedo = _toned(albedo, look.hair, 0.75 * np.minimum(1.2 * brow, 1))
    if look.glasses:
        albedo = _toned(albedo, (0.02, 0.02, 0.022), _glasses(aside, up, z))
    hollow = -0.007 * socket
    return albedo, hollow.astype(np.float32), np.ones(x.shape, bool)


def _glasses(aside: Field, up: Field, z: Field) -> Field:
    off = np.sqrt(np.square(aside - 0.034) + np.square((up - 0.109) * 1.12))
    ring = np.exp(-np.square((off - 0.0235) / 0.0017))
    bridge = (aside < 0.012) * np.exp(-np.square((up - 0.114) / 0.0018))
    temple = (z < 0.06) * (z > -0.01) * np.exp(-np.square((up - 0.117) / 0.0019))
    front = step(0.03, 0.05, z)
    rim: Field = 0.85 * np.clip(front * np.maximum(ring, bridge) + temple, 0, 1)
    return rim


def _hair(x: Field, up: Field, z: Field, look: Look) -> tuple[Field, Field, Field]:
    """Hair down to a line about the face; a full head of it falls to both sides of a parting."""
    aside = np.abs(x)
    rough = 0.014 * (cloudy(x * 90 + 3, z * 90 + 8, 2) - 0.5)
    fringe = 0.188 - 0.95 * np.maximum(aside - 0.006, 0) * look.full
    fringe = np.maximum(fringe, 0.126) + (1 - look.full) * (
        0.004 + 0.30 * np.square(aside / 0.06) * 0.06
    )
    beside = 0.112 - 0.040 * look.full
    behind = 0.028 - 0.012 * look.full
    line = fringe + (beside - fringe) * step(0.058, 0.040, z)
    line = line + (behind - beside) * step(-0.01, -0.05, z)
    mask = up > line + rough
    strand = cloudy(np.arctan2(x, z + 0.01) * 22, up * 16 + aside * 60, 2)
    grey = np.clip(look.grey * (1.5 * step(0.19, 0.10, up) + 0.35) * (0.5 + strand), 0, 0.85)
    tone = (0.72 + 0.7 * strand)[..., None] * np.asarray(look.hair, np.float32)
    albedo = (
        tone * (1 - grey[..., None]) + np.array([0.22, 0.22, 0.225], np.float32) * grey[..., None]
    )
    return albedo, (strand - 0.5) * np.float32(0.006), mask


def _spot(x: Field, up: Field, wide: float, high: float) -> Field:
    spot: Field = np.exp(-np.square(x / np.float32(wide)) - np.square(up / np.float32(high)))
    return spot


def _toned(albedo: Field, colour: Colour, share: Field) -> Field:
    toned: Field = (
        albedo * (1 - share[..., None]) + np.asarray(colour, np.float32) * share[..., None]
    )
    return toned
