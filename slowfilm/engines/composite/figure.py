"""One person in the plate: lit by it, standing on it, and joined to its picture."""

import math
from dataclasses import dataclass

import numpy as np

from slowfilm.engines.composite.lighting import Lighting, Stand
from slowfilm.engines.composite.matte import Cut
from slowfilm.engines.composite.medium import Medium, softening
from slowfilm.engines.composite.pixels import (
    Affine,
    Field,
    blur,
    luma,
    resized,
    warped,
)
from slowfilm.engines.composite.relight import Own, albedo, own_light, rounded
from slowfilm.engines.composite.shadow import shade
from slowfilm.engines.composite.space import Space
from slowfilm.engines.composite.subject import Subject

_WRAP = 0.22  # how much of the light behind comes round the edge
# Heights of theirs that people may walk across at least, and to or fro; that they stay from the
# edge; and the share of such a way over which they are not held back at all.
_ASIDE, _ALONG, _EDGE, _FREE = 0.5, 0.12, 0.5, 0.7
_VEIL = 0.75  # of the plate's own haze at their depth, what lies before them


@dataclass(slots=True)
class Placed:
    """A person's stand in the first frame, and how their picture leads there."""

    subject: Subject
    stand: Stand
    mirrored: bool

    def way(self, index: int, space: Space) -> tuple[Affine, Stand]:
        """From the person's picture to frame `index`, and where they stand there."""
        stance, stand = self.subject.stance, self.stand
        grown = space.grown(index, stand.depth)
        x, foot = space.moved(index, stand.x, stand.foot, stand.depth)
        scale = stand.height / stance.height * grown
        own = self._anchor(space)
        across = -scale if self.mirrored else scale
        way = np.array(
            [[across, 0, x - across * own[0]], [0, scale, foot - scale * own[1]]], np.float32
        )
        sole = self.subject.sole() if self.subject.moves and not stance.cut else own
        at = x + across * (sole[0] - own[0]), foot + scale * (sole[1] - own[1])
        return way, Stand(at[0], at[1], stand.height * grown, stand.depth)

    def _anchor(self, space: Space) -> tuple[float, float]:
        """The point of their picture that is put where they stand.

        Over a still camera it stays, so that feet do not slide as they walk; where the camera
        goes along, it goes back by each step. Only who comes near the frame's edge is held back.
        """
        subject, stance = self.subject, self.subject.stance
        if not subject.moves or stance.cut:
            return stance.foot
        foot = subject.foot()
        gone = foot[0] - stance.foot[0] if subject.steady else subject.walked()
        away = foot[1] - stance.foot[1] if subject.steady else 0.0
        return (
            foot[0] - _held(gone, self._room(gone, space) * stance.height),
            foot[1] - _held(away, _ALONG * stance.height),
        )

    def _room(self, gone: float, space: Space) -> float:
        """How many heights of theirs lie between where they stand and the edge they go to."""
        rightward = (gone > 0) != self.mirrored
        room = space.size[0] - self.stand.x if rightward else self.stand.x
        return max(_ASIDE, room / self.stand.height - _EDGE)


def _held(way: float, most: float) -> float:
    """A way gone: as it is at first, and the more held back the nearer it comes to the most."""
    free = _FREE * most
    if abs(way) <= free:
        return way
    return math.copysign(free + (most - free) * math.tanh((abs(way) - free) / (most - free)), way)


