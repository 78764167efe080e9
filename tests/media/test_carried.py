"""What a file tells of people: found, kept out of every copy, and taken out without loss."""

import errno
import hashlib
import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from slowfilm.media import carried, remux
from slowfilm.media.containers import jpeg
from slowfilm.media.derive import task as task_of
from slowfilm.media.errors import MediaError
from slowfilm.media.probe import Probe, probe
from slowfilm.media.stripping import strip
from tests.media import telling
from tests.media.barcode import tone, write_clip

STILLS = ("a.jpg", "a.png", "a.webp", "a.heic", "a.avif")
CLIPS: dict[str, tuple[str, str | None, str | None]] = {
    "a.mp4": ("mp4", "libx264", "aac"),
    "a.mov": ("mov", "libx264", "pcm_s16le"),
    "hevc.mov": ("mov", "libx265", "aac"),
    "a.mkv": ("matroska", "libx264", "aac"),
    "a.webm": ("webm", "libvpx", "libopus"),
    "a.avi": ("avi", "mpeg4", "libmp3lame"),
    "a.flv": ("flv", "libx264", "aac"),
    "a.m4a": ("ipod", None, "aac"),
    "a.mp3": ("mp3", None, "libmp3lame"),
    "a.flac": ("flac", None, "flac"),
    "a.ogg": ("ogg", None, "libopus"),
    "a.wav": ("wav", None, "pcm_s16le"),
    "a.caf": ("caf", None, "pcm_s16le"),
}


@pytest.fixture(autouse=True, scope="module")
def phones_pictures() -> Any:
    """HEIC is opened in the sandbox's child alone; here it is opened for these tests."""
    before = (dict(Image.OPEN), dict(Image.MIME), dict(Image.EXTENSION), list(Image.ID))
    pillow_heif.register_heif_opener()
    yield
    Image.OPEN, Image.MIME, Image.EXTENSION, Image.ID = before


def bare(path: Path) -> bytes:
    """A file's bytes, of which none is one of the secrets."""
    data = path.read_bytes()
    assert [secret for secret in telling.SECRETS if secret in data] == []
    return data


