from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from slowfilm.media.derive import TASKS
from slowfilm.media.errors import MediaError
from slowfilm.media.master import MasterWriter, master_frame, read_master
from slowfilm.media.probe import probe
from tests.media.barcode import numbers, tone, write_clip

NTSC_FILM = Fraction(24000, 1001)
Picture = NDArray[np.uint16]


def pictures(count: int, height: int = 90, width: int = 121) -> list[Picture]:
    """Noise in all ten bits."""
    source = np.random.default_rng(7)
    return [source.integers(0, 1024, (height, width, 3), np.uint16) for _ in range(count)]


def write(path: Path, frames: list[Picture], sound: NDArray[np.float32] | None = None) -> Path:
    height, width, _ = frames[0].shape
    with MasterWriter(
        path, width=width, height=height, rate=NTSC_FILM, sound=sound is not None
    ) as master:
        for i, frame in enumerate(frames):
            master.frame(frame)
            if sound is not None:
                master.sound(sound[:, i * 2002 : (i + 1) * 2002])
    return path


def test_every_code_value_comes_back(tmp_path: Path) -> None:
    frames = pictures(20)
    path = write(tmp_path / "m.mkv", frames, tone(1))
    back = list(read_master(path))
    assert len(back) == 20
    assert all(np.array_equal(a, b) for a, b in zip(frames, back, strict=True))


def test_any_frame_is_found_alone(tmp_path: Path) -> None:
    frames = pictures(60, 32, 48)
    path = write(tmp_path / "m.mkv", frames)
    for index in (0, 59, 1, 31, 58, 7):
        assert np.array_equal(master_frame(path, index), frames[index])
    with pytest.raises(MediaError) as caught:
        master_frame(path, 60)
    assert caught.value.code == "no-picture"


def test_eight_bits_become_ten_over_the_whole_range(tmp_path: Path) -> None:
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, axis=2)
    with MasterWriter(
        tmp_path / "m.mkv", width=16, height=16, rate=Fraction(24), sound=False
    ) as master:
        master.frame(ramp)
    (back,) = read_master(tmp_path / "m.mkv")
    assert np.abs(back / 1023 - ramp / 255).max() < 0.5 / 1023 + 1e-9 + 0.25 / 1023
    assert np.array_equal(np.rint(back * (255 / 1023)).astype(np.uint8), ramp)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    frames = pictures(8)
    first = write(tmp_path / "1.mkv", frames, tone(0.4)).read_bytes()
    assert first == write(tmp_path / "2.mkv", frames, tone(0.4)).read_bytes()


def test_sound_is_24_bit_and_as_long_as_the_picture(tmp_path: Path) -> None:
    wave = tone(0.5)
    path = write(tmp_path / "m.mkv", pictures(24, 16, 16), wave)
    with av.open(str(path)) as container:
        assert container.streams.audio[0].codec_context.name == "pcm_s24le"
        heard = np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)
    heard = heard.reshape(-1, 2).T / 2**31
    assert heard.shape == (2, 48048)
    assert np.abs(heard[:, :24000] - wave).max() < 2**-23
    assert np.abs(heard[:, 24000:]).max() == 0


def test_a_master_knows_its_rate(tmp_path: Path) -> None:
    about = probe(write(tmp_path / "m.mkv", pictures(50, 16, 16)))
    assert (about.rate, about.frames, about.codec) == (NTSC_FILM, 50, "ffv1")


def test_a_clip_made_elsewhere_becomes_a_master_and_its_proxy(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "d.mp4", NTSC_FILM, 30, (641, 361), pixels="yuv444p")
    request = {"path": str(clip), "folder": str(tmp_path)}
    result = TASKS["master"](request, lambda fraction: None)
    assert result["master"] == {"name": "master.mkv", "width": 641, "height": 361}
    assert numbers(tmp_path / "master.mkv") == list(range(30))
    assert numbers(tmp_path / "proxy.mp4") == list(range(30))
    assert probe(tmp_path / "master.mkv").rate == NTSC_FILM


def test_a_turned_clip_becomes_an_upright_master(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "d.mp4", frames=3, rotation=90, sound=tone(0.1))
    result = TASKS["master"]({"path": str(clip), "folder": str(tmp_path)}, lambda fraction: None)
    assert (result["master"]["width"], result["master"]["height"]) == (192, 320)
    assert master_frame(tmp_path / "master.mkv", 2).shape == (320, 192, 3)
