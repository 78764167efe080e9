"""Cuts go out to editing programs and come back; each file is read by opentimelineio itself."""

from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import pytest
from opentimelineio import adapters, opentime, schema

from slowfilm.cuts.actions import clips_of
from slowfilm.cuts.downloads import draft_file
from slowfilm.cuts.exporting import ADAPTERS, Form, Told, written
from slowfilm.cuts.importing import Read, read
from slowfilm.cuts.left_out import sentences
from slowfilm.cuts.models import Cut, CutVersion
from slowfilm.cuts.timing import Timing
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.shots.models import Draft
from slowfilm.shots.source import first_frame
from slowfilm.timecode import parse_rate, timecode
from tests import make
from tests.cuts.made import clip, cut, saved
from tests.generations import made

HOSTILE = '=HYPERLINK("x")| 巷子，"雨"\n* FROM CLIP NAME: no\n001  AX V C & <b>'


def out(version: CutVersion, form: Form) -> str:
    timed, drafts = clips_of(version.cut.film_id, version.clips.all())
    return written(Told(version, Timing(timed, parse_rate(version.cut.rate)), drafts), form)


def back(film: Film, text: str, name: str = "cut.otio") -> Read:
    return read(text.encode(), name, Cut(film=film, rate=film.rate))


@pytest.fixture
def version(film: Film) -> CutVersion:
    first, second = make.draft(film), make.draft(film, frames=90, rate=Fraction(25))
    clips = [
        clip(first, 2, 60, level=-6),
        clip(second, 10, 60, join="dissolve", join_frames=12),
        clip(first, 70, 110, join="dip", join_frames=9),
    ]
    music = make.describe(made.sound(film), name=HOSTILE[:200])
    about = {"reference": music.id, "start_ms": 500, "end_ms": 2500}
    more = {"levels": [[0, -3], [1.5, 0]], "fade_in_ms": 250, "fade_out_ms": 40}
    sounds = [{**about, "track": 1, "at": 12, **more}, {**about, "track": 1, "at": 30, **more}]
    return saved(cut(film, HOSTILE), clips, sounds=sounds)


def as_asked(version: CutVersion) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    clips = version.clips.values("draft", "first", "last", "join", "join_frames", "level")
    names = ("track", "reference", "at", "start_ms", "end_ms", "fade_in_ms", "fade_out_ms")
    return list(clips), list(version.sounds.values(*names))


def test_otio_comes_back_as_it_went(film: Film, version: CutVersion) -> None:
    found = back(film, out(version, "otio"))
    assert found.left_out == []
    assert [each.model_dump() for each in found.clips] == as_asked(version)[0]
    told = [each.model_dump(exclude={"levels"}) for each in found.sounds]
    assert told == as_asked(version)[1]
    assert found.sounds[0].levels == [(0.0, -3.0), (1.5, 0.0)]


@pytest.mark.parametrize("form", ADAPTERS)
def test_every_form_is_read_by_its_own_reader(version: CutVersion, form: Form) -> None:
    text = out(version, form)
    more = {"rate": 24} if form == "edl" else {}
    timeline = adapters.read_from_string(text, ADAPTERS[form], **more)
    assert timeline.name == " ".join(HOSTILE.split()) + " v001"
    (track,) = timeline.video_tracks()
    clips = [each for each in track if isinstance(each, schema.Clip)]
    assert [each.name for each in clips] == [row.draft.name for row in version.clips.all()]
    assert [each.source_range.duration.value for each in clips] == [58, 48, 40]
    dissolves = [each for each in track if isinstance(each, schema.Transition)]
    assert len(dissolves) == {"otio": 2, "edl": 1, "fcpxml": 0}[form]
    assert track.duration() == opentime.RationalTime(version.frames, 24)


def test_an_edl_comes_back_by_names(film: Film, version: CutVersion) -> None:
    found = back(film, out(version, "edl"), "cut.EDL")
    clips, _sounds = as_asked(version)
    rows = [
        (each.draft, each.first, each.last, each.join, each.join_frames) for each in found.clips
    ]
    assert rows == [
        (clips[0]["draft"], 2, 60, "cut", 0),
        (clips[1]["draft"], 10, 60, "dissolve", 12),
        (clips[2]["draft"], 70, 110, "cut", 0),
    ]


def test_of_another_program_what_is_known_is_taken_and_the_rest_is_said(film: Film) -> None:
    draft = make.draft(film, frames=48)
    timeline = schema.Timeline(name="From elsewhere")
    track = schema.Track(kind=schema.TrackKind.Video)
    timeline.tracks.append(track)
    timeline.tracks.append(schema.Track(name="V2", kind=schema.TrackKind.Video))

    def named(name: str, first: int, length: int, rate: float = 24) -> schema.Clip:
        span = opentime.TimeRange(
            opentime.RationalTime(first, rate), opentime.RationalTime(length, rate)
        )
        return schema.Clip(name=name, source_range=span)

    handmade = named(f"{draft.name.lower()}.mov", 86_400, 24)
    handmade.media_reference = schema.ExternalReference(
        "file:///x.mov",
        opentime.TimeRange(opentime.RationalTime(86_400, 24), opentime.RationalTime(48, 24)),
    )
    handmade.effects.append(schema.LinearTimeWarp(time_scalar=2))
    track.append(handmade)
    track.append(schema.Gap(source_range=named("", 0, 12).source_range))
    track.append(named("A lamp, 灯 | =1", 0, 10))
    track.append(named(draft.name, 40, 90))
    sound = schema.Track(kind=schema.TrackKind.Audio)
    sound.append(named("rain.wav", 0, 10))
    timeline.tracks.append(sound)
    found = back(film, adapters.write_to_string(timeline, "otio_json"))
    assert [(each.draft, each.first, each.last) for each in found.clips] == [
        (draft.id, 0, 24),
        (draft.id, 40, 48),
    ]
    told = " ".join(sentences(found.left_out))
    for word in ("V2", "A gap", "A lamp, 灯 | =1", "effects", "rain.wav", "has not"):
        assert word in told
    saved(cut(film), [each.model_dump() for each in found.clips])


