"""Files as cameras, recorders and tools write them: all that is in them is seen and heard."""

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from slowfilm.media.frames import Picture, Sound, read
from slowfilm.media.probe import probe
from slowfilm.media.still import make_still
from slowfilm.media.timing import timing
from tests.media.barcode import number, tone, write_clip

GREY = 128


def parts(path: Path) -> tuple[list[Picture], np.ndarray]:
    """All pictures, and all samples of shape (2, n)."""
    pictures, heard = [], [np.zeros((2, 0), np.float32)]
    for part in read(path, probe(path)):
        if isinstance(part, Sound):
            heard.append(part.samples)
        else:
            pictures.append(part)
    return pictures, np.concatenate(heard, axis=1)


@pytest.mark.slow
@pytest.mark.parametrize("tracks", [3, 4, 6, 8, 12, 64])
def test_every_track_of_a_recorder_is_heard(tmp_path: Path, tracks: int) -> None:
    path = tmp_path / "recorder.wav"
    for track in {0, 2, 3, tracks - 1} & set(range(tracks)):
        samples = np.zeros((4800, tracks), np.int16)
        samples[:, track] = 16000
        with wave.open(str(path), "wb") as file:
            file.setnchannels(tracks)
            file.setsampwidth(2)
            file.setframerate(48000)
            file.writeframes(samples.tobytes())
        assert probe(path).channels == tracks
        assert parts(path)[1].max() > 0.05, track


def test_where_the_sound_goes_on_the_last_picture_stands(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "long.mp4", frames=24, sound=tone(3))
    about = probe(path)
    assert about.frames - about.held_frames == 24
    assert abs(float(about.duration) - 3) < 0.1
    pictures, heard = parts(path)
    assert len(pictures) == about.frames and not any(each.damaged for each in pictures)
    assert np.abs(heard[:, 2 * 48000 :]).max() > 0.3


@pytest.mark.parametrize("ext", ["mkv", "mp4", "ts"])
def test_where_the_sound_begins_first_the_first_picture_stands_meanwhile(
    tmp_path: Path, ext: str
) -> None:
    path = tmp_path / f"late.{ext}"
    write_clip(path, times=range(48, 96), sound=tone(4), options={"bf": "0"})
    about = probe(path)
    assert abs(about.held_before - 48) <= 1 and about.frames - about.held_before == 48
    pictures, heard = parts(path)
    assert len(pictures) == about.frames and not any(each.damaged for each in pictures)
    numbers = [number(each.frame.to_ndarray(format="gray").astype(np.uint8)) for each in pictures]
    assert numbers == [0] * about.held_before + [*range(48)]
    assert np.abs(heard[:, 9600:48000]).max() > 0.3


def times(*steps: int) -> "np.ndarray":
    """Milliseconds at which frames begin, by how long each stays."""
    return np.cumsum([0, *steps])


@pytest.mark.parametrize(
    ("steps", "rate"),
    [
        ([33, 33, 34] * 20 + [7000] + [33, 33, 34] * 20, Fraction(30)),
        ([34, 33, 33] * 20 + [7013] + [34, 33, 33] * 20, Fraction(30)),
        ([17, 17, 16] * 20 + [50] * 20, Fraction(60)),
        ([40] * 10 + [12] * 5, Fraction(90)),
    ],
)
def test_no_frame_of_a_variable_clip_is_lost(steps: list[int], rate: Fraction) -> None:
    ticks = times(*steps)
    found = timing(ticks, Fraction(1, 1000), 33, [])
    assert found.variable
    assert 0.99 < found.rate / rate < 1.01
    middles = (np.arange(found.frames) + 0.5) / float(found.rate) * 1000
    shown = np.searchsorted(ticks, middles, side="right")
    assert len(set(shown)) == len(ticks)


def test_beyond_120_frames_a_second_the_fewest_are_lost() -> None:
    found = timing(times(*[5] * 10, *[40] * 40), Fraction(1, 1000), 40, [])
    assert found.rate == 120


