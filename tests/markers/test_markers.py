"""Each format is read back by a reader that is not ours, drop-frame and Chinese names included."""

import csv
import io
import re
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import opentimelineio as otio
import pytest

from slowfilm.markers import FORMATS, Marker, Sheet, table

RATES = [Fraction(24), Fraction(25)]
RATES += [Fraction(rate, 1001) for rate in (24000, 30000, 60000)]
HOSTILE = "a|b |C:x |D:9 <&\"'> ]]>\n\t=1+1 慢一点 🎞"
SHOWN = " ".join(HOSTILE.split())
MARKERS = [
    Marker(0, 1, "change", "Slower.", "Ada | Bell", resolved=True),
    Marker(1798, 1802, "keep", HOSTILE, "林遥"),
    Marker(2000, 2400, "question", "Rain?", "=cmd()"),
]


def sheet(rate: Fraction, name: str = "雨 <S01>_SH010_v001") -> Sheet:
    return Sheet(name, rate, 3000, 1280, 720, MARKERS)


def spans(markers: Any, offset: int) -> list[tuple[int, int]]:
    """Frames of the clip that markers of a timeline lie on: first, and how many."""
    return [
        (round(m.marked_range.start_time.value) - offset, round(m.marked_range.duration.value))
        for m in markers
    ]


WANTED = [(each.first, each.frames) for each in MARKERS]


@pytest.mark.parametrize("rate", RATES)
def test_otio_reads_its_own(rate: Fraction) -> None:
    _ending, write = FORMATS["otio"]
    timeline = otio.adapters.read_from_string(write(sheet(rate)), "otio_json")
    (clip,) = timeline.find_clips()
    assert clip.name == "雨 <S01>_SH010_v001"
    assert spans(clip.markers, sheet(rate).first_frame) == WANTED
    assert clip.markers[1].comment == HOSTILE
    assert clip.markers[1].metadata["slowfilm"]["author"] == "林遥"
    assert [each.color for each in clip.markers] == ["RED", "GREEN", "BLUE"]
    label = otio.opentime.to_timecode(clip.markers[1].marked_range.start_time)
    assert label == sheet(rate).label(1798)


@pytest.mark.parametrize("rate", RATES)
def test_premiere_xml_is_read_by_otio(rate: Fraction) -> None:
    _ending, write = FORMATS["premiere"]
    timeline = otio.adapters.read_from_string(write(sheet(rate)), "fcp_xml")
    markers = timeline.tracks.markers
    assert timeline.name == "雨 <S01>_SH010_v001"
    found = spans(markers, 0)
    assert [first for first, _frames in found] == [first for first, _frames in WANTED]
    assert found[1:] == WANTED[1:]
    assert HOSTILE in str(markers[1].metadata["fcp_xml"]["comment"])
    assert round(markers[0].marked_range.start_time.rate, 3) == round(float(rate), 3)


@pytest.mark.parametrize("rate", RATES)
def test_fcpxml_is_read_by_otio(rate: Fraction) -> None:
    _ending, write = FORMATS["fcpxml"]
    text = write(sheet(rate))
    read = otio.adapters.read_from_string(text, "fcpx_xml")
    clips = list(read.find_clips()) if hasattr(read, "find_clips") else _clips(read)
    assert clips[0].name == "雨 <S01>_SH010_v001"
    starts = [Fraction(each[:-1]) for each in re.findall(r'<marker start="([^"]+)"', text)]
    assert [start * rate - sheet(rate).first_frame for start in starts] == [
        m.first for m in MARKERS
    ]


def _clips(read: Any) -> list[Any]:
    return [clip for timeline in read for clip in timeline.find_clips()]


@pytest.mark.parametrize("rate", RATES)
def test_a_resolve_edl_is_read_by_otio_and_its_comments_by_their_fields(rate: Fraction) -> None:
    _ending, write = FORMATS["resolve-edl"]
    text = write(sheet(rate, "雨\nFCM: x"))
    assert text.startswith("TITLE: 雨 FCM: x\r\n")
    read = otio.adapters.read_from_string(text, "cmx_3600", rate=float(rate))
    (track,) = read.tracks
    clips = [each for each in track if isinstance(each, otio.schema.Clip)]
    assert len(clips) == len(MARKERS)
    starts = [sheet(rate).label(each.first) for each in MARKERS]
    assert [otio.opentime.to_timecode(clip.source_range.start_time) for clip in clips] == starts
    fields = re.findall(r"^ \|C:ResolveColor(\w+) \|M:([^|]*) \|D:(\d+)\r$", text, re.M)
    assert [(colour, int(frames)) for colour, _words, frames in fields] == [
        ("Red", 1),
        ("Green", 4),
        ("Blue", 400),
    ]
    assert fields[1][1] == f"林遥: {SHOWN}".replace("|", "¦")
    assert fields[0][1] == "Ada ¦ Bell: Slower."