def test_a_dissolve_that_begins_before_the_join_moves_it(film: Film) -> None:
    draft: Draft = make.draft(film, frames=48)
    timeline = schema.Timeline(name="Centred")
    track = schema.Track(kind=schema.TrackKind.Video)
    timeline.tracks.append(track)

    def at(value: int) -> opentime.RationalTime:
        return opentime.RationalTime(value, 24)

    for first in (0, 20):
        track.append(
            schema.Clip(name=draft.name, source_range=opentime.TimeRange(at(first), at(20)))
        )
    middle = schema.Transition(
        transition_type=schema.TransitionTypes.SMPTE_Dissolve, in_offset=at(4), out_offset=at(4)
    )
    track.insert(1, middle)
    clips = back(film, adapters.write_to_string(timeline, "otio_json")).clips
    assert [(each.first, each.last, each.join, each.join_frames) for each in clips] == [
        (0, 16, "cut", 0),
        (16, 40, "dissolve", 8),
    ]


@pytest.mark.parametrize(
    "text", ["", "{}", "TITLE: x", '{"OTIO_SCHEMA": "Clip.1"}', "\x00\xff", "["]
)
@pytest.mark.parametrize("name", ["a.otio", "a.edl"])
def test_what_is_no_timeline_is_refused_or_empty(film: Film, text: str, name: str) -> None:
    try:
        found = back(film, text, name)
    except Refused as refused:
        assert refused.code == "no-timeline"
    else:
        assert found.clips == []


@pytest.mark.parametrize("form", ADAPTERS)
def test_a_drop_frame_cut_with_a_hostile_name_is_read_back(film: Film, form: Form) -> None:
    Film.objects.filter(id=film.id).update(rate="30000/1001")
    film.refresh_from_db()
    draft = make.draft(film, frames=1900, rate=Fraction(30000, 1001))
    title = "../../巷子\u202e\u2066\nFCM: x | =1"
    made = saved(cut(film, title), [clip(draft, 0, 1800), clip(draft, 1800, 1860)])
    text = out(made, form)
    more = {"rate": 30000 / 1001} if form == "edl" else {}
    timeline = adapters.read_from_string(text, ADAPTERS[form], **more)
    assert timeline.name == "../../巷子 FCM: x | =1 v001"
    clips = list(timeline.find_clips())
    lengths = [round(each.source_range.duration.value) for each in clips]
    if form == "fcpxml":  # that reader takes 30000/1001 for 29
        told = [each.get("duration", "") for each in ElementTree.fromstring(text).iter("clip")]
        lengths = [Fraction(each.rstrip("s")) * Fraction(30000, 1001) for each in told]
    assert lengths == [1800, 60]
    if form == "edl":  # the first minute of drop-frame leaves out two labels
        assert "00:01:00;02 00:01:02;02" in text and "\nFCM: DROP FRAME\n" in text
    if form == "fcpxml":
        assert 'frameDuration="1001/30000s"' in text and 'tcFormat="DF"' in text


@pytest.mark.parametrize("label", ["10:00:00:00", "00:59:59;28"])
@pytest.mark.parametrize("form", ["edl", "otio"])
def test_a_source_keeps_its_own_timecode(film: Film, form: Form, label: str) -> None:
    Film.objects.filter(id=film.id).update(rate="30000/1001")
    film.refresh_from_db()
    rate = Fraction(30000, 1001)
    draft = make.draft(film, frames=1900, rate=rate, facts={"timecode": label})
    made = saved(cut(film, "A"), [clip(draft, 5, 1805), clip(draft, 10, 70)])
    text = out(made, form)
    rows = [(each.first, each.last) for each in back(film, text, f"a.{form}").clips]
    assert rows == [(5, 1805), (10, 70)]
    if form == "edl":
        drop = ";" in label
        assert f"\nFCM: {'' if drop else 'NON-'}DROP FRAME\n" in text
        begins = first_frame(label, rate)
        span = [timecode(begins + frame, rate, drop=drop) for frame in (5, 1805)]
        assert " ".join(span) in text


def test_an_edl_that_counts_from_nothing_is_read_as_well(film: Film) -> None:
    """Of a program that has our master, which has no timecode."""
    plain = make.draft(film, frames=100)
    text = out(saved(cut(film, "A"), [clip(plain, 5, 60)]), "edl")
    told = make.draft(film, plain.shot, frames=100, facts={"timecode": "10:00:00:00"})
    found = back(film, text.replace(plain.name, told.name), "a.edl")
    assert [(each.draft, each.first, each.last) for each in found.clips] == [(told.id, 5, 60)]


def test_a_draft_downloads_with_the_timecode_of_its_file_in_its_name(film: Film) -> None:
    draft = make.draft(film, facts={"timecode": "10:11:12:13"}, nobody_declared_by="system")
    name = draft_file(make.director(film), draft.id, "proxy").name
    assert name.endswith("S01_SH010_v001_TC-10-11-12-13")
