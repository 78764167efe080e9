"""Someone far down the street under an umbrella: an outline, and no one in particular."""

import numpy as np

from slowfilm.demo.scenery.lights import colour
from slowfilm.demo.scenery.noise import Field

PLACE = (0.30, 12.4)  # x, z in metres


def inside(x: Field, up: Field) -> Field:
    """Whether a point of the figure's plane lies within its outline."""
    at = x - np.float32(PLACE[0])
    return _umbrella(at, up) | _body(at, up)


def cloth(x: Field, up: Field) -> Field:
    """A dark coat; the umbrella a little lighter, by its ribs."""
    at = x - np.float32(PLACE[0])
    canopy = _umbrella(at, up) & (up > 1.62)
    ribs = 0.75 + 0.25 * np.cos(at * np.float32(21))
    return colour((0.030, 0.030, 0.034), np.where(canopy, 1.5 * ribs, 1.0))


def shade(x: Field, z: Field) -> Field:
    """The dimness on the stone about its feet, 0..1."""
    near = np.square((x - PLACE[0]) / 0.42) + np.square((z - PLACE[1]) / 0.62)
    dim: Field = 1 - 0.6 * np.exp(-near)
    return dim


def _umbrella(at: Field, up: Field) -> Field:
    lean = at + np.float32(0.06)
    dome = np.square(lean / 0.56) + np.square((up - 1.64) / 0.36) < 1
    scallop = np.float32(0.045) * np.abs(np.cos(lean * np.float32(np.pi / 0.28)))
    stick = (np.abs(lean + 0.14 * (1.64 - up)) < 0.011) & (up > 1.1) & (up < 2.06)
    canopy: Field = (dome & (up > 1.60 + scallop)) | stick
    return canopy


def _body(at: Field, up: Field) -> Field:
    head = np.square((at - 0.005) / 0.092) + np.square((up - 1.54) / 0.125) < 1
    side = at - np.float32(0.025) * (1.2 - up)
    # From the hem through the waist to the shoulders, then down to a narrow neck.
    heights = [0.42, 0.50, 0.95, 1.25, 1.36, 1.43, 1.47]
    width = np.interp(up, heights, [0.225, 0.22, 0.165, 0.195, 0.165, 0.08, 0.045])
    coat = (np.abs(side) < width) & (up > 0.42) & (up < 1.5)
    arm = np.square((at + 0.165) / 0.062) + np.square((up - 1.20) / 0.13) < 1
    stride = np.float32(0.085) + np.float32(0.05) * (0.42 - up)
    near = np.abs(at - 0.02 - stride) < 0.060 + 0.02 * up
    far = np.abs(at - 0.02 + 0.8 * stride) < 0.056 + 0.02 * up
    legs = (near | far) & (up >= 0.05) & (up < 0.44)
    feet = ((np.abs(at - 0.15) < 0.075) | (np.abs(at + 0.085) < 0.065)) & (up >= 0) & (up < 0.06)
    outline: Field = head | coat | arm | legs | feet
    return outline
