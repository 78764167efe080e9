"""Transcripts as they come: SubRip (SRT) and WebVTT. Pure; times in milliseconds."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 1_000_000  # characters of a file
MOST = 500  # cues
TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
TIMES = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:\s.*)?")
TAGS = re.compile(r"</?(?:[a-z]+(?:\.[^>\s]*)?(?:\s[^>]*)?|\d[\d:.]*)>|\{\\[^}]*\}", re.IGNORECASE)
NOT_SPOKEN = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")


class TranscriptError(Exception):
    """Why a transcript can't be read: a code, and the line it concerns, from 1; 0 for all of it."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code, line)
        self.code, self.line = code, line


@dataclass(frozen=True, slots=True)
class Cue:
    """Words from `start` to `end`, half-open."""

    start: int
    end: int
    words: str


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or GB 18030. Raises TranscriptError."""
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TranscriptError("no-text")


def parse(text: str) -> list[Cue]:
    """The cues of a transcript, in order of time. Raises TranscriptError."""
    if len(text) > LONGEST:
        raise TranscriptError("too-long")
    cues = sorted(_cues(text), key=lambda cue: (cue.start, cue.end))
    if not cues:
        raise TranscriptError("no-cues")
    if len(cues) > MOST:
        raise TranscriptError("too-many")
    return cues


def _cues(text: str) -> Iterator[Cue]:
    for first, block in _blocks(text):
        if NOT_SPOKEN.match(block[0]) or block[0].startswith("WEBVTT"):
            continue
        # A number, or in WebVTT a name, may stand above the times.
        above = next((n for n, line in enumerate(block[:2]) if "-->" in line), None)
        if above is None:
            raise TranscriptError("no-times", first)
        times = TIMES.fullmatch(block[above])
        if times is None:
            raise TranscriptError("bad-times", first + above)
        start, end = _ms(times.groups()[:4]), _ms(times.groups()[4:])
        if end <= start:
            raise TranscriptError("backwards", first + above)
        words = " ".join(filter(None, (_plain(line) for line in block[above + 1 :])))
        if words:
            yield Cue(start, end, words)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """What stands between empty lines, and the number of its first line."""
    block: list[str] = []
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line.strip())
        elif block:
            yield number - len(block), block
            block = []


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return whole * 1000 + int(fraction.ljust(3, "0"))


def _plain(line: str) -> str:
    return html.unescape(TAGS.sub("", line)).strip()


def beside(cues: list[Cue], translated: list[Cue]) -> list[tuple[Cue, str]]:
    """Each cue with what it means: by its place where both have as many, else by its time."""
    if len(cues) == len(translated):
        return [(cue, other.words) for cue, other in zip(cues, translated, strict=True)]
    return [
        (cue, " ".join(o.words for o in translated if cue.start <= (o.start + o.end) / 2 < cue.end))
        for cue in cues
    ]
