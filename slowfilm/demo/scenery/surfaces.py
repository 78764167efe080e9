"""What the street is made of: wet slabs, shuttered fronts, plaster, tiled eaves.

Every function takes coordinates in metres and returns an albedo (3, n), linear.
"""

from functools import partial

import numpy as np

from slowfilm.demo.scenery.lights import Vector, colour
from slowfilm.demo.scenery.noise import Field, chance, cloudy, step

BAY = 3.4  # metres of front to a shop
FRONT = 2.62  # height of a shop front
SCREEN_HALF = (0.335, 0.255)  # half the size of its screen
WINDOW = (4.72, 5.88, 1.04, 1.92)  # the television's window: z from, to, y from, to


def line(at: Field, width: float, blur: Field) -> Field:
    """1 on a line `width` wide around 0, softened by the size of a pixel there."""
    return 1 - step(0.0, 1.0, (np.abs(at) - np.float32(width)) / (blur + 1e-4))


def front(along: Field, up: Field, side: int, pixel: Field) -> Field:
    """A row of shop fronts and the plaster above them."""
    number = np.floor(along / BAY)
    inside = along - number * np.float32(BAY)
    albedo = np.empty((3, along.size), np.float32)
    for part, paint in (
        (up < FRONT, partial(_shop, side=side)),
        (up >= FRONT, partial(_upstairs, side=side)),
    ):
        albedo[:, part] = paint(along[part], up[part], inside[part], pixel[part])
    post = line(np.minimum(inside, BAY - inside), 0.10, pixel) * (1 - step(2.95, 3.0, up))
    beam = line(up - FRONT - 0.12, 0.13, pixel)
    dark = np.maximum(post, beam)
    albedo = albedo * (1 - dark) + colour((0.060, 0.042, 0.032), dark)
    if side == 1:
        albedo = _opening(albedo, along, up, pixel)
    damp: Field = 0.45 + 0.55 * step(0.0, 0.9, up + 0.5 * cloudy(along * 1.7, up))
    return albedo * damp


def _shop(along: Field, up: Field, inside: Field, pixel: Field, *, side: int) -> Field:
    kind = chance(np.floor(along / BAY) + 31, side * 7 + 3)
    boards, steel = _boards(inside, up, along, pixel), _steel(up, along, pixel)
    return np.where(kind[None] < 0.55, boards, steel)


def _upstairs(along: Field, up: Field, inside: Field, pixel: Field, *, side: int) -> Field:
    windows = _windows(inside, up, pixel, chance(np.floor(along / BAY) + 11, side * 5 + 1))
    return plaster(along, up, side, pixel) * (1 - 0.86 * windows)


def plaster(along: Field, up: Field, side: int, pixel: Field) -> Field:
    """Old lime plaster, streaked by rain from the eaves, fallen off in places."""
    streaks = cloudy(along * 3.1 + 50 * side, up * 0.35)
    patches = cloudy(along * 0.55 + 9 * side, up * 0.8 + 4)
    bright = 0.14 + 0.30 * patches * (0.55 + 0.75 * streaks)
    albedo = colour((1.0, 0.95, 0.88), bright)
    bare = step(0.60, 0.66, cloudy(along * 0.9 + 77, up * 1.1 + 20 * side))
    course = line(np.mod(up, 0.09) - 0.045, 0.036, pixel)
    brick = colour((0.150, 0.112, 0.096), 0.7 + 0.4 * course)
    wall: Field = albedo * (1 - bare) + brick * bare
    return wall


def television(place: Vector) -> Field:
    """The light of the set in the window, and of the room behind it, dimmer away from it."""
    _, up, along = place
    off = np.sqrt(np.square((along - 5.3) * 0.9) + np.square(up - 1.42))
    edge = np.maximum(np.abs(along - 5.3) - SCREEN_HALF[0], np.abs(up - 1.42) - SCREEN_HALF[1])
    room = 0.035 * np.exp(-off * 3.4) * _within(along, up, 0.0)
    room *= step(0.055, 0.075, edge)  # the set's own case stands dark before it
    tube = 0.42 * (1 - step(-0.012, 0.006, edge))
    light: Field = (room + tube) * _pane(along, up)
    return light