class Join:
    """Lays people into frames; `softness` is found once for each."""

    def __init__(self, space: Space, lighting: Lighting, medium: Medium) -> None:
        self._space, self._lighting, self._medium = space, lighting, medium
        self._softness: dict[int, float] = {}
        self._air: dict[int, Field] = {}
        self._own: dict[int, Own | None] = {}
        self._known: dict[int, tuple[Cut, Field, Field]] = {}

    def lay(self, frame: Field, figures: Field, placed: Placed, index: int) -> Field:
        """Lay a person into the linear frame and mark them in `figures` (h, w).

        What they cover of the frame, (h, w), 0..1, comes back.
        """
        height = placed.stand.height * 1.1
        cut = placed.subject.cut(index, height)
        own, normals = self._flat(placed, cut)
        way, stand = placed.way(index, self._space)
        whole = _after(way, cut.way)
        if placed.mirrored:
            normals = normals * np.array([-1, 1, 1], np.float32)
        lit = own * self._light(stand, normals, whole)
        air = self._aired(placed, frame, stand)
        lit = rolled(lit * (1 - air) + air)
        soft = self._softness.get(id(placed))
        if soft is None:
            at_size = _at_size(lit, whole)
            soft = softening(at_size, _at_size(cut.matte, whole), self._medium)
            self._softness[id(placed)] = soft
        return self._put(frame, figures, lit, cut.matte, whole, stand, soft)

    def _flat(self, placed: Placed, cut: Cut) -> tuple[Field, Field]:
        """A cut without its own light, kept as long as the cut is the same."""
        entry = self._known.get(id(placed))
        if entry is None or entry[0] is not cut:
            normals = rounded(cut.matte)
            if entry is None:  # a clip keeps the light it was taken in
                self._own[id(placed)] = own_light(cut.colour, cut.matte, normals)
            exposure, own = placed.subject.exposure, self._own[id(placed)]
            flat = albedo(cut.colour, cut.matte, normals, exposure, own)
            entry = self._known[id(placed)] = cut, flat, normals
        return entry[1], entry[2]

    def _light(self, stand: Stand, normals: Field, whole: Affine) -> Field:
        """The plate's light on a cut, worked out at half its size: light has no fine detail."""
        rows, columns = normals.shape[:2]
        size = max(2, columns // 2), max(2, rows // 2)
        small = resized(normals, size)
        ys, xs = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
        xs, ys = xs * np.float32(columns / size[0]), ys * np.float32(rows / size[1])
        seen_x = whole[0, 0] * xs + whole[0, 2]
        seen_y = whole[1, 1] * ys + whole[1, 2]
        return resized(self._lighting.on(stand, small, seen_x, seen_y), (columns, rows))

    def _put(
        self,
        frame: Field,
        figures: Field,
        lit: Field,
        matte: Field,
        whole: Affine,
        stand: Stand,
        soft: float,
    ) -> Field:
        rows, columns = frame.shape[:2]
        covered = np.zeros((rows, columns), np.float32)
        box = _seen_box(matte.shape, whole, (columns, rows), margin=6)
        if box is None:
            return covered
        left, top, right, bottom = box
        size = right - left, bottom - top
        region = np.s_[top:bottom, left:right]
        matrix = whole - np.array([[0, 0, left], [0, 0, top]], np.float32)
        grown = abs(float(whole[0, 0])) > 1
        cover = np.clip(warped(matte, matrix, size, smooth=grown), 0, 1)
        over = np.maximum(warped(lit, matrix, size, smooth=grown), 0)
        if soft:
            over, cover = blur(over, soft), blur(cover, soft)
        shade(frame, matte, whole, stand, self._space, self._lighting)
        under = frame[region]
        share = cover[..., None]
        over += wrapped(under, cover)
        under *= 1 - share
        under += over * share
        np.maximum(figures[region], cover, out=figures[region])
        covered[region] = cover
        return covered

    def _aired(self, placed: Placed, frame: Field, stand: Stand) -> Field:
        """The dark of the plate at their depth: air lies before them as before what is there."""
        veil = self._air.get(id(placed))
        if veil is None:
            rows, columns = frame.shape[:2]
            left, right = (
                int(np.clip(stand.x + side * 0.4 * stand.height, 0, columns)) for side in (-1, 1)
            )
            top, bottom = (
                int(np.clip(stand.foot - part * stand.height, 0, rows)) for part in (1.0, 0.0)
            )
            near = frame[top:bottom:3, left:right:3].reshape(-1, 3)
            dark = np.quantile(near, 0.02, axis=0) if len(near) > 50 else np.zeros(3)
            # Air is nearly grey, and no more than a veil: a meadow is no haze.
            grey = 0.3 * dark + 0.7 * dark.mean()
            veil = self._air[id(placed)] = np.minimum(_VEIL * grey, 0.035).astype(np.float32)
        return veil


def wrapped(under: Field, cover: Field) -> Field:
    """Light that comes round the edge of what covers `under`, from behind: linear (h, w, 3).

    `under` is linear (h, w, 3), `cover` (h, w) 0..1. It is to be added to what covers.
    """
    small = max(2, cover.shape[1] // 3), max(2, cover.shape[0] // 3)
    apart = np.clip(1 - resized(cover, small), 0, 1)
    edge = blur(np.ascontiguousarray(apart), 1.3)
    behind = np.minimum(blur(resized(under, small), 2), np.float32(0.5))
    wrap = behind * (edge * np.float32(_WRAP))[..., None]
    return resized(wrap, (cover.shape[1], cover.shape[0]))


def rolled(light: Field) -> Field:
    """A linear picture (h, w, 3) whose luminance over 0.6 rolls off toward 1, keeping its hue.

    The part above goes through tanh, as highlights do on film.
    """
    level = luma(light)
    if float(level.max()) <= 0.6:
        return light
    more = np.maximum(level - np.float32(0.6), 0) / np.float32(0.4)
    soft = np.minimum(level, np.float32(0.6)) + np.float32(0.4) * np.tanh(more)
    output: Field = light * (soft / np.maximum(level, 1e-5))[..., None]
    return output


def _after(way: Affine, cell: Affine) -> Affine:
    """From a cut to the frame, where `way` leads there from the person's picture."""
    scale = cell[0, 0]
    return np.array(
        [
            [way[0, 0] / scale, 0, way[0, 2] - way[0, 0] * cell[0, 2] / scale],
            [0, way[1, 1] / scale, way[1, 2] - way[1, 1] * cell[1, 2] / scale],
        ],
        np.float32,
    )


def _at_size(field: Field, whole: Affine) -> Field:
    rows, columns = field.shape[:2]
    scale = abs(float(whole[0, 0]))
    return resized(field, (max(2, round(columns * scale)), max(2, round(rows * scale))))


def _seen_box(
    shape: tuple[int, ...], whole: Affine, size: tuple[int, int], margin: int
) -> tuple[int, int, int, int] | None:
    ends = np.array([[0, 0], [shape[1], shape[0]]], np.float32) * [whole[0, 0], whole[1, 1]]
    ends += whole[:, 2]
    low, high = ends.min(axis=0) - margin, ends.max(axis=0) + margin
    left, top = (int(np.clip(v, 0, s)) for v, s in zip(low, size, strict=True))
    right, bottom = (int(np.clip(v, 0, s)) for v, s in zip(high, size, strict=True))
    return (left, top, right, bottom) if right - left > 2 and bottom - top > 2 else None
