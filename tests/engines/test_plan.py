"""The cutting plan: every frame has one passage, and what must be met is met."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowfilm.engines.animatic.plan import Passage, passages
from slowfilm.engines.base import Input, Request

ANY = Path("any")


def asked(frames: int, roles: list[str], met: list[int], clips: int = 0) -> Request:
    inputs = [
        Input(f"@{n}", "video" if n < clips else "picture", role, ANY, "")  # type: ignore[arg-type]
        for n, role in enumerate(roles)
    ]
    inputs += [Input(f"@k{n}", "picture", "keyframe", ANY, "", frame=n) for n in met]
    return Request("", 640, 360, Fraction(24), frames, 0, tuple(inputs))


@given(
    frames=st.integers(96, 360),
    roles=st.lists(st.sampled_from(["subject", "place", "motion"]), max_size=12),
    places=st.sets(st.floats(0, 1), max_size=6),
    lengths=st.lists(st.integers(1, 400), min_size=3, max_size=3),
)
def test_passages_cover_every_frame_and_dissolves_spare_the_met(
    frames: int, roles: list[str], places: set[float], lengths: list[int]
) -> None:
    met = sorted({round(place * (frames - 1)) for place in places})
    request = asked(frames, roles, met, clips=min(3, len(roles)))
    row = passages(request, {f"@{n}": length for n, length in enumerate(lengths)})
    if not roles and not met:
        assert row == []
        return
    assert (row[0].start, row[-1].stop) == (0, frames)
    assert all(a.stop == b.start for a, b in pairwise(row))
    assert all(p.start < p.stop for p in row)
    assert [p.met for p in row if p.met is not None] == met
    for frame in met:
        assert [p.met for p in seen_at(row, frame)] == [frame]
    for frame in range(frames):
        assert 1 <= len(seen_at(row, frame)) <= 2


def test_two_stills_met_close_together_are_both_shown() -> None:
    request = asked(96, ["subject"] * 6, [0, 48, 92, 94])
    row = passages(request, {})
    assert [[p.met for p in seen_at(row, frame)] for frame in (92, 94)] == [[92], [94]]


def seen_at(row: list[Passage], frame: int) -> list[Passage]:
    return [p for p in row if p.first <= frame < p.end]


def test_a_short_clip_takes_no_more_than_it_has_and_others_take_the_rest() -> None:
    row = passages(asked(240, ["motion", "subject", "place"], [], clips=1), {"@0": 30})
    assert row[0].stop - row[0].start == 30
    assert row[1].stop - row[1].start > row[2].stop - row[2].start > 30


def test_order_of_citation_is_kept_around_first_and_last_frame() -> None:
    request = asked(120, ["last-frame", "place", "first-frame", "subject"], [])
    assert [p.tag for p in passages(request, {})] == ["@2", "@1", "@3", "@0"]


@pytest.mark.parametrize("count", [1, 9])
def test_a_picture_is_never_dropped_where_there_is_time(count: int) -> None:
    assert len(passages(asked(96, ["subject"] * count, [0, 95]), {})) == count + 2
