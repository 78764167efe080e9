"""The pages on which light is put in the place of something."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from slowfilm.abstractions import actions, preview, spaces
from slowfilm.abstractions.models import Abstraction, LightSpace
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.media.lightspace.space import Space
from tests import make
from tests.generations import made

HIDDEN: dict[str, Any] = {"guards": [{"of": "place"}], "spans": [], "look": "haze", "seed": 3}
SPACE = Space(first=spaces.lane()).model_dump(mode="json")


@pytest.fixture
def director(film: Film, client: Client) -> Client:
    """The director's browser."""
    client.force_login(make.director(film).user)
    return client


def post(client: Client, name: str, args: list[Any], told: object) -> tuple[int, dict[str, Any]]:
    answer = client.post(reverse(name, args=args), json.dumps(told), "application/json")
    return answer.status_code, answer.json()


@pytest.mark.slow
def test_what_is_marked_becomes_another_reference(director: Client, film: Film) -> None:
    picture = made.picture(film)
    at = [film.id, picture.id]
    assert b'id="marks"' in director.get(reverse("abstract", args=at)).content
    status, told = post(director, "make-abstraction", at, HIDDEN | {"name": "In light"})
    one = Abstraction.objects.get()
    assert (status, told["page"]) == (200, reverse("reference", args=[film.id, one.id]))
    said = director.get(told["page"]).content.decode()
    assert "none of its pixels is in this one" in said
    assert reverse("reference", args=at) in said
    assert post(director, "make-abstraction", at, HIDDEN | {"name": ""})[0] == 400
    assert post(director, "make-abstraction", at, [1])[0] == 400


def test_a_light_space_is_changed_into_another(director: Client, film: Film) -> None:
    page = reverse("light-space", args=[film.id])
    assert b'id="canvas"' in director.get(page).content
    told = {"name": "The lane", "space": SPACE, "made_from": None}
    status, answer = post(director, "make-light-space", [film.id], told)
    one = LightSpace.objects.get()
    assert status == 200
    assert answer["page"] in director.get(reverse("references", args=[film.id])).content.decode()
    begun = director.get(f"{page}?from={one.id}").content.decode()
    assert '"last": null' in begun
    assert director.get(f"{page}?from={film.id}").status_code == 404
    assert director.get(f"{page}?from=x").status_code == 404


def test_what_could_not_be_made_offers_to_be_made_again(director: Client, film: Film) -> None:
    about: dict[str, Any] = {"film_id": film.id, "actor": make.director(film).actor}
    one = actions.make_light_space(**about, name="x", space=SPACE).command
    Job.objects.filter(subject=one).update(state=Job.State.FAILED, error="out-of-time")
    page = reverse("reference", args=[film.id, one])
    again = reverse("render-again", args=[film.id, one])
    assert again in director.get(page).content.decode()
    assert director.post(again).headers["Location"] == page
    Job.objects.filter(subject=one).update(state=Job.State.FAILED)
    gone = director.post(reverse("remove-unmade", args=[film.id, one]))
    assert gone.headers["Location"] == reverse("references", args=[film.id])
    assert not LightSpace.objects.exists()


def test_asking_for_a_preview_twice_is_one_job(director: Client, film: Film) -> None:
    at = [film.id, made.picture(film).id]
    for _ in range(2):
        status, told = post(director, "preview-abstraction", at, HIDDEN | {"frame": 0})
        assert (status, told["state"]) == (200, "queued")
    job = Job.objects.get(kind=preview.PREVIEW.name)
    job.state, job.facts = Job.State.DONE, {"picture": "abcd"}
    job.save()
    assert post(director, "preview-abstraction", at, HIDDEN | {"frame": 0})[1]["picture"] == "abcd"
    assert post(director, "preview-abstraction", at, HIDDEN | {"frame": -1})[0] == 400


def test_who_may_not_make_marks_nothing(film: Film, client: Client) -> None:
    client.force_login(make.member(film, "viewer").user)
    at = [film.id, made.picture(film).id]
    assert client.get(reverse("abstract", args=at)).status_code == 403
    assert client.get(reverse("light-space", args=[film.id])).status_code == 403
    for name, args in (("make-abstraction", at), ("make-light-space", at[:1])):
        assert client.post(reverse(name, args=args)).status_code == 403
