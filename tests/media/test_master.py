from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from slowfilm.media.derive import task as task_of
from slowfilm.media.errors import MediaError
from slowfilm.media.master import MasterWriter, open_master
from slowfilm.media.names import MASTER, MASTER_TYPE
from slowfilm.media.probe import probe
from tests.media.barcode import numbers, tone, write_clip
from tests.media.masters import Ffv1Writer, digest_of, opened

NTSC_FILM = Fraction(24000, 1001)
RATES = (NTSC_FILM, Fraction(24), Fraction(25), Fraction(30000, 1001))
Picture = NDArray[np.uint16]

both = pytest.mark.parametrize("writer", [MasterWriter, Ffv1Writer])


def pictures(count: int, height: int = 90, width: int = 121) -> list[Picture]:
    """Noise in all ten bits."""
    source = np.random.default_rng(7)
    return [source.integers(0, 1024, (height, width, 3), np.uint16) for _ in range(count)]


def write(
    path: Path,
    frames: list[Picture],
    sound: NDArray[np.float32] | None = None,
    rate: Fraction = NTSC_FILM,
    writer: type[MasterWriter] = MasterWriter,
) -> Path:
    """Write a master; sound is given beside the pictures it is heard with."""
    height, width, _ = frames[0].shape
    with writer(path, width=width, height=height, rate=rate, sound=sound is not None) as master:
        for i, frame in enumerate(frames):
            master.frame(frame)
            if sound is not None:
                start, stop = (round(n / rate * 48000) for n in (i, i + 1))
                master.sound(sound[:, start:stop])
    return path


def heard(path: Path) -> NDArray[np.float64]:
    """All of a master's sound, of shape (2, n), full scale ±1."""
    with av.open(str(path)) as container:
        assert container.streams.audio[0].codec_context.name == "pcm_s24le"
        parts = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(parts, axis=1).reshape(-1, 2).T / 2**31


@both
def test_every_code_value_comes_back(tmp_path: Path, writer: type[MasterWriter]) -> None:
    frames = pictures(20)
    path = write(tmp_path / MASTER, frames, tone(1), writer=writer)
    with opened(path) as master:
        for _ in range(2):  # from the beginning each time
            back = list(master.frames())
            assert len(back) == 20
            assert all(np.array_equal(a, b) for a, b in zip(frames, back, strict=True))


@both
@pytest.mark.parametrize("rate", RATES)
def test_any_frame_is_found_alone(
    tmp_path: Path, rate: Fraction, writer: type[MasterWriter]
) -> None:
    frames = pictures(60, 32, 48)
    path = write(tmp_path / MASTER, frames, tone(2.6), rate, writer)
    with opened(path) as master:
        for index in (0, 59, 1, 31, 58, 7, 7):
            assert np.array_equal(master.frame(index), frames[index])
        with pytest.raises(MediaError) as caught:
            master.frame(60)
        assert caught.value.code == "no-picture"
        assert np.array_equal(master.frame(59), frames[59])


@pytest.mark.parametrize("size", [(1, 1), (7, 1), (2, 3), (1, 3), (33, 5), (16, 16)])
def test_no_size_is_too_small(tmp_path: Path, size: tuple[int, int]) -> None:
    frames = pictures(3, *size)
    with opened(write(tmp_path / MASTER, frames)) as master:
        assert all(np.array_equal(a, b) for a, b in zip(frames, master.frames(), strict=True))


def test_pictures_unlike_all_before_them_are_exact(tmp_path: Path) -> None:
    """The tables are made for what came before: here for stillness, and for soft noise."""
    height, width = 180, 320
    draw = np.random.default_rng(1)
    still = np.zeros((height, width, 3), np.uint16)
    steps = draw.geometric(0.5, (height, width, 3)) * draw.choice((-1, 1), (height, width, 3))
    soft = (np.cumsum(steps, axis=1) % 1024).astype(np.uint16)
    harsh = np.indices((height, width)).sum(0) % 2 * np.uint16(512)
    frames = [still] * 20 + pictures(2, height, width) + [soft] * 20
    frames += [np.repeat(harsh[:, :, None], 3, axis=2).astype(np.uint16), still]
    with opened(write(tmp_path / MASTER, frames)) as master:
        assert all(np.array_equal(a, b) for a, b in zip(frames, master.frames(), strict=True))


