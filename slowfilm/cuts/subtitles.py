"""What the characters say in a cut, as WebVTT. Pure."""

from collections.abc import Iterable
from fractions import Fraction
from html import escape
from typing import Any

Row = dict[str, Any]


def webvtt(lines: Iterable[Row], rate: Fraction) -> str:
    """The lines, at the frames first ≤ f < last of a cut: words, and beneath what they mean."""
    cues = []
    for line in lines:
        span = f"{_time(line['first'] / rate)} --> {_time(line['last'] / rate)}"
        texts = [_words(line[name]) for name in ("words", "translation") if line[name]]
        who = _words(line["character"]).replace("\n", " ")
        cues.append(f"{span}\n<v {who}>" + "\n".join(texts))
    return "WEBVTT\n\n" + "".join(f"{cue}\n\n" for cue in cues)


def _words(text: str) -> str:
    """Escaped, and without the empty line that would end a cue."""
    lines = (part.strip() for part in str(text).splitlines())
    return escape("\n".join(part for part in lines if part), quote=False)


def _time(seconds: Fraction) -> str:
    milliseconds = round(seconds * 1000)
    remainder, thousandth = divmod(milliseconds, 1000)
    minutes, second = divmod(remainder, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}.{thousandth:03}"
