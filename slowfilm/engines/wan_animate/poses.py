"""A performer's pose as the model reads it, a figure of coloured lines, and their face.

An approximation: the model was taught with another network's points, which see hands and a
jaw's outline as well.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.base import Failed, Input, Size
from slowfilm.engines.composite import people
from slowfilm.engines.composite.people import Person
from slowfilm.engines.composite.pixels import Field, rooted
from slowfilm.engines.shared import light
from slowfilm.engines.shared.clip import Clip

Rgb = NDArray[np.uint8]
SURE = 0.3  # of a person, from one picture to the next
SEEN = 0.5  # how visible a point must be to be drawn
FACE = 0.4  # how visible a face must be to be shown
AROUND = 1.9  # of a face's width: the square that is shown

# The 18 points in the order that figures of this kind have, by those of the network: right before
# left. The neck lies between the shoulders.
NECK = (11, 12)
POINTS = (0, NECK, 12, 14, 16, 11, 13, 15, 24, 26, 28, 23, 25, 27, 5, 2, 8, 7)
LIMBS = (
    *((1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11)),
    *((11, 12), (12, 13), (1, 0), (0, 14), (14, 16), (0, 15), (15, 17)),
)
COLOURS = (
    *((255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0)),
    *((0, 255, 0), (0, 255, 85), (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255)),
    *((0, 0, 255), (85, 0, 255), (170, 0, 255), (255, 0, 255), (255, 0, 170), (255, 0, 85)),
)
_EYES, _MOUTH, _EARS = (2, 5), (9, 10), (7, 8)


@dataclass(frozen=True)
class Taken:
    """What was taken of a performer in one frame: the figure (h, w, 3), the face (side, side, 3),
    and where they are, 0…1 (h, w)."""

    figure: Rgb
    face: Rgb
    place: Field


class Performer:
    """The performer of one clip, read forward; the largest, if there are several."""

    def __init__(self, item: Input, clip: Clip, size: Size, face: int) -> None:
        self.item, self.clip, self.size, self.face = item, clip, size, face
        self._person: Person | None = None
        self._last: tuple[light.Planes, Taken] | None = None  # of which picture, and what

    def at(self, index: int) -> Taken:
        """Frame `index`; indices must not go back. Before anyone is seen all is black."""
        planes = self.clip.at(index)
        if self._last is not None and self._last[0] is planes:  # it is shown again
            return self._last[1]
        picture = rooted(planes)
        self._look(picture, first=self._last is None)
        self._last = planes, self._taken(planes)
        return self._last[1]

    def check(self) -> None:
        """Raise Failed no-person if nobody was seen in any frame."""
        if self._person is None:
            raise Failed("no-person", tag=self.item.tag)

    def _look(self, picture: Field, *, first: bool) -> None:
        if self._person is not None:
            person = people.person(picture, self._person.next())
            self._person = person if person.sure > SURE else self._person
        elif circles := (people.searched if first else people.found)(picture):
            self._person = people.person(picture, max(circles, key=lambda circle: circle.radius))

    def _taken(self, planes: light.Planes) -> Taken:
        width, height = self.size
        if self._person is None:
            black = np.zeros((self.face, self.face, 3), np.uint8)
            nowhere = np.zeros((height, width), np.float32)
            return Taken(np.zeros((height, width, 3), np.uint8), black, nowhere)
        picture = (light.to_codes(planes) >> 2).astype(np.uint8)
        return Taken(
            figure(self._person, self.size),
            face(self._person, picture, self.face),
            place(self._person, self.size),
        )


def figure(person: Person, size: Size) -> Rgb:
    """Their figure in coloured lines on black, (h, w, 3)."""
    width, height = size
    picture = np.zeros((height, width, 3), np.uint8)
    spots, visible = _spots(person)
    thick = max(1, round(height / 120))
    for colour, (start, end) in zip(COLOURS, LIMBS, strict=False):
        if visible[start] and visible[end]:
            dim = tuple(round(0.6 * value) for value in colour)
            cv2.line(picture, _whole(spots[start]), _whole(spots[end]), dim, 2 * thick, cv2.LINE_AA)
    for colour, spot, shown in zip(COLOURS, spots, visible, strict=True):
        if shown:
            cv2.circle(picture, _whole(spot), thick, colour, -1, cv2.LINE_AA)
    return picture


def _spots(person: Person) -> tuple[Field, list[bool]]:
    """The 18 points (x, y), and which of them are seen."""
    groups = [point if isinstance(point, tuple) else (point,) for point in POINTS]
    spots = np.stack([person.points[list(group), :2].mean(axis=0) for group in groups])
    return spots, [bool(person.seen[list(group)].min() > SEEN) for group in groups]


def _whole(spot: Field) -> tuple[int, int]:
    return round(float(spot[0])), round(float(spot[1]))


def face(person: Person, picture: Rgb, side: int) -> Rgb:
    """Their face (side, side, 3), cut out of a picture; black where it is not seen."""
    if float(person.seen[:11].mean()) < FACE:
        return np.zeros((side, side, 3), np.uint8)
    eyes, mouth, ears = (person.points[list(pair), :2] for pair in (_EYES, _MOUTH, _EARS))
    middle = (eyes.mean(axis=0) + mouth.mean(axis=0)) / 2
    tall = float(np.linalg.norm(eyes.mean(axis=0) - mouth.mean(axis=0)))
    wide = max(float(np.linalg.norm(ears[0] - ears[1])), 2.2 * tall, 4.0)
    scale = side / (AROUND * wide)
    way = np.array(
        [[scale, 0, side / 2 - middle[0] * scale], [0, scale, side / 2 - middle[1] * scale]],
        np.float32,
    )
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.warpAffine(picture, way, (side, side), flags=method), np.uint8)


def place(person: Person, size: Size) -> Field:
    """Where they are, 0…1 (h, w)."""
    back = cv2.invertAffineTransform(person.way)
    return np.asarray(cv2.warpAffine(person.alone(), back, size), np.float32)
