"""The two selves of the one invented man: a shirt of 1998, a coat of today."""

from dataclasses import dataclass

import numpy as np

from slowfilm.demo.scenery.body import Facing, cloth, hand, limb, shoe, skin
from slowfilm.demo.scenery.face import Look, head
from slowfilm.demo.scenery.loft import Loft, Paint, loft
from slowfilm.demo.scenery.noise import Field, cloudy, step

YOUNG = Look((0.46, 0.262, 0.178), (0.016, 0.013, 0.012), 0.0, 1.0, 0.0, False)
OLDER = Look((0.42, 0.238, 0.162), (0.020, 0.018, 0.018), 0.75, 0.15, 1.0, True)
_HIP = 0.90


@dataclass(frozen=True, slots=True)
class Step:
    """Where a foot is: right and towards the eye (metres), how high its heel and its sole are."""

    x: float
    z: float
    heel: float = 0.0
    sole: float = 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """How a body stands at one moment: its middle, the way it and its head face, its feet."""

    body: Facing
    gaze: float
    feet: tuple[Step, Step]
    swing: float = 0.0  # how far ahead the arm on its left is, in metres
    sink: float = 0.0
    nod: float = 0.0


def young_body(pose: Pose) -> list[Loft]:
    """He of 1998, without his head: a striped shirt over his belt, wide trousers, canvas shoes."""
    body, low = pose.body, pose.sink
    trousers = _under(cloth((0.026, 0.034, 0.048), 0.040, 9, 8, 2), 0.83 - low)
    parts = _legs(pose, trousers, (0.074, 0.066, 0.073, 0.095))
    for leg, foot in zip((-1, 1), pose.feet, strict=True):
        parts += shoe((foot.x, 0.07, foot.z), body.yaw + 0.12 * leg, foot.heel, (0.04, 0.05, 0.075),
                      (0.30, 0.29, 0.27))  # fmt: skip
    shirt = _shirt(low)
    rows = [(0.785, 0.204, 0.158), (0.93, 0.192, 0.138), (1.06, 0.178, 0.12), (1.20, 0.186, 0.12),
            (1.30, 0.196, 0.124), (1.38, 0.192, 0.112), (1.425, 0.150, 0.09),
            (1.455, 0.085, 0.07)]  # fmt: skip
    parts += [_trunk(pose, rows, shirt)]
    for side in (-1, 1):
        ahead = pose.swing * side
        shoulder = body.at(0.175 * side, 1.40 - low, 0)
        elbow = body.at(0.225 * side, 1.13 - low, -0.015 + 0.45 * ahead)
        wrist = body.at(0.232 * side, 0.885 - low, 0.035 + ahead)
        top, cuff = body.at(0.14 * side, 1.435 - low, 0), _mid(shoulder, elbow, 0.88)
        sizes = [(0.070, 0.074), (0.066, 0.072), (0.062, 0.07), (0.03, 0.04)]
        sleeve = [cuff, _mid(shoulder, elbow, 0.4), shoulder, top]
        parts += [limb(sleeve, sizes, body.yaw, _sleeve())]
        parts += [limb([wrist, _mid(elbow, wrist, 0.5), elbow, _mid(shoulder, elbow, 0.5)],
                       [(0.026, 0.029), (0.036, 0.038), (0.040, 0.042), (0.044, 0.046)], body.yaw,
                       skin(YOUNG.skin))]  # fmt: skip
        parts += hand(wrist, body, YOUNG.skin)
    parts += [_collar(pose, shirt, (0.082, 0.066), 1.43, 1.492, 0.75)]
    return parts


def young_head(pose: Pose) -> list[Loft]:
    """And his head."""
    return _neck(pose, YOUNG)


