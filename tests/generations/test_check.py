"""What stands against a brief, said for every door; and the form that says it beside its fields."""

import json
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from slowfilm.archives.verify_rows import verify_rows
from slowfilm.engines import engine
from slowfilm.engines.base import Problem
from slowfilm.films.models import Film
from slowfilm.generations import actions
from slowfilm.generations.check import faults, says_something
from slowfilm.generations.citations import Cited, Wanted, request, tags
from slowfilm.generations.events import GenerationQueued
from slowfilm.generations.forms import frames_of
from slowfilm.generations.models import Brief, Generation
from slowfilm.generations.sentences import of_problem
from slowfilm.ledger import Refused
from slowfilm.references.models import Reference
from slowfilm.shots.models import Shot
from tests import make
from tests.generations import made


def said(film: Film, wanted: Wanted) -> list[tuple[str, int | None]]:
    """Field and row of every fault."""
    return [(f.field, f.row) for f in faults(film.id, wanted)]


def test_tags_count_each_kind_in_order() -> None:
    assert tags(["picture", "sound", "picture", "video"]) == [
        "Image1",
        "Audio1",
        "Image2",
        "Video1",
    ]


def test_a_right_brief_has_no_faults(film: Film) -> None:
    cited = Cited(made.picture(film).id, "place"), Cited(made.sound(film).id, "voice", 0, 3000)
    assert said(film, made.wanted(*cited, text="在@Image1里，听@Audio1。")) == []


def test_a_tag_of_full_width_cites_and_an_engine_reads_it_plain(film: Film) -> None:
    picture = made.picture(film)
    wanted = made.wanted(Cited(picture.id, "place"), text="在＠Ｉｍａｇｅ１里，ＯＫ")
    assert said(film, wanted) == []
    assert request(wanted, {picture.id: picture}, {}).prompt == "在@Image1里，ＯＫ"
    assert wanted.text == "在＠Ｉｍａｇｅ１里，ＯＫ", "the words stay as they were typed"


@pytest.mark.parametrize("text", ["雨", "7", "🌧", "@Image1"])
def test_a_word_a_figure_or_an_emoji_says_something(text: str) -> None:
    assert says_something(text)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "@Image1"}, "text"),
        ({"text": "@Picture1"}, "text"),
        ({"text": "看＠Ｉｍａｇｅ９"}, "text"),
        ({"text": "@"}, "text"),
        ({"text": " ＠ …\u200b"}, "text"),
        ({"width": 333}, "size"),
        ({"rate": Fraction(48)}, "rate"),
        ({"frames": 23}, "seconds"),
        ({"frames": 361}, "seconds"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**63}, "seed"),
        ({"engine": "none"}, "engine"),
    ],
)
def test_each_fault_stands_beside_its_field(film: Film, fields: dict[str, Any], fault: str) -> None:
    assert said(film, made.wanted(**fields)) == [(fault, None)]


def test_what_is_wrong_with_a_citation_stands_at_its_row(film: Film) -> None:
    picture, sound = made.picture(film), made.sound(film)
    wrong = {
        "role": [Cited(picture.id, "voice"), Cited(sound.id, "subject"), Cited(picture.id, "")],
        "span": [
            Cited(sound.id, "voice", 500, None),
            Cited(sound.id, "voice", 2000, 1000),
            Cited(sound.id, "voice", 0, 4000),
            Cited(picture.id, "subject", 0, 1000),
        ],
        "frame": [Cited(picture.id, "keyframe"), Cited(picture.id, "subject", frame=3)],
    }
    for field, cited in wrong.items():
        for each in cited:
            assert said(film, made.wanted(Cited(picture.id, "place"), each)) == [(field, 1)]


@pytest.mark.slow
def test_no_more_than_nine_pictures_and_one_first_frame(film: Film) -> None:
    pictures = [made.picture(film) for _ in range(10)]
    ten = [Cited(each.id, "subject") for each in pictures]
    assert said(film, made.wanted(*ten)) == [("citations", None)]
    two = [Cited(each.id, "first-frame") for each in pictures[:2]]
    assert said(film, made.wanted(*two)) == [("citations", None)]


