"""Layouts and level curves of a brief: checked at every door, kept, asked again, and guessed."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from slowfilm.films.models import Film
from slowfilm.generations import actions
from slowfilm.generations.characters import Cast, said
from slowfilm.generations.check import faults
from slowfilm.generations.citations import Cited, Wanted, found, request
from slowfilm.generations.guess import GUESS, guessed
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, claim
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.people import actions as people
from slowfilm.references import characters
from slowfilm.references.models import Reference
from tests import make
from tests.generations import made, staged

pytestmark = pytest.mark.django_db

FIGURE = {"tag": "Image1", "foot": [0.5, 0.9], "height": 0.6}
LAYOUT: dict[str, Any] = {"horizon": 0.4, "figures": [FIGURE]}
LEVELS: list[dict[str, Any]] = [{"tag": "Audio1", "points": [[2.0, -12.0], [0, 0]]}]


@pytest.fixture
def film() -> Film:
    return make.film()


def asked(film: Film, **fields: Any) -> Wanted:
    cited = Cited(made.picture(film).id, "subject"), Cited(made.sound(film).id, "ambience")
    return made.wanted(*cited, **fields)


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ({"lamp": []}, "lamp is not known"),
        ({"horizon": 10**400}, "too large"),
        ({"horizon": float("nan")}, "not a number"),
        ({"\ud800": 1}, "is not known"),
        ({"figures": [{**FIGURE, "tag": "\ud800"}]}, "which is not cited"),
        ({"figures": [{**FIGURE, "tag": "Image2"}]}, "places @Image2"),
        ({"screen": [[0, 0], [1, 1], [1, 0], [0, 1]]}, "clockwise"),
        ([], "not an object"),
    ],
)
def test_rubbish_is_no_layout(film: Film, layout: Any, said: str) -> None:
    (fault,) = faults(film.id, asked(film, layout=layout))
    assert (fault.field, said in fault.sentence) == ("layout", True)
    fault.sentence.encode()


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({}, "not a list"),
        ([{"tag": "Audio1"}], "points are needed"),
        ([{"tag": "Audio1", "points": []}], "no points"),
        ([{"tag": "Audio1", "points": [[0, 0]] * 65}], "more than 64 points"),
        ([{"tag": "Audio1", "points": [[4.2, 0]]}], "is not in the shot"),
        ([{"tag": "Audio1", "points": [[-0.1, 0]]}], "is not in the shot"),
        ([{"tag": "Audio1", "points": [[1, 12.5]]}], "is not between"),
        ([{"tag": "Audio1", "points": [[1, -61]]}], "is not between"),
        ([{"tag": "Audio1", "points": [[1, float("inf")]]}], "not a number"),
        ([{"tag": "Audio1", "points": [[True, 0]]}], "not a number"),
        ([{"tag": "Audio2", "points": [[1, 0]]}], "for @Audio2"),
        ([{"tag": "\ud800", "points": [[1, 0]]}], "not cited"),
        ([*LEVELS, *LEVELS], "stands twice"),
    ],
)
def test_rubbish_is_no_level(film: Film, levels: Any, said: str) -> None:
    (fault,) = faults(film.id, asked(film, levels=levels))
    assert (fault.field, said in fault.sentence) == ("levels", True)
    fault.sentence.encode()


def test_both_are_kept_and_asked_again(film: Film) -> None:
    generation = made.queue(make.shot(film), asked(film, layout=LAYOUT, levels=LEVELS))
    brief = generation.brief
    assert brief.layout["figures"][0]["mirrored"] is False, "it is kept whole"
    assert brief.levels == [{"tag": "Audio1", "points": [[0, 0], [2.0, -12.0]]}]
    by = {"film_id": film.id, "actor": make.director(film).actor}
    actions.queue_again(**by, generation=generation.id)
    told = [json.loads(e.payload or "") for e in Entry.objects.filter(verb="generation-queued")]
    assert [each["layout"] == brief.layout for each in told] == [True, True]
    assert [each["levels"] for each in told] == [brief.levels] * 2
    wanted = Wanted.of(type(brief).objects.get(pk=brief.pk))
    taken = request(wanted, found(film.id, wanted), Cast.of(film.id).titles)
    assert taken.layout and taken.layout.figures[0].foot == (0.5, 0.9)
    assert [(each.tag, each.points) for each in taken.levels] == [
        ("Audio1", ((0.0, 0.0), (2.0, -12.0)))
    ]


def test_the_curve_of_the_lines_is_also_that_of_a_take_which_is_cited(film: Film) -> None:
    by: dict[str, Any] = {"film_id": film.id, "actor": make.director(film).actor}
    person = people.add_person(**by, name="林遥", note="").command
    young = characters.add(**by, person=person, period="1998").command
    take, rain = made.sound(film), made.sound(film, seconds=2)
    line = characters.write(**by, character=young, words="着。", take=take.id).command
    cited = (
        Cited(made.picture(film).id, "subject"),
        Cited(take.id, "voice"),
        Cited(rain.id, "voice"),
    )
    wanted = made.wanted(
        *cited,
        lines=tuple(said(film.id, [(line, 0)])),
        levels=[{"tag": "lines", "points": [[1.0, -6.0]]}],
    )
    titles = Cast.of(film.id).titles
    points = ((1.0, -6.0),)
    taken = request(wanted, found(film.id, wanted), titles).levels
    assert {each.tag: each.points for each in taken} == {"": points, "Audio1": points}
    own = replace(wanted, levels=[*wanted.levels, {"tag": "Audio1", "points": [[0.0, 3.0]]}])
    taken = request(own, found(film.id, own), titles).levels
    assert {each.tag: each.points for each in taken} == {"": points, "Audio1": ((0.0, 3.0),)}


def form_of(film: Film, wanted: Wanted, **more: str) -> dict[str, str]:
    """The brief's page as it is sent."""
    rows = {f"cite-{n}-reference": str(each.reference) for n, each in enumerate(wanted.citations)}
    roles = {f"cite-{n}-role": each.role for n, each in enumerate(wanted.citations)}
    count = str(len(wanted.citations))
    formset = {"cite-TOTAL_FORMS": count, "cite-INITIAL_FORMS": "0"}
    said = {"line-TOTAL_FORMS": "0", "line-INITIAL_FORMS": "0"}
    size = f"{wanted.width}x{wanted.height}"
    measures = {"engine": wanted.engine, "size": size, "seconds": "4", "rate": "24", "seed": "7"}
    return {"text": wanted.text, **rows, **roles, **formset, **said, **measures, **more}


