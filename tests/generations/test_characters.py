"""A brief that names characters and has them speak, and what the pages say came of it."""

from pathlib import Path

import pytest
from django.test import Client

from slowfilm.archives.verify_rows import verify_rows
from slowfilm.engines.base import become
from slowfilm.films.models import Film
from slowfilm.generations.characters import Cast, said
from slowfilm.generations.check import faults
from slowfilm.generations.citations import Cited, Wanted, found, request
from slowfilm.generations.models import Generation
from slowfilm.references import characters
from slowfilm.references.models import Character
from slowfilm.room.snapshot import of_draft
from slowfilm.shots.models import Draft, DraftSource
from tests import make
from tests.engines.material import asking, cited
from tests.generations import made
from tests.references import cast


@pytest.fixture
def young(film: Film) -> Character:
    """A self with a picture and a voice."""
    return cast.character(film, subject=made.picture(film), voice=made.sound(film))


def expanded(film: Film, wanted: Wanted) -> Wanted:
    return Cast.of(film.id).expanded(wanted)


@pytest.mark.slow
def test_a_name_cites_the_references_of_that_self_after_those_cited(
    film: Film, young: Character
) -> None:
    lane = made.picture(film)
    one = made.queue(
        make.shot(film), made.wanted(Cited(lane.id, "place"), text="@林遥(1998), @Image1")
    )
    rows = [(each.tag, each.role, each.character) for each in one.brief.citations.all()]
    assert rows == [
        ("Image1", "place", None),
        ("Image2", "subject", young),
        ("Audio1", "voice", young),
    ]
    wanted = Wanted.of(one.brief)
    titles = Cast.of(film.id).titles
    inputs = request(wanted, found(film.id, wanted), titles).inputs
    assert [each.character for each in inputs] == ["", "林遥（1998）", "林遥（1998）"]
    assert verify_rows(film.id).fault is None


def test_again_is_the_very_same_brief_whatever_became_of_the_character(
    film: Film, young: Character
) -> None:
    one = made.queue(make.shot(film), made.wanted(text="@林遥（1998）"))
    characters.take_away(**cast.by(film), material=young.material.first().id)
    assert len(Wanted.of(one.brief).citations) == 2
    assert len(expanded(film, made.wanted(text="@林遥（1998）")).citations) == 1


def test_in_one_role_nothing_is_cited_twice(film: Film, young: Character) -> None:
    own = Cited(young.material.first().reference_id, "subject")
    assert len(expanded(film, made.wanted(own, text="@林遥（1998） @林遥（1998）")).citations) == 2


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("@林遥（1997）", "@林遥(1997) is no character of this film."),
        ("@somebody", "@somebody is no character of this film."),
        ("@林遥 waits", "@林遥 may be 林遥（1998）, 林遥（2024）. Say which."),
    ],
)
def test_a_name_that_means_nobody_or_two_is_said(
    film: Film, young: Character, text: str, part: str
) -> None:
    cast.character(film, "2024", young.person)
    (fault,) = faults(film.id, expanded(film, made.wanted(text=text)))
    assert (fault.field, fault.code, fault.sentence) == ("text", "unknown-character", part)


@pytest.mark.slow
def test_a_characters_references_count_and_are_asked_for_clearance(film: Film) -> None:
    person = cast.person(film)
    for number in range(10):
        cast.character(film, str(number), person, subject=made.picture(film))
    text = " ".join(f"@林遥（{number}）" for number in range(10))
    (fault,) = faults(film.id, expanded(film, made.wanted(text=text)))
    assert (fault.field, fault.code) == ("citations", "too-many-pictures")
    uncleared = made.picture(film, nobody=False, name="face.png")
    cast.character(film, "old", person, subject=uncleared)
    (fault,) = faults(film.id, expanded(film, made.wanted(text="@林遥（old）")))
    assert (fault.field, fault.code, fault.row) == ("citations", "uncleared", None)
    assert fault.sentence.startswith("林遥（old）, face.png: ")


@pytest.mark.slow
def test_takes_are_asked_for_clearance_and_are_sources_of_the_draft(
    film: Film, young: Character
) -> None:
    take, uncleared = made.sound(film), made.sound(film, nobody=False)
    good, bad = (cast.line(young, take=each) for each in (take, uncleared))
    (fault,) = faults(film.id, made.wanted(lines=tuple(said(film.id, [(bad.id, 0)]))))
    assert (fault.field, fault.code) == ("lines", "uncleared")
    lines = tuple(said(film.id, [(good.id, 500)]))
    draft = made.finish(made.queue(make.shot(film), made.wanted(lines=lines)))
    assert DraftSource.objects.get(draft=draft, role="line").reference == take


def test_lines_that_are_wrong_are_said(film: Film, young: Character) -> None:
    line = cast.line(young)
    foreign = cast.line(cast.character(make.film()))
    (one,) = said(film.id, [(line.id, 600_001)])
    (other,) = said(foreign.film_id, [(foreign.id, 0)])
    for lines, code in (((one,), "pause"), ((other,), "no-line"), ((one,) * 41, "lines")):
        assert code in {each.code for each in faults(film.id, made.wanted(lines=lines))}
    with pytest.raises(LookupError):
        list(said(film.id, [(foreign.id, 0)]))


