"""What another program made, cut to an order: any size, rate and length, with sound or without."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from slowfilm.media.conform import conformed, covering
from slowfilm.media.errors import MediaError
from slowfilm.media.names import MASTER
from slowfilm.media.probe import Probe, probe

Frame = NDArray[np.uint8]


def frames(count: int, size: tuple[int, int]) -> list[Frame]:
    """Each of another grey, with a white right edge."""
    made = []
    for number in range(count):
        rgb = np.full((size[1], size[0], 3), 30 + 20 * (number % 10), np.uint8)
        rgb[:, -size[0] // 6 :] = 250
        made.append(rgb)
    return made


def clip(path: Path, count: int, size: tuple[int, int], rate: int, *, sound: bool = False) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate, options={"crf": "4", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv444p"
        audio = out.add_stream("aac", 48000, layout="stereo") if sound else None
        for rgb in frames(count, size):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, "rgb24")))
        out.mux(stream.encode(None))
        if audio:
            wave = 0.3 * np.sin(np.arange(48000 * count // rate) / 20).astype(np.float32)
            heard = av.AudioFrame.from_ndarray(np.stack([wave, wave]), "fltp", "stereo")
            heard.sample_rate = 48000
            out.mux(audio.encode(heard))
            out.mux(audio.encode(None))
    return path


def stills(folder: Path, count: int, size: tuple[int, int]) -> list[Path]:
    paths = [folder / f"{number}.png" for number in range(count)]
    for path, rgb in zip(paths, frames(count, size), strict=True):
        Image.fromarray(rgb).save(path)
    return paths


def moving(path: Path, count: int, size: tuple[int, int], rate: int) -> Path:
    images = [Image.fromarray(rgb) for rgb in frames(count, size)]
    more = {"append_images": images[1:], "duration": 1000 // rate, "lossless": True}
    images[0].save(path, save_all=True, **more)
    return path


def cut(folder: Path, *paths: Path, **more: Any) -> tuple[Probe, dict[str, Any], list[Frame]]:
    """A second at 24 of 96 × 54: the master's measures, the facts, and its pictures."""
    made = folder / "made"
    made.mkdir()
    order = {"width": 96, "height": 54, "rate": "24", "frames": 24, "own_rate": "24"}
    asked = {"folder": str(made), "paths": [str(path) for path in paths], "heard": False}
    told: list[float] = []
    result = conformed({**asked, **order, **more}, told.append)
    assert told == sorted(told) and told[-1] == 1
    with av.open(str(made / MASTER)) as file:
        shown = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    return probe(made / MASTER), result["facts"], shown


def changes(shown: list[Frame]) -> list[int]:
    """The frames that are not as the one before."""
    return [n for n, (a, b) in enumerate(pairwise(shown), 1) if np.abs(a - b.astype(int)).max() > 8]


def test_what_is_as_ordered_is_said_to_be_nothing_else(tmp_path: Path) -> None:
    about, facts, shown = cut(tmp_path, clip(tmp_path / "a.mp4", 24, (96, 54), 24))
    assert (about.width, about.height, about.frames, about.rate) == (96, 54, 24, Fraction(24))
    assert not about.has_sound and facts == {} and len(shown) == 24


@pytest.mark.parametrize("kind", ["clip", "webp"])
def test_a_slower_shorter_smaller_one(tmp_path: Path, kind: str) -> None:
    if kind == "clip":
        path = clip(tmp_path / "a.mp4", 5, (48, 36), 8)
    else:
        path = moving(tmp_path / "a.webp", 5, (48, 36), 8)
    about, facts, shown = cut(tmp_path, path, heard=True)
    assert (about.width, about.height, about.frames, about.has_sound) == (96, 54, 24, True)
    assert facts == {
        "made_size": [48, 36],
        "enlarged": 2.0,
        "made_rate": "8",
        "made_frames": 5,
        "held": 9,
        "silent": True,
    }
    assert changes(shown) == [3, 6, 9, 12]
    assert shown[0][:, :70].max() < 60 and shown[0][:, 88:].min() > 230, "whole to its edges"


def test_pictures_come_at_the_rate_that_is_said(tmp_path: Path) -> None:
    paths = stills(tmp_path, 10, (96, 54))
    _about, facts, shown = cut(tmp_path, *paths, own_rate="12")
    assert changes(shown) == list(range(2, 20, 2))
    assert facts == {"made_rate": "12", "made_frames": 10, "held": 4}


def test_one_picture_is_held(tmp_path: Path) -> None:
    _about, facts, shown = cut(tmp_path, *stills(tmp_path, 1, (96, 54)))
    assert len(shown) == 24 and changes(shown) == [] and facts["held"] == 23


def test_what_is_longer_is_cut_and_its_sound_kept_to_the_length(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 30, (96, 54), 24, sound=True)
    about, facts, _shown = cut(tmp_path, path, heard=True)
    assert facts == {"made_frames": 30, "trimmed": 6}
    assert about.has_sound and about.duration == 1


def test_a_sound_of_its_own_counts_and_is_filled(tmp_path: Path) -> None:
    sounding = clip(tmp_path / "s.mp4", 12, (96, 54), 24, sound=True)
    paths = stills(tmp_path, 24, (96, 54))
    about, facts, _shown = cut(tmp_path, *paths, sound=str(sounding), heard=True)
    assert about.has_sound and about.duration == 1 and facts == {}


def test_what_is_no_picture_is_said(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_bytes(b"not a clip at all")
    with pytest.raises(MediaError):
        cut(tmp_path, tmp_path / "text.mp4")


def test_covering() -> None:
    assert covering((100, 100), (96, 54)) == (96, 96)
    assert covering((832, 480), (1280, 720)) == (1280, 738)
