"""An old broadcast on a picture tube: a wide river in flood, seen from its dyke."""

from collections.abc import Callable, Iterator
from functools import cache

import cv2
import numpy as np

from slowfilm.demo.scenery.camera import Frame
from slowfilm.demo.scenery.noise import Field, cloudy, step

LINES = 62  # visible lines: fewer than a set has, so that they can be seen
CUT = 2.4  # seconds
TAPE, FRAMES = (640, 480), 122

Scene = Callable[[Field, Field, float], Field]


def tube(across: Field, down: Field, seconds: float) -> Field:
    """Light of the screen at points 0..1 across and down, (n, 3), linear, about 0..1.2.

    Points outside 0..1 are dark.
    """
    x, y = _bulged(across, down)
    grey = _received(x, y, seconds)
    beam = 0.62 + 0.38 * np.cos(y * np.float32(2 * np.pi * LINES))
    return _coloured(grey, beam * _glass(across, down))


def tape() -> Iterator[Frame]:
    """A little over five seconds of it, 24 a second, as a tape keeps it: 8-bit, 640 by 480."""
    for index in range(FRAMES):
        light = _taped((200, 150), index / 24)
        coded = np.power(np.clip(light, 0, 1), np.float32(1 / 2.2)) * np.float32(255)
        yield np.asarray(cv2.resize(coded.astype(np.uint8), TAPE, interpolation=cv2.INTER_CUBIC))


def _taped(size: tuple[int, int], seconds: float) -> Field:
    """What was broadcast: (height, width, 3), linear.

    It begins on the dyke at night, and after CUT seconds goes over to the river by day.
    """
    width, height = size
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32) + np.float32(0.5)
    x, y = columns.ravel() / width, rows.ravel() / height
    lines = 0.9 + 0.1 * np.cos(y * np.float32(2 * np.pi * LINES))
    grey = _received(x, y, seconds, _night if seconds < CUT else _river)
    return _coloured(grey, lines).reshape(height, width, 3)


def _received(x: Field, y: Field, seconds: float, scene: Scene | None = None) -> Field:
    """A scene (the river) with what the way through the air did to it."""
    roll = np.float32(0.004 * np.sin(seconds * 9.1))
    tear = 0.012 * np.exp(-np.square((y - np.mod(seconds * 0.31, 1.4) + 0.2) / 0.03))
    shown = scene or _river
    grey = shown(x + tear + 0.003 * np.sin(y * 40 + seconds * 31), y + roll, seconds)
    snow = np.random.default_rng([int(seconds * 24), 7]).standard_normal(x.shape)
    bar = 0.10 * np.exp(-np.square((np.mod(y - seconds * 0.23, 1.0) - 0.5) / 0.12))
    received: Field = grey + snow.astype(np.float32) * np.float32(0.045) * (0.4 + grey) + bar
    return received


def _coloured(grey: Field, shade: Field) -> Field:
    light = np.maximum(grey, 0) * shade
    tint = np.asarray((0.74, 0.93, 1.0), np.float32)
    pale = np.asarray((1.02, 0.98, 0.90), np.float32)
    share = np.clip(grey, 0, 1)[:, None]
    tube_light: Field = light[:, None] * (tint * (1 - share) + pale * share)
    return tube_light


def flicker(seconds: float) -> float:
    """How bright the set as a whole is, about 1."""
    return 1 + 0.06 * float(np.sin(seconds * 38.0)) + 0.09 * float(np.sin(seconds * 3.1 + 1))


def _bulged(across: Field, down: Field) -> tuple[Field, Field]:
    x, y = across - 0.5, down - 0.5
    swell = 1 + 0.16 * (x * x + y * y)
    return x * swell + 0.5, y * swell + 0.5


def _glass(across: Field, down: Field) -> Field:
    """The tube's rounded corners, and its falling off towards them."""
    x, y = np.abs(across - 0.5) * 2, np.abs(down - 0.5) * 2
    corner = (x**6 + y**6) ** np.float32(1 / 6)
    falling: Field = (1 - step(0.93, 0.99, corner)) * (1 - 0.35 * (x * x + y * y) / 2)
    return falling


@cache
def _far_bank() -> tuple[Field, Field]:
    """Where the crowns of the far bank's trees end, over the way along it."""
    along = np.linspace(-0.2, 1.6, 2400, dtype=np.float32)
    level = np.zeros_like(along)
    trees = 0.05 * cloudy(along * 26, level + 2, 3) + 0.09 * cloudy(along * 6, level + 9, 2) ** 2
    return along, 0.395 - trees


def _river(x: Field, y: Field, seconds: float) -> Field:
    """Grey sky, the far bank's poplars, moving water, a boat that keeps its place."""
    pan = x + np.float32(0.02 * seconds)
    sky = 0.62 + 0.26 * cloudy(pan * 3, y * 5 + 3, 2) - 0.30 * (0.4 - y)
    crowns = np.interp(pan, *_far_bank())
    bank = step(0.0, 0.012, y - crowns) * (1 - step(0.40, 0.41, y))
    depth = np.maximum(y - 0.405, 0.004)
    run = np.float32(seconds * 0.55)
    waves = cloudy(pan * 3.2 / (depth + 0.10) + run, np.float32(0.8) / depth + run * 2, 3)
    water = 0.30 + 0.50 * np.square(waves) * (0.5 + 1.2 * depth)
    picture = np.where(y < 0.405, sky, water)
    picture = picture * (1 - bank) + 0.13 * bank
    boat_x, boat_y = x - 0.63 + 0.01 * seconds, y - 0.56 - 0.006 * np.sin(seconds * 2.2)
    sheer = boat_y + 0.9 * np.square(boat_x)  # the ends of the hull stand higher
    hull = (np.abs(boat_x) < 0.115 - 1.6 * np.maximum(sheer, 0)) & (np.abs(sheer) < 0.016)
    cover = (np.square(boat_x / 0.055) + np.square(sheer / 0.04) < 1) & (sheer < 0)
    return np.where(hull | cover, np.float32(0.07), picture).astype(np.float32)


def _night(x: Field, y: Field, seconds: float) -> Field:
    """The dyke at night: lanterns of those who carry earth, and a light that sweeps the water."""
    sky = 0.20 + 0.16 * cloudy(x * 3, y * 4, 2)
    dyke = step(0.0, 0.02, y - 0.40 - 0.03 * np.sin(x * 3 + 1))
    earth = dyke * (1 - step(0.0, 0.02, y - 0.62 - 0.05 * x))
    water = step(0.0, 0.02, y - 0.62 - 0.05 * x)
    run = np.float32(seconds * 0.6)
    waves = cloudy(x * 9 + run, y * 30 - run, 2)
    sweep = np.exp(-np.square((x - 0.2 - 0.25 * seconds) / 0.16))
    picture = sky * (1 - dyke) + 0.11 * earth + water * (0.16 + 1.2 * sweep * np.square(waves))
    for number in range(7):
        walk = np.mod(0.15 * number + 0.035 * seconds, 1.05)
        swing = 0.004 * np.sin(seconds * 6 + number * 2)
        high = 0.44 + 0.03 * np.sin(walk * 3 + 1) + swing
        off = np.square((x - walk) * 1.33) + np.square(y - high)
        picture = picture + 0.8 * np.exp(-off / 0.00016) + 0.10 * np.exp(-off / 0.004)
    night: Field = picture.astype(np.float32)
    return night