@pytest.mark.slow
def test_a_brief_keeps_its_lines_as_they_were_and_the_room_shows_them(
    film: Film, young: Character
) -> None:
    take = made.sound(film)
    line = cast.line(young, take=take, dialect="闽南语", translation="It rains.")
    lines = tuple(said(film.id, [(line.id, 500), (line.id, 0)]))
    one = made.queue(make.shot(film), made.wanted(lines=lines))
    characters.rewrite(**cast.by(film), line=line.id, words="other")
    draft = made.finish(one)
    told = {"character": "林遥（1998）", "words": "落雨咯。", "dialect": "闽南语"}
    about = {**told, "translation": "It rains."}
    assert of_draft(draft)["lines"] == [
        {**about, "first": 12, "last": 84},
        {**about, "first": 84, "last": 96},
    ]
    assert verify_rows(film.id).fault is None


@pytest.mark.slow
def test_an_engine_that_laid_the_lines_says_when(film: Film, young: Character) -> None:
    line, shot = cast.line(young, take=made.sound(film)), make.shot(film)
    for spoken, first in (
        ([{"character": "林遥（1998）", "tag": "", "start": 1.0, "stop": 2.5, "lost": 0}], 24),
        ([{"character": "somebody else", "start": 1.0, "stop": 2.5}], 12),
        ([{"character": "林遥（1998）", "start": "soon", "stop": None}], 12),
        ("rubbish", 12),
    ):
        wanted = made.wanted(lines=tuple(said(film.id, [(line.id, 500)])))
        draft = made.finish(made.queue(shot, wanted), spoken=spoken)
        assert [each["first"] for each in of_draft(draft)["lines"]] == [first]


@pytest.mark.slow
def test_the_page_says_what_became_of_each_input(film: Film, young: Character) -> None:
    one = made.queue(make.shot(film), made.wanted(text="@林遥（1998）", labels=True))
    inputs = asking(
        cited(1, "picture", "subject", path=Path("a")),
        cited(1, "sound", "voice", path=Path("a")),
    ).inputs
    rows = [
        become(inputs[0], "used", "shown", first=0, last=95),
        become(inputs[1], "ignored", "no-room"),
    ]
    draft = made.finish(one, inputs=rows, made_frames=97, trimmed=1, made_size=[640, 384])
    client = Client()
    client.force_login(make.director(film).user)
    for page in ("", "panel"):
        answer = client.get(f"/films/{film.id}/drafts/{draft.id}/inputs/{page}")
        words = " ".join(answer.content.decode().split())
        assert "Used: Shown from frame 0 to 95." in words
        assert "Ignored: There was no time left for it in the shot." in words
        assert "林遥（1998）" in words and "97 frames were made, the last 1 cut off." in words
        assert "Made at 640 × 384 and cut to the order." in words
    stranger = Client()
    stranger.force_login(make.user())
    assert stranger.get(f"/films/{film.id}/drafts/{draft.id}/inputs/").status_code == 404


def test_of_an_uploaded_draft_and_an_older_one_it_says_what_is_known(film: Film) -> None:
    client = Client()
    client.force_login(make.director(film).user)
    uploaded = make.draft(film)
    assert client.get(f"/films/{film.id}/drafts/{uploaded.id}/inputs/").status_code == 200
    assert of_draft(uploaded)["lines"] == []
    one = made.queue(make.shot(film), made.wanted(Cited(made.picture(film).id, "subject")))
    older: Draft = made.finish(one)
    words = client.get(f"/films/{film.id}/drafts/{older.id}/inputs/").content.decode()
    assert "Used" in words and "@Image1" in words


@pytest.mark.slow
def test_a_page_and_the_api_take_lines_and_labels(film: Film, young: Character) -> None:
    line, shot = cast.line(young), make.shot(film)
    client = Client()
    client.force_login(make.director(film).user)
    form = {
        "text": "@林遥（1998）",
        "engine": "animatic",
        "size": "640x360",
        "seconds": "4",
        "rate": "24",
        "seed": "5",
        "labels": "on",
        "cite-TOTAL_FORMS": "0",
        "cite-INITIAL_FORMS": "0",
        "line-TOTAL_FORMS": "1",
        "line-INITIAL_FORMS": "0",
        "line-0-line": str(line.id),
        "line-0-pause": "1.5",
    }
    url = f"/films/{film.id}/shots/{shot.id}/brief/"
    assert client.post(url, form).status_code == 302
    brief = Generation.objects.get(film=film).brief
    assert brief.labels and brief.lines.get().pause_ms == 1500
    assert brief.citations.count() == 2
    again = client.get(url, {"from": str(brief.id)}).context["for_script"]
    assert again["rows"] == []  # the text cites them
    assert again["said"] == [{"line": str(line.id), "pause": "1.5", "errors": {}}]
    assert again["characters"][0]["title"] == "林遥（1998）"
    for wrong in ({"line-0-pause": "-1"}, {"line-0-pause": "601"}, {"line-0-pause": "long"}):
        answer = client.post(url, {**form, **wrong})
        assert answer.status_code == 422
        assert answer.context["for_script"]["said"][0]["errors"]["pause"]
