"""The outline of a sound, small enough to be drawn under a whole clip.

The file is raw bytes: for each hundredth of a second two signed bytes, the lowest and the
highest sample of all channels in it, -127 to 127 for full scale. The last pair may cover less.
"""

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from slowfilm.media.mixing import SAMPLE_RATE, Samples

PAIRS_A_SECOND = 100
SPAN = SAMPLE_RATE // PAIRS_A_SECOND


class Waveform:
    """Write the waveform of samples as they come, float32 of shape (2, n)."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")
        self.rest = np.zeros((2, 0), np.float32)

    def add(self, samples: Samples) -> None:
        """The next samples, float32 of shape (2, n) at 48 kHz, full scale ±1. Raises OSError."""
        samples = np.concatenate((self.rest, samples), axis=1)
        whole = samples.shape[1] // SPAN * SPAN
        self._write(samples[:, :whole].reshape(2, -1, SPAN))
        self.rest = samples[:, whole:]

    def _write(self, spans: Samples) -> None:
        pairs = np.stack((spans.min(axis=(0, 2)), spans.max(axis=(0, 2))), axis=1)
        self.file.write(np.rint(np.clip(pairs, -1, 1) * 127).astype(np.int8).tobytes())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self.file:
            if self.rest.shape[1]:
                self._write(self.rest[:, None, :])
