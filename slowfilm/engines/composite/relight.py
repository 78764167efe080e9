"""A person's own light divided out, and other light laid on."""

from dataclasses import dataclass

import cv2
import numpy as np

from slowfilm.engines.composite.pixels import Field, blur, luma, resized

_COARSE = 112  # rows in which a body is rounded
_KEPT = 0.45  # of the uneven light that no lamp explains, what stays


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
    """Normals of a body with this outline, (h, w, 3): right, down, toward the camera.

    The outline is blown up as a balloon would be: limbs become round, in the width they have.
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
    toward = np.sqrt(np.maximum(2 * height, 0)) + np.float32(0.12)
    coarse = np.dstack([-across, -down, toward])
    fine = resized(coarse, (columns, rows))
    normals: Field = fine / np.maximum(np.linalg.norm(fine, axis=2, keepdims=True), 1e-6)
    return normals


def albedo(colour: Field, matte: Field, normals: Field, exposure: float) -> Field:
    """What a person's surface gives back of white light, (h, w, 3).

    `exposure` is what makes the picture it comes from middling bright. The light of one main
    direction is found by least squares over the rounded body and divided out, then part of what
    is uneven over wide areas; what was bleached by a flash is drawn down.
    """
    level = luma(colour)
    weight = np.clip(matte * 2 - 1, 0, 1)
    shade = _shade(level, weight, normals)
    level_flat = level / shade
    sigma = matte.shape[0] / 14
    near = np.maximum(blur(weight, sigma), 1e-3)
    uneven = blur(level_flat * weight, sigma) / near
    mean = float((level_flat * weight).sum() / max(1e-6, weight.sum()))
    even = np.clip((mean / np.maximum(uneven, 0.1 * mean)) ** np.float32(0.35), 0.7, 1.4)
    flat = colour * (even / shade * exposure).astype(np.float32)[..., None]
    bright = luma(flat)
    over = np.maximum(bright - np.float32(0.45), 0) / np.float32(0.3)
    held = np.minimum(bright, np.float32(0.45)) + np.float32(0.3) * np.tanh(over)
    made: Field = flat * (held / np.maximum(bright, 1e-5))[..., None]
    return made


def _shade(level: Field, weight: Field, normals: Field) -> Field:
    """The light of its own that the person was seen in, about 1."""
    step = max(1, level.shape[0] // 120)
    small = np.s_[::step, ::step]
    held = weight[small].ravel() > 0.99
    if held.sum() < 40:
        return np.ones_like(level)
    bases = np.concatenate([np.ones((held.sum(), 1)), normals[small].reshape(-1, 3)[held]], axis=1)
    # Logarithms, so that dark and bright cloth weigh the same.
    wanted = np.log(np.maximum(level[small].ravel()[held], 0.004))
    wanted -= wanted.mean()
    calm = np.diag([1e-3, 0.02, 0.02, 0.6]) * held.sum()
    found = np.linalg.solve(bases.T @ bases + calm, bases.T @ wanted)
    light = normals @ found[1:].astype(np.float32)
    light -= float((light * weight).sum() / max(1e-6, weight.sum()))
    shade: Field = np.exp(np.clip(light, -1.2, 1.2)).astype(np.float32)
    return shade


def surrounded(normals: Field, sides: Field) -> Field:
    """Light from all sides at each pixel: `sides` (5, 3) are left, right, up, down, front."""
    x, y, z = normals[..., 0], normals[..., 1], normals[..., 2]
    shares = np.dstack(
        [np.maximum(-x, 0), np.maximum(x, 0), np.maximum(-y, 0), np.maximum(y, 0), z]
    )
    light: Field = np.square(shares).astype(np.float32) @ sides.astype(np.float32)
    return light


def laid(normals: Field, lit: Lit) -> Field:
    """The light of one lamp at each pixel, (h, w, 3), with a rim where it stands behind."""
    facing = (normals * lit.way).sum(axis=2)
    soft = np.maximum((facing + np.float32(0.12)) / np.float32(1.12), 0)
    behind = np.maximum(-np.asarray(lit.way[..., 2]), 0)
    edge = np.square(1 - np.clip(normals[..., 2], 0, 1))
    rim = np.float32(2.2) * behind * edge * np.maximum(facing + np.float32(0.25), 0)
    light: Field = ((soft + rim) * lit.strength)[..., None] * lit.colour
    return light
