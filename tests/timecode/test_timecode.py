"""Frames, seconds and timecode: the vectors shared with the browser, and properties."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowfilm.timecode import (
    DROP_RATES,
    frame_at,
    middle,
    parse_rate,
    parse_timecode,
    source_label,
    timecode,
)

VECTORS: dict[str, list[Any]] = json.loads(
    (Path(__file__).parent.parent / "timecode_vectors.json").read_text()
)

common_rates = st.sampled_from(
    ["12", "24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60000/1001", "60", "120"]
).map(parse_rate)
any_rates = st.builds(Fraction, st.integers(1, 240_000), st.integers(1, 1001)).filter(
    lambda rate: rate >= 1
)
frames = st.integers(0, 20_000_000)


@pytest.mark.parametrize("case", VECTORS["rates"], ids=str)
def test_a_rate_is_read(case: dict[str, Any]) -> None:
    assert parse_rate(case["text"]) == Fraction(case["n"], case["d"])


@pytest.mark.parametrize("text", VECTORS["bad_rates"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a frame rate"):
        parse_rate(text)


@pytest.mark.parametrize("case", VECTORS["labels"], ids=str)
def test_a_frame_has_its_label(case: dict[str, Any]) -> None:
    rate = parse_rate(case["rate"])
    assert timecode(case["frame"], rate) == case["label"]
    assert parse_timecode(case["label"], rate) == case["frame"]


@pytest.mark.parametrize("case", VECTORS["non_drop"], ids=str)
def test_a_frame_has_its_label_that_leaves_none_out(case: dict[str, Any]) -> None:
    rate = parse_rate(case["rate"])
    assert timecode(case["frame"], rate, drop=False) == case["label"]
    assert parse_timecode(case["label"], rate, drop=False) == case["frame"]


@pytest.mark.parametrize(
    ("text", "rate", "label"),
    [
        ("01:00:00:00", "30000/1001", "01:00:00:00"),
        ("01:00:00;02", "30000/1001", "01:00:00;02"),
        ("01:00:00.02", "30000/1001", "01:00:00;02"),
        ("00:01:00;00", "30000/1001", ""),
        ("00:01:00:00", "30000/1001", "00:01:00:00"),
        ("10:11:12;13", "25", "10:11:12:13"),
        ("10:11:12:25", "25", ""),
        ("next to the door", "25", ""),
    ],
)
def test_what_a_file_calls_its_first_frame(text: str, rate: str, label: str) -> None:
    assert source_label(text, parse_rate(rate)) == label


@pytest.mark.parametrize("case", VECTORS["typed"], ids=str)
def test_either_separator_may_be_typed(case: dict[str, Any]) -> None:
    assert parse_timecode(case["label"], parse_rate(case["rate"])) == case["frame"]


@pytest.mark.parametrize("case", VECTORS["bad_labels"], ids=str)
def test_what_is_no_label_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"not a timecode|leaves this label out"):
        parse_timecode(case["label"], parse_rate(case["rate"]))


def test_there_is_no_label_before_the_first_frame() -> None:
    with pytest.raises(ValueError, match="before the first frame"):
        timecode(-1, Fraction(24))


@pytest.mark.parametrize("case", VECTORS["middles"], ids=str)
def test_the_middle_is_exact(case: dict[str, Any]) -> None:
    assert middle(case["frame"], parse_rate(case["rate"])) == Fraction(case["n"], case["d"])


@pytest.mark.parametrize("case", VECTORS["times"], ids=str)
def test_a_time_has_its_frame(case: dict[str, Any]) -> None:
    assert frame_at(case["seconds"], parse_rate(case["rate"])) == case["frame"]


@given(frames, common_rates)
def test_labels_round_trip(frame: int, rate: Fraction) -> None:
    assert parse_timecode(timecode(frame, rate), rate) == frame


@given(frames, any_rates)
def test_middles_round_trip(frame: int, rate: Fraction) -> None:
    assert frame_at(middle(frame, rate), rate) == frame
    assert frame_at(float(middle(frame, rate)), rate) == frame


@given(frames, any_rates)
def test_a_frame_begins_where_the_last_one_ends(frame: int, rate: Fraction) -> None:
    assert frame_at(frame / rate, rate) == frame
    assert frame_at((frame + Fraction(999, 1000)) / rate, rate) == frame


@given(frames, st.integers(1, 100_000), common_rates)
def test_labels_rise_with_frames(frame: int, more: int, rate: Fraction) -> None:
    assert _parts(timecode(frame, rate)) < _parts(timecode(frame + more, rate))


@given(frames, common_rates)
def test_only_drop_frame_leaves_labels_out(frame: int, rate: Fraction) -> None:
    """From one frame to the next the label advances by one, or by the dropped ones too."""
    base = round(rate)
    here, there = (_count(timecode(f, rate), base) for f in (frame, frame + 1))
    _, minute, second, part = _parts(timecode(frame + 1, rate))
    drop = DROP_RATES.get(rate, 0)
    after_a_drop = drop and (second, part) == (0, drop) and minute % 10
    assert there - here == (1 + drop if after_a_drop else 1)


def _parts(label: str) -> tuple[int, ...]:
    return tuple(int(part) for part in label.replace(";", ":").split(":"))


def _count(label: str, base: int) -> int:
    hour, minute, second, part = _parts(label)
    return ((hour * 60 + minute) * 60 + second) * base + part
