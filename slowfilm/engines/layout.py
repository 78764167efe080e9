"""Where things stand in a plate: what an engine guesses, and what hands may set right.

Points are shares of the plate's width and height, 0..1 from its left upper corner. A figure's
foot may lie below the plate: it then stands too near for its feet to be seen.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]

MOST = 16  # lamps, figures, and what stands before them
MOST_POINTS = 32  # of the outline of one thing


@dataclass(frozen=True, slots=True)
class Lamp:
    """A light seen in the plate. `colour` is linear RGB, `radius` a share of the plate's height.

    `strength` 1 is as strong as a lamp of its size and brightness seems; 0 is off.
    """

    at: Point
    strength: float
    radius: float
    colour: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """Where the person of one input stands. `height` is a share of the plate's height.

    `foot` is the point of the ground between the feet. `mirrored`: left and right change places.
    `span` is the part of a clip that is shown, in seconds; None leaves it to the engine.
    """

    tag: str
    foot: Point
    height: float
    mirrored: bool = False
    span: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Occluder:
    """Something of the plate that stands before figures: its outline, in order, drawn by hand.

    It stands before everybody, or, where `everybody` is false, before those alone whose feet are
    further up than its lowest point: those who are further away.
    """

    points: tuple[Point, ...]
    everybody: bool = True

    @property
    def foot(self) -> Point:
        """Its lowest point."""
        return max(self.points, key=lambda point: point[1])


@dataclass(frozen=True, slots=True)
class Layout:
    """A plate's geometry and light, the figures in it, and what stands before them.

    `vanishing` is where a street runs to; None where there is none, and the plate is taken for a
    flat picture. `horizon` is a share of the height. `screen` has its corners clockwise from the
    upper left; None where there is none.
    """

    vanishing: Point | None = None
    horizon: float = 0.45
    lamps: tuple[Lamp, ...] = ()
    screen: Quad | None = None
    figures: tuple[Figure, ...] = ()
    occluders: tuple[Occluder, ...] = ()

    def figure(self, tag: str) -> Figure | None:
        """The figure of the input with this tag."""
        return next((figure for figure in self.figures if figure.tag == tag), None)

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: object) -> "Layout":
        """Read what `to_json` wrote, or a browser sent. ValueError names what is wrong with it."""
        names = {"vanishing", "horizon", "lamps", "screen", "figures", "occluders"}
        fields = _fields(data, "layout", names)
        vanishing, screen = fields.get("vanishing"), fields.get("screen")
        return cls(
            vanishing=None if vanishing is None else _point(vanishing, "vanishing"),
            horizon=_number(fields.get("horizon", 0.45), "horizon", -1, 2),
            lamps=tuple(_lamp(lamp) for lamp in _list(fields.get("lamps", []), "lamps")),
            screen=None if screen is None else _quad(screen),
            figures=_figures(_list(fields.get("figures", []), "figures")),
            occluders=tuple(
                _occluder(item) for item in _list(fields.get("occluders", []), "occluders")
            ),
        )


def _lamp(data: object) -> Lamp:
    fields = _fields(data, "lamp", {"at", "strength", "radius", "colour"})
    colour = _list(fields.get("colour"), "colour", 3)
    red, green, blue = (_number(part, "colour", 0, 64) for part in colour)
    return Lamp(
        at=_point(fields.get("at"), "at"),
        strength=_number(fields.get("strength", 1), "strength", 0, 16),
        radius=_number(fields.get("radius"), "radius", 0, 2),
        colour=(red, green, blue),
    )


def _occluder(data: object) -> Occluder:
    fields = _fields(data, "occluder", {"points", "everybody"})
    points, everybody = fields.get("points"), fields.get("everybody", True)
    if not isinstance(everybody, bool):
        raise ValueError("everybody: neither true nor false")
    outline = _list(points, "points", most=MOST_POINTS)
    if len(outline) < 3:
        raise ValueError("points: fewer than 3")
    return Occluder(tuple(_point(point, "points") for point in outline), everybody)


def _figures(data: list[object]) -> tuple[Figure, ...]:
    figures = tuple(_figure(figure) for figure in data)
    if len({figure.tag for figure in figures}) < len(figures):
        raise ValueError("figures: a tag stands twice")
    return figures


def _figure(data: object) -> Figure:
    fields = _fields(data, "figure", {"tag", "foot", "height", "mirrored", "span"})
    tag, mirrored, span = fields.get("tag"), fields.get("mirrored", False), fields.get("span")
    if not isinstance(tag, str) or not 0 < len(tag) <= 40:
        raise ValueError("tag: a name is missing")
    if not isinstance(mirrored, bool):
        raise ValueError("mirrored: neither true nor false")
    if span is not None:
        begin, end = (_number(second, "span", 0, 86400) for second in _list(span, "span", 2))
        if begin >= end:
            raise ValueError("span: ends before it begins")
        span = (begin, end)
    return Figure(
        tag=tag,
        foot=_point(fields.get("foot"), "foot"),
        height=_number(fields.get("height"), "height", 0.01, 8),
        mirrored=mirrored,
        span=span,
    )


def _quad(data: object) -> Quad:
    a, b, c, d = (_point(corner, "screen") for corner in _list(data, "screen", 4))
    turns = [_turn(*three) for three in ((a, b, c), (b, c, d), (c, d, a), (d, a, b))]
    if min(turns) <= 1e-7:
        raise ValueError("screen: its corners do not go round clockwise")
    return a, b, c, d


def _turn(a: Point, b: Point, c: Point) -> float:
    """Above 0 where the way from a over b to c turns right."""
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _point(data: object, name: str) -> Point:
    x, y = (_number(coordinate, name, -4, 8) for coordinate in _list(data, name, 2))
    return x, y


def _number(value: object, name: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name}: not a number")
    if not low <= value <= high:
        raise ValueError(f"{name}: {value:g} is not between {low:g} and {high:g}")
    return float(value)


def _list(value: object, name: str, length: int | None = None, most: int = MOST) -> list[object]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{name}: not a list")
    if length is not None and len(value) != length:
        raise ValueError(f"{name}: {len(value)} parts where {length} are needed")
    if len(value) > most:
        raise ValueError(f"{name}: more than {most}")
    return list(value)


def _fields(data: object, name: str, names: set[str]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise ValueError(f"{name}: not an object")
    for key in data:
        if key not in names:
            raise ValueError(f"{name}: {str(key)[:40]} is not known")
    return data
