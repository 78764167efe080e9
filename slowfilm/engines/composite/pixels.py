"""Linear pictures, and what is done to all of them: blur, size, warp.

A picture is float32 of shape (height, width, 3), linear RGB, 0 black and 1 white; a field is
float32 of shape (height, width).
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.base import Size
from slowfilm.engines.shared import light

Field = NDArray[np.float32]
Affine = NDArray[np.float32]  # (2, 3): where a pixel goes

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def luma(picture: Field) -> Field:
    """The luminance (h, w) of a linear picture (h, w, 3), with the weights of BT.709."""
    return picture @ LUMA


def linear(planes: light.Planes) -> Field:
    """Root light planes (3, h, w) as a linear picture (h, w, 3), float32, 0..1."""
    return np.ascontiguousarray(np.square(planes).transpose(1, 2, 0))


def rooted(planes: light.Planes) -> Field:
    """Root light planes (3, h, w) as a picture (h, w, 3) in root light, float32, 0..1."""
    return np.ascontiguousarray(planes.transpose(1, 2, 0))


def coded(picture: Field) -> Field:
    """A linear picture or field in root light, of the same shape; what is below 0 counts as 0."""
    return np.sqrt(np.maximum(picture, 0))


def blur(field: Field, sigma: float) -> Field:
    """A field or picture of the same shape, blurred by a Gaussian of `sigma` pixels.

    Below 0.15 pixels it is returned as it is; over 12 it is blurred at a smaller size. The edge is
    continued outward.
    """
    if sigma < 0.15:
        return field
    if sigma > 12:
        rows, columns = field.shape[:2]
        by = min(int(sigma // 5), rows, columns)
        small = resized(field, (max(1, columns // by), max(1, rows // by)))
        return resized(blur(small, sigma / by), (columns, rows))
    return _field(cv2.GaussianBlur(field, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE))


def blurred_each_way(field: Field, across: float, down: float) -> Field:
    """Blurred by a Gaussian of so many pixels across and so many down, 0.2 at least."""
    soft = cv2.GaussianBlur(field, (0, 0), max(0.2, across), sigmaY=max(0.2, down))
    return _field(soft)


def boxed(field: Field, radius: int) -> Field:
    """The mean of the square that reaches `radius` pixels each way, of the same shape."""
    side = 2 * radius + 1
    return _field(cv2.boxFilter(field, -1, (side, side), borderType=cv2.BORDER_REPLICATE))


def resized(field: Field, size: Size) -> Field:
    """A field or picture at `size` (width, height): by area where it shrinks, else linearly."""
    rows, columns = field.shape[:2]
    if (columns, rows) == size:
        return field
    shrinks = size[0] <= columns and size[1] <= rows
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return _field(cv2.resize(np.ascontiguousarray(field), size, interpolation=how))


def warped(field: Field, way: Affine, size: Size, *, smooth: bool = False) -> Field:
    """A field or picture moved by an affine (2, 3) to `size` (width, height); 0 outside.

    `way` gives the place in the result of a pixel of `field`. `smooth` is cubic, for what grows.
    """
    how = cv2.INTER_CUBIC if smooth else cv2.INTER_LINEAR
    return _field(cv2.warpAffine(field, way, size, flags=how, borderMode=cv2.BORDER_CONSTANT))


def looked_up(field: Field, across: Field, down: Field, *, smooth: bool = True) -> Field:
    """What lies at `across`, `down` (h, w), in pixels of `field`; the edge goes on beyond it.

    `smooth` is cubic; cubic values may lie a little outside of those of `field`.
    """
    how = cv2.INTER_CUBIC if smooth else cv2.INTER_LINEAR
    return _field(cv2.remap(field, across, down, how, borderMode=cv2.BORDER_REPLICATE))


def in_quad(field: Field, quad: Field, size: Size) -> Field:
    """A field or picture stretched over four corners, at `size` (width, height); 0 outside.

    `quad` (4, 2): x and y in pixels of the result, clockwise from the upper left.
    """
    rows, columns = field.shape[:2]
    corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    way = cv2.getPerspectiveTransform(corners, quad.astype(np.float32))
    return _field(cv2.warpPerspective(field, way, size, flags=cv2.INTER_LINEAR))


def filled_quad(quad: Field, size: Size) -> Field:
    """A field (h, w) at `size` (width, height), 1 inside four corners and 0 outside.

    `quad` (4, 2): x and y in pixels. The edge is one pixel wide.
    """
    over = 4
    canvas = np.zeros((size[1] * over, size[0] * over), np.uint8)
    cv2.fillConvexPoly(canvas, np.round(quad * over).astype(np.int32), 255)
    return resized(canvas.astype(np.float32) / np.float32(255), size)


def eroded(field: Field, radius: int) -> Field:
    """The least value within a disc of `radius` pixels, of the same shape."""
    return _field(cv2.erode(field, _disc(radius)))


def dilated(field: Field, radius: int) -> Field:
    """The greatest value within a disc of `radius` pixels, of the same shape."""
    return _field(cv2.dilate(field, _disc(radius)))


def guided(guide: Field, field: Field, radius: int, softness: float) -> Field:
    """A field drawn to the edges of a guide; all are (h, w).

    The guided filter of He, Sun and Tang (ECCV 2010) for a guide of one channel: `radius` in
    pixels, `softness` is its epsilon, in squares of the guide's values.
    """
    mean_guide, mean = boxed(guide, radius), boxed(field, radius)
    covariance = boxed(guide * field, radius) - mean_guide * mean
    slope = covariance / (boxed(guide * guide, radius) - mean_guide**2 + np.float32(softness))
    return boxed(slope, radius) * guide + boxed(mean - slope * mean_guide, radius)


def bounds(field: Field, least: float) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom in pixels of what in a field (h, w) is over `least`.

    Right and bottom lie one past the last pixel. None where nothing is over it.
    """
    rows, columns = (np.flatnonzero((field > least).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _disc(radius: int) -> Any:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))


def _field(array: Any) -> Field:
    return np.asarray(array, np.float32)