def test_eight_bits_become_ten_over_the_whole_range(tmp_path: Path) -> None:
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, axis=2)
    with MasterWriter(
        tmp_path / MASTER, width=16, height=16, rate=Fraction(24), sound=False
    ) as master:
        master.frame(ramp)
    with opened(tmp_path / MASTER) as read:
        (back,) = read.frames()
    assert np.abs(back / 1023 - ramp / 255).max() < 0.5 / 1023 + 1e-9 + 0.25 / 1023
    assert np.array_equal(np.rint(back * (255 / 1023)).astype(np.uint8), ramp)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    frames = pictures(8)
    first = write(tmp_path / "1.avi", frames, tone(0.4)).read_bytes()
    assert first == write(tmp_path / "2.avi", frames, tone(0.4)).read_bytes()


@both
@pytest.mark.parametrize("rate", RATES)
def test_sound_is_24_bit_and_as_long_as_the_picture(
    tmp_path: Path, rate: Fraction, writer: type[MasterWriter]
) -> None:
    wave = tone(0.5)
    path = write(tmp_path / MASTER, pictures(24, 16, 16), wave, rate, writer)
    sound = heard(path)
    assert sound.shape == (2, round(24 / rate * 48000))
    assert np.abs(sound[:, :24000] - wave).max() < 2**-23
    assert np.abs(sound[:, 24000:]).max() == 0


def test_sound_that_comes_after_all_pictures_is_exact(tmp_path: Path) -> None:
    frames, wave = pictures(120, 16, 16), tone(5)
    with MasterWriter(
        tmp_path / MASTER, width=16, height=16, rate=Fraction(24), sound=True
    ) as master:
        for frame in frames:
            master.frame(frame)
        master.sound(wave)
    assert np.abs(heard(tmp_path / MASTER) - wave).max() < 2**-23
    with opened(tmp_path / MASTER) as read:
        assert all(np.array_equal(a, b) for a, b in zip(frames, read.frames(), strict=True))
        assert np.array_equal(read.frame(77), frames[77])


@pytest.mark.parametrize("rate", RATES)
def test_a_master_knows_its_rate(tmp_path: Path, rate: Fraction) -> None:
    about = probe(write(tmp_path / MASTER, pictures(50, 16, 16), tone(2.2), rate))
    assert (about.rate, about.frames, about.codec) == (rate, 50, "ffvhuff")
    assert (about.media_type, about.variable_rate, about.interlaced) == (MASTER_TYPE, False, False)
    assert about.duration == 50 / rate


@both
@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.999])
def test_a_master_with_one_bit_changed_is_refused(
    tmp_path: Path, place: float, writer: type[MasterWriter]
) -> None:
    path = write(tmp_path / MASTER, pictures(10), tone(0.5), writer=writer)
    digest, data = digest_of(path), bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 0x10
    path.write_bytes(data)
    with pytest.raises(MediaError) as caught, open_master(path, digest):
        raise AssertionError("it was opened")
    assert caught.value.code == "damaged"


def test_a_master_cut_short_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / MASTER, pictures(10))
    digest = digest_of(path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(MediaError) as caught, open_master(path, digest):
        raise AssertionError("it was opened")
    assert caught.value.code == "damaged"


@pytest.mark.slow
def test_a_clip_made_elsewhere_becomes_a_master_and_its_proxy(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "d.mp4", NTSC_FILM, 30, (641, 361), pixels="yuv444p")
    request = {"path": str(clip), "folder": str(tmp_path)}
    result = task_of("master")(request, lambda fraction: None)
    assert result["master"] == {"name": MASTER, "width": 641, "height": 361}
    assert numbers(tmp_path / MASTER) == list(range(30))
    assert numbers(tmp_path / "proxy.mp4") == list(range(30))
    assert probe(tmp_path / MASTER).rate == NTSC_FILM


@both
def test_a_master_brought_in_again_keeps_every_code_value(
    tmp_path: Path, writer: type[MasterWriter]
) -> None:
    frames = pictures(6, 64, 96)
    clip = write(tmp_path / "again.avi", frames, tone(0.25), writer=writer)
    task_of("master")({"path": str(clip), "folder": str(tmp_path)}, lambda fraction: None)
    with opened(tmp_path / MASTER) as master:
        assert all(np.array_equal(a, b) for a, b in zip(frames, master.frames(), strict=True))


def test_a_turned_clip_becomes_an_upright_master(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "d.mp4", frames=3, rotation=90, sound=tone(0.1))
    result = task_of("master")({"path": str(clip), "folder": str(tmp_path)}, lambda fraction: None)
    assert (result["master"]["width"], result["master"]["height"]) == (192, 320)
    with opened(tmp_path / MASTER) as master:
        assert master.frame(2).shape == (320, 192, 3)
