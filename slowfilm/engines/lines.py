"""When each line is said: by the order in which they stand, their pauses and their takes. Pure."""

import re
from collections.abc import Sequence
from fractions import Fraction

from slowfilm.engines.base import Line

# How long words take that nobody has recorded yet.
_HAN, _WORD = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[^\W\u3400-\u9fff]+")
_EACH_HAN, _EACH_WORD, _LEAST = 0.25, 0.4, 1.0  # seconds


def seconds_of(line: Line) -> float:
    """How long a line takes: as long as its take, else about as long as its words."""
    if line.span is not None:
        return line.span[1] - line.span[0]
    han, words = len(_HAN.findall(line.words)), len(_WORD.findall(line.words))
    return max(_LEAST, han * _EACH_HAN + words * _EACH_WORD)


def timed(lines: Sequence[Line], rate: Fraction, frames: int) -> list[tuple[int, int]]:
    """The half-open frames at which each line is said, cut at the end of the shot.

    One that finds no time left is empty.
    """
    times, at = [], 0.0
    for line in lines:
        start = at + line.pause
        at = start + seconds_of(line)
        times.append(tuple(min(frames, round(moment * rate)) for moment in (start, at)))
    return [(first, stop) for first, stop in times]
