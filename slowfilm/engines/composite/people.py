"""Finding people in a picture: where they are, how they stand, and which pixels are theirs."""

from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from typing import Any

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter

from slowfilm.engines.composite import weights
from slowfilm.engines.composite.pixels import Affine, Field, blur, bounds, dilated, resized, warped

SIDE = 256  # pixels of the square a person is looked at in
LOOK = 224  # pixels of the square people are looked for in
_AROUND = 1.25  # how much larger the square is than the circle about a person
_CLOSE = 1.06  # and about all that is known of them, when they are looked at again
_SURE = 0.65
NOSE, LEFT_EAR, RIGHT_EAR = 0, 7, 8
SOLES = ((29, 31), (30, 32))  # heel and toe, left and right
# Pairs of points with a limb between them.
_LIMBS = (
    *((11, 13), (13, 15), (15, 19), (12, 14), (14, 16), (16, 20), (11, 12), (23, 24)),
    *((11, 23), (12, 24), (23, 25), (25, 27), (27, 31), (27, 29)),
    *((24, 26), (26, 28), (28, 32), (28, 30)),
)
TRUNK, TALKING = (11, 12, 23, 24), (0, 9, 10, 13, 14, 15, 16)  # shoulders, hips; head, arms
HIPS, KNEES, ANKLES, FEET = (23, 24), (25, 26), (27, 28), (27, 28, 29, 30, 31, 32)


@dataclass(frozen=True, slots=True)
class Found:
    """A circle about a person: centre and radius in pixels, and how sure it is, 0..1."""

    x: float
    y: float
    radius: float
    sure: float


@dataclass(frozen=True, slots=True)
class Person:
    """A person as seen: 33 points (x, y in pixels of the picture; z toward the camera negative),
    how visible each is, the mask (256, 256) 0..1, and the affine from the picture to the mask."""

    points: Field
    seen: Field
    mask: Field
    way: Affine
    sure: float

    @property
    def radius(self) -> float:
        """Half the side of the square the person was looked at in, less what lies around."""
        return SIDE / float(self.way[0, 0]) / 2 / _AROUND

    @property
    def extent(self) -> tuple[float, float]:
        """Top and bottom of the mask, in pixels of the picture."""
        rows = np.flatnonzero((self.mask > 0.5).sum(axis=1) > 1)
        if not rows.size:
            return float(self.points[:, 1].min()), float(self.points[:, 1].max())
        down, scale = float(self.way[1, 2]), float(self.way[1, 1])
        return (float(rows[0]) - down) / scale, (float(rows[-1]) + 1 - down) / scale

    @property
    def facing(self) -> float:
        """Which way the head looks, -1 (left) .. 1 (right)."""
        nose, left, right = (float(self.points[n, 0]) for n in (NOSE, LEFT_EAR, RIGHT_EAR))
        size = float(np.hypot(*(self.points[11, :2] - self.points[23, :2]))) or 1.0
        return float(np.clip((nose - (left + right) / 2) / (0.16 * size), -1, 1))

    def alone(self) -> Field:
        """The mask without what is not theirs: what neither touches them nor is near a limb."""
        near = self._near()
        parts, labels = cv2.connectedComponents((self.mask > 0.4).astype(np.uint8))
        masses = [float(near[labels == n].sum()) for n in range(1, parts)]
        own = labels == (1 + int(np.argmax(masses)) if masses else 0)
        # Found limbs may be a hand's breadth off, so what touches may be that much further away.
        reach = dilated(near, round(0.22 * SIDE / 2 / _AROUND))
        zone = blur(np.maximum(dilated(own.astype(np.float32), 3) * reach, near * 0.5), 2.0)
        alone: Field = self.mask * np.clip(zone * 2, 0, 1)
        return alone

    def _near(self) -> Field:
        """1 near their limbs, trunk and head and 0 away from them, over the mask."""
        size = SIDE / 2 / _AROUND  # the circle's radius, about half a person
        spots = self.points[:, :2] * self.way[0, 0] + self.way[:, 2]
        near = np.zeros((SIDE, SIDE), np.uint8)
        thick = max(3, round(0.24 * size))
        for start, end in _LIMBS:
            ends = [(round(float(x)), round(float(y))) for x, y in spots[[start, end]]]
            cv2.line(near, ends[0], ends[1], 1, thick)
        trunk = spots[[11, 12, 24, 23]]
        cv2.fillConvexPoly(near, np.round(trunk).astype(np.int32), 1)
        head = spots[:11].mean(axis=0)
        cv2.circle(near, (round(float(head[0])), round(float(head[1]))), round(0.24 * size), 1, -1)
        return near.astype(np.float32)

    def worn(self, coded: Field) -> Field:
        """The mean colour of the trunk in the picture (3,), by which they are known again."""
        rows, columns = coded.shape[:2]
        spots = self.points[list(TRUNK), :2]
        inner = spots.mean(axis=0) + 0.6 * (spots - spots.mean(axis=0))
        low, high = inner.min(axis=0), inner.max(axis=0) + 1
        left, right = (int(np.clip(v, 0, columns)) for v in (low[0], high[0]))
        top, bottom = (int(np.clip(v, 0, rows)) for v in (low[1], high[1]))
        part = coded[top:bottom, left:right].reshape(-1, 3)
        return np.median(part, axis=0).astype(np.float32) if len(part) else np.zeros(3, np.float32)

    def closer(self) -> Found:
        """The circle to look at them in again: the whole square is then theirs."""
        box = bounds(self.alone(), 0.4)
        spots = self.points[self.seen > 0.5, :2] * self.way[0, 0] + self.way[:, 2]
        ends = [spots] if box is None else [spots, np.array(box, np.float32).reshape(2, 2)]
        if not (points := np.concatenate(ends)).size:
            return Found(*self._middle(), self.radius, self.sure)
        low, high = (points.min(axis=0) - self.way[:, 2], points.max(axis=0) - self.way[:, 2])
        x, y = ((low + high) / 2 / self.way[0, 0]).tolist()
        side = float((high - low).max()) / float(self.way[0, 0]) * _CLOSE
        return Found(x, y, max(4.0, side / 2 / _AROUND), self.sure)

    def next(self) -> Found:
        """Where to look for the same person in the next picture."""
        close, (x, y) = self.closer(), self._middle()
        # Limbs come and go: the square follows them slowly, or the mask would tremble.
        return Found(
            x + 0.6 * (close.x - x),
            y + 0.6 * (close.y - y),
            0.7 * self.radius + 0.3 * _CLOSE * close.radius,
            self.sure,
        )

    def _middle(self) -> tuple[float, float]:
        """The middle of the square they were looked at in, in pixels of the picture."""
        x, y = ((SIDE / 2 - self.way[:, 2]) / self.way[0, 0]).tolist()
        return x, y


