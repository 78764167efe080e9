"""Small pictures, clips and sounds to make requests of."""

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from slowfilm.demo.scenery import record
from slowfilm.engines import engine
from slowfilm.engines.base import Input, Kind, Request, Role
from tests.engines import mannequin

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


@cache
def person(height: int, stride: float = 0.0, turn: float = 0.0) -> Pixels:
    """A person of our own code before a grey wall, lit from the left."""
    drawn = mannequin.drawn(height, stride, turn)
    rows, columns = drawn.matte.shape
    wall = np.full((rows, columns * 2, 3), 0.18, np.float32)
    wall += np.linspace(0, 0.12, rows, dtype=np.float32)[:, None, None]
    here = wall[:, columns // 2 : columns // 2 + columns]
    matte = drawn.matte[..., None]
    here[:] = here * (1 - matte) + drawn.lit((-0.5, -0.6, 0.6)) * matte
    noise = np.random.default_rng(0).normal(0, 0.008, wall.shape)
    coded = np.clip(wall, 0, 1) ** (1 / 2.2) + noise
    return (np.clip(coded, 0, 1) * 255 + 0.5).astype(np.uint8)


def walk(path: Path, frames: int, height: int = 150, across: int = 0) -> Path:
    """A clip of a person who shifts from foot to foot, 12 pictures a second.

    With `across`, they go that many pixels to the left in each, from the right of a wide wall.
    """
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", 12, options={"crf": "12", "preset": "ultrafast"})
        for number in range(frames):
            pixels = person(height, 0.5 * (number % 4 - 1.5) / 1.5, 0.5)
            if across:
                wall = pixels[:, :1].repeat(pixels.shape[1] + across * frames, axis=1)
                left = across * (frames - number)
                wall[:, left : left + pixels.shape[1]] = pixels
                pixels = wall
            rows, columns = (side // 2 * 2 for side in pixels.shape[:2])
            pixels = np.ascontiguousarray(pixels[:rows, :columns])
            if not number:
                stream.height, stream.width = pixels.shape[:2]
                stream.pix_fmt = "yuv420p"
            file.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        file.mux(stream.encode(None))
    return path


def needed(name: str, folder: Path, *there: Input) -> list[Input]:
    """What an engine must have beside what is there before it runs: numbered from 11 on."""
    roles = {item.role for item in there}
    made = []
    for number, choice in enumerate(engine(name).capabilities().requires, 11):
        if choice & roles:
            continue
        if "driving" in choice:
            performer = walk(folder / f"{number}.mp4", 2)
            made.append(cited(number, "video", "driving", performer))
        else:
            role: Role = "plate" if "plate" in choice else "subject"
            pixels = person(200) if role == "subject" else scene(640, 360, 4)
            made.append(cited(number, "picture", role, picture(folder / f"{number}.png", pixels)))
    return made


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
