"""How loud each sound is over a shot, as a hand drew it. Pure."""

from collections.abc import Mapping
from fractions import Fraction
from math import isfinite
from typing import Any

from slowfilm.engines.base import Level

LINES = "lines"  # the tag of the curve that all spoken lines have together
MOST_POINTS = 64
MOST_CURVES = 64
LOWEST, HIGHEST = -60.0, 12.0  # dB
_SLACK = 0.05  # seconds: a length is rounded to frames


def from_json(data: object, seconds: Fraction) -> tuple[Level, ...]:
    """Read [{"tag": …, "points": [[seconds, dB], …]}, …] for a shot of this length.

    Points come in the order of time. ValueError names what is wrong.
    """
    if not isinstance(data, list | tuple):
        raise ValueError("levels: not a list")
    if len(data) > MOST_CURVES:
        raise ValueError(f"levels: more than {MOST_CURVES}")
    levels = tuple(_level(item, float(seconds)) for item in data)
    if len({level.tag for level in levels}) < len(levels):
        raise ValueError("levels: a tag stands twice")
    return levels


def to_json(levels: tuple[Level, ...]) -> list[dict[str, Any]]:
    """Plain data that `from_json` reads."""
    return [
        {"tag": level.tag, "points": [list(point) for point in level.points]} for level in levels
    ]


def _level(data: object, seconds: float) -> Level:
    if not isinstance(data, Mapping) or data.keys() != {"tag", "points"}:
        raise ValueError("levels: a tag and points are needed")
    tag, points = data["tag"], data["points"]
    if not isinstance(tag, str) or not 0 < len(tag) <= 40:
        raise ValueError("levels: a tag is missing")
    if not isinstance(points, list | tuple) or not points:
        raise ValueError(f"{tag}: no points")
    if len(points) > MOST_POINTS:
        raise ValueError(f"{tag}: more than {MOST_POINTS} points")
    return Level(tag, tuple(sorted(_point(point, tag, seconds) for point in points)))


def _point(data: object, tag: str, seconds: float) -> tuple[float, float]:
    if not isinstance(data, list | tuple) or len(data) != 2:
        raise ValueError(f"{tag}: a point is a second and a level")
    at, level = (_number(number, tag) for number in data)
    if not 0 <= at <= seconds + _SLACK:
        raise ValueError(f"{tag}: second {at:g} is not in the shot")
    if not LOWEST <= level <= HIGHEST:
        raise ValueError(f"{tag}: {level:g} dB is not between {LOWEST:g} and {HIGHEST:g}")
    return min(at, seconds), level


def _number(value: object, tag: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{tag}: not a number")
    return float(value)
