import contextlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from slowfilm.media.derive import task as task_of
from slowfilm.media.names import MASTER
from tests.media.barcode import blot, number, numbers, tone, write_clip

NTSC_FILM = Fraction(24000, 1001)


def make(task: str, path: Path, **more: Any) -> dict[str, Any]:
    folder = path.parent / "made"
    folder.mkdir(exist_ok=True)
    return task_of(task)({"path": str(path), "folder": str(folder), **more}, lambda fraction: None)


def made(path: Path, name: str = "proxy.mp4") -> Path:
    return path.parent / "made" / name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "rate", "frames"),
    [
        ("a.mp4", NTSC_FILM, 101),
        ("a.mkv", Fraction(24), 24),
        ("a.mov", Fraction(25), 50),
        ("a.ts", Fraction(30000, 1001), 61),
    ],
)
def test_every_frame_is_there_once_in_order_at_its_time(
    tmp_path: Path, name: str, rate: Fraction, frames: int
) -> None:
    path = write_clip(tmp_path / name, rate, frames, sound=tone(float(frames / rate)))
    make("video", path)
    assert numbers(made(path)) == list(range(frames))
    with av.open(str(made(path))) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.average_rate == rate
        assert video.time_base and audio.time_base and audio.duration
        times = [p.pts * video.time_base for p in container.demux(video) if p.pts is not None]
        assert times == [i / rate for i in range(frames)]
        assert abs(audio.duration * audio.time_base - frames / rate) <= Fraction(1, 48000)


@pytest.mark.slow
def test_it_is_what_browsers_play(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", frames=40, sound=tone(1))
    make("video", path)
    data = made(path).read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")
    with av.open(str(made(path))) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.pix_fmt) == ("h264", "yuv420p")
        tags = (video.color_primaries, video.color_trc, video.colorspace, video.color_range)
        assert tags == (1, 1, 1, 1)
        assert (audio.codec_context.name, audio.sample_rate) == ("aac", 48000)
        keys = [i for i, p in enumerate(container.demux(video)) if p.is_keyframe]
        assert keys == [0, 12, 24, 36]


@pytest.mark.parametrize("degrees", [90, 180, -90])
def test_a_turned_clip_stands_upright(tmp_path: Path, degrees: int) -> None:
    path = write_clip(tmp_path / "turned.mp4", frames=8, rotation=degrees)
    make("video", path)
    back = -degrees // 90
    with av.open(str(made(path))) as container:
        for i, frame in enumerate(container.decode(video=0)):
            assert frame.rotation == 0
            lying = np.rot90(frame.to_ndarray(format="gray"), back)
            assert number(np.ascontiguousarray(lying)) == i


