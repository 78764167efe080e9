"""Which frame of which draft a cut shows; the same vectors hold in the browser's scripts."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowfilm.cuts.timing import Clip, Timing, handle, length, source_frame

VECTORS = json.loads((Path(__file__).parents[1] / "cut_vectors.json").read_text())


def timing(case: dict[str, Any]) -> Timing:
    clips = [Clip(**{**each, "rate": Fraction(each["rate"])}) for each in case["clips"]]
    return Timing(clips, Fraction(case["rate"]))


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_the_vectors(case: dict[str, Any]) -> None:
    laid = timing(case)
    assert [laid.frames, laid.starts] == [case["frames"], case["starts"]]
    assert [[one.clip, one.code, one.need, one.have] for one in laid.faults] == case["faults"]
    for frame, *shown in case["shown"]:
        one = laid.at(frame)
        under = list(one.under) if one.under else None
        assert [one.clip, one.frame, under, str(one.share), str(one.light)] == shown


RATES = st.sampled_from(
    [Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30), Fraction(48)]
)


@st.composite
def clips(draw: st.DrawFn) -> Clip:
    frames = draw(st.integers(1, 400))
    first = draw(st.integers(0, frames - 1))
    return Clip(first, draw(st.integers(first + 1, frames)), frames, draw(RATES))


@given(clips(), RATES)
def test_a_clip_shows_only_its_own_frames_in_order(clip: Clip, rate: Fraction) -> None:
    shown = [source_frame(clip, offset, rate) for offset in range(length(clip, rate))]
    assert shown == sorted(shown)
    assert clip.first <= shown[0] and shown[-1] < clip.last
    if clip.rate == rate:
        assert shown == list(range(clip.first, clip.last))
    after = [source_frame(clip, length(clip, rate) + n, rate) for n in range(handle(clip, rate))]
    assert all(frame < clip.frames for frame in after)


@pytest.mark.slow
@given(st.lists(clips(), min_size=1, max_size=6), RATES)
def test_every_frame_of_a_cut_is_of_one_clip(parts: list[Clip], rate: Fraction) -> None:
    laid = Timing(parts, rate)
    owners = [laid.at(frame).clip for frame in range(laid.frames)]
    assert owners == sorted(owners)
    assert [owners.count(index) for index in range(len(parts))] == laid.lengths
    assert abs(laid.frames / rate - sum((c.last - c.first) / c.rate for c in parts)) <= (
        len(parts) / rate
    )
