"""A person's own light divided out, and other light laid on."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.composite import cloth
from slowfilm.engines.composite.cloth import Cloths
from slowfilm.engines.composite.pixels import Field, blur, luma, resized

_DEPTH = 0.8  # bodies are less deep than wide
_COARSE = 168  # rows in which a body is rounded
_EVENED, _EVEN = 8, 0.2  # over what part of the height, and how much
_SPARED = 0.97  # a lamp must explain more than this of the unevenness, or none is assumed
_AROUND = (0.12, 0.3, 0.7, 1.6)  # light from all sides, to that of the one lamp


def _spread() -> Field:
    """Directions over the half of a ball that a camera sees lit, evenly, (n, 3)."""
    ways = []
    for number in range(150):
        z = 1 - (number + 0.5) / 150 * 1.25
        turn = number * np.pi * (3 - np.sqrt(5))
        flat = np.sqrt(1 - z * z)
        ways.append((flat * np.cos(turn), flat * np.sin(turn), z))
    # Hardly ever does a main light come from below.
    return np.array([way for way in ways if way[1] < 0.5], np.float32)


_DIRECTIONS = _spread()


@dataclass(frozen=True, slots=True)
class Own:
    """The light a person was seen in: the unit vector to its lamp (right, down, toward the
    camera), the light from all sides to that of the lamp, and what they wore in it."""

    way: Field
    around: float
    cloths: Cloths | None = None


@dataclass(frozen=True, slots=True)
class Lit:
    """A light as one person meets it: where it is from each pixel, and how strong there.

    `way` is the unit vector to it, (h, w, 3) or (3,): right, down, toward the camera; `strength`
    (h, w) or a number; `colour` linear RGB.
    """

    way: Field
    strength: Field | float
    colour: Field


def rounded(matte: Field) -> Field:
    """Unit normals (h, w, 3) of a body with this outline: right, down, toward the camera.

    `matte` (h, w), 0..1. The outline is blown up as a balloon would be (Poisson's equation, relaxed
    at a small size): limbs become round, in the width they have.
    """
    rows, columns = matte.shape
    size = max(8, round(columns * _COARSE / rows)), _COARSE
    inside = resized(matte, size)
    height = np.zeros_like(inside)
    cross = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.float32) / 4
    for _ in range(160):  # the heights of a balloon: each the mean of its neighbours and a little
        height = (np.asarray(cv2.filter2D(height, -1, cross)) + np.float32(0.25)) * inside
    height = blur(height, 0.8)
    across = np.asarray(cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8), np.float32)
    down = np.asarray(cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8), np.float32)
    toward = np.float32(_DEPTH) * np.sqrt(np.maximum(2 * height, 0))
    coarse = np.dstack([-across, -down, toward])
    fine = resized(coarse, (columns, rows))
    normals: Field = fine / np.maximum(np.linalg.norm(fine, axis=2, keepdims=True), 1e-6)
    return normals


def own_light(colour: Field, matte: Field, normals: Field) -> Own | None:
    """The lamp that a person was seen by, None where none stands out or too little is seen.

    `colour` is linear (h, w, 3), `matte` (h, w) 0..1, `normals` (h, w, 3) as `rounded` gives them.
    Of many lamps, each with more or less light from all sides, the one is taken that leaves the
    least unevenness within what has one colour, and so is likely one cloth or skin.
    """
    step = max(1, matte.shape[0] // 130)
    small = np.s_[::step, ::step]
    mask = matte[small] > 0.99
    if mask.sum() < 60:
        return None
    logs = np.log(np.maximum(luma(colour[small][mask]), 0.002))
    alike, facing = _alike(colour[small][mask]), normals[small][mask]

    def left(own: Own) -> float:
        lit = np.float32(own.around) + np.maximum(facing @ own.way, 0)
        return _unevenness(logs - np.log(lit), alike)

    tried = (Own(way, around) for around in _AROUND for way in _DIRECTIONS)
    best, own = min(((left(light), light) for light in tried), key=lambda pair: pair[0])
    if best >= _SPARED * _unevenness(logs, alike):
        return None
    for spread in (0.16, 0.08, 0.04):
        best, own = min(
            ((best, own), *((left(light), light) for light in _about(own, spread))),
            key=lambda pair: pair[0],
        )
    return replace(own, cloths=_worn(colour, matte, normals, own))


def _about(own: Own, spread: float) -> list[Own]:
    """Lamps a little beside one, and with a little more or less light from all sides."""
    aside = np.cross(own.way, [0.0, 0.0, 1.0] if abs(own.way[2]) < 0.9 else [0.0, 1.0, 0.0])
    aside = (aside / np.linalg.norm(aside)).astype(np.float32)
    along = np.cross(own.way, aside).astype(np.float32)
    candidates = [Own(own.way, own.around * more) for more in (0.8, 1.25)]
    for turn in np.arange(8) * np.pi / 4:
        way = own.way + np.float32(spread) * (np.cos(turn) * aside + np.sin(turn) * along)
        way = (way / np.linalg.norm(way)).astype(np.float32)
        candidates += [Own(way, own.around * more) for more in (0.85, 1.0, 1.18)]
    return candidates


def _worn(colour: Field, matte: Field, normals: Field, own: Own) -> Cloths | None:
    small, cover, facing = cloth.seen(colour, matte, normals)
    if (cover > 0.9).sum() < 60:
        return None
    lit = np.float32(own.around) + np.maximum(facing @ own.way, 0)
    doubt = cloth.unsure(facing, own.way, own.around)
    return cloth.told_apart(small / lit[..., None], doubt, cover > 0.9)


def albedo(colour: Field, matte: Field, normals: Field, exposure: float, own: Own | None) -> Field:
    """What a person's surface gives back of white light, linear (h, w, 3).

    `colour` is linear (h, w, 3), `matte` (h, w) 0..1, `normals` (h, w, 3). `exposure` is the factor
    that makes the picture it comes from middling bright. Their own light is divided out, then part
    of what is uneven over wide areas; what a flash bleached is drawn down.
    """
    weight = np.clip(matte * 2 - 1, 0, 1)
    whole = max(1e-6, float(weight.sum()))
    shade = np.ones_like(matte)
    if own:
        light = np.float32(own.around) + np.maximum(normals @ own.way, 0)
        shade = np.clip(light / np.float32((light * weight).sum() / whole), 0.2, 4).astype(
            np.float32
        )
        if own.cloths:
            shade = shade * _shade_left(colour, matte, normals, own)
    flat = luma(colour) / shade
    sigma = matte.shape[0] / _EVENED
    uneven = blur(flat * weight, sigma) / np.maximum(blur(weight, sigma), 1e-3)
    mean = float((flat * weight).sum() / whole)
    even = np.clip((mean / np.maximum(uneven, 0.1 * mean)) ** np.float32(_EVEN), 0.7, 1.4)
    surface: Field = colour * (even / shade * exposure).astype(np.float32)[..., None]
    bright = luma(surface)
    over = np.maximum(bright - np.float32(0.45), 0) / np.float32(0.3)
    soft = np.minimum(bright, np.float32(0.45)) + np.float32(0.3) * np.tanh(over)
    calm: Field = surface * (soft / np.maximum(bright, 1e-5))[..., None]
    return calm


def _shade_left(colour: Field, matte: Field, normals: Field, own: Own) -> Field:
    assert own.cloths
    small, cover, facing = cloth.seen(colour, matte, normals)
    lit = np.float32(own.around) + np.maximum(facing @ own.way, 0)
    doubt = cloth.unsure(facing, own.way, own.around)
    left = cloth.shade_left(small / lit[..., None], cover, doubt, own.cloths)
    return resized(left, (matte.shape[1], matte.shape[0]))


def _alike(colour: Field) -> NDArray[np.intp]:
    """A number for each pixel (n, 3), the same for those alike in colour, whatever their light."""
    share = colour / np.maximum(colour.sum(axis=1, keepdims=True), 1e-4)
    steps = np.clip((share[:, :2] * 24).astype(np.intp), 0, 23)
    numbers: NDArray[np.intp] = steps[:, 0] * 24 + steps[:, 1]
    return numbers


def _unevenness(logs: Field, alike: NDArray[np.intp]) -> float:
    count = np.bincount(alike, minlength=576)
    total = np.bincount(alike, logs, 576)
    mean = total / np.maximum(count, 1)
    # Beyond a stop it is another cloth of the same colour, or a fold.
    return float(np.minimum(np.abs(logs - mean[alike]), 0.7).mean())


def surrounded(normals: Field, sides: Field) -> Field:
    """Light from all sides at each pixel, linear (h, w, 3).

    `normals` (h, w, 3); `sides` (5, 3), linear RGB from the left, right, up, down and front.
    """
    x, y, z = normals[..., 0], normals[..., 1], normals[..., 2]
    shares = np.dstack(
        [np.maximum(-x, 0), np.maximum(x, 0), np.maximum(-y, 0), np.maximum(y, 0), z]
    )
    light: Field = np.square(shares).astype(np.float32) @ sides.astype(np.float32)
    return light


def laid(normals: Field, lit: Lit) -> Field:
    """The light of one lamp at each pixel, linear (h, w, 3), with a rim where it stands behind.

    `normals` (h, w, 3) of length 1: right, down, toward the camera.
    """
    facing = (normals * lit.way).sum(axis=2)
    soft = np.maximum((facing + np.float32(0.08)) / np.float32(1.08), 0)
    behind = np.maximum(-np.asarray(lit.way[..., 2]), 0)
    edge = np.square(1 - np.clip(normals[..., 2], 0, 1))
    rim = np.float32(2.2) * behind * edge * np.maximum(facing + np.float32(0.25), 0)
    light: Field = ((soft + rim) * lit.strength)[..., None] * lit.colour
    return light
