"""A layout goes to JSON and back, and rubbish is refused by name."""

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowfilm.engines.layout import Figure, Lamp, Layout, Occluder

SQUARE = ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))
FULL = Layout(
    vanishing=(0.5, 0.4),
    horizon=0.4,
    lamps=(Lamp((0.2, 0.1), 1.0, 0.05, (4.0, 3.0, 2.0)),),
    screen=SQUARE,
    figures=(Figure("@Video1", (0.3, 0.9), 0.5, True, (1.0, 3.0)),),
    occluders=(Occluder(((0.1, 0.2), (0.2, 0.2), (0.2, 0.9)), everybody=False),),
)

shares = st.floats(0, 1, allow_nan=False)
points = st.tuples(shares, shares)


@pytest.mark.slow
@given(
    vanishing=st.none() | points,
    lamps=st.lists(st.builds(Lamp, points, shares, shares, st.tuples(shares, shares, shares))),
    figures=st.lists(
        st.builds(Figure, st.text(min_size=1, max_size=9), points, st.floats(0.1, 3)),
        unique_by=lambda figure: figure.tag,
    ),
)
def test_it_comes_back_as_it_went(vanishing: Any, lamps: list[Lamp], figures: list[Figure]) -> None:
    went = Layout(vanishing, 0.5, tuple(lamps[:16]), SQUARE, tuple(figures[:16]))
    assert Layout.from_json(json.loads(json.dumps(went.to_json()))) == went


def test_everything_left_out_is_an_empty_layout() -> None:
    assert Layout.from_json({}) == Layout()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(horizon="low"), "horizon: not a number"),
        (lambda d: d.update(horizon=True), "horizon: not a number"),
        (lambda d: d.update(horizon=float("nan")), "horizon: not a number"),
        (lambda d: d.update(horizon=9), "horizon: 9 is not between -1 and 2"),
        (lambda d: d.update(colour=1), "layout: colour is not known"),
        (lambda d: d.update(lamps={}), "lamps: not a list"),
        (lambda d: d.update(lamps=[1]), "lamp: not an object"),
        (lambda d: d["lamps"][0].pop("at"), "at: not a list"),
        (lambda d: d["lamps"][0].update(colour=[1, 2]), "colour: 2 parts where 3 are needed"),
        (lambda d: d.update(lamps=d["lamps"] * 17), "lamps: more than 16"),
        (lambda d: d.update(screen=d["screen"][::-1]), "screen: its corners do not go round"),
        (lambda d: d.update(screen=d["screen"][:3]), "screen: 3 parts where 4 are needed"),
        (lambda d: d.update(screen=[[0.5, 0.5]] * 4), "screen: its corners do not go round"),
        (lambda d: d["figures"][0].update(tag=""), "tag: a name is missing"),
        (lambda d: d["figures"][0].update(mirrored=1), "mirrored: neither true nor false"),
        (lambda d: d["figures"][0].update(height=0), "height: 0 is not between"),
        (lambda d: d["figures"][0].update(span=[3, 1]), "span: ends before it begins"),
        (lambda d: d.update(figures=d["figures"] * 2), "figures: a tag stands twice"),
        (lambda d: d["occluders"][0].update(points=[[0, 0], [1, 1]]), "points: fewer than 3"),
        (lambda d: d["occluders"][0].update(points=[[0, 0]] * 33), "points: more than 32"),
        (lambda d: d["occluders"][0].update(everybody="no"), "everybody: neither true nor"),
        (lambda d: d["occluders"][0].update(depth=1), "occluder: depth is not known"),
        (lambda d: d.update(occluders=d["occluders"] * 17), "occluders: more than 16"),
    ],
)
def test_rubbish_is_refused_by_name(change: Any, said: str) -> None:
    data = json.loads(json.dumps(FULL.to_json()))
    assert Layout.from_json(data) == FULL
    change(data)
    with pytest.raises(ValueError, match=said):
        Layout.from_json(data)


@pytest.mark.parametrize("data", [None, [], "layout", 3])
def test_what_is_no_object_is_no_layout(data: object) -> None:
    with pytest.raises(ValueError, match="layout: not an object"):
        Layout.from_json(data)


@pytest.mark.slow
def test_reading_one_loads_no_numbers() -> None:
    told = "import sys, slowfilm.engines.layout; print('numpy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