@pytest.fixture
def client(film: Film) -> Client:
    browser = Client()
    browser.force_login(make.director(film).user)
    return browser


@pytest.mark.parametrize(
    "rubbish", ["{", "[" * 5000, "x" * 70_000, '{"figures":[{"tag":"\\ud800"}]}']
)
def test_a_form_with_rubbish_comes_back(film: Film, client: Client, rubbish: str) -> None:
    path = f"/films/{film.id}/shots/{make.shot(film).id}/brief/"
    answer = client.post(path, form_of(film, asked(film), layout=rubbish, levels=rubbish))
    assert answer.status_code == 422
    assert "layout" in answer.content.decode()


def test_a_form_keeps_both_and_an_earlier_brief_brings_them(film: Film, client: Client) -> None:
    path = f"/films/{film.id}/shots/{make.shot(film).id}/brief/"
    told = {"layout": json.dumps(LAYOUT), "levels": json.dumps(LEVELS)}
    assert client.post(path, form_of(film, asked(film), **told)).status_code == 302
    brief = film.briefs.get()
    page = client.get(f"{path}?from={brief.id}").content.decode()
    assert "&quot;foot&quot;: [0.5, 0.9]" in page
    assert "&quot;points&quot;: [[0.0, 0.0], [2.0, -12.0]]" in page