def older_body(pose: Pose) -> list[Loft]:
    """He of today, without his head: a long coat, hands in its pockets, a scarf."""
    body, low = pose.body, pose.sink
    trousers = cloth((0.017, 0.017, 0.020), 0.02, 9, 6, 5)
    parts = _legs(pose, trousers, (0.074, 0.074, 0.080, 0.09))
    for leg, foot in zip((-1, 1), pose.feet, strict=True):
        parts += shoe((foot.x, 0.07, foot.z), body.yaw + 0.2 * leg, 0, (0.014, 0.010, 0.009),
                      (0.008, 0.008, 0.008))  # fmt: skip
    coat = _coat(low)
    rows = [(0.46, 0.243, 0.185), (0.60, 0.236, 0.178), (0.80, 0.222, 0.16), (0.95, 0.212, 0.148),
            (1.08, 0.204, 0.14), (1.22, 0.212, 0.142), (1.32, 0.222, 0.14), (1.395, 0.216, 0.122),
            (1.435, 0.165, 0.10), (1.47, 0.10, 0.085)]  # fmt: skip
    parts += [_trunk(pose, rows, coat)]
    for side in (-1, 1):
        shoulder = body.at(0.195 * side, 1.40 - low, 0)
        elbow = body.at(0.262 * side, 1.12 - low, -0.045)
        pocket = body.at(0.140 * side, 0.93 - low, 0.055)
        top = body.at(0.15 * side, 1.452 - low, 0)
        sleeve = [
            pocket,
            body.at(0.226 * side, 1.01 - low, 0.055),
            elbow,
            _mid(shoulder, elbow, 0.45),
            shoulder,
            top,
        ]
        sizes = [(0.052, 0.056), (0.06, 0.064), (0.066, 0.07), (0.074, 0.078), (0.076, 0.084),
                 (0.035, 0.05)]  # fmt: skip
        parts += [
            limb(sleeve, sizes, body.yaw, cloth((0.035, 0.039, 0.049), 0.034, 7, 11, 3 * side))
        ]
    scarf = cloth((0.20, 0.052, 0.036), 0.022, 30, 22, 9)
    ring = [(1.445, 0.088, 0.088), (1.475, 0.094, 0.10), (1.51, 0.084, 0.09), (1.535, 0.062, 0.06)]
    parts += [_trunk(pose, ring, scarf)]
    x, _, z = body.at(0.03, 0, 0.128)
    fall = [(1.20, x, z + 0.02, 0.036, 0.016), (1.34, x, z + 0.025, 0.038, 0.02),
            (1.47, x, z - 0.01, 0.034, 0.022)]  # fmt: skip
    parts += [loft([(row[0] - low, *row[1:]) for row in fall], body.yaw, scarf)]
    parts += [
        _collar(pose, cloth((0.034, 0.038, 0.047), 0.01, 9, 5, 4), (0.108, 0.092), 1.43, 1.52, 1.6)
    ]
    return parts


def older_head(pose: Pose) -> list[Loft]:
    """And his head."""
    return _neck(pose, OLDER)


def _legs(pose: Pose, paint: Paint, wide: tuple[float, float, float, float]) -> list[Loft]:
    """Two legs of trousers from the hip to the shoe."""
    parts, body = [], pose.body
    for side, foot in zip((-1, 1), pose.feet, strict=True):
        hip = body.at(0.088 * side, _HIP - pose.sink, 0)
        ankle = (foot.x, 0.055 + 0.6 * foot.heel, foot.z)
        bend = 0.02 + 0.6 * foot.heel
        sin, cos = float(np.sin(body.yaw)), float(np.cos(body.yaw))
        knee = _mid(ankle, hip, 0.5)
        knee = (knee[0] + bend * sin, knee[1], knee[2] + bend * cos)
        hem, top = wide[0], wide[3]
        places = [
            ankle,
            _mid(ankle, knee, 0.2),
            _mid(ankle, knee, 0.6),
            knee,
            _mid(knee, hip, 0.6),
            hip,
        ]
        sizes = [(hem, hem * 1.12), (hem * 0.96, hem * 1.05), (wide[1], wide[1] * 1.05),
                 (wide[2], wide[2] * 1.05), (top * 0.95, top * 1.1), (top, top * 1.05)]  # fmt: skip
        parts.append(limb(places, sizes, body.yaw, paint))
    return parts


