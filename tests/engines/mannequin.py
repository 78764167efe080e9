"""A standing person of our own code, with the truth known: matte, normals, light.

Built of capsules and balls, drawn by a depth buffer from in front, without perspective.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
Point3 = tuple[float, float, float]

SKIN, HAIR, SHIRT, TROUSERS, SHOE, DARK, LIP = range(7)
COLOURS = np.array(
    [
        [0.52, 0.30, 0.20],
        [0.035, 0.025, 0.02],
        [0.30, 0.08, 0.07],
        [0.05, 0.07, 0.14],
        [0.03, 0.03, 0.03],
        [0.015, 0.015, 0.015],
        [0.35, 0.12, 0.11],
    ],
    np.float32,
)  # linear


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is known of a drawn person: each (h, w) or (h, w, 3), float32; light is linear."""

    matte: Field
    albedo: Field
    normals: Field

    def lit(self, toward: Point3, ambient: float = 0.15, key: float = 0.9) -> Field:
        """Its linear light under one distant lamp in the direction `toward` (x right, y down,
        z to the camera)."""
        way = np.asarray(toward, np.float32) / np.linalg.norm(toward)
        facing = np.clip(self.normals @ way, 0, None)[..., None]
        return (self.albedo * (ambient + key * facing)).astype(np.float32)


def drawn(height: int, stride: float = 0.0, turn: float = 0.0) -> Drawn:
    """A person `height` pixels tall in a picture a fifth taller; `stride` -1..1 is the step they
    are in, `turn` -1..1 which way the head looks (-1: left)."""
    over = 2  # samples a pixel each way, for the matte's edge
    rows = round(height * 1.2) * over
    columns = round(height * 0.72) * over
    scene = _Scene(rows, columns, height * over / 1.78)
    for part in _parts(stride, turn):
        scene.add(*part)
    for height in np.linspace(0.93, 1.42, 60):  # a trunk is wider than it is deep
        wide = float(np.interp(height, [0.93, 1.05, 1.36, 1.44], [0.165, 0.15, 0.205, 0.17]))
        kind = TROUSERS if height < 1.0 else SHIRT
        scene.ball(np.array([0, height, 0], np.float32), 0.115, kind, wide / 0.115)
    return scene.done(over)


def _parts(stride: float, turn: float) -> list[tuple[Point3, Point3, float, float, int]]:
    """Capsules of a person 1.78 m tall: two ends in metres (x right, y up, z near), two radii."""
    step = 0.22 * stride
    parts: list[tuple[Point3, Point3, float, float, int]] = []
    for side in (-1, 1):
        s = step * side
        hip, knee = (0.10 * side, 0.92, 0), (0.11 * side + 0.25 * s, 0.50, 0.25 * s)
        ankle = (0.115 * side + s * 0.8, 0.09, -0.3 * s)
        toe = (ankle[0] + 0.05 * side + 0.03 * turn, 0.045, ankle[2] + 0.16)
        parts += [
            (hip, knee, 0.098, 0.068, TROUSERS),
            (knee, ankle, 0.066, 0.052, TROUSERS),
            ((ankle[0], 0.06, ankle[2] - 0.03), toe, 0.052, 0.042, SHOE),
        ]
        shoulder = (0.19 * side, 1.41, 0)
        elbow = (0.31 * side - 0.2 * s, 1.14, -0.03)
        hand = (0.36 * side - 0.5 * s, 0.90, 0.06)
        parts += [
            (shoulder, elbow, 0.062, 0.05, SHIRT),
            (elbow, hand, 0.046, 0.034, SKIN),
            (hand, (hand[0], hand[1] - 0.09, hand[2] + 0.02), 0.038, 0.026, SKIN),
        ]
        look = 0.075 * turn
        parts += [
            (
                (0.034 * side + look, 1.675, 0.088),
                (0.036 * side + look, 1.675, 0.088),
                0.014,
                0.014,
                DARK,
            ),
            (
                (0.022 * side + look, 1.702, 0.092),
                (0.05 * side + look, 1.702, 0.084),
                0.006,
                0.006,
                HAIR,
            ),
        ]
    look = 0.075 * turn
    parts += [
        ((-0.13, 1.44, 0), (0.13, 1.44, 0), 0.07, 0.07, SHIRT),
        ((-0.06, 0.95, 0), (0.06, 0.95, 0), 0.11, 0.11, TROUSERS),
        ((0, 1.45, 0), (0, 1.58, 0.02), 0.055, 0.055, SKIN),
        ((0.3 * look, 1.68, 0), (0.3 * look, 1.62, 0.02), 0.092, 0.075, SKIN),
        ((-0.1 * look, 1.715, -0.03), (-0.1 * look, 1.70, -0.02), 0.094, 0.09, HAIR),
        ((look, 1.665, 0.098), (look * 1.15, 1.638, 0.11), 0.009, 0.013, SKIN),
        ((look - 0.02, 1.603, 0.09), (look + 0.02, 1.603, 0.09), 0.008, 0.008, LIP),
    ]
    return parts


