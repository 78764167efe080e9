"""Writes tests/light_vectors.json: `python -m tests.media.light_vectors`."""

import json
import random
from pathlib import Path
from typing import Any

import numpy as np

from slowfilm import curves
from slowfilm.media.light.field import Stroke, painted
from slowfilm.media.light.picture import Key, Plan
from slowfilm.media.light.planes import BLUE, GREEN, RED

PLACE = Path(__file__).parents[1] / "light_vectors.json"
PLAIN: dict[str, Any] = {
    "mode": "luma", "luma": [], "r": [], "g": [], "b": [], "qualifier": None, "lamps": []
}  # fmt: skip
CURVES = [
    [],
    [[0, 0.5]],
    [[-3, -2.5], [0, 0.5]],
    [[-6, -7], [-1, -1], [0, -1], [2, 1.5], [5, 5]],
    [[-9.5, -9.5], [-4, -2], [-3.9, 2], [6, 2]],
    [[-2, -2], [0, 3], [1, 3.1], [3, 5.5]],
]
EXPOSURES = [[], [[10, 1.5]], [[0, 0], [12, -2], [30, 1], [31, 1], [60, 2.5]]]
KEYS = [(4, "linear"), (12, "hold"), (20, "smooth"), (40, "linear")]
STROKES = [
    {"points": [[0.2, 0.3, 0.5, 0], [0.6, 0.5, 1, 0.4]], "width": 0.2, "stops": 1.5,
     "softness": 0.3, "erase": False},
    {"points": [[0.5, 0.5, 0.8, 0]], "width": 0.3, "stops": -3, "softness": 1, "erase": False},
    {"points": [[0, 0.9, 1, 0], [0.4, 0.6, 0.2, 1], [1.1, 0.4, 0.6, 0]], "width": 0.08,
     "stops": 4, "softness": 0, "erase": False},
    {"points": [[0.45, 0.2, 1, 0], [0.5, 0.9, 1, 0]], "width": 0.1, "stops": 1,
     "softness": 0.5, "erase": True},
]  # fmt: skip
LAMP = {"id": "window", "kind": "lamp", "x": 0.4, "y": 0.3, "rx": 0.3, "ry": 0.15, "turn": 25,
        "softness": 0.7, "stops": 1.5, "warmth": 0.6}  # fmt: skip
DARK = {**LAMP, "x": 0.7, "y": 0.6, "stops": -2, "warmth": 0, "turn": 0}
FALL = {"id": "sky", "kind": "gradient", "x1": 0.5, "y1": 0, "x2": 0.4, "y2": 0.8, "stops": 1,
        "warmth": -0.8}  # fmt: skip
CASES: list[tuple[str, list[tuple[int, str, dict[str, Any], list[int]]], list[Any], int]] = [
    ("nothing", [], [], 3),
    ("exposure", [], EXPOSURES[2], 7),
    ("luma", [(0, "hold", {"luma": CURVES[3]}, [])], [], 0),
    ("rgb", [(0, "hold", {"mode": "rgb", "r": CURVES[2], "b": CURVES[5]}, [])], [[0, 1]], 0),
    ("toned", [(0, "hold", {"luma": CURVES[2],
               "qualifier": {"tone": [-3, 0.5, 1], "hue": None}}, [])], [], 0),
    ("hued", [(0, "hold", {"mode": "rgb", "r": CURVES[2], "g": CURVES[5],
              "qualifier": {"tone": None, "hue": [30, 60, 40]}}, [])], [], 0),
    ("painted", [(0, "hold", {}, [0, 1, 2, 3])], [], 0),
    ("lamps", [(0, "hold", {"luma": CURVES[2], "lamps": [LAMP, FALL]}, [0])], [[0, -0.5]], 0),
    ("linear", [(0, "linear", {"luma": CURVES[2], "lamps": [LAMP]}, [0]),
                (10, "hold", {"mode": "rgb", "g": CURVES[3], "lamps": [DARK, FALL]}, [1])], [], 3),
    ("smooth", [(0, "smooth", {"lamps": [LAMP]}, []),
                (10, "hold", {"luma": CURVES[5]}, [2])], EXPOSURES[2], 7),
    ("held", [(0, "hold", {"lamps": [LAMP]}, []), (10, "hold", {"luma": CURVES[5]}, [2])], [], 9),
]  # fmt: skip
WIDTH, HEIGHT = 64, 36


def strokes(picked: list[int]) -> list[Stroke]:
    return [Stroke(**STROKES[i]) for i in picked]  # type: ignore[arg-type]


def written() -> dict[str, Any]:
    """All of it."""
    rand = random.Random(12)
    places = [-10, -9.9, -6, -3.95, -1, -0.5, 0, 0.7, 2, 4.9, 6]
    samples = [0, 1, 500, 1777, 2048, 2560, 3000, 4095, 4096]
    return {
        "curves": [
            {
                "points": points,
                "at": [[x, curves.evaluate(points, x)] for x in places],
                "table": [[i, float(np.float32(curves.table(points)[i]))] for i in samples],
            }
            for points in CURVES
        ],
        "exposures": [
            {"points": p, "at": [[f, curves.exposure(p, f)] for f in (0, 5, 12, 20, 30, 45, 70)]}
            for p in EXPOSURES
        ],
        "places": {"keys": KEYS, "at": [[f, *told(f)] for f in (0, 4, 6, 12, 15, 20, 25, 39, 99)]},
        "fields": [_field(picked, w, h) for picked, w, h in FIELDS],
        "strokes": STROKES,
        "pixels": [_pixels(rand, *case) for case in CASES],
    }


FIELDS = [([0], 1280, 720), ([1, 2], 720, 1280), ([0, 1, 2, 3], 1280, 720)]


def told(frame: int) -> list[float]:
    place = curves.place(KEYS, frame)
    assert place is not None
    return [place.before, place.after, place.t]


def _field(picked: list[int], width: int, height: int) -> dict[str, Any]:
    grid = painted(strokes(picked), width, height)
    rows = len(grid)
    cells = [(c, r) for r in range(3, rows, rows // 9) for c in range(5, 480, 43)]
    about = {"strokes": picked, "width": width, "height": height, "rows": rows}
    return about | {"cells": [[c, r, round(float(grid[r, c]), 6)] for c, r in cells]}


def _pixels(rand: random.Random, name: str, keys: Any, exposure: Any, frame: int) -> dict[str, Any]:
    codes = np.array([rand.randrange(1024) for _ in range(3 * WIDTH * HEIGHT)], np.uint16)
    planes = codes.reshape(3, HEIGHT, WIDTH)
    made = [Key(f, how, PLAIN | light, strokes(picked)) for f, how, light, picked in keys]
    lit = Plan(made, exposure, WIDTH, HEIGHT).at(frame).exact(planes)
    found = []
    for _ in range(40):
        x, y = rand.randrange(WIDTH), rand.randrange(HEIGHT)
        before = [int(planes[place, y, x]) for place in (RED, GREEN, BLUE)]
        found.append([x, y, before, [round(float(each), 7) for each in lit[:, y, x]]])
    return {
        "name": name,
        "width": WIDTH,
        "height": HEIGHT,
        "frame": frame,
        "exposure": exposure,
        "keys": [
            {"frame": f, "how": how, "light": PLAIN | light, "strokes": picked}
            for f, how, light, picked in keys
        ],
        "pixels": found,  # x, y, the codes of red, green, blue, and what they become, 0 to 1
    }


if __name__ == "__main__":
    PLACE.write_text(json.dumps(written(), separators=(",", ":")) + "\n")