class _Net:
    """A network, for one caller at a time: pages may ask for guesses from several threads."""

    def __init__(self, weights_: bytes) -> None:
        self._one = Lock()
        self._net: Any = Interpreter(model_content=weights_, num_threads=2)
        self._net.allocate_tensors()
        self._in = self._net.get_input_details()[0]["index"]
        self._out = [detail["index"] for detail in self._net.get_output_details()]

    def __call__(self, picture: Field) -> list[Field]:
        with self._one:
            self._net.set_tensor(self._in, np.ascontiguousarray(picture[None], np.float32))
            self._net.invoke()
            return [np.array(self._net.get_tensor(index)[0], np.float32) for index in self._out]


@cache
def _detector() -> _Net:
    return _Net(weights.detector())


@cache
def _landmarks() -> _Net:
    return _Net(weights.landmarks())


@cache
def _anchors() -> Field:
    places = [
        ((x + 0.5) / grid, (y + 0.5) / grid)
        for grid, count in ((28, 2), (14, 2), (7, 6))
        for y in range(grid)
        for x in range(grid)
        for _ in range(count)
    ]
    return np.array(places, np.float32)


def found(coded: Field, sure: float = _SURE) -> list[Found]:
    """People in a picture (sRGB or root light, 0..1, (h, w, 3)), the surest first."""
    rows, columns = coded.shape[:2]
    side = max(rows, columns)
    square = np.zeros((side, side, 3), np.float32)
    top, left = (side - rows) // 2, (side - columns) // 2
    square[top : top + rows, left : left + columns] = coded
    boxes, scores = _detector()(resized(square, (LOOK, LOOK)) * 2 - 1)
    chances = _chance(scores[:, 0])
    people: list[Found] = []
    for place in np.argsort(-chances, kind="stable"):
        if chances[place] < sure:
            break
        points = (boxes[place, 4:].reshape(4, 2) / LOOK + _anchors()[place]) * side
        x, y = float(points[0, 0]) - left, float(points[0, 1]) - top
        radius = float(np.hypot(*(points[1] - points[0])))
        if all(np.hypot(x - p.x, y - p.y) > 0.5 * radius for p in people):
            people.append(Found(x, y, radius, float(chances[place])))
    return people


