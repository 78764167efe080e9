"""Light as a .cube table, and a .cube's neutral axis as curves. Pure.

In and out are display codes from 0 to 1 (BT.1886). A key leaves as a table of three dimensions;
what comes may have one or three, of any size up to the largest that programs write.
"""

import itertools
import math
from collections.abc import Iterator
from typing import Any

from slowfilm import curves
from slowfilm.light.grade import GAMMA, Colour, Grade, stops_of

SIZES = (33, 65)  # points a side of what is written
MOST_3D, MOST_1D = 65, 65_536
LARGEST = 24_000_000  # bytes of a file that is read: 65 points a side take about 8 million
TONES = (-8.0, -6.0, -4.5, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0)  # where curves get a point
NAMES = ("LUT_1D_SIZE", "LUT_3D_SIZE")
DOMAIN = ("DOMAIN_MIN", "DOMAIN_MAX")


class NotACube(Exception):
    """A file that is no .cube, or one that can't be read: `code` is not-a-cube, size, rows,
    numbers or domain."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def written(grade: Grade, title: str, size: int, remarks: tuple[str, ...] = ()) -> Iterator[str]:
    """The lines of a .cube of three dimensions, red fastest."""
    for remark in remarks:
        yield f"# {' '.join(remark.split())}\n"
    yield f'TITLE "{_plain(title)}"\nLUT_3D_SIZE {size}\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n'
    steps = [i / (size - 1) for i in range(size)]
    for blue, green, red in itertools.product(steps, repeat=3):
        yield "{:.6f} {:.6f} {:.6f}\n".format(*grade.of((red, green, blue)))


def _plain(title: str) -> str:
    return title.replace('"', "'").replace("\n", " ")


def read(text: str) -> tuple[dict[str, Any], bool]:
    """Curves of light, as events.Light has them, from a .cube; whether more was in it than that.

    They follow its neutral axis at TONES. What a table of three dimensions does to colours beside
    that axis no curve can hold. Raises NotACube.
    """
    kind, size, low, high, rows = _parsed(text)
    neutral = rows if kind == NAMES[0] else rows[:: size * size + size + 1]
    light: dict[str, Any] = {"mode": "rgb"}
    for channel, name in enumerate("rgb"):
        axis = [row[channel] for row in neutral]
        points = [[s, _tone(axis, s, low[channel], high[channel])] for s in TONES]
        risen = curves.rising(points)
        light[name] = [] if all(abs(x - y) < 0.004 for x, y in risen) else risen
    if light["r"] == light["g"] == light["b"]:
        light = {"mode": "luma", "luma": light["r"]}
    return light, kind == NAMES[1]


def _tone(axis: list[float], s: float, low: float, high: float) -> float:
    """What a tone becomes, in stops, by the values along an axis from `low` to `high`."""
    code = (curves.GREY * 2**s) ** (1 / GAMMA)
    at = min(max((code - low) / (high - low), 0.0), 1.0) * (len(axis) - 1)
    left = min(int(at), len(axis) - 2)
    value = axis[left] + (axis[left + 1] - axis[left]) * (at - left)
    return round(stops_of(max(value, 0.0) ** GAMMA), 3)


Parsed = tuple[str, int, Colour, Colour, list[Colour]]


def _parsed(text: str) -> Parsed:
    kind, size = "", 0
    domain: dict[str, Colour] = {"DOMAIN_MIN": (0, 0, 0), "DOMAIN_MAX": (1, 1, 1)}
    rows: list[Colour] = []
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#") or words[0] == "TITLE":
            continue
        if words[0] in NAMES:
            kind, size = words[0], _size(words, kind)
        elif words[0] in DOMAIN:
            domain[words[0]] = _numbers(words[1:])
        elif words[0].isupper():
            continue  # a word that this program has no use for
        else:
            rows.append(_numbers(words))
    if not kind:
        raise NotACube("not-a-cube")
    if len(rows) != (size if kind == NAMES[0] else size**3):
        raise NotACube("rows")
    low, high = domain["DOMAIN_MIN"], domain["DOMAIN_MAX"]
    if any(b <= a for a, b in zip(low, high, strict=True)):
        raise NotACube("domain")
    return kind, size, low, high, rows


def _size(words: list[str], before: str) -> int:
    most = MOST_1D if words[0] == NAMES[0] else MOST_3D
    if before or len(words) != 2 or not words[1].isdecimal() or not 2 <= int(words[1]) <= most:
        raise NotACube("size")
    return int(words[1])


def _numbers(words: list[str]) -> Colour:
    try:
        red, green, blue = map(float, words)
    except ValueError as error:
        raise NotACube("numbers") from error
    if not (math.isfinite(red) and math.isfinite(green) and math.isfinite(blue)):
        raise NotACube("numbers")
    return red, green, blue
