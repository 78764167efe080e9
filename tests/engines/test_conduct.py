"""Who looks at whom, who speaks and who listens, and the stretch of a clip that fits it."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from slowfilm.engines.base import Line, Request
from slowfilm.engines.composite.conduct import Conduct, changes, conducts, when_spoken
from slowfilm.engines.composite.subject import Subject
from tests.engines.material import cited, person, tone

RATE = Fraction(12)
SHOT = 12  # frames
AHEAD, ASIDE, STEPPING = (0.0, 0.0), (0.0, 1.0), (1.0, 0.0)
Pose = tuple[float, float]  # the step someone is in, and which way the head looks


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of clips of one person of our own code, three seconds each."""
    folder = tmp_path_factory.mktemp("clips")
    acted(folder / "turned.mp4", [AHEAD] * 18 + [ASIDE] * 18)
    moving = [AHEAD, STEPPING, STEPPING] * 6
    acted(folder / "talks.mp4", [AHEAD] * 18 + moving)
    return folder


def acted(path: Path, poses: list[Pose]) -> None:
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", 12, options={"crf": "12", "preset": "ultrafast"})
        for number, pose in enumerate(poses):
            pixels = person(150, *pose)
            rows, columns = (side // 2 * 2 for side in pixels.shape[:2])
            if not number:
                stream.height, stream.width, stream.pix_fmt = rows, columns, "yuv420p"
            part = np.ascontiguousarray(pixels[:rows, :columns])
            file.mux(stream.encode(av.VideoFrame.from_ndarray(part, "rgb24")))
        file.mux(stream.encode(None))


def chosen(path: Path, conduct: Conduct, frames: int = SHOT) -> Subject:
    subject = Subject(cited(1, "video", "subject", path), None, RATE, frames, conduct)
    subject.close()
    return subject


@pytest.mark.slow
def test_a_stretch_is_taken_where_the_head_is_turned(clips: Path) -> None:
    subject = chosen(clips / "turned.mp4", Conduct(-1))
    assert subject.span is not None and subject.span[0] >= 1.0
    assert subject.stance.facing > 0.3  # they stand on the right, and are mirrored for it
    assert subject.answer in ("faces", "turns")


@pytest.mark.slow
def test_a_head_that_turns_to_the_other_is_told(clips: Path) -> None:
    assert chosen(clips / "turned.mp4", Conduct(1), frames=24).answer == "turns"
    assert chosen(clips / "turned.mp4", Conduct(0), frames=30).answer == "alone"


@pytest.mark.slow
def test_who_speaks_is_seen_moving_and_who_listens_still(clips: Path) -> None:
    second = ((0.0, 1.0),)
    speaks = chosen(clips / "talks.mp4", Conduct(1, speaks=second)).span
    listens = chosen(clips / "talks.mp4", Conduct(1, listens=second)).span
    assert speaks is not None and listens is not None
    assert speaks[0] > 1.0 > listens[0]


def test_people_look_at_each_other_and_at_the_screen_when_it_changes() -> None:
    conduct = Conduct(1, glances=((2.0, -1),))
    assert [conduct.side(time) for time in (0, 1.9, 2.0, 3.0, 3.5)] == [1, 1, -1, -1, 1]


def test_lines_say_who_speaks_when(tmp_path: Path) -> None:
    take = tone(tmp_path / "1.wav", 0.5, 300)
    one, other = (cited(n, "picture", "subject", take, character="AB"[n - 1]) for n in (1, 2))
    lines = (Line("A", "You here?", pause=0.2, take=take), Line("B", "Yes.", take=take))
    request = asked(lines=lines)
    first, second = conducts(request, [one, other], [0.7, 0.3], None)
    assert when_spoken(request) == [
        ("A", pytest.approx((0.2, 0.7), abs=0.01)),
        ("B", pytest.approx((1.2, 1.7), abs=0.01)),
    ]
    assert (first.toward, second.toward) == (-1, 1)
    assert [first.talk(0.5), first.talk(1.4), first.talk(1.0)] == [1, -1, 0]
    assert [second.talk(0.5), second.talk(1.4)] == [-1, 1]


def test_words_without_a_take_last_as_long_as_they_seem(tmp_path: Path) -> None:
    (spoken,) = when_spoken(asked(lines=(Line("A", "灯还没熄我就没走", pause=1.0),)))
    assert spoken == ("A", (1.0, 3.0))


def test_a_cut_on_the_screen_is_found(tmp_path: Path) -> None:
    path = tmp_path / "cut.mp4"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", 12)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(24):
            pixels = np.full((48, 64, 3), 200 if number >= 15 else 40, np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        file.mux(stream.encode(None))
    assert changes(cited(1, "video", "screen", path), asked()) == [pytest.approx(15 / 12)]


def asked(lines: tuple[Line, ...] = ()) -> Request:
    return Request("", 640, 360, RATE, 36, 1, (), lines=lines)
