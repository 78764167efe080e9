"""Tape and broadcast: two moments woven into a frame are shown as one."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from slowfilm.media.derive import task as task_of
from slowfilm.media.frames import Picture, read
from slowfilm.media.names import MASTER
from slowfilm.media.probe import probe
from tests.media.barcode import numbers, write_clip
from tests.media.masters import opened
from tests.media.woven import BAR, DARK, left, middle, teeth, write_woven

Greys = list[NDArray[np.uint8]]
H264 = {"flags": "+ilme+ildct", "preset": "veryfast", "crf": "12"}
MPEG2 = {"flags": "+ilme+ildct", "b": "12000000", "maxrate": "15000000", "bufsize": "9000000"}
DV = (720, 576)


def make(task: str, path: Path) -> dict[str, Any]:
    return task_of(task)({"path": str(path), "folder": str(path.parent)}, lambda fraction: None)


def greys(path: Path) -> Greys:
    with av.open(str(path)) as container:
        return [f.to_ndarray(format="gray").astype(np.uint8) for f in container.decode(video=0)]


def tape(folder: Path) -> Path:
    return write_woven(folder / "tape.dv", "dvvideo", {}, size=DV, top_first=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "codec", "options", "more"),
    [
        ("top.mp4", "libx264", H264, {}),
        ("bottom.mp4", "libx264", H264, {"top_first": False}),
        ("broadcast.ts", "libx264", H264, {}),
        ("archive.mpg", "mpeg2video", MPEG2, {}),
        ("tape.dv", "dvvideo", {}, {"size": DV, "top_first": False}),
        ("kept.mkv", "ffv1", {"field_order": "tt"}, {"pixels": "yuv422p", "flagged": False}),
    ],
)
def test_a_woven_clip_has_no_teeth_and_every_frame(
    tmp_path: Path, name: str, codec: str, options: dict[str, str], more: dict[str, Any]
) -> None:
    path = write_woven(tmp_path / name, codec, options, **more)
    before = greys(path)
    assert min(map(teeth, before)) > 100
    result = make("video", path)
    assert result["probe"]["interlaced"]
    assert result["probe"]["damaged_frames"] == 0
    after = greys(tmp_path / "proxy.mp4")
    assert len(after) == result["probe"]["frames"] == len(before) == 20
    assert max(map(teeth, after)) < 8


@pytest.mark.parametrize("top_first", [True, False])
def test_each_frame_shows_the_moment_of_the_field_shown_first(
    tmp_path: Path, top_first: bool
) -> None:
    path = write_woven(tmp_path / "a.mp4", "libx264", H264, top_first=top_first)
    make("video", path)
    for index, grey in enumerate(greys(tmp_path / "proxy.mp4")):
        assert abs(middle(grey) - (left(2 * index) + (BAR - 1) / 2)) < 1.5


@pytest.mark.slow
def test_the_master_of_a_tape_is_whole_too(tmp_path: Path) -> None:
    assert make("master", tape(tmp_path))["probe"]["interlaced"]
    with opened(tmp_path / MASTER) as master:
        pictures = list(master.frames())
    assert len(pictures) == 20
    assert max(teeth((p[..., 1] >> 2).astype(np.uint8)) for p in pictures) < 8


def test_what_stands_still_keeps_all_its_lines(tmp_path: Path) -> None:
    path = write_woven(tmp_path / "a.mp4", "libx264", H264, still=True, frames=6)
    with av.open(str(path)) as container:
        stored = [f.to_ndarray() for f in container.decode(video=0)]
    shown = [p.frame for p in read(path, probe(path)) if isinstance(p, Picture)]
    assert np.ptp(stored[3][:, 100].astype(int)) > 120
    # The first and the last have one neighbour only, which does not tell what stands still.
    for was, frame in zip(stored[1:-1], shown[1:-1], strict=True):
        assert not frame.interlaced_frame
        assert np.abs(frame.to_ndarray().astype(int) - was).max() <= 4


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [("a.mp4", "libx264", {}), ("a.mkv", "ffv1", {}), ("a.mpg", "mpeg2video", {})],
)
def test_a_progressive_clip_is_not_touched(
    tmp_path: Path, name: str, codec: str, options: dict[str, str]
) -> None:
    path = write_clip(tmp_path / name, frames=20, codec=codec, options=options)
    about = probe(path)
    assert not about.interlaced
    with av.open(str(path)) as container:
        stored = [f.to_ndarray() for f in container.decode(video=0)]
    shown = [p.frame.to_ndarray() for p in read(path, about) if isinstance(p, Picture)]
    assert len(shown) == 20
    assert all(np.array_equal(a, b) for a, b in zip(stored, shown, strict=True))


def test_whole_frames_under_an_interlaced_banner_are_believed(tmp_path: Path) -> None:
    """As on discs of films: the stream may hold woven frames, each frame says it is none."""
    path = write_clip(tmp_path / "film.mov", frames=20, codec="mpeg2video", options=MPEG2)
    assert probe(path).interlaced
    say_whole(path)
    assert not probe(path).interlaced
    make("video", path)
    assert numbers(tmp_path / "proxy.mp4") == list(range(20))


@pytest.mark.parametrize(
    ("name", "codec", "options", "more"),
    [
        ("camera.mp4", "libx264", H264, {}),
        ("film.mpg", "mpeg2video", MPEG2, {"top_first": False}),
        ("kept.mkv", "ffv1", {"field_order": "tt"}, {"pixels": "yuv422p", "flagged": False}),
    ],
)
def test_two_halves_of_one_moment_are_left_alone(
    tmp_path: Path, name: str, codec: str, options: dict[str, str], more: dict[str, Any]
) -> None:
    """Progressive segmented frames: told as woven, and whole."""
    path = write_woven(tmp_path / name, codec, options, segmented=20, **more)
    assert probe(path).interlaced
    assert not make("video", path)["probe"]["interlaced"]
    with av.open(str(path)) as container:
        stored = [f.to_ndarray() for f in container.decode(video=0)]
    shown = [p.frame.to_ndarray() for p in read(path, probe(path)) if isinstance(p, Picture)]
    assert all(np.array_equal(a, b) for a, b in zip(stored, shown, strict=True))


def test_tape_after_film_is_still_made_whole(tmp_path: Path) -> None:
    """One programme, both kinds: each picture is taken for what it is."""
    path = write_woven(tmp_path / "a.ts", "mpeg2video", MPEG2, segmented=20, frames=40)
    shown = [p.frame for p in read(path, probe(path)) if isinstance(p, Picture)]
    toothed = [teeth(frame.to_ndarray(format="gray").astype(np.uint8)) > 8 for frame in shown]
    assert len(shown) == 40
    assert sum(toothed) <= 3  # it takes a few to be sure that the kind has changed


@pytest.mark.slow
def test_a_dark_tape_stays_dark(tmp_path: Path) -> None:
    """Neither range nor matrix is lost on the way."""
    make("video", tape(tmp_path))
    corner = greys(tmp_path / "proxy.mp4")[10][-40:-20, -60:-20]
    assert abs(float(corner.mean()) - DARK) < 4


def say_whole(path: Path) -> None:
    """Set progressive_frame in each picture's coding extension (ISO/IEC 13818-2, 6.2.3.1)."""
    data = bytearray(path.read_bytes())
    place = data.find(b"\x00\x00\x01\xb5")
    while place >= 0:
        if data[place + 4] >> 4 == 8:
            data[place + 8] |= 0x80
        place = data.find(b"\x00\x00\x01\xb5", place + 4)
    path.write_bytes(data)
