"""What the pass does by fewer steps is what the exact way gives, within a tenth of a code."""

from typing import Any

import numpy as np
import pytest

from slowfilm.media.light.field import Stroke
from slowfilm.media.light.picture import Key, Plan
from tests.light.test_actions import LIFT
from tests.light.test_exports import HUE, PLAIN, RGB

LAMP = {"id": "a", "kind": "lamp", "x": 0.4, "y": 0.3, "rx": 0.3, "ry": 0.1, "turn": 40.0}
LAMP |= {"softness": 0.4, "stops": 1.5, "warmth": 0.7}
SLOPE = {"id": "g", "kind": "gradient", "x1": 0.0, "y1": 0.0, "x2": 1.0, "y2": 0.8}
SLOPE |= {"stops": -2.0, "warmth": 0.0}
STROKE = Stroke([[0.1, 0.2, 1, 0], [0.8, 0.7, 0.4, 0]], 0.2, 1.5, 0.5)
DIM = PLAIN | {"luma": [[-4, -5], [1, 0.5]]}
LIGHTS: dict[str, list[dict[str, Any]]] = {
    "luma": [PLAIN | LIFT],
    "rgb": [RGB],
    "lamps": [PLAIN | LIFT | {"lamps": [LAMP, SLOPE]}],
    "lamps alone": [PLAIN | {"lamps": [LAMP]}],
    "rgb with lamps": [RGB | {"lamps": [LAMP]}],
    "hue": [HUE],
    "hue with a lamp": [HUE | {"lamps": [LAMP]}],
    "between": [PLAIN | LIFT | {"lamps": [LAMP]}, DIM],
    "between modes": [PLAIN | LIFT, RGB],
    "rgb by tone": [RGB | {"qualifier": {"tone": [-3, 1, 0.5], "hue": None}}],
}


@pytest.mark.parametrize("name", LIGHTS)
def test_both_ways_give_the_same(name: str) -> None:
    rng = np.random.default_rng(4)
    planes = rng.integers(0, 1024, (3, 54, 96), np.uint16)
    planes[:, 0] = rng.integers(0, 3, (3, 96))
    planes[:, 1] = rng.integers(0, 1024, 96)  # greys
    keys = [
        Key(i * 10, "smooth", each, [STROKE] if i else []) for i, each in enumerate(LIGHTS[name])
    ]
    plan = Plan(keys, [[0, 0.0], [9, 0.4]], 96, 54)
    for frame in (4, 5, 5):  # the second time of what was kept
        look = plan.at(frame)
        exact = look.exact(planes)[[1, 2, 0]] * 1023
        apart = np.abs(look.lit(planes) - exact)
        assert apart.max() <= 0.6, "rounded, and a tenth of a code beside that"