def _under(paint: Paint, top: float) -> Paint:
    """Cloth that another hides from a height on."""

    def cut(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        albedo, relief, mask = paint(x, up, z)
        return albedo, relief, mask & (up < top)

    return cut


def _trunk(pose: Pose, rows: list[tuple[float, float, float]], paint: Paint) -> Loft:
    body = pose.body
    rings = [(up - pose.sink, body.x, body.z, wide, deep) for up, wide, deep in rows]
    return loft([(*row,) for row in rings], body.yaw, paint)


def _neck(pose: Pose, look: Look) -> list[Loft]:
    body, low = pose.body, pose.sink
    x, _, z = body.at(0, 0, 0.012)
    top = Facing(*_level(body.at(0, 0, 0.022)), pose.gaze)
    rows = [
        (1.40, x, z - 0.02, 0.064, 0.066),
        (1.48, x, z - 0.012, 0.055, 0.062),
        (1.60, top.x, top.z - 0.03, 0.055, 0.066),
    ]
    red, green, blue = (0.86 * share for share in look.skin)
    lowered = [(row[0] - low, *row[1:]) for row in rows]
    neck = loft(lowered, pose.gaze, skin((red, green, blue)))
    return [neck, *head(top, 1.527 - low, look, pose.nod)]


def _level(place: tuple[float, float, float]) -> tuple[float, float]:
    return place[0], place[2]


def _collar(
    pose: Pose, paint: Paint, wide: tuple[float, float], low: float, high: float, open_: float
) -> Loft:
    """A collar about the neck, open in front."""

    def opened(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        albedo, relief, _ = paint(x, up, z)
        gap = np.abs(x) < open_ * (up + pose.sink - low) + 0.006
        return albedo, relief, ~(gap & (z > 0))

    rows = [
        (low, wide[0], wide[0] * 0.98),
        ((low + high) / 2, wide[0] * 0.94, wide[0] * 0.95),
        (high, wide[1], wide[1]),
    ]
    return _trunk(pose, rows, opened)


def _shirt(low: float) -> Paint:
    plain = cloth((0.50, 0.51, 0.47), 0.030, 8, 6, 1)

    def paint(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        albedo, relief, mask = plain(x, up, z)
        albedo = _striped(albedo, x, z, up)
        front = z > 0
        placket = np.exp(-np.square((x - 0.014) / 0.0022)) * front
        at = up + low
        pocket = np.maximum(np.abs(x - 0.092) - 0.046, np.abs(at - 1.255) - 0.052)
        edge = np.exp(-np.square(pocket / 0.0022)) * front
        button = front * (np.square(x) + np.square(np.mod(at, 0.092) - 0.046) < 0.006**2)
        albedo = albedo * (1 - 0.4 * placket - 0.3 * edge - 0.45 * button)[..., None]
        hem = 0.010 * np.cos(np.arctan2(x, z) * 2)
        return albedo, relief, mask & (at > 0.806 + hem)

    return paint


def _sleeve() -> Paint:
    plain = cloth((0.50, 0.51, 0.47), 0.030, 10, 10, 6)

    def paint(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        albedo, relief, mask = plain(x, up, z)
        return _striped(albedo, x, z, up), relief, mask

    return paint


def _striped(albedo: Field, x: Field, z: Field, up: Field) -> Field:
    round_ = np.arctan2(x, z) * np.float32(0.16) + 0.004 * cloudy(up * 9, x * 4, 1)
    stripe = step(0.55, 0.85, np.cos(round_ * np.float32(2 * np.pi / 0.036)))[..., None]
    blue = np.array([0.42, 0.55, 0.74], np.float32)
    striped: Field = albedo * (1 - stripe * (1 - blue))
    return striped


def _coat(low: float) -> Paint:
    def paint(x: Field, up: Field, z: Field) -> tuple[Field, Field, Field]:
        at = up + low
        turn = np.arctan2(x, z + 0.02)
        hang = step(1.15, 0.55, at)
        pleat = cloudy(turn * 3.2 + 7, at * 0.9, 2) - 0.5
        crease = cloudy(turn * 2.2 + 2 + 2 * at, at * 8, 2) - 0.5
        relief = 0.055 * pleat * hang + 0.016 * crease
        worn = 0.9 + 0.22 * cloudy(turn * 12, at * 50, 1)
        front = z > 0
        seam = np.exp(-np.square((x + 0.03) / 0.003)) * front * (at < 1.22)
        lapel = np.clip((at - 1.16) / 0.28, 0, 1) * 0.105
        edge = np.exp(-np.square((np.abs(x + 0.01) - lapel) / 0.0035)) * front * (at > 1.17)
        pocket = np.exp(-np.square((at - 0.965 - 0.25 * (np.abs(x) - 0.17)) / 0.004))
        pocket *= front * (np.abs(np.abs(x) - 0.155) < 0.06)
        button = front * (np.square(x - 0.01) + np.square(np.mod(at, 0.145) - 0.07) < 0.011**2)
        button = button * (at < 1.2) * (at > 0.75)
        dim = worn * (1 - 0.55 * seam - 0.45 * edge - 0.4 * pocket - 0.4 * button)
        albedo = np.array([0.036, 0.040, 0.050], np.float32) * dim[..., None]
        return albedo, relief.astype(np.float32), at > 0.468 + 0.006 * np.sin(turn * 5)

    return paint


def _mid(
    first: tuple[float, float, float], second: tuple[float, float, float], share: float
) -> tuple[float, float, float]:
    """A place so far on the way from the first to the second."""
    x, y, z = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return x, y, z