def pixels(path: Path) -> Any:
    """What is decoded."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def stripped(path: Path) -> tuple[Probe, Path]:
    """A copy without what it tells, and its probe."""
    out = path.with_name("stripped")
    return strip(path, out, probe(path)), out


@pytest.mark.parametrize("name", STILLS)
def test_what_a_picture_tells_is_found_by_kind_and_never_by_value(
    tmp_path: Path, name: str
) -> None:
    about = probe(telling.photograph(tmp_path / name))
    assert about.carries == telling.ALL
    assert Probe.from_json(about.to_json()) == about
    assert not any(secret.decode() in str(about.to_json()) for secret in telling.SECRETS)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_picture_that_says_nothing_is_said_to_say_nothing(tmp_path: Path, name: str) -> None:
    told = {"exif": b"", "icc_profile": telling.profile(), "dpi": (300, 300)}
    telling.picture().save(tmp_path / name, **told)
    assert probe(tmp_path / name).carries == ()


@pytest.mark.parametrize("name", STILLS)
def test_a_pictures_copies_say_nothing(tmp_path: Path, name: str) -> None:
    path = telling.photograph(tmp_path / name)
    folder = tmp_path / "made"
    folder.mkdir()
    task_of("picture")({"path": str(path), "folder": str(folder)}, lambda _: None)
    for copy in ("proxy.jpg", "poster.jpg"):
        bare(folder / copy)
        assert probe(folder / copy).carries == ()
        with Image.open(folder / copy) as image:
            assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & image.info.keys()


def test_colours_of_a_profile_come_out_right_without_it(tmp_path: Path) -> None:
    """Red and green change places in this profile: whoever forgets it shows them wrong."""
    primaries = telling.profile().replace(b"rXYZ", b"xxxx").replace(b"gXYZ", b"rXYZ")
    swapped = primaries.replace(b"xxxx", b"gXYZ")
    ImageCms.ImageCmsProfile(io.BytesIO(swapped))
    Image.new("RGB", (40, 40), (250, 0, 0)).save(
        tmp_path / "a.jpg", icc_profile=swapped, comment=b"in the yard", quality=95
    )
    task_of("picture")({"path": str(tmp_path / "a.jpg"), "folder": str(tmp_path)}, lambda _: None)
    red, green, _blue = pixels(tmp_path / "proxy.jpg")[20, 20]
    assert green > 200 > 60 > red
    copy, out = stripped(tmp_path / "a.jpg")
    assert copy.carries == ()
    with Image.open(out) as image:
        assert image.info["icc_profile"] == swapped


@pytest.mark.parametrize("orientation", [1, 2, 3, 6, 8])
@pytest.mark.parametrize("name", STILLS)
def test_a_picture_is_stripped_without_touching_a_pixel(
    tmp_path: Path, name: str, orientation: int
) -> None:
    path = telling.photograph(tmp_path / name, orientation)
    before = probe(path)
    copy, out = stripped(path)
    bare(out)
    assert copy.carries == ()
    assert (pixels(out) == pixels(path)).all()
    assert (copy.width, copy.height) == (before.width, before.height)
    assert (copy.rotation, copy.mirrored) == (before.rotation, before.mirrored)
    if name in ("a.jpg", "a.png", "a.webp"):
        with Image.open(out) as image:
            assert image.info["icc_profile"] == telling.profile()


def test_a_jpegs_own_bytes_are_kept(tmp_path: Path) -> None:
    """Not encoded anew: what is left of it are segments of the original, in their order."""
    path = telling.photograph(tmp_path / "a.jpg", progressive=True)
    _, out = stripped(path)
    scans = [part for marker, part in jpeg.segments(path.read_bytes()) if marker in (0xDA, 0xDB)]
    assert [p for m, p in jpeg.segments(out.read_bytes()) if m in (0xDA, 0xDB)] == scans
    assert len(scans) > 4


def test_what_lies_behind_a_picture_goes_too(tmp_path: Path) -> None:
    """Phones hide a film behind a photograph, with a position of its own."""
    for name in ("a.jpg", "a.png", "a.webp", "a.gif"):
        path = tmp_path / name
        telling.picture().save(path)
        path.write_bytes(path.read_bytes() + b"....ftypmp42 in the yard +30.2500+120.1")
        assert probe(path).carries == ("trailer",)
        copy, out = stripped(path)
        bare(out)
        assert copy.carries == ()


def test_a_gif_keeps_its_frames_and_loses_its_comment(tmp_path: Path) -> None:
    frames = [telling.picture().rotate(90 * n).quantize(32) for n in range(3)]
    path = tmp_path / "a.gif"
    frames[0].save(
        path, save_all=True, append_images=frames[1:], loop=0, duration=80, comment=b"in the yard"
    )
    assert probe(path).carries == ("comment",)
    _, out = stripped(path)
    bare(out)
    with Image.open(out) as image:
        assert (image.n_frames, image.info["loop"], image.info["duration"]) == (3, 0, 80)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_scan_loses_its_tags_where_they_stand(tmp_path: Path, order: str) -> None:
    path = telling.tiff(tmp_path / "a.tif", order)
    assert probe(path).carries == ("position", "serial", "device", "comment")
    copy, out = stripped(path)
    bare(out)
    assert (copy.carries, copy.rotation) == ((), 90)
    assert (pixels(out) == pixels(path)).all()
    assert out.stat().st_size == path.stat().st_size


def test_a_raw_file_is_left_alone(tmp_path: Path) -> None:
    """Without its tags a sensor's values mean nothing."""
    path = telling.tiff(tmp_path / "a.dng")
    data = path.read_bytes()
    path.write_bytes(data.replace((270).to_bytes(2, "little"), (0xC612).to_bytes(2, "little"), 1))
    with pytest.raises(MediaError) as refused:
        stripped(path)
    assert refused.value.code == "not-strippable"


@pytest.mark.parametrize("cut", [0.05, 0.4, 0.8])
@pytest.mark.parametrize("name", [*STILLS, "a.tif", "a.gif"])
def test_broken_files_are_refused_and_nothing_worse(tmp_path: Path, name: str, cut: float) -> None:
    path = tmp_path / name
    if name == "a.tif":
        telling.tiff(path)
    elif name == "a.gif":
        telling.picture().save(path, comment=b"in the yard")
    else:
        telling.photograph(path)
    about = probe(path)
    path.write_bytes(path.read_bytes()[: round(path.stat().st_size * cut)])
    with pytest.raises((MediaError, OSError, SyntaxError)):
        strip(path, tmp_path / "out", about)


@pytest.mark.parametrize("name", CLIPS)
def test_a_clip_is_stripped_packet_by_packet(tmp_path: Path, name: str) -> None:
    muxer, video, audio = CLIPS[name]
    path = telling.clip(tmp_path / name, muxer, video=video, audio=audio)
    before = probe(path)
    assert {"owner", "comment"} <= {*before.carries}
    copy, out = stripped(path)
    bare(out)
    assert copy.carries == ()
    assert packets(out) == packets(path)
    assert (copy.media_type, copy.rate, copy.frames) == (
        before.media_type, before.rate, before.frames,
    )  # fmt: skip
    assert copy.duration == before.duration


def packets(path: Path) -> list[str]:
    """A digest of what each stream consists of."""
    with av.open(str(path)) as file:
        digests = [hashlib.sha256() for _ in file.streams]
        for packet in file.demux():
            if packet.size:
                digests[packet.stream_index].update(bytes(packet))
        return [digest.hexdigest() for digest in digests]


