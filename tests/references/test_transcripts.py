"""SubRip and WebVTT, as they come, and what is said where they can't be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowfilm.references.sentences import TRANSCRIPTS, of_transcript
from slowfilm.references.transcripts import Cue, TranscriptError, beside, decoded, parse

SRT = """1
00:00:01,500 --> 00:00:04,000
落雨咯。

2
00:00:05,000 --> 00:00:07,250
<i>Come in,</i>
{\\an8}come in.
"""
VTT = """WEBVTT - a walk

NOTE nobody says this
at all

STYLE
::cue { color: white }

first
00:01.500 --> 00:04.000 align:start position:10%
<v 林遥>落雨咯。</v>

01:00:05.000 --> 01:00:07.250
Come &amp; see.
"""


def test_both_are_read_without_their_dress() -> None:
    assert parse(SRT) == [Cue(1500, 4000, "落雨咯。"), Cue(5000, 7250, "Come in, come in.")]
    assert parse(VTT) == [Cue(1500, 4000, "落雨咯。"), Cue(3605000, 3607250, "Come & see.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_files_come_in_many_encodings(encoding: str, ends: str) -> None:
    raw = SRT.replace("\n", ends).encode(encoding)
    assert parse(decoded(raw))[0].words == "落雨咯。"


def test_out_of_order_and_without_words() -> None:
    text = (
        "00:05,000 --> 00:06,000\nlater\n\n00:01,000 --> 00:02,000\nfirst\n\n00:03,0 --> 00:04,0\n"
    )
    assert [cue.words for cue in parse(text)] == ["first", "later"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "no-cues", 0),
        ("WEBVTT\n", "no-cues", 0),
        ("just some words", "no-times", 1),
        ("1\n00:00:01,000 --> soon\nx", "bad-times", 2),
        ("\n\n00:04,000 --> 00:01,000\nx", "backwards", 3),
        ("x" * 1_000_001, "too-long", 0),
        ("00:01,000 --> 00:02,000\nx\n\n" * 501, "too-many", 0),
    ],
)
def test_what_can_not_be_read_is_said_with_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(TranscriptError) as error:
        parse(text)
    assert (error.value.code, error.value.line) == (code, line)
    said = of_transcript(code, line)
    assert said and (not line or str(line) in said)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(TranscriptError) as error:
        decoded(b"\x89PNG\xff\xff\xff\x00\xfe")
    assert error.value.code in TRANSCRIPTS


@given(st.text(max_size=300))
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    try:
        cues = parse(text)
    except TranscriptError as error:
        assert of_transcript(error.code, error.line)
        return
    assert all(cue.start < cue.end and cue.words for cue in cues)


def test_a_translation_stands_beside_by_place_or_by_time() -> None:
    cues = [Cue(0, 1000, "a"), Cue(1000, 3000, "b")]
    same = [Cue(0, 5, "A"), Cue(5, 9, "B")]
    assert beside(cues, same) == [(cues[0], "A"), (cues[1], "B")]
    more = [Cue(0, 900, "A"), Cue(1000, 2000, "B1"), Cue(2000, 3000, "B2")]
    assert beside(cues, more) == [(cues[0], "A"), (cues[1], "B1 B2")]
    assert beside(cues, []) == [(cues[0], ""), (cues[1], "")]
