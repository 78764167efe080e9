"""One voice as this engine would let it sound: for whoever is asked to lend theirs."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from slowfilm.engines.composite.sound import in_a_scene, through_a_window
from slowfilm.engines.shared.loudness import RATE, Samples, limited
from slowfilm.engines.shared.sounds import faded, heard_of
from slowfilm.media.proxy import ProxyWriter
from slowfilm.media.room_tone import toned

AROUND = 10.0  # seconds on each side of what is heard, in which the room is listened to
SEED = 1998
Span = tuple[int, int]  # milliseconds, half-open


def heard_by_use(path: Path, span: Span, voices: Sequence[Span], folder: Path) -> dict[str, Path]:
    """Write `span` of a sound's or clip's voice in four ways into `folder`; each file by name.

    `voices`: all spans of the file in which somebody speaks; of them nothing is in the room tone.
    Raises MediaError.
    """
    start, stop = span[0] / 1000, span[1] / 1000
    before = min(AROUND, start)
    first = start - before
    around = heard_of(path, (first, stop + AROUND), round((before + stop - start + AROUND) * RATE))
    part = slice(round(before * RATE), round((before + stop - start) * RATE))
    own = faded(around[:, part], 0.02, 0.05)
    hidden = [(low / 1000 - first, high / 1000 - first) for low, high in voices]
    room = toned(around, [each for each in hidden if each[1] > 0], SEED)[:, part]
    sounds = {
        "as-recorded": own,
        "in-a-scene": limited(in_a_scene(own)),
        "through-a-window": limited(through_a_window(own)),
        "room-tone": room,
    }
    return {name: _written(sound, folder / f"{name}.m4a") for name, sound in sounds.items()}


def _written(sound: Samples, path: Path) -> Path:
    with ProxyWriter(path, rate=None, sound=True) as writer:
        for at in range(0, sound.shape[1], RATE):
            writer.sound(np.ascontiguousarray(sound[:, at : at + RATE], np.float32))
    return path
