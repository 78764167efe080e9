"""How what is found in frames becomes tracks and spans; and the networks, through the sandbox."""

from pathlib import Path

import pytest
from PIL import Image

from slowfilm.media import face_weights, sandbox
from slowfilm.media.errors import MediaError
from slowfilm.media.face_tracks import Tracks, thinned
from slowfilm.media.faces import Box, Face, overlap
from slowfilm.media.voices import spoken

RATE = 24.0


def face(left: float, top: float = 0.2, size: float = 0.1, score: float = 0.9) -> Face:
    return Face((left, top, size, size), score)


def linked(
    frames: int, *seen: tuple[int, list[Face]], cuts: tuple[int, ...] = ()
) -> list[tuple[int, int]]:
    """The spans of the tracks that come of what was seen in some frames of a clip."""
    tracks = Tracks(RATE)
    marks = sorted(cuts)
    for frame, faces in seen:
        while marks and marks[0] <= frame:
            tracks.end_cut(marks.pop(0))
        tracks.take(frame, faces)
    tracks.end_cut(frames)
    return sorted((each.first, each.end) for each in tracks.done)


def test_a_face_that_walks_is_one_track_whose_ends_are_padded() -> None:
    walk = [(frame, [face(0.1 + frame / 400)]) for frame in range(24, 97, 6)]
    assert linked(240, *walk) == [(18, 103)]


def test_two_faces_that_pass_stay_two() -> None:
    walk = [(f, [face(0.1 + f / 300, 0.2), face(0.6 - f / 300, 0.5)]) for f in range(0, 96, 6)]
    assert linked(96, *walk) == [(0, 96), (0, 96)]


def test_nothing_is_linked_across_a_cut_or_padded_over_it() -> None:
    there = [(frame, [face(0.3)]) for frame in range(0, 96, 6)]
    assert linked(96, *there, cuts=(48,)) == [(0, 48), (48, 96)]


def test_a_face_that_was_missed_once_is_still_one_track_and_after_long_another() -> None:
    assert len(linked(96, (0, [face(0.3)]), (6, []), (12, [face(0.3)]))) == 1
    assert len(linked(96, (0, [face(0.3)]), (30, [face(0.3)]))) == 2


def test_unsure_faces_count_where_they_are_seen_often() -> None:
    unsure = face(0.3, score=0.35)
    assert linked(96, (0, [unsure]), (6, [unsure])) == []
    assert linked(96, *[(frame, [unsure]) for frame in range(0, 24, 6)]) == [(0, 25)]
    assert linked(96, (0, [face(0.3, score=0.35)]), (6, [face(0.3)])) == [(0, 13)]


def test_boxes_between_which_a_face_moves_straight_are_left_out() -> None:
    boxes: dict[int, Box] = {f: (0.1 + f / 500, 0.2, 0.1, 0.1) for f in range(0, 60, 6)}
    assert [frame for frame, _box in thinned(boxes)] == [0, 54]
    boxes[30] = (0.6, 0.2, 0.1, 0.1)
    assert {24, 30, 36} <= {frame for frame, _box in thinned(boxes)}
    assert thinned({7: (0.1, 0.1, 0.1, 0.1)}) == [(7, (0.1, 0.1, 0.1, 0.1))]


def test_overlap_is_a_share_of_both() -> None:
    assert overlap((0, 0, 1, 1), (0, 0, 1, 1)) == 1
    assert overlap((0, 0, 0.5, 1), (0.5, 0, 0.5, 1)) == 0
    assert overlap((0, 0, 1, 1), (0, 0, 0.5, 1)) == 0.5


def test_a_voice_is_a_span_over_its_pauses() -> None:
    still, low, loud = 0.0, 0.4, 0.9
    assert list(spoken([still] * 5 + [loud] * 10 + [still] * 5)) == [(5, 15)]
    assert list(spoken([loud] * 5 + [still] * 10 + [loud] * 5)) == [(0, 20)], "half a second"
    assert list(spoken([loud] * 5 + [still] * 30 + [loud] * 5)) == [(0, 5), (35, 40)]
    assert list(spoken([low] * 20)) == []
    assert list(spoken([loud] + [low] * 20)) == [(0, 21)]
    assert list(spoken([still] * 9 + [loud])) == [], "a click"


@pytest.mark.slow
def test_a_plain_picture_has_nobody_in_it(tmp_path: Path) -> None:
    path = tmp_path / "plain.png"
    Image.linear_gradient("L").resize((320, 200)).save(path)
    told = sandbox.run("scan", {"path": str(path)}, seconds=120)
    assert told == {"detector": face_weights.DETECTOR, "faces": [], "voices": []}


def test_a_scan_that_takes_too_long_says_so(tmp_path: Path) -> None:
    path = tmp_path / "plain.png"
    Image.linear_gradient("L").save(path)
    with pytest.raises(MediaError) as error:
        sandbox.run("scan", {"path": str(path)}, seconds=0)
    assert error.value.code == "out-of-time"


def test_other_weights_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    face_weights.weights.cache_clear()
    monkeypatch.setattr(face_weights, "DIGEST", "0" * 64)
    with pytest.raises(MediaError) as error:
        face_weights.weights()
    assert error.value.code == "no-weights"
    face_weights.weights.cache_clear()