def searched(coded: Field) -> list[Found]:
    """People in a picture, small ones too: looked for in the whole, then in parts of it."""
    people = found(coded)
    rows, columns = coded.shape[:2]
    for share in (2, 3.5):
        if people:
            break
        side = round(max(rows, columns) / share)
        for top in _steps(rows, side):
            for left in _steps(columns, side):
                for circle in found(coded[top : top + side, left : left + side], 0.75):
                    moved = Found(circle.x + left, circle.y + top, circle.radius, circle.sure)
                    if all(np.hypot(moved.x - p.x, moved.y - p.y) > 0.5 * p.radius for p in people):
                        people.append(moved)
    return people


def others(coded: Field, figure: Person) -> int:
    """How many people are seen beside one: the detector tells of the plainest alone."""
    way = _inverted(figure.way)
    mask = warped(dilated(figure.mask, 8), way, (coded.shape[1], coded.shape[0]))[..., None]
    without = coded * (1 - mask) + coded.mean(axis=(0, 1)) * mask
    return len(found(without.astype(np.float32)))


def _inverted(way: Affine) -> Affine:
    scale = way[0, 0]
    return np.array(
        [[1 / scale, 0, -way[0, 2] / scale], [0, 1 / scale, -way[1, 2] / scale]], np.float32
    )


def _steps(length: int, side: int) -> list[int]:
    if side >= length:
        return [0]
    count = -(-(length - side) * 2 // side) + 1
    return [round(step * (length - side) / (count - 1)) for step in range(count)]


def person(coded: Field, place: Found) -> Person:
    """Look at the person in a circle, and again as near as they are then known to fill."""
    first = glimpse(coded, place)
    if first.sure < _SURE / 2:
        return first
    second = looked_at(coded, first.closer())
    return second if second.sure > 0.8 * first.sure else first


def looked_at(coded: Field, place: Found) -> Person:
    """Look at the person in a circle, as they are and in a mirror: two looks miss less."""
    way = _square(place)
    view = _seen(coded, way)
    plain = _told(view, way)
    mirrored = _landmarks()(view[:, ::-1])[2]
    mask = (plain.mask + _chance(mirrored[:, ::-1, 0])) / np.float32(2)
    return replace(plain, mask=mask)


def glimpse(coded: Field, place: Found) -> Person:
    """Look once at the person in a circle."""
    way = _square(place)
    return _told(_seen(coded, way), way)


def _square(place: Found) -> Affine:
    """From a picture to the square about a circle."""
    scale = SIDE / (2 * place.radius * _AROUND)
    return np.array(
        [[scale, 0, SIDE / 2 - place.x * scale], [0, scale, SIDE / 2 - place.y * scale]], np.float32
    )


def _seen(coded: Field, way: Affine) -> Field:
    scale = float(way[0, 0])
    return warped(coded, way, (SIDE, SIDE)) if scale > 0.6 else _shrunk(coded, way, scale)


def _told(picture: Field, way: Affine) -> Person:
    points, sure, mask = _landmarks()(picture)[:3]
    spots = points.reshape(39, 5)[:33].copy()
    visible = np.minimum(_chance(spots[:, 3]), _chance(spots[:, 4]))
    spots[:, :2] = (spots[:, :2] - way[:, 2]) / way[0, 0]
    spots[:, 2] /= way[0, 0]
    return Person(spots[:, :3], visible, _chance(mask[..., 0]), way, float(sure[0]))


def _shrunk(coded: Field, way: Affine, scale: float) -> Field:
    """A large person made small without its pixels sparkling."""
    rows, columns = coded.shape[:2]
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    return warped(resized(coded, size), _after(way, size, (columns, rows)), (SIDE, SIDE))


def _after(way: Affine, size: tuple[int, int], was: tuple[int, int]) -> Affine:
    """The same way for a picture that was resized before it: by its pixels' edges, not middles."""
    by = np.array([was[0] / size[0], was[1] / size[1]], np.float32)
    matrix = way.copy()
    matrix[:, 2] += way[[0, 1], [0, 1]] * (by - 1) / 2
    matrix[:, :2] *= by
    return matrix


def _chance(value: Field) -> Field:
    return (1 / (1 + np.exp(-np.clip(value, -60, 60)))).astype(np.float32)
