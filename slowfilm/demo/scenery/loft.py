"""A figure drawn from lofts: level slices, each an ellipse, stacked along a bent middle line.

Seen straight from in front, x to the right, y up, z towards the eye, in metres. What is nearest
is kept for every pixel, with its slope, its paint and where on its own body it lies.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from slowfilm.demo.scenery.noise import Field

# Paint of points on a body: x to its left, y up and z ahead as the body itself sees them (n).
# Gives an albedo (n, 3), a relief in metres (n), and which points are there at all (n).
Paint = Callable[[Field, Field, Field], tuple[Field, Field, Field]]
FALL = 0.16  # the eye stands a little high: what is nearer is seen so much lower, a metre


@dataclass(frozen=True, slots=True)
class Loft:
    """Slices from the foot to the head: heights, middles, half widths and half depths (n).

    `ahead` moves a slice's middle the way the body faces; `yaw` (n) is that way, 0 towards the
    eye and above 0 to the right.
    """

    up: Field
    x: Field
    z: Field
    wide: Field
    deep: Field
    ahead: Field
    yaw: Field
    paint: Paint


def loft(rows: Sequence[tuple[float, ...]], yaw: float, paint: Paint) -> Loft:
    """Slices as (up, x, z, wide, deep) or (up, x, z, wide, deep, ahead), the lowest first."""
    up, x, z, wide, deep, ahead = np.array([(*row, 0.0)[:6] for row in rows], np.float32).T
    return Loft(up, x, z, wide, deep, ahead, np.full(len(rows), yaw, np.float32), paint)


class Canvas:
    """What has been drawn of a figure, `size` (width, height) in pixels."""

    def __init__(self, size: tuple[int, int], metre: float, middle: float, ground: float) -> None:
        """`metre` in pixels; x = 0 lies at column `middle`, y = 0 at row `ground`."""
        width, height = size
        self.metre, self._middle, self._ground = metre, middle, ground
        self.depth = np.full((height, width), -9, np.float32)
        self.albedo = np.zeros((height, width, 3), np.float32)
        self.normals = np.zeros((height, width, 3), np.float32)

    def upper(self, rows: int) -> "Canvas":
        """A copy of its upper rows, to be drawn on further."""
        return self._part(np.s_[:rows])

    def columns(self) -> slice:
        """From where to where something is drawn, with some room on both sides."""
        drawn = np.flatnonzero((self.depth > -8).any(axis=0))
        room = round(0.12 * self.metre)
        width = self.depth.shape[1]
        return slice(max(0, int(drawn[0]) - room), min(width, int(drawn[-1]) + room))

    def between(self, columns: slice) -> "Canvas":
        """A copy of some columns, to be looked at."""
        return self._part(np.s_[:, columns])

    def _part(self, region: Any) -> "Canvas":
        other = copy(self)
        for name in ("depth", "albedo", "normals"):
            setattr(other, name, getattr(self, name)[region].copy())
        return other

    def add(self, shape: Loft) -> None:
        """Draw a loft where nothing nearer is there yet."""
        lean = shape.up - np.float32(FALL) * shape.z
        box = self._box(shape, lean)
        if box is None:
            return
        top, bottom, left, right = box
        up = (self._ground - np.arange(top, bottom, dtype=np.float32) - 0.5) / self.metre
        across = (np.arange(left, right, dtype=np.float32) + 0.5 - self._middle) / self.metre
        table = np.stack(
            (shape.yaw, shape.wide, shape.deep, shape.ahead, shape.x, shape.z, shape.up)
        )
        yaw, wide, deep, ahead, x, z, own_up = _between(up, lean, table)
        sin, cos = np.sin(yaw), np.cos(yaw)
        x, z = x + ahead * sin, z + ahead * cos
        span = np.sqrt(np.square(wide * cos) + np.square(deep * sin)) + np.float32(1e-5)
        slant = (np.square(deep) - np.square(wide)) * sin * cos / np.square(span)
        thick = wide * deep / span
        off = across[None] - x[:, None]
        share = off / span[:, None]
        inside = np.abs(share) < 0.998
        rise = np.sqrt(np.maximum(1 - share * share, 4e-3))
        depth = z[:, None] + slant[:, None] * off + thick[:, None] * rise
        near = slant[:, None] * off + thick[:, None] * rise
        own_x = off * cos[:, None] - near * sin[:, None]
        own_z = off * sin[:, None] + near * cos[:, None] + ahead[:, None]
        own_y = np.broadcast_to(own_up[:, None], off.shape)
        albedo, relief, painted = shape.paint(own_x, own_y, own_z)
        depth = depth + relief
        region = np.s_[top:bottom, left:right]
        won = inside & painted & (depth > self.depth[region])
        if not won.any():
            return
        steep_x = slant[:, None] - (thick / span)[:, None] * share / rise
        steep_y = _slopes(x, z, span, slant, thick, off, share, rise) * np.float32(self.metre)
        bump_y, bump_x = np.gradient(relief) if relief.ndim else (0.0, 0.0)
        steep_x = steep_x + np.asarray(bump_x, np.float32) * self.metre
        steep_y = steep_y - np.asarray(bump_y, np.float32) * self.metre
        normal = np.dstack([-steep_x, -steep_y, np.ones_like(steep_x)])
        normal /= np.linalg.norm(normal, axis=2, keepdims=True)
        self.depth[region][won] = depth[won]
        self.albedo[region][won] = albedo[won]
        self.normals[region][won] = normal[won]

    def _box(self, shape: Loft, lean: Field) -> tuple[int, int, int, int] | None:
        height, width = self.depth.shape
        reach = np.maximum(shape.wide, shape.deep)
        low, high = float(lean.min()), float(lean.max())
        aside = shape.x + shape.ahead * np.sin(shape.yaw)
        first, last = float((aside - reach).min()), float((aside + reach).max())
        top, bottom = (self._ground - high * self.metre), (self._ground - low * self.metre)
        left, right = self._middle + first * self.metre, self._middle + last * self.metre
        top, bottom = (int(np.clip(v, 0, height)) for v in (top, bottom))
        left, right = (int(np.clip(v, 0, width)) for v in (left - 1, right + 2))
        return (top, bottom, left, right) if bottom - top > 2 and right - left > 2 else None

    def shaded(self, sky: float, key: tuple[float, float, float], strength: float) -> Field:
        """Its linear light (h, w, 3) under a soft sky and one broad light from `key`."""
        way = np.asarray(key, np.float32)
        way /= np.linalg.norm(way)
        facing = np.clip((self.normals @ way + 0.35) / 1.35, 0, 1)
        above = 0.62 + 0.38 * self.normals[..., 1]
        light = (sky * above + strength * facing) * self._hollows()
        lit: Field = (self.albedo * light[..., None]).astype(np.float32)
        return lit

    def matte(self) -> Field:
        """1 where something is drawn (h, w)."""
        matte: Field = (self.depth > -8).astype(np.float32)
        return matte

    def _hollows(self) -> Field:
        """Less light where what is around stands nearer: 1 in the open."""
        matte = self.matte()
        depths = np.where(matte > 0, self.depth, 0)
        rows, columns = matte.shape
        small = (columns // 2, rows // 2)
        weight = cv2.resize(matte, small, interpolation=cv2.INTER_AREA)
        summed = cv2.resize(depths, small, interpolation=cv2.INTER_AREA)
        dim: Field = np.ones_like(depths)
        for reach, strength in ((0.012, 9.0), (0.045, 3.2)):
            sigma = reach * self.metre / 2
            around = np.asarray(cv2.GaussianBlur(summed, (0, 0), sigma))
            around = around / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 0.05)
            apart = cv2.resize(around, (columns, rows)) - self.depth - 0.004
            dim *= np.exp(-strength * np.clip(apart, 0, 0.25))
        return dim


def _between(up: Field, at: Field, values: Field) -> Field:
    """Values (m, n) between the slices, along smooth curves (monotone cubic)."""
    run = np.maximum(np.diff(at), 1e-6)
    rise = np.diff(values) / run
    slopes = np.zeros_like(values)
    same = rise[:, :-1] * rise[:, 1:] > 0
    whole = np.where(same, rise[:, :-1] + rise[:, 1:], 1)
    slopes[:, 1:-1] = np.where(same, 2 * rise[:, :-1] * rise[:, 1:] / whole, 0)
    slopes[:, 0], slopes[:, -1] = rise[:, 0], rise[:, -1]
    cell = np.clip(np.searchsorted(at, up) - 1, 0, at.size - 2)
    t = np.clip((up - at[cell]) / run[cell], 0, 1)
    t2, t3 = t * t, t * t * t
    curve = (2 * t3 - 3 * t2 + 1) * values[:, cell] + (3 * t2 - 2 * t3) * values[:, cell + 1]
    curve += run[cell] * ((t3 - 2 * t2 + t) * slopes[:, cell] + (t3 - t2) * slopes[:, cell + 1])
    return curve.astype(np.float32)


def _slopes(
    x: Field,
    z: Field,
    span: Field,
    slant: Field,
    thick: Field,
    off: Field,
    share: Field,
    rise: Field,
) -> Field:
    """How the surface comes nearer from row to row upwards, in metres a row."""
    dx, dz, d_span, d_slant, d_thick = (
        -np.gradient(v)[:, None] for v in (x, z, span, slant, thick)
    )
    moved = dz + d_slant * off - slant[:, None] * dx + d_thick * rise
    steep: Field = moved + (thick / span)[:, None] * share / rise * (dx + share * d_span)
    return steep
