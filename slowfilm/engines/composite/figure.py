"""One person in the plate: lit by it, standing on it, and joined to its picture."""

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
from slowfilm.engines.composite.relight import albedo, rounded
from slowfilm.engines.composite.space import FOCUS, Space
from slowfilm.engines.composite.subject import Subject

_WRAP = 0.5  # how much of the light behind comes round the edge
_VEIL = 0.75  # of the plate's own haze at their depth, what lies before them
_CONTACT, _CAST = 0.62, 0.75  # how dark the shadows are


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
        own = self._anchor()
        across = -scale if self.mirrored else scale
        way = np.array(
            [[across, 0, x - across * own[0]], [0, scale, foot - scale * own[1]]], np.float32
        )
        seen = self.subject.foot() if self.subject.moves and not stance.cut else own
        at = x + across * (seen[0] - own[0]), foot + scale * (seen[1] - own[1])
        return way, Stand(at[0], at[1], stand.height * grown, stand.depth)

    def _anchor(self) -> tuple[float, float]:
        """The point of their picture that is put where they stand.

        Over a still camera it stays, so that feet do not slide as they walk; where the camera
        itself moves, it is the foot.
        """
        stance = self.subject.stance
        if self.subject.moves and not self.subject.steady and not stance.cut:
            return self.subject.foot()
        return (
            stance.foot[0] + 0.5 * float(np.clip(stance.drift[0], *_reach(stance.height))),
            stance.foot[1] + 0.5 * float(np.clip(stance.drift[1], *_reach(stance.height))),
        )


def _reach(height: float) -> tuple[float, float]:
    return -2 * height, 2 * height


class Join:
    """Lays people into frames; `softness` is found once for each."""

    def __init__(self, space: Space, lighting: Lighting, medium: Medium) -> None:
        self._space, self._lighting, self._medium = space, lighting, medium
        self._softness: dict[int, float] = {}
        self._known: dict[int, tuple[Cut, Field, Field]] = {}

    def lay(self, frame: Field, figures: Field, placed: Placed, index: int) -> None:
        """Lay a person into the linear frame and mark them in `figures` (h, w)."""
        height = placed.stand.height * 1.1
        cut = placed.subject.cut(index, height)
        own, normals = self._flat(placed, cut)
        way, stand = placed.way(index, self._space)
        whole = _after(way, cut.way)
        if placed.mirrored:
            normals = normals * np.array([-1, 1, 1], np.float32)
        lit = own * self._light(stand, normals, whole)
        soft = self._softness.get(id(placed))
        if soft is None:
            at_size = _at_size(lit, whole)
            soft = softening(at_size, _at_size(cut.matte, whole), self._medium)
            self._softness[id(placed)] = soft
        self._put(frame, figures, lit, cut.matte, whole, stand, soft)

    def _flat(self, placed: Placed, cut: Cut) -> tuple[Field, Field]:
        """A cut without its own light, kept as long as the cut is the same."""
        known = self._known.get(id(placed))
        if known is None or known[0] is not cut:
            normals = rounded(cut.matte)
            own = albedo(cut.colour, cut.matte, normals, placed.subject.exposure)
            known = self._known[id(placed)] = cut, own, normals
        return known[1], known[2]

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
    ) -> None:
        rows, columns = frame.shape[:2]
        box = _seen_box(matte.shape, whole, (columns, rows), margin=round(0.5 * stand.height) + 8)
        if box is None:
            return
        left, top, right, bottom = box
        size = right - left, bottom - top
        here = np.s_[top:bottom, left:right]
        there = whole - np.array([[0, 0, left], [0, 0, top]], np.float32)
        grown = abs(float(whole[0, 0])) > 1
        cover = np.clip(warped(matte, there, size, smooth=grown), 0, 1)
        over = np.maximum(warped(lit, there, size, smooth=grown), 0)
        if soft:
            over, cover = blur(over, soft), blur(cover, soft)
        under = frame[here]
        self._shade(under, cover, stand, (left, top))
        over = self._joined(over, under, cover)
        share = cover[..., None]
        under *= 1 - share
        under += over * share
        np.maximum(figures[here], cover, out=figures[here])

    def _joined(self, over: Field, under: Field, cover: Field) -> Field:
        """Light that comes round the edge from behind, and the air before them."""
        small = max(2, cover.shape[1] // 4), max(2, cover.shape[0] // 4)
        behind = resized(under, small)
        apart = np.clip(1 - resized(cover, small), 0, 1)
        edge = blur(np.ascontiguousarray(apart), 2.5)
        wrap = np.clip(blur(behind, 4) * edge[..., None] * np.float32(_WRAP), 0, 0.5)
        near = under[cover < 0.05]
        if near.size > 300:
            dark = np.float32(_VEIL) * np.quantile(near[::7], 0.02, axis=0).astype(np.float32)
            over = over * (1 - dark) + dark
        level = luma(over)
        # What is brighter than the picture can show rolls off as it would on film.
        more = np.maximum(level - np.float32(0.6), 0) / np.float32(0.4)
        held = np.minimum(level, np.float32(0.6)) + np.float32(0.4) * np.tanh(more)
        over = over * (held / np.maximum(level, 1e-5))[..., None]
        joined: Field = over + resized(wrap, (cover.shape[1], cover.shape[0]))
        return joined

    def _shade(self, under: Field, cover: Field, stand: Stand, corner: tuple[int, int]) -> None:
        """Their shadows: close about the feet, and thrown by the lamps."""
        rows, columns = cover.shape
        foot = stand.foot - corner[1]
        high = stand.height
        if foot > rows + 0.1 * high:
            return
        size = columns, rows
        # Feet pressed flat onto the floor.
        flat = 0.22
        band = cover.copy()
        band[: max(0, int(foot - 0.1 * high))] = 0
        press = np.array([[1, 0, 0], [0, flat, foot * (1 - flat) - 0.004 * high]], np.float32)
        contact = warped(band, press, size)
        close = blur(contact, 0.008 * high) * np.float32(1.05)
        close += blur(contact, 0.03 * high) * np.float32(1.25)
        shadow = np.clip(close, 0, 1) * np.float32(_CONTACT)
        for away, share in self._lighting.shadows(stand):
            thrown = self._cast(cover, stand, corner, away) * np.float32(share * _CAST)
            shadow = 1 - (1 - shadow) * (1 - thrown)
        under *= (1 - shadow)[..., None]

    def _cast(
        self, cover: Field, stand: Stand, corner: tuple[int, int], away: tuple[float, float, float]
    ) -> Field:
        """The shadow thrown away from a lamp that is `away` from the foot (right, down, far)."""
        rows, columns = cover.shape
        lift = max(0.25, -away[1])
        aside, deep = (float(np.clip(-part / lift, -1.2, 1.2)) for part in (away[0], away[2]))
        lean = deep * (stand.foot - self._space.y) / (FOCUS * self._space.size[1])
        lean = float(np.copysign(max(0.05, abs(lean)), deep))
        foot = stand.foot - corner[1]
        above = (foot - np.arange(rows, dtype=np.float32)) / np.float32(stand.height)
        # The further from the foot, the softer and fainter.
        fading = np.clip(1 - above / np.float32(0.85), 0, 1)[:, None]
        way = np.array([[1, -aside, aside * foot], [0, lean, foot * (1 - lean)]], np.float32)
        return blur(warped(cover * fading, way, (columns, rows)), 0.015 * stand.height)


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
