"""What hangs in the street: the lamp on its bracket, and the wires between the houses."""

import numpy as np

from slowfilm.demo.scenery.lights import LAMP
from slowfilm.demo.scenery.noise import Field

WIRES = ((4.2, 4.62, 0.030, 0.05), (7.1, 4.30, 0.045, -0.04), (12.5, 5.0, 0.035, 0.03))


def lamp(x: Field, up: Field) -> Field:
    """Whether a point of the lamp's plane lies on its bracket or its enamel shade."""
    at, over = x - np.float32(LAMP[0]), up - np.float32(LAMP[1])
    rise = over - np.float32(0.13)
    shade = (np.abs(at) < 0.055 + 0.17 * (1 - rise / 0.13)) & (over > 0.06) & (over < 0.20)
    rim = (np.abs(at) < 0.27) & (np.abs(over - 0.055) < 0.014)
    neck = (np.abs(at) < 0.03) & (over > 0.15) & (over < 0.34)
    arm = (np.abs(over - 0.33 - 0.02 * at) < 0.016) & (at < 0.02) & (at > -1.5)
    stay = (np.abs(over - 0.33 + 0.35 * (at + 0.75)) < 0.011) & (at > -1.5) & (at < -0.75)
    iron: Field = shade | rim | neck | arm | stay
    return iron


def wires(number: int, x: Field, up: Field) -> Field:
    """Whether a point of a wire's plane lies on it; it sags, and a second hangs just beneath."""
    _, height, sag, lean = WIRES[number]
    curve = np.float32(height) + np.float32(sag) * x * x + np.float32(lean) * x
    first = np.abs(up - curve) < 0.009
    second = np.abs(up - curve + 0.16 - 0.018 * x * x) < 0.007
    hung: Field = first | second
    return hung
