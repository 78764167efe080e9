"""What a file calls its first frame is read, whatever the container, and stays in a copy."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from slowfilm.media.derive import task as task_of
from slowfilm.media.probe import probe
from tests.media.telling import PLACE

NTSC = Fraction(30000, 1001)


def labelled(path: Path, label: str, rate: Fraction = Fraction(25), codec: str = "mpeg4") -> Path:
    """Three frames, of which the file says when the first was recorded."""
    with av.open(str(path), "w") as file:
        file.metadata.update({"timecode": label, **PLACE})
        stream = file.add_stream(codec, rate)
        stream.width, stream.height = 64, 48
        stream.pix_fmt = "yuv422p" if codec == "mpeg2video" else "yuv420p"
        stream.codec_context.time_base = 1 / rate
        for number in range(3):
            rgb = np.full((48, 64, 3), number * 9, np.uint8)
            frame = av.VideoFrame.from_ndarray(rgb, "rgb24")
            frame.pts, frame.time_base = number, 1 / rate
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mov", "mpeg4"), ("a.mp4", "mpeg4"), ("a.mkv", "mpeg4"), ("a.mxf", "mpeg2video")],
)
def test_it_is_read_of_any_container(tmp_path: Path, name: str, codec: str) -> None:
    assert probe(labelled(tmp_path / name, "10:11:12:13", codec=codec)).timecode == "10:11:12:13"


@pytest.mark.parametrize("label", ["01:00:00:00", "00:01:00:00", "01:00:00;00", "00:01:00;02"])
def test_it_says_whether_it_counts_drop_frame(tmp_path: Path, label: str) -> None:
    assert probe(labelled(tmp_path / "a.mov", label, NTSC)).timecode == label


def test_what_says_nothing_has_none(tmp_path: Path) -> None:
    assert probe(labelled(tmp_path / "a.mkv", "no label at all")).timecode == ""


@pytest.mark.parametrize("name", ["a.mov", "a.mkv"])
def test_it_stays_in_a_copy_that_tells_of_nobody(tmp_path: Path, name: str) -> None:
    path = labelled(tmp_path / name, "10:11:12:13")
    made = task_of("strip")({"path": str(path), "folder": str(tmp_path)}, lambda fraction: None)
    assert (made["probe"]["timecode"], made["probe"]["carries"]) == ("10:11:12:13", ())