def test_what_an_apple_phone_writes_is_known(tmp_path: Path) -> None:
    tags = {
        "com.apple.quicktime.location.ISO6709": "+30.2500+120.1500+010.000/",
        "com.apple.quicktime.make": "Phonemaker",
        "com.apple.quicktime.creationdate": "2024-06-01T18:00:00+0800",
        "com.apple.quicktime.software": "17.5",
    }
    options = {"movflags": "use_metadata_tags"}
    path = telling.clip(tmp_path / "IMG.MOV", "mov", tags=tags, options=options)
    assert probe(path).carries == ("position", "time", "device", "software")
    copy, out = stripped(path)
    bare(out)
    assert copy.carries == ()


def test_a_broadcast_wave_is_known(tmp_path: Path) -> None:
    tags = {"originator": "Lin Yao", "description": "in the yard", "origination_date": "2024-06-01"}
    path = telling.clip(
        tmp_path / "a.wav", "wav", video=None, audio="pcm_s16le", tags=tags,
        options={"write_bext": "1"},
    )  # fmt: skip
    assert {"owner", "time", "comment"} <= {*probe(path).carries}
    copy, out = stripped(path)
    bare(out)
    assert copy.carries == ()


def test_a_clip_stays_turned_and_keeps_its_timecode(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mov", frames=24, rotation=270, sound=tone(1))
    tagged = tmp_path / "tagged.mov"
    with av.open(str(path)) as source, av.open(str(tagged), "w", "mov") as target:
        made = {s.index: target.add_stream_from_template(s, opaque=True) for s in source.streams}
        made[0].metadata["timecode"] = "01:00:00:00"
        target.metadata["comment"] = "in the yard"
        for packet in source.demux():
            if packet.size:
                packet.stream = made[packet.stream_index]
                target.mux_one(packet)
    before = probe(tagged)
    assert (before.rotation, before.carries) == (90, ("comment",))
    copy, out = stripped(tagged)
    assert (copy.rotation, copy.carries) == (90, ())
    with av.open(str(out)) as file:
        assert file.streams.video[0].metadata["timecode"] == "01:00:00:00"


def test_measurements_along_a_clip_are_known_and_dropped(tmp_path: Path) -> None:
    """Drones write where they were, many times a second, in a track of its own."""
    path = tmp_path / "a.ts"
    plain = telling.clip(tmp_path / "plain.ts", "mpegts", tags={})
    with av.open(str(plain)) as source, av.open(str(path), "w", "mpegts") as target:
        made = {s.index: target.add_stream_from_template(s, opaque=True) for s in source.streams}
        track = target.add_data_stream("klv")
        for packet in source.demux():
            if packet.size:
                packet.stream = made[packet.stream_index]
                target.mux_one(packet)
        said = av.Packet(b"+30.2500+120.1 and so on")
        said.stream, said.pts, said.dts, said.time_base = track, 0, 0, Fraction(1, 90_000)
        target.mux_one(said)
    assert "telemetry" in probe(path).carries
    copy, out = stripped(path)
    bare(out)
    assert copy.carries == ()


@pytest.mark.parametrize("task", ["video", "master"])
def test_a_clips_copies_say_nothing(tmp_path: Path, task: str) -> None:
    path = telling.clip(tmp_path / "a.mov", "mov")
    made = task_of(task)({"path": str(path), "folder": str(tmp_path)}, lambda _: None)
    assert {"position", "owner", "comment"} <= {*made["probe"]["carries"]}
    for name in {"proxy", "poster", "filmstrip", "master"} & made.keys():
        bare(tmp_path / made[name]["name"])
        assert probe(tmp_path / made[name]["name"]).carries == ()


def test_a_sounds_copy_says_nothing(tmp_path: Path) -> None:
    path = telling.clip(tmp_path / "a.mp3", "mp3", video=None, audio="libmp3lame")
    task_of("sound")({"path": str(path), "folder": str(tmp_path)}, lambda _: None)
    bare(tmp_path / "proxy.m4a")
    assert probe(tmp_path / "proxy.m4a").carries == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("location-eng", "position"), ("com.apple.quicktime.location.ISO6709", "position"),
        ("GPSLatitude", "position"), ("com.apple.quicktime.camera.identifier", "device"),
        ("DATE", "time"), ("creation_time", "time"), ("title", "comment"),
        ("ALBUM_ARTIST", "owner"),
        ("com.android.version", "device"), ("device_id", "serial"), ("something", "other"),
        ("encoder", ""), ("timecode", ""), ("time_reference", ""), ("handler_name", ""),
        ("_STATISTICS_TAGS", ""), ("language", ""),
    ],
)  # fmt: skip
def test_tags_by_their_names(name: str, code: str) -> None:
    assert carried.of_tag(name) == code


def test_a_full_disk_is_no_fault_of_the_file(tmp_path: Path) -> None:
    """There is /dev/full for that: whatever is written there finds no room."""
    path = telling.clip(tmp_path / "a.mkv", "matroska")
    about = probe(path)
    with pytest.raises(OSError, match="No space left") as full:
        remux.strip(path, Path("/dev/full"), about)
    assert full.value.errno == errno.ENOSPC