@pytest.mark.parametrize("degrees", [0, 90, 180, -90])
def test_a_mirrored_clip_is_shown_as_its_camera_meant(tmp_path: Path, degrees: int) -> None:
    path = write_clip(tmp_path / "selfie.mp4", frames=8, rotation=degrees, mirrored=True)
    assert make("master", path)["probe"]["mirrored"]
    for name in ("proxy.mp4", MASTER):
        with av.open(str(made(path, name))) as container:
            for i, frame in enumerate(container.decode(video=0)):
                lying = np.rot90(np.fliplr(frame.to_ndarray(format="gray")), -degrees // 90)
                assert number(np.ascontiguousarray(lying).astype(np.uint8)) == i


def test_odd_sizes_become_even_and_long_sides_short(tmp_path: Path) -> None:
    odd = write_clip(tmp_path / "odd.mkv", size=(641, 361), pixels="yuv444p", frames=5)
    assert make("video", odd)["proxy"] == {"name": "proxy.mp4", "width": 640, "height": 360}
    assert numbers(made(odd)) == list(range(5))
    make("video", odd, max_side=320)
    with av.open(str(made(odd))) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (320, 180)


def test_wide_pixels_become_square(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "dv.mp4", size=(720, 576), aspect=Fraction(64, 45), frames=3)
    assert make("video", path)["proxy"]["width"] == 1024
    with av.open(str(made(path))) as container:
        assert container.streams.video[0].sample_aspect_ratio in (None, 1)
        assert (container.streams.video[0].width, container.streams.video[0].height) == (1024, 576)


def test_a_variable_clip_shows_at_each_time_what_it_showed(tmp_path: Path) -> None:
    times = [0, 40, 80, 200, 240, 280, 500, 533, 566, 600]
    path = write_clip(tmp_path / "v.mp4", times=times, time_base=Fraction(1, 1000))
    about = make("video", path)["probe"]
    rate = Fraction(about["rate"])
    middles = [(i + Fraction(1, 2)) / rate * 1000 for i in range(about["frames"])]
    shown = [max(k for k, time in enumerate(times) if time <= middle) for middle in middles]
    assert numbers(made(path)) == shown


@pytest.mark.slow
def test_sound_begins_with_the_picture_and_is_as_long(tmp_path: Path) -> None:
    """A click at 0.5 s stays there; a sound a little too long is cut, one too short is filled."""
    for seconds in (0.8, 1.4):
        wave = np.zeros((2, round(seconds * 48000)), np.float32)
        wave[:, 24000:24048] = 0.9
        path = write_clip(tmp_path / f"{seconds}.mp4", frames=24, sound=wave)
        make("video", path)
        heard = np.concatenate(list(samples(made(path))), axis=1)
        assert abs(int(np.abs(heard[0]).argmax()) - 24000) < 100
        outline = pairs(made(path, "waveform.bin"))
        assert len(outline) == 100
        assert outline[50].max() > 80
        assert np.abs(outline[:45]).max() < 5


def test_waveform_is_the_signed_peaks_of_the_loudest_channel(tmp_path: Path) -> None:
    wave = tone(1, level=0.5)
    wave[1] = 0
    path = write_clip(tmp_path / "a.mp4", frames=24, sound=wave)
    make("video", path)
    outline = pairs(made(path, "waveform.bin"))[5:95]
    assert np.abs(outline[:, 1] - 64).max() <= 4
    assert np.abs(outline[:, 0] + 64).max() <= 4


def test_sound_alone(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", 22050)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(np.full((1, 33075), 8192, np.int16), "s16", "mono")
        frame.sample_rate, frame.pts = 22050, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    result = make("sound", path)
    assert result["probe"]["kind"] == "sound"
    assert abs(result["proxy"]["samples"] - 72000) < 50
    assert len(pairs(made(path, "waveform.bin"))) in (150, 151)
    heard = np.concatenate(list(samples(made(path, "proxy.m4a"))), axis=1)
    assert heard[0, 30000] == pytest.approx(0.25, abs=0.02)


def test_a_sound_made_twice_does_not_wander(tmp_path: Path) -> None:
    """Coders put silence before what they code; it must not add up."""
    wave = np.zeros((2, 48000), np.float32)
    wave[:, 24000:24048] = 0.9
    path = write_clip(tmp_path / "a.mp4", frames=24, sound=wave)
    make("video", path)
    alone = tmp_path / "alone.m4a"
    with av.open(str(made(path))) as source, av.open(str(alone), "w", "mp4") as target:
        stream = target.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.size:
                packet.stream = stream
                target.mux(packet)
    assert make("sound", alone)["proxy"]["samples"] == 48000
    heard = np.concatenate(list(samples(made(path, "proxy.m4a"))), axis=1)
    assert abs(int(np.abs(heard[0]).argmax()) - 24000) < 100


def test_no_sound_makes_no_waveform(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "mute.mp4", frames=6)
    assert "waveform" not in make("video", path)
    assert not made(path, "waveform.bin").exists()


@pytest.mark.slow
def test_filmstrip_and_poster_show_the_frames_they_name(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", frames=100)
    result = make("video", path)
    strip = result["filmstrip"]
    assert (strip["tiles"], strip["tile_width"], strip["tile_height"]) == (48, 90, 54)
    image = np.asarray(Image.open(made(path, "filmstrip.jpg")).convert("L"))
    assert image.shape == (54, 48 * 90)
    tiles = [number(image[:, k * 90 : k * 90 + 90]) for k in range(48)]
    assert tiles == [(2 * k + 1) * 100 // 96 for k in range(48)]
    poster = np.asarray(Image.open(made(path, "poster.jpg")).convert("L"))
    assert number(poster) == result["poster"]["frame"] == 33
    make("video", path, poster_frame=70)
    assert number(np.asarray(Image.open(made(path, "poster.jpg")).convert("L"))) == 70


@pytest.mark.slow
def test_the_same_clip_gives_the_same_bytes(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", frames=30, sound=tone(1))
    make("video", path)
    first = [p.read_bytes() for p in sorted(made(path).parent.iterdir())]
    make("video", path)
    assert first == [p.read_bytes() for p in sorted(made(path).parent.iterdir())]


@pytest.mark.slow
def test_damage_in_the_middle_costs_no_frame(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mkv", frames=60, codec="mpeg4", options={"g": "5"})
    blot(path, 0.5)
    result = make("video", path)
    found = numbers(made(path))
    assert len(found) == 60
    assert found[-10:] == list(range(50, 60))
    assert result["probe"]["damaged_frames"] == 1


@pytest.mark.slow
def test_frames_that_are_lost_are_counted(tmp_path: Path) -> None:
    """Every lost frame leaves a second showing of the one before it, and each is told."""
    path = write_clip(tmp_path / "a.mp4", Fraction(25), 60, codec="mpeg4")
    assert make("video", path)["probe"]["damaged_frames"] == 0
    blot(path, 0.5)
    about = make("video", path)["probe"]
    assert len(numbers(made(path))) == about["frames"] == 60
    with av.open(str(path)) as container:
        whole = sum(not frame.is_corrupt for frame in decodable(container))
    assert about["damaged_frames"] == 60 - whole > 0


@pytest.mark.slow
@pytest.mark.parametrize("place", [0.3, 0.4, 0.7])
def test_a_broadcast_with_a_hole_keeps_its_rate_and_its_length(
    tmp_path: Path, place: float
) -> None:
    options = {"g": "5", "bf": "0"}
    path = write_clip(tmp_path / "a.ts", Fraction(25), 60, options=options)
    blot(path, place)
    about = make("video", path)["probe"]
    assert (about["rate"], about["frames"]) == ("25", 60)
    assert about["damaged_frames"] >= 1
    found = numbers(made(path))
    assert sum(i == n for i, n in enumerate(found)) >= 52
    assert found[-5:] == [55, 56, 57, 58, 59]


def test_a_variable_clip_that_is_whole_counts_no_damage(tmp_path: Path) -> None:
    times = [0, 40, 80, 200, 240, 280, 500, 533, 566, 600]
    path = write_clip(tmp_path / "v.mp4", times=times, time_base=Fraction(1, 1000))
    about = make("video", path)["probe"]
    assert (about["variable_rate"], about["damaged_frames"]) == (True, 0)


def decodable(container: av.container.InputContainer) -> Any:
    for packet in container.demux(video=0):
        with contextlib.suppress(av.InvalidDataError):
            yield from packet.decode()


def samples(path: Path) -> Any:
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            yield frame.to_ndarray()


def pairs(path: Path) -> Any:
    return np.frombuffer(path.read_bytes(), np.int8).reshape(-1, 2).astype(int)