def _opening(albedo: Field, along: Field, up: Field, pixel: Field) -> Field:
    """The window let into the boards: a frame, and dark behind."""
    inner, outer = _within(along, up, 0.0), _within(along, up, 0.07)
    frame = np.clip(outer - inner * _pane(along, up), 0, 1)
    dark = colour((0.010, 0.009, 0.008), inner)
    opened: Field = albedo * (1 - outer) + colour((0.046, 0.037, 0.032), frame) + dark
    return opened


def _within(along: Field, up: Field, margin: float) -> Field:
    low, high, foot, head = WINDOW
    inside = (along > low - margin) & (along < high + margin)
    return (inside & (up > foot - margin) & (up < head + margin)).astype(np.float32)


def _pane(along: Field, up: Field) -> Field:
    """0 on the glazing bars."""
    bar = np.minimum(np.abs(np.abs(along - 5.3) - 0.40), np.abs(up - 1.70))
    return step(0.008, 0.016, bar)


def _boards(inside: Field, up: Field, along: Field, pixel: Field) -> Field:
    """Shutters of upright boards, put in every evening one by one."""
    board = np.mod(inside, 0.27)
    seam = line(np.minimum(board, 0.27 - board), 0.008, pixel)
    worn = 0.55 + 0.6 * chance(along / 0.27, 5) + 0.5 * cloudy(along * 9, up * 0.9)
    rail = line(np.abs(up - 1.3) - 0.02, 0.012, pixel)
    return colour((0.078, 0.062, 0.052), worn * (1 - 0.75 * seam) * (1 - 0.3 * rail))


def _steel(up: Field, along: Field, pixel: Field) -> Field:
    """Roller shutters, ribbed and rusted at the foot."""
    rib = np.sin(up * np.float32(2 * np.pi / 0.085))
    ribbed = 0.75 + 0.25 * rib * step(0.0, 1.0, 0.03 / (pixel + 1e-4) - 0.3)
    rust = step(0.45, 0.75, cloudy(along * 1.6, up * 0.8 + 40) + 0.25 * (1 - step(0, 1.2, up)))
    bare = colour((0.105, 0.118, 0.124), ribbed)
    steel: Field = bare * (1 - rust) + colour((0.092, 0.066, 0.050), ribbed) * rust
    return steel


def _windows(inside: Field, up: Field, pixel: Field, kind: Field) -> Field:
    """Two lattice windows to a bay, upstairs: 1 where there is dark glass."""
    offset = np.abs(np.abs(inside - BAY / 2) - 0.82) - 0.40
    height = np.abs(up - 4.15) - 0.58
    opening = 1 - step(0.0, 1.0, (np.maximum(offset, height)) / (pixel + 1e-4) + 0.5)
    bars = np.minimum(np.mod(inside * 1.0, 0.2), np.mod(up, 0.2))
    lattice = line(bars - 0.015, 0.014, pixel) * (kind > 0.35)
    return opening * (1 - 0.75 * lattice)


def soffit(along: Field, out: Field, pixel: Field) -> Field:
    """The underside of an eave: rafters and dark board; `out` is 0 at the wall, 1 at the edge."""
    rafter = line(np.mod(along, 0.34) - 0.17, 0.045, pixel)
    board = colour((0.050, 0.037, 0.030), 0.5 + 0.7 * rafter)
    return board * (0.7 + 0.3 * out)


def slabs(across: Field, along: Field, pixel: Field) -> tuple[Field, Field]:
    """Worn paving: albedo and, from 0 rough to 1 standing water, how smooth it lies."""
    row = np.floor(along / 0.62)
    shift = across + 0.45 * np.mod(row, 2) + 0.25 * chance(row, 9)
    column = np.floor(shift / 0.95)
    joint_z = np.minimum(np.mod(along, 0.62), 0.62 - np.mod(along, 0.62))
    joint_x = np.minimum(np.mod(shift, 0.95), 0.95 - np.mod(shift, 0.95))
    joint = np.maximum(line(joint_z, 0.012, pixel), line(joint_x, 0.012, pixel))
    stone = 0.6 + 0.5 * chance(column + 60, row) + 0.6 * cloudy(across * 6, along * 6)
    albedo = colour((0.066, 0.064, 0.062), stone * (1 - 0.6 * joint))
    water = step(0.47, 0.60, cloudy(across * 0.55 + 8, along * 0.36 + 2))
    return albedo, np.maximum(water, 0.25 * (1 - joint))