class _Scene:
    def __init__(self, rows: int, columns: int, metre: float) -> None:
        self.metre = metre
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) + np.float32(0.5)
        self.x, self.y = (x - columns / 2) / metre, (rows * 11 / 12 - y) / metre
        self.depth = np.full((rows, columns), -np.inf, np.float32)
        self.normals = np.zeros((rows, columns, 3), np.float32)
        self.kind = np.full((rows, columns), -1)

    def add(self, start: Point3, end: Point3, first: float, last: float, kind: int) -> None:
        """Draw a run of balls: at these sizes no seam is seen between them."""
        a, b = np.asarray(start, np.float32), np.asarray(end, np.float32)
        count = max(2, round(float(np.linalg.norm(b - a)) * self.metre / 1.5))
        for share in np.linspace(0, 1, count, dtype=np.float32):
            self.ball(a + (b - a) * share, first + (last - first) * float(share), kind)

    def ball(self, centre: Field, radius: float, kind: int, wide: float = 1.0) -> None:
        """Draw a ball, `wide` times as wide as it is high and deep."""
        rows, columns = self.depth.shape
        middle = columns / 2 + centre[0] * self.metre, rows * 11 / 12 - centre[1] * self.metre
        reach = radius * self.metre + 1
        left, right = (int(np.clip(middle[0] + s * reach * wide, 0, columns)) for s in (-1, 1))
        top, bottom = (int(np.clip(middle[1] + s * reach, 0, rows)) for s in (-1, 1))
        here = np.s_[top:bottom, left:right]
        dx, dy = (self.x[here] - centre[0]) / np.float32(wide), self.y[here] - centre[1]
        inside = radius * radius - dx * dx - dy * dy
        dz = np.sqrt(np.maximum(inside, 0))
        won = (inside > 0) & (centre[2] + dz > self.depth[here])
        self.depth[here][won] = (centre[2] + dz)[won]
        self.normals[here][won] = _unit(np.dstack([dx / np.float32(wide), -dy, dz]))[won]
        self.kind[here][won] = kind

    def done(self, over: int) -> Drawn:
        solid = self.kind >= 0
        albedo = np.where(solid[..., None], COLOURS[self.kind], 0).astype(np.float32)
        matte = _smaller(solid.astype(np.float32)[..., None], over)
        inside = np.maximum(matte, 1e-6)
        normals = _unit(_smaller(self.normals, over))
        return Drawn(matte[..., 0], _smaller(albedo, over) / inside, normals)


def _unit(vectors: Field) -> Field:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=2, keepdims=True), 1e-6)


def _smaller(field: Field, by: int) -> Field:
    rows, columns, depth = field.shape
    mean = field.reshape(rows // by, by, columns // by, by, depth).mean(axis=(1, 3))
    return mean.astype(np.float32)
