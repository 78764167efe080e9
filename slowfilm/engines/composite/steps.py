"""How far someone has walked who a camera goes along with: the foot that carries them stays."""

import numpy as np

from slowfilm.engines.composite.pixels import Field

_OTHER = 0.008  # heights the other foot must be lower before it is the one that carries
_LEAP = 0.12  # heights a foot may go against the body from one picture to the next
_STRIDE = 0.08  # heights the feet must once have been apart, or nobody walks


class Steps:
    """Counts the way gone, in pixels of the picture, from where both feet are in each."""

    def __init__(self) -> None:
        self._carries, self._widest, self._way = -1, 0.0, 0.0
        self._last: Field | None = None

    def add(self, hip: float, feet: Field, height: float) -> None:
        """The next picture: x of the hips, both feet (2, 2) as x and y, and how tall they are."""
        against = feet[:, 0] - np.float32(hip)
        self._widest = max(self._widest, float(abs(against[0] - against[1])) / height)
        lower = int(feet[:, 1].argmax())
        if self._carries < 0 or feet[lower, 1] - feet[self._carries, 1] > _OTHER * height:
            self._carries = lower
        if self._last is not None:
            went = float(against[self._carries] - self._last[self._carries])
            self._way -= float(np.clip(went, -_LEAP * height, _LEAP * height))
        self._last = against

    @property
    def gone(self) -> float:
        """How far they went to the right; 0 for who stands."""
        return self._way if self._widest > _STRIDE else 0.0
