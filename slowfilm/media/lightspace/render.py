"""A light space as linear light. The shader in static/js does the same, line by line."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slowfilm.media.lightspace import veils
from slowfilm.media.lightspace.noise import Field, fbm, hashed, unit
from slowfilm.media.lightspace.space import Aperture, Lamp, State, Stroke

F = np.float32
Picture = NDArray[np.float32]  # (height, width, 3), linear
TOE = F(0.028)  # blacks fall off below this
HUSH = F(0.18)  # how dark the last of the folds and leaves is


def _smooth(low: float, high: float, value: Field) -> Field:
    t = np.clip((value - F(low)) / F(high - low), F(0), F(1))
    weight: Field = t * t * (F(3) - F(2) * t)
    return weight


def _colour(of: tuple[float, float, float]) -> Picture:
    return np.asarray(of, F)


@dataclass(frozen=True)
class Places:
    """Where each pixel is: `x` in heights from the left, `y` in heights from the top."""

    x: Field
    y: Field
    aspect: float

    @classmethod
    def of(cls, width: int, height: int) -> "Places":
        """The middles of the pixels of a picture; `x` and `y` are (height, width), float32."""
        x = (np.arange(width, dtype=F) + F(0.5)) / F(height)
        y = (np.arange(height, dtype=F) + F(0.5)) / F(height)
        across, down = np.meshgrid(x, y)
        return cls(across.astype(F), down.astype(F), width / height)


def light(state: State, at: Places, seed: int) -> Picture:
    """Linear light at every place, (h, w, 3) float32, before the film sees it.

    Not limited above. The same seed gives the same picture.
    """
    gain, glow, y = parts(state, at, seed)
    picture: Picture = _air(state, y) * gain[..., None] + glow
    return picture


def parts(state: State, at: Places, seed: int) -> tuple[Field, Picture, Field]:
    """What becomes of the air's light at every place, what is added to it, and the height of air
    that is seen there: below the horizon of water it is mirrored.
    """
    x, y, wet = _mirrored(state, at, seed) if state.veil.water > 0 else (at.x, at.y, None)
    places = Places(x, y, at.aspect)
    hang = _haze(state, x, y, seed)
    glow = np.zeros((*at.x.shape, 3), F)
    for lamp in state.lamps:
        glow += _lamp(lamp, places, hang)
    for aperture in state.apertures:
        glow += _aperture(aperture, places, hang)
    veil = _veil(state, at, seed)
    gain, glow = F(0.55) + F(0.45) * veil, glow * veil[..., None]
    if wet is not None:
        gain, glow = gain * wet, glow * wet[..., None]
    for stroke in state.strokes:
        gain, glow = _stroke(stroke, at, gain, glow)
    exposed = F(2.0**state.exposure)
    return gain * exposed, glow * exposed, y


def _air(state: State, y: Field) -> Picture:
    """From above to the horizon, and from there to below."""
    air, horizon = state.air, state.air.horizon
    up = _smooth(0, 1, np.clip((F(horizon) - y) / F(max(horizon, 0.05)), F(0), F(1)))
    low = _smooth(0, 1, np.clip((y - F(horizon)) / F(max(1 - horizon, 0.05)), F(0), F(1)))
    top, middle, bottom = (_colour(colour) for colour in (air.top, air.middle, air.bottom))
    sky = middle + (top - middle) * np.sqrt(up)[..., None]
    sky = sky + (bottom - middle) * np.sqrt(low)[..., None]
    # A bright breath lies on the horizon, the more haze the wider.
    breath = np.exp(-np.square((y - F(horizon)) / F(0.05 + 0.16 * air.haze))) * F(0.55 * air.haze)
    mixed: Picture = (sky * (F(1) + breath[..., None])).astype(F)
    return mixed


def _haze(state: State, x: Field, y: Field, seed: int) -> Field:
    """How thick the air hangs: drifting, longer than high."""
    drift = fbm(x * F(1.3), y * F(2.9), seed + 1, 4)
    thick: Field = F(state.air.haze) * np.clip(F(0.85) + drift * F(0.9), F(0.1), F(2))
    return thick


def _lamp(lamp: Lamp, at: Places, hang: Field) -> Picture:
    dx, dy = at.x - F(lamp.x * at.aspect), at.y - F(lamp.y)
    away = (dx * dx + dy * dy) / F(lamp.radius * lamp.radius)
    core = np.exp(-away * F(1.4))
    near = F(0.30) / (F(1) + away * F(0.30)) / np.sqrt(F(1) + away * F(0.30))
    wide = F(0.075) / (F(1) + away * F(0.022))
    intensity = core + (near + wide) * (F(0.12) + hang)
    return (intensity * F(lamp.power))[..., None] * _colour(lamp.colour)


def _aperture(aperture: Aperture, at: Places, hang: Field) -> Picture:
    """Its own shine, its glow in the air, and its beam."""
    turn = np.deg2rad(aperture.turn)
    cos, sin = F(np.cos(turn)), F(np.sin(turn))
    dx, dy = at.x - F(aperture.x * at.aspect), at.y - F(aperture.y)
    qx, qy = dx * cos + dy * sin, dy * cos - dx * sin
    qx = qx + qy * F(aperture.lean)
    half_x, half_y = F(aperture.width / 2), F(aperture.height / 2)
    shine = np.zeros(at.x.shape, F)
    beam = np.zeros(at.x.shape, F)
    fall = np.deg2rad(aperture.fall - aperture.turn)
    way = F(np.cos(fall) + np.sin(fall) * aperture.lean), F(np.sin(fall))
    bar = F(0.055)  # of a pane: what stands between two
    for i in range(aperture.across):
        for j in range(aperture.down):
            cx = F((2 * i + 1) / aperture.across - 1) * half_x
            cy = F((2 * j + 1) / aperture.down - 1) * half_y
            px, py = half_x / F(aperture.across), half_y / F(aperture.down)
            px, py = (
                px * (F(1) - bar * (aperture.across > 1)),
                py * (F(1) - bar * (aperture.down > 1)),
            )
            in_x = _smooth(-aperture.soft, aperture.soft, px - np.abs(qx - cx))
            in_y = _smooth(-aperture.soft, aperture.soft, py - np.abs(qy - cy))
            shine += in_x * in_y
            if aperture.throw > 0:
                beam += _thrown(qx - cx, qy - cy, px, py, way, F(aperture.throw))
    out_x, out_y = np.maximum(np.abs(qx) - half_x, F(0)), np.maximum(np.abs(qy) - half_y, F(0))
    away = (out_x * out_x + out_y * out_y) / F(0.16 * aperture.width * aperture.height + 1e-4)
    glow = F(0.34) / (F(1) + away * F(1.1)) / np.sqrt(F(1) + away * F(1.1)) + F(0.05) / (
        F(1) + away * F(0.1)
    )
    intensity = (shine + glow * (F(0.1) + hang)) * F(aperture.shine) + beam * hang * F(0.9)
    lit: Picture = (intensity * F(aperture.power))[..., None] * _colour(aperture.colour)
    return lit


def _thrown(
    x: Field, y: Field, px: np.float32, py: np.float32, way: tuple[np.float32, np.float32],
    far: np.float32,
) -> Field:  # fmt: skip
    """How much of a pane's light hangs at a place: all of its ray that lies behind it.

    The stretch of the ray that passed the pane, weighed by how far it has come; exact, so that a
    beam has no steps.
    """
    start, stop = np.zeros(x.shape, F), np.full(x.shape, F(8))
    for q, half, along in ((x, px, way[0]), (y, py, way[1])):
        step = F(along) if abs(along) > 1e-3 else F(1e-3)
        entry, other = (q - F(half)) / step, (q + F(half)) / step
        start = np.maximum(start, np.minimum(entry, other))
        stop = np.minimum(stop, np.maximum(entry, other))
    length = np.maximum(stop, start)
    field: Field = (np.exp(-start / far) - np.exp(-length / far)) * F(0.8)
    return field


def _veil(state: State, at: Places, seed: int) -> Field:
    veil, transmission = state.veil, np.ones(at.x.shape, F)
    if veil.curtain > 0:
        through = veils.cloth(at.x, at.y, veil.folds, seed)
        transmission = transmission * (F(1) + F(veil.curtain) * (through - F(1)))
    if veil.leaves > 0:
        through = veils.leaves(at.x, at.y, veil.patches, seed)
        transmission = transmission * (F(1) + F(veil.leaves) * (through - F(1)))
    return np.maximum(transmission, HUSH * F(0.2))


def _mirrored(state: State, at: Places, seed: int) -> tuple[Field, Field, Field]:
    """Where the light that is seen comes from, there being water below, and how much of it."""
    horizon, amount = state.air.horizon, F(state.veil.water)
    below = at.y - F(horizon)
    wet = _smooth(0, 0.012, below) * amount
    depth = np.clip(below / F(max(1 - horizon, 0.05)), F(0), F(1))
    side, lean = veils.ripples(at.x, depth, seed)
    rough = F(0.02) + depth * F(0.22)
    up = F(horizon) - below * F(0.92) + lean * rough * F(1.25)
    across = at.x + side * rough * F(0.16)
    # What leans away shows the sky, what leans toward us the dark.
    tone = F(0.80) - F(0.30) * depth + lean * F(0.34)
    x = at.x + (across - at.x) * wet
    y = at.y + (np.minimum(up, F(horizon)) - at.y) * wet
    share: Field = F(1) + (np.clip(tone, F(0.12), F(1.4)) - F(1)) * wet
    return x.astype(F), y.astype(F), share


def _stroke(stroke: Stroke, at: Places, gain: Field, glow: Picture) -> tuple[Field, Picture]:
    """Light is added, and a shadow divides what is there by 2 for each stop."""
    near = np.full(at.x.shape, F(9))
    points = [(F(px * at.aspect), F(py)) for px, py in stroke.points]
    for (ax, ay), (bx, by) in zip(points, points[1:] or points, strict=False):
        vx, vy = bx - ax, by - ay
        length = max(vx * vx + vy * vy, F(1e-8))
        t = np.clip(((at.x - ax) * vx + (at.y - ay) * vy) / length, F(0), F(1))
        gx, gy = at.x - ax - vx * t, at.y - ay - vy * t
        near = np.minimum(near, gx * gx + gy * gy)
    away = near / F(stroke.width * stroke.width * 0.25)
    if stroke.power < 0:
        shade = np.exp2(np.exp(-away) * F(stroke.power))
        return gain * shade, glow * shade[..., None]
    body = np.exp(-away) + F(0.10) / (F(1) + away * F(0.12))
    return gain, glow + (body * F(stroke.power))[..., None] * _colour(stroke.colour)


def developed(linear: Picture) -> Picture:
    """Linear light (…, 3), 0 and up, as film answers it: sRGB code values 0…1.

    A toe, then 1 - e^-x: highlights roll off into white.
    """
    linear = np.maximum(linear, F(0))
    linear = linear * linear / (linear + TOE) * (F(1) + TOE)
    return coded(F(1) - np.exp(-linear))


def coded(level: Picture) -> Picture:
    """sRGB code values 0…1 (IEC 61966-2-1) of linear light, float32; it is cut to 0…1 first."""
    level = np.clip(level, F(0), F(1))
    low = level * F(12.92)
    high = F(1.055) * np.power(np.maximum(level, F(1e-6)), F(1 / 2.4)) - F(0.055)
    return np.where(level <= F(0.0031308), low, high).astype(F)


def decoded(code: Picture) -> Picture:
    """Linear light of sRGB code values 0…1 (IEC 61966-2-1), of the same shape."""
    high = np.power((code + F(0.055)) / F(1.055), F(2.4))
    return np.where(code <= F(0.04045), code / F(12.92), high).astype(F)


def grained(code: Picture, seed: int, grain: float) -> Picture:
    """sRGB code values (h, w, 3) with film grain that stands still, and a dither of one code.

    What comes back may lie a little outside of 0…1. Nothing bands in 8 bits.
    """
    rows, columns = code.shape[:2]
    on = silver(columns, rows, seed)
    return code + strength(code[..., 1:2], grain) * on[..., :1] + on[..., 1:]


def silver(width: int, height: int, seed: int) -> NDArray[np.float32]:
    """(height, width, 2): grain, about -1…1, and a dither of two codes in 255 from end to end."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int32)
    fine, coarse = unit(hashed(x, y, seed + 103)), unit(hashed(x >> 1, y >> 1, seed + 104))
    grain = (fine - F(0.5)) * F(1.2) + (coarse - F(0.5)) * F(0.9)
    dither = unit(hashed(x, y, seed + 101)) + unit(hashed(x, y, seed + 102)) - F(1)
    return np.stack([grain, dither * F(1 / 255)], axis=2).astype(F)


def strength(code: Picture, grain: float) -> Picture:
    """How much grain shows at each code of green (…, 1): most in the middle."""
    amount: Picture = F(grain * 0.030) * (F(0.35) + F(2.6) * code * (F(1) - code))
    return amount
