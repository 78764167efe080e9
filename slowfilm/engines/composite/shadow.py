"""The shadows of a person on the floor: close about the feet, and thrown by lamps."""

import numpy as np

from slowfilm.engines.composite.lighting import Lighting, Stand
from slowfilm.engines.composite.pixels import Affine, Field, blur, blurred_each_way, resized, warped
from slowfilm.engines.composite.space import FOCUS, Space

_CLOSE, _WIDE, _CAST = 0.8, 0.5, 0.75  # how dark: at the soles, under the body, from a lamp
_STEP = 2  # shadows have no fine detail: worked out at half the size
_TOP, _BELOW, _SIDE = 0.55, 0.35, 0.75  # heights of a person a shadow reaches from the foot


def shade(
    frame: Field, matte: Field, whole: Affine, stand: Stand, space: Space, lighting: Lighting
) -> None:
    """Darken a linear frame by the shadows of a person whose matte `whole` leads there."""
    rows, columns = frame.shape[:2]
    high = stand.height
    left, right = (int(np.clip(stand.x + side * _SIDE * high, 0, columns)) for side in (-1, 1))
    top = int(np.clip(stand.foot - _TOP * high, 0, rows))
    bottom = int(np.clip(stand.foot + _BELOW * high, 0, rows))
    if right - left < 4 or bottom - top < 4:
        return
    size = (right - left) // _STEP, (bottom - top) // _STEP
    # The whole person, however little of them is in this part of the frame.
    above = int(0.5 * high)
    way = (whole - np.array([[0, 0, left], [0, 0, top - above]], np.float32)) / np.float32(_STEP)
    cover = warped(matte, way, (size[0], size[1] + above // _STEP))
    foot = (stand.foot - top + above) / _STEP
    x, tall = (stand.x - left) / _STEP, high / _STEP
    shadow = _about(cover, x, foot, tall)
    for away, share in lighting.shadows(stand):
        thrown = _thrown(cover, foot, tall, stand, space, away) * np.float32(share * _CAST)
        shadow = 1 - (1 - shadow) * (1 - thrown)
    light = resized(1 - shadow[above // _STEP :], (right - left, bottom - top))
    frame[top:bottom, left:right] *= light[..., None]


def _about(cover: Field, x: float, foot: float, tall: float) -> Field:
    """Where soles and body keep the light of all sides off the floor."""
    rows, columns = cover.shape
    soles = cover.copy()
    soles[: max(0, int(foot - 0.085 * tall))] = 0
    down = np.array([[1, 0, 0], [0, 1, 0.008 * tall]], np.float32)
    soles = warped(soles, down, (columns, rows))
    close = blurred_each_way(soles, 0.014 * tall, 0.006 * tall) * np.float32(1.5)
    across = (np.arange(columns, dtype=np.float32) - np.float32(x)) / np.float32(0.2 * tall)
    along = np.arange(rows, dtype=np.float32) - np.float32(foot - 0.01 * tall)
    along /= np.float32(0.042 * tall)
    wide = np.exp(-(across[None] ** 2) - along[:, None] ** 2)
    dark: Field = 1 - (1 - np.clip(close, 0, 1) * np.float32(_CLOSE)) * (
        1 - wide * np.float32(_WIDE)
    )
    return dark


def _thrown(
    cover: Field,
    foot: float,
    tall: float,
    stand: Stand,
    space: Space,
    away: tuple[float, float, float],
) -> Field:
    """The shadow from a lamp that is `away` from the foot (right, down, far)."""
    rows, columns = cover.shape
    lift = max(0.25, -away[1])
    aside, deep = (float(np.clip(-part / lift, -1.2, 1.2)) for part in (away[0], away[2]))
    lean = deep * (stand.foot - space.y) / (FOCUS * space.size[1])
    lean = float(np.copysign(max(0.05, abs(lean)), deep))
    above = (np.float32(foot) - np.arange(rows, dtype=np.float32)) / np.float32(tall)
    # The further from the foot, the softer and fainter.
    fading = np.clip(1 - above / np.float32(0.7), 0, 1)[:, None]
    way = np.array([[1, -aside, aside * foot], [0, lean, foot * (1 - lean)]], np.float32)
    return blur(warped(cover * fading, way, (columns, rows)), 0.015 * tall)
