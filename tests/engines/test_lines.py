"""When each line is said."""

from fractions import Fraction

from slowfilm.engines.base import Line
from slowfilm.engines.lines import seconds_of, timed


def test_takes_say_how_long_and_words_where_there_is_none() -> None:
    assert seconds_of(Line("a", "x", span=(1.5, 4.0))) == 2.5
    assert seconds_of(Line("a", "着。")) == 1.0
    assert seconds_of(Line("a", "落雨咯落雨咯落雨")) == 2.0
    assert seconds_of(Line("a", "it rains in the old street")) == 6 * 0.4


def test_one_after_another_each_after_its_pause_and_cut_at_the_end() -> None:
    lines = [
        Line("a", "x", pause=0.5, span=(0, 1)),
        Line("b", "y", span=(0, 2)),
        Line("a", "z", pause=1, span=(0, 5)),
        Line("b", "too late"),
    ]
    assert timed(lines, Fraction(24), 120) == [(12, 36), (36, 84), (108, 120), (120, 120)]