def test_a_keyframe_lies_within_the_shot(film: Film) -> None:
    picture = made.picture(film)
    assert said(film, made.wanted(Cited(picture.id, "keyframe", frame=95))) == []
    outside = made.wanted(Cited(picture.id, "keyframe", frame=96))
    (fault,) = faults(film.id, outside)
    assert (fault.code, fault.field) == ("keyframe-outside", "citations")
    assert "frame 96" in fault.sentence


def test_what_an_engine_needs_is_said_in_the_words_of_the_page() -> None:
    problem = Problem("missing-input", {"roles": "first-frame, plate"})
    assert of_problem(problem) == (
        "citations",
        "This engine needs a reference as “First frame” or “Plate”.",
    )


def test_what_is_not_cleared_or_not_ours_can_not_be_cited(film: Film) -> None:
    uncleared = made.picture(film, nobody=False)
    study = made.picture(film, study=True)
    foreign = made.picture(make.film())
    for reference in (uncleared, study, foreign):
        assert said(film, made.wanted(Cited(reference.id, "subject"))) == [("reference", 0)]
    with pytest.raises(Refused) as refused:
        made.queue(make.shot(film), made.wanted(Cited(study.id, "subject")))
    assert refused.value.code == "uncleared"
    assert not Brief.objects.filter(film=film).exists()


def test_a_locked_shot_takes_no_brief(film: Film) -> None:
    draft = make.draft(film)
    make.lock(draft)
    with pytest.raises(Refused) as refused:
        made.queue(draft.shot, made.wanted())
    assert refused.value.code == "locked"


def test_the_same_command_queues_once(film: Film) -> None:
    shot, command = make.shot(film), uuid4()
    assert made.queue(shot, made.wanted(), command=command) == made.queue(
        shot, made.wanted(), command=command
    )
    assert Generation.objects.filter(film=film).count() == 1


def test_again_runs_the_very_same_brief(film: Film) -> None:
    picture = made.picture(film)
    first = made.queue(make.shot(film), made.wanted(Cited(picture.id, "subject")))
    asked = {"film_id": film.id, "actor": make.director(film).actor, "generation": first.id}
    entry = actions.queue_again(command=uuid4(), **asked)
    assert Generation.objects.get(id=entry.command).brief == first.brief
    Reference.objects.filter(id=picture.id).update(study=True)
    with pytest.raises(Refused) as refused:
        actions.queue_again(command=uuid4(), **asked)
    assert refused.value.code == "uncleared"


@pytest.mark.parametrize("rate", ["24", "24000/1001", "25", "30000/1001", "30"])
@pytest.mark.parametrize("seconds", ["4", "9.5", "15"])
def test_every_length_that_is_offered_is_one_that_the_engine_makes(seconds: str, rate: str) -> None:
    can = engine("animatic").capabilities()
    frames = frames_of(Fraction(seconds), Fraction(rate), can)
    assert can.min_seconds <= frames / Fraction(rate) <= can.max_seconds
    assert abs(frames / Fraction(rate) - Fraction(seconds)) <= 1 / Fraction(rate)


def page(film: Film, shot: Shot) -> tuple[Client, str]:
    """The director, signed in, and the brief's address."""
    client = Client()
    client.force_login(make.director(film).user)
    return client, f"/films/{film.id}/shots/{shot.id}/brief/"


FILLED = {
    "text": "@Image1",
    "engine": "animatic",
    "size": "640x360",
    "seconds": "4",
    "rate": "24",
    "seed": "5",
    "cite-TOTAL_FORMS": "1",
    "cite-INITIAL_FORMS": "0",
    "cite-0-role": "subject",
    "line-TOTAL_FORMS": "0",
    "line-INITIAL_FORMS": "0",
}


