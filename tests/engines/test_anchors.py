"""How close a draft came: measured on masters whose distance is known."""

import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from skimage import data

from slowfilm.engines import anchors, landmarks
from slowfilm.engines.base import Input, Request
from slowfilm.media.master import MasterWriter

SIZE, FRAMES, RATE = (128, 72), 40, Fraction(24)


def moving(frames: int, first: int = 0) -> list[Any]:
    """A bright square that goes across, ever faster, on a soft ground."""
    found = []
    ground = np.tile(np.linspace(40, 160, 128, dtype=np.float32), (72, 1))
    for index in range(first, first + frames):
        picture = ground.copy()
        at = int(1.5 * index + 12 * np.sin(index / 4)) % 100
        picture[20:44, max(0, at) : max(0, at) + 24] = 230
        found.append(np.dstack([picture] * 3).astype(np.uint8))
    return found


def written(path: Path, frames: list[Any], sound: Any = None) -> Path:
    about: dict[str, Any] = {"width": 128, "height": 72, "rate": RATE}
    with MasterWriter(path, sound=sound is not None, **about) as writer:
        for each in frames:
            writer.frame(each)
        if sound is not None:
            writer.sound(np.stack([sound, sound]).astype(np.float32))
    return path


def asked(*inputs: Input) -> Request:
    return Request("", *SIZE, RATE, FRAMES, 1, inputs)


def test_a_still_is_held_against_the_frame_it_stands_at(tmp_path: Path) -> None:
    frames = moving(FRAMES)
    Image.fromarray(frames[7]).save(tmp_path / "key.png")
    key = Input("@Image1", "picture", "keyframe", tmp_path / "key.png", "", frame=7)
    (row,) = anchors.measured(asked(key), written(tmp_path / "a.avi", frames))
    assert (row["tag"], row["frame"], row["max"], row["ssim"]) == ("Image1", 7, 0, 1.0)
    frames[7] = np.clip(frames[7].astype(int) + 10, 0, 255).astype(np.uint8)
    (row,) = anchors.measured(asked(key), written(tmp_path / "b.avi", frames))
    assert row["max"] == 10 and row["mean"] == pytest.approx(10, abs=0.1) and row["holds"] is None


CASES = [(0, 0, True), (3, 0, False), (0, 20, False)]


@pytest.mark.parametrize(("late", "brighter", "holds"), CASES)
def test_pixels_stay_or_the_draft_says_so(
    tmp_path: Path, late: int, brighter: int, holds: bool
) -> None:
    source = written(tmp_path / "source.avi", moving(FRAMES))
    item = Input("@Video1", "video", "verbatim", source, "")
    frames = [(each + np.uint8(brighter)) for each in moving(FRAMES, -late)]
    (row,) = anchors.measured(asked(item), written(tmp_path / "draft.avi", frames))
    assert (row["drift"], row["holds"]) == (late, holds)
    assert row["mean"] == pytest.approx(brighter, abs=1.0)
    (row,) = anchors.measured(asked(item), tmp_path / "draft.avi", placed=True)
    assert row["holds"] is None and row["placed"]


def lit_by_hand(frame: Any) -> Any:
    """Half as dark at the left and brighter at the right: light, and nothing else."""
    gain = np.linspace(0.6, 1.1, frame.shape[1])[None, :, None]
    return np.clip(frame * gain, 0, 255).astype(np.uint8)


def test_where_light_may_cross_only_what_lies_in_it_is_judged(tmp_path: Path) -> None:
    source = written(tmp_path / "source.avi", moving(FRAMES))
    strict = Input("@Video1", "video", "verbatim", source, "")
    crossed = Input("@Video1", "video", "verbatim", source, "", light_crosses=True)
    lit = written(tmp_path / "lit.avi", [lit_by_hand(each) for each in moving(FRAMES)])
    (row,) = anchors.measured(asked(strict), lit)
    assert row["holds"] is False and "structure" not in row
    (row,) = anchors.measured(asked(crossed), lit)
    assert row["holds"] is True and row["structure"] > 0.95
    turned = [np.ascontiguousarray(lit_by_hand(each)[::-1]) for each in moving(FRAMES)]
    (row,) = anchors.measured(asked(crossed), written(tmp_path / "other.avi", turned))
    assert row["holds"] is False and row["structure"] < 0.9


def test_what_moves_alike_is_found_when_it_is_late(tmp_path: Path) -> None:
    source = written(tmp_path / "source.avi", moving(FRAMES))
    item = Input("@Video1", "video", "driving", source, "")
    darker = [(each // 2).astype(np.uint8) for each in moving(FRAMES, -4)]
    (row,) = anchors.measured(asked(item), written(tmp_path / "draft.avi", darker))
    assert row["drift"] == 4 and row["likeness"] > 0.9 and row["holds"] is None


def test_a_voice_is_found_by_offset_and_gain(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    voice = np.convolve(rng.normal(0, 0.2, 48_000), np.ones(30) / 6, "same").clip(-0.9, 0.9)
    with wave.open(str(tmp_path / "voice.wav"), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes((voice * 32767).astype("<i2").tobytes())
    item = Input("@Audio1", "sound", "kept-voice", tmp_path / "voice.wav", "")
    heard = np.zeros(80_000)
    heard[4800:52_800] = voice / 2
    (row,) = anchors.measured(asked(item), written(tmp_path / "a.avi", moving(FRAMES), heard))
    assert row["offset"] == pytest.approx(0.1, abs=0.001) and row["holds"]
    assert row["gain"] == pytest.approx(-6.02, abs=0.2)
    other = rng.normal(0, 0.2, 80_000)
    (row,) = anchors.measured(asked(item), written(tmp_path / "b.avi", moving(FRAMES), other))
    assert row["holds"] is False


def test_what_can_not_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"nothing")
    key = Input("@Image1", "picture", "keyframe", tmp_path / "bad.png", "", frame=0)
    (row,) = anchors.measured(asked(key), written(tmp_path / "a.avi", moving(3)))
    assert "error" in row
    assert anchors.measured(asked(), tmp_path / "none.avi") == []


def nodding(frames: int, first: int = 0) -> list[Any]:
    """A photographed face that leans from side to side, ever faster."""
    face = Image.fromarray(data.astronaut()).crop((60, 0, 380, 320)).resize((230, 230))
    found = []
    for index in range(first, first + frames):
        whole = Image.new("RGB", (320, 240), (90, 100, 90))
        lean = 9 * np.sin(index / 2.5 + index * index / 90)
        whole.paste(face.rotate(lean, Image.Resampling.BILINEAR, fillcolor=(90, 100, 90)), (45, 5))
        found.append(np.asarray(whole))
    return found


@pytest.mark.slow
def test_the_landmarks_of_a_face_say_by_how_much_it_is_late() -> None:
    theirs, ours = (landmarks.course(nodding(16, first)) for first in (0, -3))
    found = landmarks.compared(ours, theirs, 6)
    assert found is not None and found["drift"] == 3 and found["apart"] < 0.02
    nobody = landmarks.course([np.zeros((240, 320, 3), np.uint8)])
    assert np.isnan(nobody).all() and landmarks.compared(nobody, theirs, 6) is None
