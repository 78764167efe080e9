"""Depth in a plate, and the camera that goes slowly into it.

A street is taken for a corridor about its vanishing point, a plate without one for a flat
picture with a floor. Depth 1 is where the floor leaves the frame below; twice as far is 2.
"""

import numpy as np

from slowfilm.engines.base import Size
from slowfilm.engines.composite.pixels import Field
from slowfilm.engines.composite.plate import Window
from slowfilm.engines.layout import Layout

FOCUS = 1.2  # the lens's focal length, in heights of the frame
_IN = 0.09  # how far the camera goes in, of depth 1
_ZOOM = 0.035  # how much a flat plate grows
_FAR, _NEAR = 8.0, 0.35

Place = tuple[float, float, float]  # right, down, away; in heights of the frame at depth 1


class Space:
    """Where things are in the frame and behind it, over a shot of so many frames."""

    def __init__(self, layout: Layout, window: Window, frames: int, seed: int) -> None:
        self.size: Size = window.frame
        width, height = window.frame
        self.deep = layout.vanishing is not None
        eye = layout.vanishing or ((window.seen[0] + window.seen[2]) / 2, layout.horizon)
        self.x, self.y = window.at(eye)
        self.y = min(self.y, 0.9 * height)
        # Each wall where it leaves the frame; one that runs off behind the eye is as near as that.
        self._left, self._right = max(self.x, 0.15 * width), max(width - self.x, 0.15 * width)
        self._down, self._up = height - self.y, max(self.y, 0.5 * height)
        self._last = max(1, frames - 1)
        turn = np.random.default_rng([seed, 5]).uniform(-1, 1, 2)
        self._pan = float(turn[0]) * 0.006 * width, float(turn[1]) * 0.004 * height
        rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
        self._from_x, self._from_y = columns - np.float32(self.x), rows - np.float32(self.y)
        self._near = self._nearness(self._from_x, self._from_y)

    def ground(self, y: float) -> float:
        """How deep the floor is where it is seen at height `y` of the frame."""
        return float(np.clip(self._down / max(1e-3, y - self.y), _NEAR, _FAR))

    def depth(self, x: float, y: float) -> float:
        """How deep the wall, floor or sky is that is seen at a point of the frame."""
        if not self.deep:
            return 1.3
        near = self._nearness(np.float32(x - self.x), np.float32(y - self.y))
        return float(np.clip(1 / max(1e-3, float(near)), _NEAR, _FAR))

    def place(self, x: float, y: float, depth: float) -> Place:
        """A point of the frame at a depth, in space."""
        height = self.size[1]
        return (x - self.x) / height * depth, (y - self.y) / height * depth, FOCUS * depth

    def grown(self, index: int, depth: float) -> float:
        """How much larger things at a depth are seen at frame `index` than at the first."""
        way = self._way(index)
        if not self.deep:
            return (1 + _ZOOM * way) * (1 + 0.3 * _ZOOM * way * (1.5 - min(depth, 3)) / 1.5)
        return depth / (depth - min(_IN * way, 0.5 * depth))

    def moved(self, index: int, x: float, y: float, depth: float) -> tuple[float, float]:
        """Where a point of the first frame is seen at frame `index`."""
        grown, way = self.grown(index, depth), self._way(index)
        pan = (0.0, 0.0) if self.deep else (self._pan[0] * way, self._pan[1] * way)
        return self.x + (x - self.x) * grown + pan[0], self.y + (y - self.y) * grown + pan[1]

    def seen_from(self, index: int) -> tuple[Field, Field]:
        """For each pixel of frame `index`, where it is in the first: across, down."""
        way = np.float32(self._way(index))
        if self.deep:
            shrunk = 1 / (1 + np.float32(_IN) * way * self._near)
            return (
                self._from_x * shrunk + np.float32(self.x),
                self._from_y * shrunk + np.float32(self.y),
            )
        smaller = np.float32(1 / (1 + _ZOOM * way))
        pan_x, pan_y = (np.float32(pan) * way for pan in self._pan)
        return (
            (self._from_x - pan_x) * smaller + np.float32(self.x),
            (self._from_y - pan_y) * smaller + np.float32(self.y),
        )

    def _nearness(self, x: Field | np.float32, y: Field | np.float32) -> Field:
        down = np.where(y > 0, y / np.float32(self._down), -y / np.float32(self._up))
        aside = np.where(x < 0, -x / np.float32(self._left), x / np.float32(self._right))
        return np.maximum(aside, down).astype(np.float32)

    def _way(self, index: int) -> float:
        time = index / self._last
        return 0.5 * time + 0.5 * time * time * (3 - 2 * time)
