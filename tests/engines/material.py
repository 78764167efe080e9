"""Small pictures, clips and sounds to make requests of."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from slowfilm.demo.scenery import record
from slowfilm.engines import engine
from slowfilm.engines.base import Input, Kind, Request, Role

Pixels = NDArray[np.uint8]


def scene(width: int, height: int, seed: int = 0) -> Pixels:
    """Soft shapes and a little texture, (height, width, 3)."""
    draw = np.random.default_rng(seed)
    coarse = draw.integers(20, 230, (9, 16, 3), dtype=np.uint8)
    soft = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    noise = draw.integers(0, 12, (height, width, 1), dtype=np.uint8)
    return np.asarray(soft) // 2 + noise + 40


def picture(path: Path, pixels: Pixels) -> Path:
    Image.fromarray(pixels).save(path)
    return path


def clip(path: Path, seconds: int, size: tuple[int, int] = (320, 180), drift: int = 3) -> Path:
    """A clip at 24 a second in which everything goes left by `drift` pixels a frame."""
    wide = scene(size[0] + abs(drift) * 24 * seconds, size[1], seed=9)
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", 24, options={"crf": "12", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(24 * seconds):
            left = number * drift if drift >= 0 else -drift * (24 * seconds - number)
            pixels = np.ascontiguousarray(wide[:, left : left + size[0]])
            file.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        file.mux(stream.encode(None))
    return path


def tone(path: Path, seconds: float, hertz: float, *, loud: float = 0.3) -> Path:
    """A tone that comes and goes twice a second."""
    time = np.arange(round(seconds * 48000)) / 48000
    wave = loud * np.sin(2 * np.pi * hertz * time) * (0.6 + 0.4 * np.sin(4 * np.pi * time))
    record(np.stack([wave, wave]).astype(np.float32), path)
    return path


def cited(number: int, kind: Kind, role: Role, path: Path, **more: Any) -> Input:
    name = {"picture": "Image", "video": "Video", "sound": "Audio"}[kind]
    return Input(f"@{name}{number}", kind, role, path, digest=path.name, **more)


def asking(*inputs: Input, name: str = "animatic", **more: Any) -> Request:
    """A request as small and short as the engine makes them."""
    can = engine(name).capabilities()
    width, height = min(can.sizes, key=lambda size: size[0] * size[1])
    frames = -int(-can.min_seconds * can.rates[0] // 1)
    fields: dict[str, Any] = {
        "prompt": "A street in the rain. 雨中的街。",
        "width": width,
        "height": height,
        "rate": Fraction(can.rates[0]),
        "frames": frames,
        "seed": 11,
        "inputs": inputs,
    }
    return Request(**{**fields, **more})
