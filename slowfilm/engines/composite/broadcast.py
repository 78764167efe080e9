"""What a screen in the plate shows: the cited clip, in step with its sound."""

from fractions import Fraction
from functools import cache

import numpy as np

from slowfilm.engines.base import Input, Size
from slowfilm.engines.composite.lights import daylight
from slowfilm.engines.composite.pixels import Field, blur, filled_quad, in_quad, linear, luma
from slowfilm.engines.composite.plate import read_still
from slowfilm.engines.shared.clip import Clip
from slowfilm.media.colour import fit
from slowfilm.media.probe import probe

_LONGEST = 640  # pixels: a screen in a plate is small
_DAY = 0.7  # how bright a screen's white is by day, of the plate's mean: no more than a wall
_VEIL = 0.3  # and how much of the plate's mean its glass throws back
_ROUND = 0.07  # of its height, how round a tube's corners are


class Broadcast:
    """A clip or a picture at each frame of the shot; what is shorter begins again."""

    def __init__(self, item: Input, rate: Fraction) -> None:
        """Raises MediaError for what can't be read."""
        self.item, self._rate = item, rate
        self._clip: Clip | None = None
        self._first = 0
        if item.kind == "video":
            about = probe(item.path)
            self._size: Size = fit(about.width, about.height, _LONGEST)
            self._clip = Clip(item.path, self._size, rate, item.span)
            self.length: int | None = self._clip.length
        else:
            self._picture, self.length = read_still(item.path, _LONGEST), None

    def at(self, index: int) -> Field:
        """What is on at frame `index`, linear; indices must not go back."""
        if self._clip is None:
            return self._picture
        while index - self._first >= self._clip.length:
            self._first += self._clip.length
            self._clip.close()
            self._clip = Clip(self.item.path, self._size, self._rate, self.item.span)
        return linear(self._clip.at(index - self._first))

    def close(self) -> None:
        """Let go of the file."""
        if self._clip:
            self._clip.close()


class Tube:
    """The screen itself: four corners in the frame (4, 2), and how bright it is there."""

    def __init__(self, quad: Field, plate: Field, size: Size) -> None:
        self.quad, self._size = quad, size
        self.centre = float(quad[:, 0].mean()), float(quad[:, 1].mean())
        self.area = _area(quad)
        left, top = (int(max(0, quad[:, n].min() - 4)) for n in (0, 1))
        right, bottom = (int(min(size[n], quad[:, n].max() + 5)) for n in (0, 1))
        self._here = np.s_[top : max(top + 1, bottom), left : max(left + 1, right)]
        self._corner = quad - np.array([left, top], np.float32)
        self._box = max(1, right - left), max(1, bottom - top)
        self.seen = right - left > 1 and bottom - top > 1
        cover = filled_quad(self._corner, self._box)
        under = luma(plate[self._here]) if self.seen else np.zeros((1, 1), np.float32)
        mask = cover > 0.5
        lit = float(np.quantile(under[mask], 0.8)) if self.seen and mask.any() else 0.0
        # A dark window that hands chose still has to look like a set that is on.
        mean = plate.mean(axis=(0, 1)).astype(np.float32)
        level = float(luma(mean[None])[0])
        self.white = float(np.clip(max(lit * 1.15, 4 * level), 0.3, 1.0))
        self.day = daylight(plate)
        self.white += self.day * (max(0.12, _DAY * level) - self.white)
        self._veil = mean * np.float32(_VEIL * self.day)
        glow = self._spread() * np.float32((1 - self.day) ** 2)
        rows, columns = (np.flatnonzero((glow > 1.5e-3).any(axis=axis)) for axis in (1, 0))
        self._around = (
            np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            if rows.size
            else np.s_[0:1, 0:1]
        )
        self._glow = glow[self._around]
        self.colour = np.zeros(3, np.float32)
        self._gain = 0.0

    def show(self, frame: Field, picture: Field) -> None:
        """Put a picture on, and its glow on what is around; `colour` is then its mean light."""
        if not self._gain:  # a dark programme is turned up, as on a set
            self._gain = self.white * float(
                np.clip(0.22 / max(0.02, luma(picture).mean()), 0.8, 2.5)
            )
        most = 1.2 + self.day * (self.white - 1.2)
        image = np.minimum(picture * np.float32(self._gain), np.float32(most))
        self.colour = image.mean(axis=(0, 1)).astype(np.float32)
        image = image + self._veil
        if not self.seen:
            return
        rows, columns = picture.shape[:2]
        shaped = np.dstack([image, _rounded((columns, rows))])
        placed = in_quad(shaped, self._corner, self._box)
        cover = blur(np.ascontiguousarray(placed[..., 3]), 0.8)[..., None]
        under = frame[self._here]
        under *= 1 - cover
        under += placed[..., :3] * cover
        lit = frame[self._around]
        lit += self._glow[..., None] * self.colour

    def mean_of(self, frame: Field) -> Field:
        """The mean light of what the plate itself shows there."""
        mask = filled_quad(self._corner, self._box) > 0.5
        if not self.seen or not mask.any():
            return np.zeros(3, np.float32)
        mean: Field = frame[self._here][mask].mean(axis=0)
        return mean

    def _spread(self) -> Field:
        """How its light lies on the wall around it."""
        rows, columns = np.mgrid[0 : self._size[1], 0 : self._size[0]].astype(np.float32)
        apart = (columns - np.float32(self.centre[0])) ** 2 + (
            rows - np.float32(self.centre[1])
        ) ** 2
        inside = np.zeros_like(apart)
        inside[self._here] = filled_quad(self._corner, self._box)
        near = np.exp(-apart / np.float32(self.area * 2.6))
        wide = np.exp(-apart / np.float32(self.area * 24))
        spread: Field = (1 - inside) * (np.float32(0.16) * near + np.float32(0.03) * wide)
        return spread


@cache
def _rounded(size: Size) -> Field:
    width, height = size
    radius = max(1.0, _ROUND * height)
    across = np.abs(np.arange(width, dtype=np.float32) + 0.5 - width / 2) - (width / 2 - radius)
    down = np.abs(np.arange(height, dtype=np.float32) + 0.5 - height / 2) - (height / 2 - radius)
    out = np.hypot(np.maximum(across, 0)[None], np.maximum(down, 0)[:, None])
    cover: Field = np.clip(radius - out + 0.5, 0, 1).astype(np.float32)
    return cover


def _area(quad: Field) -> float:
    x, y = quad[:, 0], quad[:, 1]
    return max(4.0, 0.5 * abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))))
