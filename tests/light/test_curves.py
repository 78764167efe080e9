"""Curves never turn back, go through their points, and are what the browser is told they are."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slowfilm import curves
from slowfilm.light.strokes import MOST, kept
from tests.media.light_vectors import PLACE, written

tones = st.integers(-1000, 600).map(lambda n: n / 100)
drawn = st.lists(st.tuples(tones, tones), max_size=16, unique_by=lambda p: p[0]).map(sorted)


@settings(max_examples=30, deadline=None)
@given(drawn)
def test_a_curve_rises_and_goes_through_its_points(points: list[tuple[float, float]]) -> None:
    rising = curves.rising(points)
    table = np.array(curves.table(rising))
    assert (np.diff(table) >= -1e-9).all()
    for x, y in rising:
        assert curves.evaluate(rising, x) == pytest.approx(y, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(drawn, tones)
def test_its_table_is_the_curve(points: list[tuple[float, float]], x: float) -> None:
    rising = curves.rising(points)
    step = 16 / (curves.SAMPLES - 1)
    left = min(int((x + 10) / step), curves.SAMPLES - 2)
    table = curves.table(rising)
    assert table[left] - 1e-9 <= curves.evaluate(rising, x) <= table[left + 1] + 1e-9


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(st.integers(0, 200), st.sampled_from(("hold", "linear", "smooth")), min_size=1),
    st.integers(0, 250),
)
def test_a_frame_lies_between_its_two_keys(told: dict[int, str], frame: int) -> None:
    keys = sorted(told.items())
    at = curves.place(keys, frame)
    assert at is not None and 0 <= at.t < 1
    if keys[0][0] <= frame <= keys[-1][0]:
        assert keys[at.before][0] <= frame <= (keys[at.after][0] if at.t else frame)
    if at.t == 0:
        assert at.before == at.after


def test_the_exposure_never_overshoots() -> None:
    points = [[0, 0], [10, 2], [11, 2], [40, -1]]
    found = [curves.exposure(points, frame) for frame in range(-5, 50)]
    assert min(found) == -1 and max(found) == 2
    assert curves.exposure([], 3) == 0


def test_the_vectors_that_the_browser_reads_are_these() -> None:
    told, now = json.loads(PLACE.read_text()), json.loads(json.dumps(written()))
    assert list(told) == list(now)
    for (name, one), other in zip(_leaves(told), _leaves(now), strict=True):
        assert name == other[0]
        # Of another processor's exp2 and log2 the last bit of a float32 may be another.
        assert one == (pytest.approx(other[1], abs=3e-7) if isinstance(one, float) else other[1])


def _leaves(tree: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a tree of JSON, by where it stands."""
    if isinstance(tree, dict | list):
        pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
        for key, each in pairs:
            yield from _leaves(each, f"{name}/{key}")
    else:
        yield name, tree


def test_a_stroke_of_ten_thousand_points_keeps_its_way() -> None:
    t = np.linspace(0, 6.28, 10_000)
    points = list(zip(0.5 + 0.4 * np.cos(t), 0.5 + 0.4 * np.sin(t), t / 6.28, t * 0, strict=True))
    few = kept(points)  # type: ignore[arg-type]
    assert len(few) == MOST
    assert few[0][:2] == (0.9, 0.5) and few[-1][2] == 1
    away = [abs(np.hypot(x - 0.5, y - 0.5) - 0.4) for x, y, _p, _t in few]
    assert max(away) < 1e-4
    gaps = [np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(few)]
    assert max(gaps) < 0.05
