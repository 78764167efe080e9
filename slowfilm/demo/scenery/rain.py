"""Fine rain: drops in depth that catch whatever light they fall through."""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from slowfilm.demo.scenery.camera import SIZE, Camera
from slowfilm.demo.scenery.lights import DROP_LIGHT, LAMP, LAMP_LIGHT, colour
from slowfilm.demo.scenery.noise import Field

_FALL = 7.4  # metres a second
_DRIFT = -0.5
_OPEN = 1 / 72  # seconds the shutter is open: what makes drops streaks
_HIGH = 6.0  # metres over which a drop is followed before it begins again


def falling(camera: Camera, drops: int, seed: int) -> Iterator[Field]:
    """Yield, for ever at 24 a second, light to add to the picture, (height, width, 3)."""
    draw = np.random.default_rng([seed, 24])
    depth = 1.6 + 13.0 * draw.random(drops) ** 1.4
    across = (draw.random(drops) - 0.5) * depth * 1.25 / camera.lens
    phase = draw.random(drops) * _HIGH
    frame = 0
    while True:
        y = _HIGH - 1 - np.mod(phase + frame / 24 * _FALL, _HIGH) + camera.place[1] - 2.2
        x = across + _DRIFT * np.mod(phase / _FALL + frame / 24, _HIGH / _FALL)
        yield _streaks(camera, x, y, depth)
        frame += 1


def _streaks(camera: Camera, x: Field, y: Field, depth: Field) -> Field:
    """Draw each drop's way while the shutter is open."""
    width, height = SIZE
    scale = camera.lens * width / depth
    left = width / 2 + x * scale
    top = height / 2 + camera.rise * height - y * scale
    fall, drift = _FALL * _OPEN * scale, _DRIFT * _OPEN * scale
    lit = _lamplight(camera, x, y, depth)
    warm, cool = Image.new("L", SIZE), Image.new("L", SIZE)
    draw_warm, draw_cool = ImageDraw.Draw(warm), ImageDraw.Draw(cool)
    faint = np.clip(26 * (2.2 / depth) ** 0.5, 7, 30)
    for number in range(depth.size):
        way = (left[number], top[number], left[number] + drift[number], top[number] + fall[number])
        draw_cool.line(way, int(faint[number]))
        draw_warm.line(way, int(min(255.0, lit[number])))
    rain = colour(LAMP_LIGHT, _soft(warm)) + colour(DROP_LIGHT, _soft(cool))
    shaped: Field = rain.reshape(3, height, width).transpose(1, 2, 0)
    return shaped


def _lamplight(camera: Camera, x: Field, y: Field, depth: Field) -> Field:
    """How brightly the lamp shines in each drop; drops before it light up most."""
    ahead = depth * np.cos(camera.turn) + camera.place[2] - x * np.sin(camera.turn)
    aside = x * np.cos(camera.turn) + depth * np.sin(camera.turn) + camera.place[0]
    off = np.square(aside - LAMP[0]) + np.square(y + camera.place[1] - LAMP[1])
    square = off + np.square((ahead - LAMP[2]) * 0.55)
    below = np.where(y + camera.place[1] < LAMP[1] + 0.1, 1.0, 0.12)
    lit: Field = below * 120 / (0.45 + square)
    return lit


def _soft(streaks: Image.Image) -> Field:
    blurred = streaks.filter(ImageFilter.BoxBlur(0.7))
    return np.asarray(blurred, np.float32).ravel() * np.float32(1 / 255)
