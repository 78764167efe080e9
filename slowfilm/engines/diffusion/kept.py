"""A performer whose pixels are kept: cut out of their clip, given to the model as known, and laid
onto what it decodes, since no VAE gives a pixel back as it was."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.base import Failed, Input, Request
from slowfilm.engines.composite import people
from slowfilm.engines.composite.matte import Matte
from slowfilm.engines.composite.people import Person
from slowfilm.engines.composite.pixels import rooted
from slowfilm.engines.diffusion.frames import Frame
from slowfilm.engines.measures import Fit
from slowfilm.engines.shared import light
from slowfilm.engines.shared.clip import Clip

FEATHER = 0.004  # of the height: how softly what is kept goes over into what was made
SURE = 0.3

Matted = NDArray[np.float32]


class Kept:
    """The performer of one clip. Mattes are held, 8 bits a pixel; the clip is read twice."""

    def __init__(self, item: Input, request: Request, fit: Fit) -> None:
        """Raises MediaError for a clip that can't be read, Failed no-person."""
        self.item, self.request, self.fit = item, request, fit
        self.size = tuple(round(side * fit.enlarged) for side in fit.size)
        self._mattes: list[NDArray[np.uint8]] = []
        self._clip = self._opened()
        self._shown: light.Planes | None = None
        self._matte = np.zeros((1, 1), np.float32)
        self._person: Person | None = None
        self._cutter: Matte | None = None

    def _opened(self) -> Clip:
        width, height = self.size
        return Clip(self.item.path, (width, height), self.request.rate, self.item.span)

    def given(self, index: int) -> tuple[NDArray[np.uint8], Matted]:
        """Picture (h, w, 3) and matte (h, w), 0…1, as large as the model makes it."""
        planes = self._clip.at(index)
        if planes is not self._shown:  # a slower clip shows a picture more than once
            self._shown, self._matte = planes, self._cut(planes)
        matte = self._matte
        self._mattes.append(np.rint(matte * 255).astype(np.uint8))
        picture = (light.to_codes(planes) >> 2).astype(np.uint8)
        if self.fit.enlarged == 1:
            return picture, matte
        small = np.asarray(
            cv2.resize(picture, self.fit.size, interpolation=cv2.INTER_AREA), np.uint8
        )
        return small, np.asarray(cv2.resize(matte, self.fit.size, interpolation=cv2.INTER_AREA))

    def _cut(self, planes: light.Planes) -> Matted:
        """The performer's matte in the clip's own picture."""
        picture = rooted(planes)
        if self._person is None:
            circles = people.searched(picture)
            if not circles:
                raise Failed("no-person", tag=self.item.tag)
            place = max(circles, key=lambda circle: circle.radius)
            self._person, self._cutter = people.person(picture, place), Matte(1.0)
        else:
            person = people.person(picture, self._person.next())
            if person.sure > SURE:
                self._person = person
        assert self._cutter is not None
        cut = self._cutter.cut(picture, self._person)
        back = cv2.invertAffineTransform(cut.way)
        rows, columns = picture.shape[:2]
        return np.asarray(cv2.warpAffine(cut.matte, back, (columns, rows)), np.float32)

    def laid(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """Frames (h, w, 3), 0…1, of the order's size, with the performer laid on."""
        clip = self._opened()
        width, height = self.fit.order
        rows = slice(self.fit.top, self.fit.top + height)
        columns = slice(self.fit.left, self.fit.left + width)
        try:
            for index, frame in enumerate(frames):
                own = light.to_codes(clip.at(index))[rows, columns].astype(np.float32) / 1023
                matte = feathered(self._mattes[index])[rows, columns, None]
                yield np.where(matte >= 1, own, frame * (1 - matte) + own * matte)
        finally:
            clip.close()

    def close(self) -> None:
        """Let go of the file."""
        self._clip.close()


def feathered(matte: NDArray[np.uint8]) -> Matted:
    """A matte, 0…1, that is exactly 1 well inside and falls softly to 0 at its edge, inward."""
    reach = max(1, round(FEATHER * matte.shape[0]))
    inside = (matte > 250).astype(np.uint8)
    away = np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 3), np.float32)
    soft: Matted = np.clip(away / (reach + 1), 0, 1)
    return soft
