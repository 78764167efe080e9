"""Queueing and following a generation from a script."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from slowfilm import tasks
from slowfilm.films.models import Film, Member
from slowfilm.generations.models import Generation
from slowfilm.shots import actions as shots
from tests import make
from tests.generations import made

BRIEF: dict[str, Any] = {
    "text": "A lamp.",
    "engine": "animatic",
    "width": 640,
    "height": 360,
    "frames": 96,
}


def script(member: Member, **headers: str) -> Client:
    """A script with a bearer token."""
    return Client(headers={"Authorization": f"Bearer {make.token(member.user)}", **headers})


def test_a_generation_is_queued_once_read_and_cancelled(film: Film) -> None:
    shot, picture, key = make.shot(film), made.picture(film), str(uuid4())
    client = script(make.director(film), **{"Idempotency-Key": key})
    cited = {"reference": str(picture.id), "role": "subject"}
    url = f"/api/films/{film.id}/shots/{shot.id}/generations"
    body = {**BRIEF, "text": "@Image1", "citations": [cited]}
    for _ in range(2):
        answer = client.post(url, body, content_type="application/json")
        assert answer.status_code == 201, answer.content
        assert (answer.json()["id"], answer.json()["state"]) == (key, "queued")
    assert Generation.objects.filter(film=film).count() == 1
    one = f"/api/films/{film.id}/generations/{key}"
    client = script(make.director(film))
    assert client.post(f"{one}/cancel").json()["state"] == "cancelled"
    assert client.get(one).json()["state"] == "cancelled"
    assert client.post(f"{one}/cancel").json()["code"] == "ended"
    assert [each["id"] for each in client.get(f"/api/films/{film.id}/generations").json()] == [key]


def test_a_seed_is_exact_whether_text_or_number(film: Film) -> None:
    url = f"/api/films/{film.id}/shots/{make.shot(film).id}/generations"
    client = script(make.director(film))
    for seed in (str(2**63 - 1), 2**63 - 1, 7):
        answer = client.post(url, {**BRIEF, "seed": seed}, content_type="application/json")
        assert (answer.status_code, answer.json()["seed"]) == (201, str(seed))


def test_a_keyframe_is_asked_for_at_its_frame(film: Film) -> None:
    url = f"/api/films/{film.id}/shots/{make.shot(film).id}/generations"
    key = {"reference": str(made.picture(film).id), "role": "keyframe", "frame": 40}
    body = {**BRIEF, "citations": [key]}
    answer = script(make.director(film)).post(url, body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert Generation.objects.get(film=film).brief.citations.get().frame == 40


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"text": "@Image1"}, 409, "unknown-tag"),
        ({"frames": 1}, 409, "too-short"),
        ({"rate": "often"}, 409, "malformed"),
        ({"citations": [{"reference": str(uuid4()), "role": "subject"}]}, 409, "no-reference"),
        ({"width": "wide"}, 422, "malformed"),
        ({"seed": "1.5"}, 422, "malformed"),
        ({"seed": str(2**63)}, 409, "brief"),
    ],
)
def test_what_is_wrong_is_said(film: Film, change: dict[str, Any], status: int, code: str) -> None:
    url = f"/api/films/{film.id}/shots/{make.shot(film).id}/generations"
    client = script(make.director(film))
    answer = client.post(url, {**BRIEF, **change}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["reason"]


def test_strangers_and_viewers_queue_nothing(film: Film) -> None:
    url = f"/api/films/{film.id}/shots/{make.shot(film).id}/generations"
    for member, status in [
        (make.director(make.film()), 404),
        (make.member(film, "viewer"), 403),
    ]:
        answer = script(member).post(url, BRIEF, content_type="application/json")
        assert answer.status_code == status


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_came_of_it_is_read() -> None:
    film = make.film()
    shot = make.shot(film)
    generation = made.queue(shot, made.wanted())
    tasks.look("animatic")
    client = script(make.director(film))
    told = client.get(f"/api/films/{film.id}/generations/{generation.id}").json()
    (draft,) = client.get(f"/api/films/{film.id}/shots/{shot.id}/drafts").json()
    assert (told["state"], told["draft"], draft["frames"]) == ("done", draft["id"], 96)
    (row,) = client.get(f"/api/films/{film.id}/shots").json()
    assert (row["id"], row["selected"]) == (str(shot.id), None)


@pytest.mark.slow
def test_a_key_spent_on_another_act_is_a_conflict_with_a_sentence(film: Film) -> None:
    scene, theirs = uuid4(), uuid4()
    shot, director = make.shot(film), make.director(film)
    shots.add_scene(film_id=film.id, actor=director.actor, command=scene)
    shots.add_scene(film_id=film.id, actor=make.member(film, "editor").actor, command=theirs)
    url = f"/api/films/{film.id}/shots/{shot.id}/generations"
    for key in (scene, theirs):
        client = script(director, **{"Idempotency-Key": str(key)})
        answer = client.post(url, BRIEF, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict"), answer.content
        assert answer.json()["reason"] == "This id belongs to another act. Use a new one."


def test_a_text_that_cannot_be_kept_is_refused_with_the_character_named(film: Film) -> None:
    shot = make.shot(film)
    url = f"/api/films/{film.id}/shots/{shot.id}/generations"
    for text, code in (("A lamp\0.", "U+0000"), ("A lamp\ud800.", "U+D800")):
        body = json.dumps({**BRIEF, "text": text})
        answer = script(make.director(film)).post(url, body, content_type="application/json")
        assert answer.status_code == 409, answer.content
        assert code in answer.json()["reason"]
