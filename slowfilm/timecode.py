"""Frames, seconds and timecode.

A position is an integer frame at a rational rate in frames a second; a span is half-open,
``[first, end)``. Timecode is a label for showing and typing, never a position. ``timecode.js`` says
the same in the browser; both pass ``tests/timecode_vectors.json``.

Drop-frame labels follow SMPTE ST 12-1: at 30000/1001 the labels ;00 and ;01 (at 60000/1001 ;00 to
;03) are left out at each minute that is not a tenth one. Labels are left out, frames never are.
"""

import re
from fractions import Fraction
from functools import lru_cache
from math import floor

DROP_RATES = {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}
# A float cannot hold n/1001: a time this near below a boundary (in frames) is the boundary.
TOLERANCE = Fraction(1, 1_000_000)

_RATE = re.compile(r"([1-9]\d*)(?:/([1-9]\d*))?", re.ASCII)
_LABEL = re.compile(r"(\d{2,}):(\d\d):(\d\d)[:;](\d{2,})", re.ASCII)


@lru_cache(64)
def parse_rate(text: str) -> Fraction:
    """Return frames a second from "24000/1001" or "24"; ValueError for anything else."""
    match = _RATE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a frame rate: {text!r}")
    return Fraction(int(match[1]), int(match[2] or 1))


def timecode(frame: int, rate: Fraction, *, drop: bool = True) -> str:
    """Return the label "HH:MM:SS:FF" of a frame, "HH:MM:SS;FF" at the two drop-frame rates.

    Without `drop` these count without leaving labels out, and are written with a colon. Hours go on
    past 99. Raises ValueError for a negative frame.
    """
    if frame < 0:
        raise ValueError(f"no timecode before the first frame: {frame}")
    base, left_out = _base(rate), DROP_RATES.get(rate, 0) if drop else 0
    seconds, part = divmod(_label_number(frame, base, left_out), base)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    width = max(2, len(str(base - 1)))
    return f"{hour:02}:{minute:02}:{second:02}{';' if left_out else ':'}{part:0{width}}"


def parse_timecode(text: str, rate: Fraction, *, drop: bool = True) -> int:
    """Return the frame a label names; either separator may stand before its frames.

    Without `drop` no label is left out at any rate. Raises ValueError for what is no label, and for
    a label that drop-frame leaves out.
    """
    match = _LABEL.fullmatch(text)
    if match is None:
        raise ValueError(f"not a timecode: {text!r}")
    hour, minute, second, part = map(int, match.groups())
    base, left_out = _base(rate), DROP_RATES.get(rate, 0) if drop else 0
    if minute > 59 or second > 59 or part >= base:
        raise ValueError(f"not a timecode at this rate: {text!r}")
    if second == 0 and part < left_out and minute % 10:
        raise ValueError(f"drop-frame leaves this label out: {text!r}")
    minutes = hour * 60 + minute
    return (minutes * 60 + second) * base + part - left_out * (minutes - minutes // 10)


def drops(label: str, rate: Fraction) -> bool:
    """Whether a file's own label counts drop-frame: its frames stand behind a semicolon."""
    return rate in DROP_RATES and ";" in label


def source_label(text: str, rate: Fraction) -> str:
    """A label as some file has it, as we write it; "" for one that there is not at this rate."""
    label = re.sub(r"[.;,](\d+)$", r";\1", text.strip())
    try:
        drop = drops(label, rate)
        return timecode(parse_timecode(label, rate, drop=drop), rate, drop=drop)
    except ValueError:
        return ""


def middle(frame: int, rate: Fraction) -> Fraction:
    """Return the middle of a frame in seconds: the one time at which no player shows another."""
    return (frame + Fraction(1, 2)) / rate


def frame_at(seconds: Fraction | float, rate: Fraction) -> int:
    """Return the frame on screen at a time in seconds."""
    return floor(Fraction(seconds) * rate + TOLERANCE)


@lru_cache(64)
def _base(rate: Fraction) -> int:
    """Return how many labels a second has: the rate to the nearest whole, halves up."""
    return max(1, floor(rate + Fraction(1, 2)))


def _label_number(frame: int, base: int, drop: int) -> int:
    """Return the frame's place when the left-out labels are counted too."""
    minute = base * 60 - drop
    ten_minutes = minute * 10 + drop
    tens, remainder = divmod(frame, ten_minutes)
    # The first minute of each ten is whole; each of the other nine lacks `drop` labels.
    short_minutes = max(0, remainder - drop) // minute
    return frame + drop * (9 * tens + short_minutes)