def test_drop_frame_labels_leave_out_what_they_leave_out() -> None:
    _ending, write = FORMATS["resolve-edl"]
    text = write(sheet(Fraction(30000, 1001)))
    assert "FCM: DROP FRAME" in text
    assert "01:00:59;28 01:00:59;29" in text
    assert "FCM: NON-DROP FRAME" in write(sheet(Fraction(24000, 1001)))


def test_avid_text_has_six_fields_a_line_whatever_is_in_them() -> None:
    _ending, write = FORMATS["avid"]
    file = io.StringIO(write(sheet(Fraction(25))))
    rows = list(csv.reader(file, "excel-tab", quoting=csv.QUOTE_NONE))
    assert rows[1] == ["林遥", "01:01:11:23", "V1", "green", SHOWN, "4"]
    assert [len(row) for row in rows] == [6, 6, 6]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\n=", "＝", "\t="])
def test_no_cell_is_a_formula(start: str) -> None:
    cell = f'{start}HYPERLINK("http://x","y")'
    ((_head,), (read,)) = list(csv.reader(io.StringIO(table.write(["Words"], [[cell]]))))
    assert read == f"'{cell}"
    assert table.safe("01:00:00:00, 林遥") == "01:00:00:00, 林遥"


def words_of(form: str, text: str) -> tuple[list[str], str]:
    """Names and comments of a file's markers by a reader that is not ours, and its clip's name."""
    if form == "otio":
        (clip,) = otio.adapters.read_from_string(text, "otio_json").find_clips()
        told = [f"{m.metadata['slowfilm']['author']}: {m.comment}" for m in clip.markers]
        return told, clip.name
    if form == "premiere":
        timeline = otio.adapters.read_from_string(text, "fcp_xml")
        found = [str(m.metadata["fcp_xml"]["comment"]) for m in timeline.tracks.markers]
        return found, timeline.name
    if form == "fcpxml":
        root = ElementTree.fromstring(text)
        found = [f"{m.get('note')} {m.get('value')}" for m in root.iter("marker")]
        return found, str(root.find(".//asset-clip").get("name"))  # type: ignore[union-attr]
    if form == "avid":
        rows = list(csv.reader(io.StringIO(text), "excel-tab", quoting=csv.QUOTE_NONE))
        assert {len(row) for row in rows} == {6}
        return [f"{row[0]}: {row[4]}" for row in rows], ""
    timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=float(Fraction(30000, 1001)))
    assert len(list(timeline.find_clips())) == len(text.split("|M:")) - 1
    return re.findall(r"\|M:([^|]*) \|D:", text), timeline.name


@pytest.mark.parametrize("form", FORMATS)
def test_no_name_breaks_out_of_its_file(form: str) -> None:
    """Line ends, controls, direction marks, paths, pipes: the words are kept, nothing else is."""
    name = "../../巷子\r\nTITLE: x\u202efdp.\x01"
    author = "林遥\r\n001  AX V C\x0b\u202e|D:1"
    text = "=cmd()\r\n\x00../雨 \u202e| |C:x"
    notes = [Marker(at, at + 1, "change", text, author) for at in (0, 5)]
    _ending, write = FORMATS[form]
    found, named = words_of(form, write(Sheet(name, Fraction(30000, 1001), 90, 64, 36, notes)))
    assert len(found) == 2
    for words in (*found, named):
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", words), words
    assert all("林遥" in words and "雨" in words for words in found)
    assert "巷子" in named or form == "avid"


def test_a_table_turns_no_direction_and_holds_no_control() -> None:
    cell = "\u202e=cmd()\r\n\x07雨"
    ((_head,), (read,)) = list(csv.reader(io.StringIO(table.write(["Words"], [[cell]]))))
    assert read == "'=cmd()\n雨"


@pytest.mark.parametrize(
    ("start", "first", "drop"),
    [
        ("", "01:00:00;00", True),
        ("01:00:00:00", "01:00:00:00", False),
        ("00:01:00;02", "00:01:00;02", True),
    ],
)
def test_labels_begin_and_count_as_the_file_does(start: str, first: str, drop: bool) -> None:
    found = Sheet("a", Fraction(30000, 1001), 3000, 64, 36, MARKERS, start)
    assert (found.label(0), found.drop) == (first, drop)
    edl = FORMATS["resolve-edl"][1](found)
    assert f"FCM: {'' if drop else 'NON-'}DROP FRAME" in edl
    assert f"{found.label(1798)} {found.label(1799)}" in edl