def test_the_default_track_is_taken_and_else_the_largest_picture(tmp_path: Path) -> None:
    for default, wanted in ((0, 64), (1, 128), (None, 128)):
        path = tmp_path / "two.mkv"
        with av.open(str(path), "w") as file:
            streams = []
            for width in (64, 128):
                stream = file.add_stream("libx264", 24)
                stream.width, stream.height, stream.pix_fmt = width, 64, "yuv420p"
                stream.disposition = int(len(streams) == default)
                streams.append(stream)
            for stream in streams:
                for _ in range(3):
                    file.mux(stream.encode(av.VideoFrame(stream.width, 64, "yuv420p")))
                file.mux(stream.encode(None))
        assert probe(path).width == wanted, default


def test_what_is_transparent_is_laid_on_grey_as_in_a_still(tmp_path: Path) -> None:
    drawn = np.zeros((64, 64, 4), np.uint8)
    drawn[:, :32] = (255, 0, 0, 0)  # hidden
    drawn[:, 32:] = (0, 0, 255, 255)
    path = tmp_path / "clear.mov"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("qtrle", 24)
        stream.width = stream.height = 64
        stream.pix_fmt = "argb"
        for _ in range(3):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(drawn, "rgba")))
        file.mux(stream.encode(None))
    shown = parts(path)[0][0].frame.to_ndarray(format="rgb24")
    assert np.abs(shown[8, 8].astype(int) - GREY).max() <= 1
    assert tuple(shown[8, 50]) == (0, 0, 255)


def test_a_picture_that_turns_within_the_clip_gets_bars(tmp_path: Path) -> None:
    path = tmp_path / "turned.mkv"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("mjpeg", 24)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuvj420p"
        for number, (width, height) in enumerate([(96, 64), (64, 96)]):
            white = av.VideoFrame.from_ndarray(np.full((height, width, 3), 255, np.uint8), "rgb24")
            single = av.CodecContext.create("mjpeg", "w")
            single.width, single.height, single.pix_fmt = width, height, "yuvj420p"
            single.time_base = Fraction(1, 24)
            white = white.reformat(format="yuvj420p")
            white.pts = number
            for packet in [*single.encode(white), *single.encode(None)]:
                packet.stream, packet.pts, packet.dts = stream, number * 42, number * 42
                packet.time_base = Fraction(1, 1000)
                file.mux(packet)
    pictures, _ = parts(path)
    turned = pictures[-1].frame.to_ndarray(format="rgb24")
    assert turned.shape[:2] == (64, 96)
    assert turned[32, 48].min() > 240 and turned[32, 4].max() < 16 and turned[32, 92].max() < 16


def test_another_track_that_lasts_longer_breaks_nothing_off(tmp_path: Path) -> None:
    path = tmp_path / "longer.mkv"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", 24)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        file.add_stream("pcm_s16le", 8000, layout="mono")
        second = file.add_stream("pcm_s16le", 8000, layout="mono")
        for _ in range(24):
            file.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        file.mux(stream.encode(None))
        for start in range(20):
            silent = np.zeros((1, 8000), np.int16)
            frame = av.AudioFrame.from_ndarray(silent, "s16", "mono")
            frame.sample_rate, frame.pts = 8000, start * 8000
            file.mux(second.encode(frame))
    assert probe(path).frames == 24


def test_two_megabytes_of_words_beside_a_picture_hide_no_pixel(tmp_path: Path) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("workflow", "x" * (2 << 20), zip=True)
    path = tmp_path / "told.png"
    Image.new("RGB", (40, 30), "red").save(path, pnginfo=words)
    assert probe(path).width == 40
    assert make_still(path, tmp_path / "proxy.jpg", tmp_path / "poster.jpg", 40) == (40, 30)


def test_of_several_pictures_of_a_camera_the_first_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "camera.jpg"
    first, second = Image.new("RGB", (64, 48), "red"), Image.new("RGB", (64, 48), "blue")
    first.save(path, "MPO", save_all=True, append_images=[second])
    about = probe(path)
    assert (about.media_type, about.width, about.height) == ("image/jpeg", 64, 48)
    make_still(path, tmp_path / "proxy.jpg", tmp_path / "poster.jpg", 64)
    with Image.open(tmp_path / "proxy.jpg") as shown:
        red, _green, blue = shown.getpixel((30, 20))  # type: ignore[misc]
    assert red > 200 and blue < 60