def staged_brief(film: Film, **fields: Any) -> Wanted:
    cited = (
        Cited(staged.plate(film).id, "plate"),
        Cited(staged.person(film, 0.6, "a").id, "subject"),
    )
    return made.wanted(*cited, engine="composite", frames=24, **fields)


def work() -> Job:
    job = claim("composite")
    assert job
    GUESS.work(job, Lease(job))
    job.refresh_from_db()
    return job


@pytest.mark.slow
def test_a_guess_is_made_once_by_a_worker(film: Film) -> None:
    wanted = staged_brief(film)
    assert guessed(film.id, wanted).state == "queued"
    assert guessed(film.id, wanted).state == "queued"
    assert work().state == "done"
    told = guessed(film.id, wanted)
    assert told.layout
    assert [each["tag"] for each in told.layout["figures"]] == ["Image2"]
    assert told.layout["screen"] and told.layout["lamps"]
    assert Job.objects.filter(kind=GUESS.name).count() == 1


@pytest.mark.slow
def test_what_can_not_be_guessed_is_said_and_may_be_tried_again(film: Film) -> None:
    cited = Cited(staged.plate(film).id, "plate"), Cited(made.picture(film).id, "subject")
    wanted = made.wanted(*cited, engine="composite", frames=24)
    guessed(film.id, wanted)
    assert work().error == "no-person"
    assert "No person was found in @" in guessed(film.id, wanted).reason
    assert guessed(film.id, wanted, again=True).state == "queued"


@pytest.mark.slow
def test_a_guess_needs_what_its_engine_needs(film: Film) -> None:
    wanted = staged_brief(film)
    with pytest.raises(Refused, match="no-layout"):
        guessed(film.id, made.wanted(*wanted.citations))
    with pytest.raises(Refused, match="missing-input"):
        guessed(film.id, made.wanted(wanted.citations[0], engine="composite", frames=24))
    with pytest.raises(Refused, match="no-reference"):
        guessed(film.id, made.wanted(Cited(uuid4(), "plate"), engine="composite", frames=24))
    make.describe(Reference.objects.get(id=wanted.citations[1].reference), study=True)
    with pytest.raises(Refused, match="uncleared"):
        guessed(film.id, wanted)
    assert not Job.objects.filter(kind=GUESS.name).exists()


@pytest.mark.slow
def test_clearance_is_asked_again_before_it_is_looked_at(film: Film) -> None:
    wanted = staged_brief(film)
    guessed(film.id, wanted)
    make.describe(Reference.objects.get(id=wanted.citations[1].reference), study=True)
    job = work()
    assert (job.state, job.error) == ("failed", "clearance-withdrawn")


@pytest.mark.slow
def test_the_page_asks_with_its_form_and_a_viewer_does_not(film: Film, client: Client) -> None:
    wanted = staged_brief(film)
    path = f"/films/{film.id}/shots/{make.shot(film).id}/layout"
    answer = client.post(path, form_of(film, wanted, text="", seconds="1"))
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    work()
    answer = client.post(path, form_of(film, wanted, text="anything", seconds="1"))
    assert answer.status_code == 200
    assert answer.json()["layout"]["figures"]
    refused = client.post(path, form_of(film, asked(film)))
    assert refused.status_code == 409
    assert "places nothing" in refused.json()["reason"]
    viewer = Client()
    viewer.force_login(make.member(film, "viewer").user)
    assert viewer.post(path, form_of(film, wanted)).status_code == 403


def test_one_reference_is_told_for_the_brief(film: Film, client: Client) -> None:
    one = made.picture(film, name="sketch.png", nobody=False)
    path = f"/films/{film.id}/references/{one.id}/choice"
    told = client.get(path).json()
    assert (told["name"], bool(told["why_not"]), bool(told["proxy"])) == ("sketch.png", True, True)
    raw = make.added(film)
    assert client.get(f"/films/{film.id}/references/{raw.id}/choice").status_code == 404
