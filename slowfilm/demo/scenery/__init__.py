"""A street at dusk, in the rain, in 1998: the demo film's material.

Drawn and sounded by this code alone, the same each time. It shows no real place and no real
person; the voice is synthetic and says nothing.
"""

import wave
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from PIL import Image

from slowfilm.demo.scenery.camera import SIZE
from slowfilm.demo.scenery.sounds import RATE, SOUNDS, Samples, sound
from slowfilm.demo.scenery.stills import CAMERAS, CLIPS, clip, picture
from slowfilm.media.colour import Conform
from slowfilm.media.proxy import ProxyWriter

__all__ = ["CLIP_RATE", "clip", "names", "picture", "record", "sound", "write"]

CLIP_RATE = Fraction(24)


def names() -> dict[str, str]:
    """The file name of everything there is, by name."""
    return {
        **{name: f"{name}.png" for name in CAMERAS},
        **{name: f"{name}.mp4" for name in CLIPS},
        **{f"sound-{name}": f"{name}.wav" for name in SOUNDS},
    }


def write(folder: Path) -> dict[str, Path]:
    """Write all of it into `folder`: PNG stills, H.264 clips, 16-bit WAV sounds."""
    paths = {name: folder / file for name, file in names().items()}
    for name in CAMERAS:
        Image.fromarray(picture(name)).save(paths[name], compress_level=3)
    with ThreadPoolExecutor(2) as threads:  # clips draw on the stills' light, so they come after
        list(threads.map(_film, CLIPS, (paths[name] for name in CLIPS)))
    for name in SOUNDS:
        record(sound(name), paths[f"sound-{name}"])
    return paths


def _film(name: str, path: Path) -> None:
    width, height = SIZE
    conform = Conform(width, height, 0, "proxy")
    with ProxyWriter(path, width=width, height=height, rate=CLIP_RATE, sound=False) as file:
        for index, frame in enumerate(clip(name)):
            file.picture(index, conform(VideoFrame.from_ndarray(frame, "rgb24")))


def record(samples: Samples, path: Path) -> None:
    """Write (2, n) samples at 48 kHz as a 16-bit WAV."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples.T, -1, 1) * 32767).astype("<i2").tobytes())
