"""The demo film's stills and clips: four looks at the same street."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

import numpy as np

from slowfilm.demo.scenery import broadcast, rain
from slowfilm.demo.scenery.camera import SIZE, Camera, Frame, bloomed, developed
from slowfilm.demo.scenery.lights import SCREEN_LIGHT
from slowfilm.demo.scenery.noise import Field
from slowfilm.demo.scenery.surfaces import SCREEN_HALF
from slowfilm.demo.scenery.trace import RIGHT

CAMERAS = {
    "street-dusk": Camera((0.25, 1.35, 0.0), -0.02, 0.95, 0.07),
    "lamp": Camera((0.9, 1.5, 4.6), -0.27, 1.05, 0.20),
    "window-broadcast": Camera((0.75, 1.48, 3.75), 0.83, 0.95, 0.0),
    "figure-now": Camera((-0.25, 0.85, 3.4), 0.075, 1.22, 0.13),
    "street-screen": Camera((-1.35, 1.35, 1.0), 0.30, 0.86, -0.03, deserted=True),
}
_EXPOSURES = {"street-dusk": 2.6, "lamp": 2.2, "window-broadcast": 4.2, "figure-now": 2.5,
              "street-screen": 2.6}  # fmt: skip
TELEVISED = ("street-dusk", "window-broadcast")
_SCREEN_LEVEL = 0.42  # of the tube, as the street sees it


@cache
def _lit(name: str) -> tuple[Field, Field, Field]:
    """Dusk, lamplight and screen light of a look, bloomed; traced once, used by still and clip."""
    dusk, lamp, screen = CAMERAS[name].look().parts()
    return bloomed(dusk), bloomed(lamp), bloomed(screen)


def picture(name: str) -> Frame:
    """Draw a still by name: 8-bit sRGB (720, 1280, 3). Raises KeyError for an unknown name."""
    dusk, lamp, screen = _lit(name)
    if name in TELEVISED:
        screen = _televised(name, screen, 1.7)
    if CAMERAS[name].deserted:  # a plate: drops would hang in the air, and the set waits
        return developed(dusk + lamp + _waiting(name, screen), _EXPOSURES[name], 1)
    drops = next(islice(rain.falling(CAMERAS[name], 640, 5), 9, None))
    return developed(dusk + lamp + screen + drops, _EXPOSURES[name], 1)


def rain_under_the_lamp() -> Iterator[Frame]:
    """Four seconds at 24 a second: rain, and a lamp whose current is not quite steady."""
    dusk, lamp, screen = _lit("lamp")
    still = dusk + screen
    for index, drops in enumerate(islice(rain.falling(CAMERAS["lamp"], 760, 5), 96)):
        current = 1 + 0.018 * np.sin(index * 1.9) + 0.03 * np.sin(index * 0.37)
        yield developed(still + lamp * np.float32(current) + drops, _EXPOSURES["lamp"], index)


def broadcast_flicker() -> Iterator[Frame]:
    """Three seconds at 24 a second: the television in its window."""
    name = "window-broadcast"
    dusk, lamp, screen = _lit(name)
    still = dusk + lamp
    for index, drops in enumerate(islice(rain.falling(CAMERAS[name], 300, 5), 72)):
        shown = _televised(name, screen, index / 24)
        yield developed(still + shown + drops, _EXPOSURES[name], index)


CLIPS: dict[str, Callable[[], Iterator[Frame]]] = {
    "rain-lamp": rain_under_the_lamp,
    "broadcast": broadcast_flicker,
}


def _televised(name: str, screen: Field, seconds: float) -> Field:
    """The screen's light on the street, and in place of the bare screen what is broadcast."""
    mask, inside, across, down, weight = _tube(name)
    level = np.float32(broadcast.flicker(seconds))
    light: Field = screen * (1 - mask[..., None]) * level
    shown = broadcast.tube(across, down, seconds) * np.float32(1.25 * _SCREEN_LEVEL)
    light[inside] += shown * weight[:, None] * level * np.asarray(SCREEN_LIGHT, np.float32) * 1.35
    return light


def _waiting(name: str, screen: Field) -> Field:
    """The screen's light on the street; on the screen itself nothing but a glow."""
    mask = _tube(name)[0][..., None]
    glow = np.asarray(SCREEN_LIGHT, np.float32) * np.float32(0.6 * _SCREEN_LEVEL)
    light: Field = screen * (1 - mask) + mask * glow
    return light


@cache
def _tube(name: str) -> tuple[Field, Field, Field, Field, Field]:
    """Where the picture tube is seen: mask, indices, and the tube's own coordinates there."""
    camera, (width, height) = CAMERAS[name], SIZE
    x, y, z = camera.rays(width, height, slice(None))
    reach = (np.float32(RIGHT) - camera.place[0]) / np.where(x > 0.05, x, np.float32(0.05))
    along, up = camera.place[2] + z * reach, camera.place[1] + y * reach
    # The street's far end is on the left of one who looks at the right-hand row.
    across = (along - 5.3) / (2 * SCREEN_HALF[0]) * -1 + 0.5
    down = -(up - 1.42) / (2 * SCREEN_HALF[1]) + 0.5
    edge = np.maximum(np.abs(across - 0.5), np.abs(down - 0.5))
    covered = np.clip((0.525 - edge) * 120, 0, 1) * (x > 0.05)
    mask: Field = covered.reshape(height, width).astype(np.float32)
    rows, columns = inside = np.nonzero(mask)
    flat = rows * width + columns
    return mask, inside, across[flat], down[flat], mask[inside]  # type: ignore[return-value]
