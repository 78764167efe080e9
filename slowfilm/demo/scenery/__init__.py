"""A street at dusk, in the rain, in 1998: the demo film's material.

Drawn and sounded by this code alone, the same each time. It shows no real place and no real
person: the man of its second scene is invented, and no voice says words.
"""

import wave
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from PIL import Image

from slowfilm.demo.scenery import broadcast, person, stills
from slowfilm.demo.scenery.camera import SIZE, Frame
from slowfilm.demo.scenery.sounds import RATE, SOUNDS, Samples, sound
from slowfilm.demo.scenery.stills import CAMERAS, picture
from slowfilm.media.colour import Conform
from slowfilm.media.proxy import ProxyWriter

__all__ = ["CLIP_RATE", "SELVES", "STREET", "clip", "names", "picture", "record", "sound", "write"]

CLIP_RATE = Fraction(24)


@dataclass(frozen=True, slots=True)
class _Clip:
    frames: Callable[[], Iterator[Frame]]
    size: tuple[int, int]
    sound: str = ""


_CLIPS = {
    **{name: _Clip(frames, SIZE) for name, frames in stills.CLIPS.items()},
    **{name: _Clip(frames, person.SIZE) for name, frames in person.CLIPS.items()},
    "broadcast-1997": _Clip(broadcast.tape, broadcast.TAPE, "broadcast"),
}
# What the scene with two selves is made of; all else is the street's.
SELVES = ("street-screen", "self-1998", "self-now", "broadcast-1997", "sound-line-1998",
          "sound-line-now")  # fmt: skip


def names() -> dict[str, str]:
    """The file name of everything there is, by name."""
    return {
        **{name: f"{name}.png" for name in CAMERAS},
        **{name: f"{name}.mp4" for name in _CLIPS},
        **{f"sound-{name}": f"{name}.wav" for name in SOUNDS},
    }


STREET = tuple(name for name in names() if name not in SELVES)


def clip(name: str) -> Iterator[Frame]:
    """Draw a clip by name, frame after frame at 24 a second. Raises KeyError."""
    return _CLIPS[name].frames()


def write(folder: Path, selection: Sequence[str]) -> dict[str, Path]:
    """Write what is wanted into `folder`: PNG stills, H.264 clips, 16-bit WAV sounds."""
    paths = {name: folder / names()[name] for name in selection}
    for name in filter(CAMERAS.__contains__, selection):
        Image.fromarray(picture(name)).save(paths[name], compress_level=3)
    # Clips draw on the stills' light, so they come after.
    clips = [name for name in selection if name in _CLIPS]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(_film, clips, (paths[name] for name in clips)))
    for name in filter(paths.__contains__, (f"sound-{stem}" for stem in SOUNDS)):
        record(sound(name.removeprefix("sound-")), paths[name])
    return paths


def _film(name: str, path: Path) -> None:
    shot = _CLIPS[name]
    width, height = shot.size
    conform = Conform(width, height, 0, "proxy")
    heard = bool(shot.sound)
    with ProxyWriter(path, width=width, height=height, rate=CLIP_RATE, sound=heard) as file:
        count = 0
        for index, frame in enumerate(shot.frames()):
            file.picture(index, conform(VideoFrame.from_ndarray(frame, "rgb24")))
            count += 1
        if heard:
            length = count * RATE // CLIP_RATE
            file.sound(np.ascontiguousarray(sound(shot.sound)[:, : int(length)]))


def record(samples: Samples, path: Path) -> None:
    """Write (2, n) samples at 48 kHz as a 16-bit WAV."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples.T, -1, 1) * 32767).astype("<i2").tobytes())
