"""Faces in a picture: where they are, and nothing else of them.

Faces are only found. Nothing is worked out by which one could be known again or told from another.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from slowfilm.media.face_weights import weights

Rgb = NDArray[np.uint8]
Box = tuple[float, float, float, float]  # left, top, width, height, of the picture's own: 0..1
Whole = tuple[int, int, int, int]  # left, top, right, bottom in pixels

# How likely a face is, its size, how far its middle is off; the points of its parts are let be.
OUTPUTS = ("537", "538", "539", "540")
STRIDE = 4  # pixels of the picture between two places that the network looks at
STEP = 32  # the sides of what it is given are multiples of it
LEAST = 0.3  # how sure it must be to name a place at all
SURE = 0.45  # and to call it a face
APART = 0.35  # two boxes that share more than this of their union are one face

WIDE = 640  # pixels: the long side at which large faces are found
FINE = 1920  # the long side at which small faces are found, tile by tile
TILE, LAP = 960, 160  # pixels: a tile's side, and how far two lie over each other


@dataclass(frozen=True, slots=True)
class Face:
    """Where a face is in a picture, and how sure that is, 0..1."""

    box: Box
    score: float


class Faces:
    """Finds faces. Make one and use it for many pictures. Raises MediaError "no-weights"."""

    def __init__(self) -> None:
        self.net = cv2.dnn.readNetFromONNX(np.frombuffer(weights(), np.uint8))

    def in_still(self, picture: Rgb) -> list[Face]:
        """All faces of a still picture, uint8 (h, w, 3): at once for large, by tiles for small."""
        faces = self._seen(picture, WIDE)
        longest = max(picture.shape[:2])
        if longest > WIDE:
            fine = _scaled(picture, min(FINE, longest))
            for left, top, right, bottom in _tiles(*fine.shape[:2]):
                part = self._seen(fine[top:bottom, left:right], None)
                faces += [
                    _placed(face, (left, top, right, bottom), fine.shape[:2]) for face in part
                ]
        return [face for face in _one_each(faces) if face.score >= SURE]

    def in_frame(self, picture: Rgb) -> list[Face]:
        """Faces in a frame of a clip, at the frame's own size; the unsure ones too."""
        return _one_each(self._seen(picture, None))

    def _seen(self, picture: Rgb, side: int | None) -> list[Face]:
        """What the network says of a picture, made so that its long side is `side` pixels."""
        small = _scaled(picture, side) if side else picture
        rows, columns = small.shape[:2]
        padded = np.zeros((-(-rows // STEP) * STEP, -(-columns // STEP) * STEP, 3), np.uint8)
        padded[:rows, :columns] = small
        self.net.setInput(cv2.dnn.blobFromImage(padded))
        likely, size, off, _parts = self.net.forward(OUTPUTS)
        places = np.argwhere(likely[0, 0] > LEAST)
        return [
            Face(_box(size[0], off[0], y, x, (rows, columns)), float(likely[0, 0, y, x]))
            for y, x in places
        ]


def overlap(first: Box, other: Box) -> float:
    """What two boxes share, as a part of what they cover together."""
    width = min(first[0] + first[2], other[0] + other[2]) - max(first[0], other[0])
    height = min(first[1] + first[3], other[1] + other[3]) - max(first[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (first[2] * first[3] + other[2] * other[3] - shared)


def _box(size: Rgb, off: Rgb, y: int, x: int, whole: tuple[int, int]) -> Box:
    """The box of the face whose middle is near a place, cut where the picture ends."""
    rows, columns = whole
    height, width = np.exp(size[:, y, x]) * STRIDE
    middle_y, middle_x = (np.array((y, x)) + off[:, y, x] + 0.5) * STRIDE
    left, top = max(0.0, middle_x - width / 2), max(0.0, middle_y - height / 2)
    right, bottom = min(middle_x + width / 2, columns), min(middle_y + height / 2, rows)
    sides = (left / columns, top / rows, (right - left) / columns, (bottom - top) / rows)
    return tuple(float(max(0.0, side)) for side in sides)  # type: ignore[return-value]


def _scaled(picture: Rgb, side: int) -> Rgb:
    rows, columns = picture.shape[:2]
    scale = side / max(rows, columns)
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cv2.resize(picture, size, interpolation=how)  # type: ignore[return-value]


def _tiles(rows: int, columns: int) -> Iterator[Whole]:
    """Parts of a picture, each TILE at most on a side, that lie over each other."""
    for top in _starts(rows):
        for left in _starts(columns):
            yield left, top, min(columns, left + TILE), min(rows, top + TILE)


def _starts(length: int) -> list[int]:
    count = max(1, -(-(length - LAP) // (TILE - LAP)))
    last = max(0, length - TILE)
    return [round(last * place / max(1, count - 1)) for place in range(count)]


def _placed(face: Face, tile: Whole, whole: tuple[int, int]) -> Face:
    """A tile's face as one of the whole picture."""
    left, top, right, bottom = tile
    rows, columns = whole
    x, y, width, height = face.box
    box = (
        (left + x * (right - left)) / columns,
        (top + y * (bottom - top)) / rows,
        width * (right - left) / columns,
        height * (bottom - top) / rows,
    )
    return Face(box, face.score)


def _one_each(faces: list[Face]) -> list[Face]:
    """Each face once, the surest first."""
    unique: list[Face] = []
    for face in sorted(faces, key=lambda candidate: -candidate.score):
        if all(overlap(face.box, other.box) <= APART for other in unique):
            unique.append(face)
    return unique
