from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from PIL import Image

from slowfilm.media.frames import Picture, read
from slowfilm.media.probe import Probe, probe
from slowfilm.media.timing import nearest_common, timing
from tests.media.barcode import CAMERA_PIXELS, tone, write_clip

NTSC_FILM = Fraction(24000, 1001)
PAL = (720, 576)


@pytest.mark.parametrize(
    ("name", "rate", "media_type"),
    [
        ("a.mp4", NTSC_FILM, "video/mp4"),
        ("a.mov", Fraction(25), "video/quicktime"),
        ("a.mkv", NTSC_FILM, "video/x-matroska"),
        ("a.ts", Fraction(30000, 1001), "video/mp2t"),
        ("a.mkv", Fraction(24), "video/x-matroska"),
    ],
)
def test_a_clip_has_its_exact_rate_and_count(
    tmp_path: Path, name: str, rate: Fraction, media_type: str
) -> None:
    about = probe(write_clip(tmp_path / name, rate, 37))
    assert (about.kind, about.media_type) == ("video", media_type)
    assert (about.rate, about.frames) == (rate, 37)
    assert about.duration == 37 / rate
    assert not about.variable_rate
    assert not about.has_sound


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", sound=tone(2, channels=1))
    about = probe(path.rename(tmp_path / "holiday.txt"))
    assert (about.kind, about.width, about.height) == ("video", 320, 192)
    assert (about.has_sound, about.sample_rate, about.channels) == (True, 48000, 1)


@pytest.mark.slow
def test_width_and_height_are_as_shown(tmp_path: Path) -> None:
    turned = probe(write_clip(tmp_path / "turned.mp4", rotation=90))
    assert (turned.width, turned.height, turned.rotation) == (192, 320, 270)
    assert not turned.mirrored
    wide = probe(write_clip(tmp_path / "wide.mp4", aspect=Fraction(64, 45)))
    assert (wide.width, wide.height) == (455, 192)


def test_a_variable_rate_is_the_lowest_common_one_that_loses_no_frame(tmp_path: Path) -> None:
    times = list(accumulate(30 if i % 7 else 70 for i in range(60)))
    path = write_clip(tmp_path / "phone.mp4", times=times, time_base=Fraction(1, 1000))
    about = probe(path)
    assert (about.variable_rate, about.rate) == (True, Fraction(48))
    assert about.frames == round(about.duration * 48)
    shown = {part.frame.pts for part in read(path, about) if isinstance(part, Picture)}
    assert len(shown) == 60


def test_times_rounded_to_milliseconds_still_tell_film_from_ntsc_film() -> None:
    for rate in (Fraction(24), NTSC_FILM, Fraction(30000, 1001), Fraction(60)):
        times = np.array([round(i / rate * 1000) for i in range(200)])
        found = timing(times, Fraction(1, 1000), 0, [])
        assert (found.rate, found.frames, found.variable) == (rate, 200, False)
    assert nearest_common(Fraction(2897, 100)) == Fraction(30000, 1001)


def test_a_few_lost_frames_do_not_change_the_rate() -> None:
    for rate in (Fraction(24), NTSC_FILM, Fraction(25), Fraction(30000, 1001)):
        kept = [i for i in range(200) if i not in (50, 51, 52, 120, 160)]
        times = np.array([round(i / rate * 90000) for i in kept])
        found = timing(times, Fraction(1, 90000), round(90000 / rate), [])
        assert (found.rate, found.frames, found.variable) == (rate, 200, True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "codec", "size"),
    [("a.mov", "prores_ks", (320, 192)), ("a.avi", "mjpeg", (320, 192)), ("a.avi", "dvvideo", PAL)],
)
def test_what_cameras_write_is_whole(
    tmp_path: Path, name: str, codec: str, size: tuple[int, int]
) -> None:
    """Their sound is not coded: its samples are counted where packets are counted elsewhere."""
    path = write_clip(
        tmp_path / name,
        Fraction(25),
        25,
        size,
        codec=codec,
        pixels=CAMERA_PIXELS[codec],
        sound=tone(1),
        sound_codec="pcm_s16le",
    )
    about = probe(path)
    assert (about.frames, about.duration, about.has_sound) == (25, 1, True)


@pytest.mark.slow
@pytest.mark.parametrize("between_keys", ["1", "250"])
def test_a_clip_that_was_trimmed_without_being_coded_again_is_whole(
    tmp_path: Path, between_keys: str
) -> None:
    """The file holds 96 frames and says that its film begins with the 60th."""
    options = {"g": between_keys, "bf": "0"}
    path = write_clip(tmp_path / "a.mp4", times=range(-60, 36), sound=tone(1.5), options=options)
    about = probe(path)
    assert (about.frames, about.start, about.duration) == (36, 0, Fraction(3, 2))


def test_a_song_with_a_cover_is_a_sound(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "song.m4a", seconds=1.5)
    about = probe(path)
    assert (about.kind, about.media_type, about.codec) == ("sound", "audio/mp4", "aac")
    assert (about.sample_rate, about.channels, about.rate) == (48000, 2, None)
    assert float(about.duration) == pytest.approx(1.5, abs=0.001)


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("GIF", "image/gif")])
def test_stills(tmp_path: Path, kind: str, mime: str) -> None:
    Image.new("RGB", (30, 20), "red").save(tmp_path / "still", kind)
    about = probe(tmp_path / "still")
    assert (about.kind, about.media_type, about.frames) == ("picture", mime, 1)
    assert (about.width, about.height) == (30, 20)


def test_orientation_of_a_photograph_is_honoured(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(tmp_path / "photo.jpg", exif=exif)
    about = probe(tmp_path / "photo.jpg")
    assert (about.width, about.height, about.rotation) == (20, 40, 90)


@pytest.mark.parametrize(
    ("orientation", "rotation", "mirrored"), [(2, 0, True), (4, 180, True), (5, 90, True)]
)
def test_a_mirrored_photograph_says_so(
    tmp_path: Path, orientation: int, rotation: int, mirrored: bool
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (40, 20)).save(tmp_path / "photo.jpg", exif=exif)
    about = probe(tmp_path / "photo.jpg")
    assert (about.rotation, about.mirrored) == (rotation, mirrored)


def test_a_probe_survives_json(tmp_path: Path) -> None:
    about = probe(write_clip(tmp_path / "a.mp4", NTSC_FILM, 9, sound=tone(0.4)))
    plain = about.to_json()
    assert plain["rate"] == "24000/1001"
    assert Probe.from_json(plain) == about


def write_sound(path: Path, seconds: float) -> Path:
    """AAC with a picture attached, as music shops sell it."""
    wave = tone(seconds)
    cover = path.with_suffix(".png")
    Image.new("RGB", (16, 16), "red").save(cover)
    with av.open(str(path), "w", "mp4") as container, av.open(str(cover)) as picture:
        stream = container.add_stream("aac", 48000)
        stream.layout = "stereo"
        art = container.add_stream_from_template(picture.streams.video[0])
        art.disposition = Disposition.attached_pic
        for start in range(0, wave.shape[1], 1024):
            part = np.ascontiguousarray(wave[:, start : start + 1024])
            frame = av.AudioFrame.from_ndarray(part, "fltp", "stereo")
            frame.sample_rate, frame.pts = 48000, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        for packet in picture.demux(video=0):
            if packet.size:
                packet.stream = art
                container.mux(packet)
    return path