def test_a_filled_form_queues_and_an_earlier_brief_is_a_start(film: Film) -> None:
    shot, picture = make.shot(film), made.picture(film)
    client, url = page(film, shot)
    answer = client.post(url, {**FILLED, "cite-0-reference": str(picture.id)})
    assert answer.status_code == 302
    brief = Brief.objects.get(shot=shot)
    assert (brief.width, brief.frames, brief.seed) == (640, 96, 5)
    again = client.get(url, {"from": str(brief.id)})
    form = again.context["form"]
    assert form["text"].value() == "@Image1"
    assert [str(row["reference"].value()) for row in form.rows] == [str(picture.id)]
    assert form["seed"].value() == 5


def test_a_large_seed_and_a_keyframe_come_back_as_they_were(film: Film) -> None:
    shot, picture = make.shot(film), made.picture(film)
    client, url = page(film, shot)
    largest = str(2**63 - 1)
    key = {"cite-0-role": "keyframe", "cite-0-frame": "40", "seed": largest}
    answer = client.post(url, {**FILLED, "cite-0-reference": str(picture.id), **key})
    assert answer.status_code == 302
    brief = Brief.objects.get(shot=shot)
    assert (brief.seed, brief.citations.get().frame) == (2**63 - 1, 40)
    again = client.get(url, {"from": str(brief.id)})
    assert f'value="{largest}"' in again.content.decode()
    assert again.context["for_script"]["rows"][0]["frame"] == "40"


def test_a_seed_is_text_in_an_entry_and_older_numbers_are_read(film: Film) -> None:
    made.queue(make.shot(film), made.wanted(seed=2**63 - 1))
    (entry,) = film.entries.filter(verb="generation-queued")
    told = json.loads(entry.payload or "")
    assert told["seed"] == str(2**63 - 1)
    assert verify_rows(film.id).fault is None
    older = GenerationQueued.model_validate_json(json.dumps({**told, "seed": 7}))
    assert older.seed == 7


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        {"cite-0-reference": "no uuid"},
        {"cite-0-reference": ""},
        {"cite-0-role": "villain"},
        {"cite-0-start": "one"},
        {"cite-0-start": "1e400"},
        {"cite-0-role": "keyframe"},
        {"cite-0-role": "keyframe", "cite-0-frame": "first"},
        {"cite-0-role": "keyframe", "cite-0-frame": "-1"},
        {"cite-0-role": "keyframe", "cite-0-frame": "9" * 20},
        {"seconds": "NaN"},
        {"seconds": ""},
        {"seconds": "1e9"},
        {"seed": "x"},
        {"seed": "9" * 30},
        {"seed": str(2**63)},
        {"size": "0x0"},
        {"rate": "0"},
        {"engine": ""},
        {"text": "\x00"},
        {"cite-TOTAL_FORMS": "100000"},
        {"cite-TOTAL_FORMS": "x"},
        {"line-TOTAL_FORMS": "x"},
        {"line-TOTAL_FORMS": "1", "line-0-line": str(uuid4())},
        {"line-TOTAL_FORMS": "1", "line-0-line": "none"},
        {"text": "@林遥（1998） waits."},
    ],
)
def test_a_broken_form_comes_back_whole(film: Film, broken: dict[str, str]) -> None:
    shot, picture = make.shot(film), made.picture(film)
    client, url = page(film, shot)
    answer = client.post(url, {**FILLED, "cite-0-reference": str(picture.id), **broken})
    assert answer.status_code == 422
    assert 'class="refusal"' in answer.content.decode()
    assert not Brief.objects.filter(shot=shot).exists()


def test_a_viewer_reads_the_queue_and_writes_no_brief(film: Film) -> None:
    viewer = make.member(film, "viewer")
    generation = made.queue(make.shot(film), made.wanted())
    client = Client()
    client.force_login(viewer.user)
    queue = client.get(f"/films/{film.id}/generations/")
    assert queue.status_code == 200
    assert "Cancel" not in queue.content.decode()
    assert client.get(f"/films/{film.id}/shots/{generation.shot_id}/brief/").status_code == 403
    cancel = f"/films/{film.id}/generations/{generation.id}/cancel"
    assert client.post(cancel).status_code == 403
