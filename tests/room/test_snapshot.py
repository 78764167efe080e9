"""What the room's page carries, and how soon it is there."""

import time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from slowfilm.films.models import Member
from slowfilm.generations.events import GenerationQueued
from slowfilm.jobs.models import Job
from slowfilm.ledger import act
from slowfilm.ledger.models import Head
from slowfilm.media import filmstrip
from slowfilm.reviews.models import Stroke
from slowfilm.room import snapshot
from slowfilm.shots import snapshot as shots_snapshot
from slowfilm.shots.models import Draft, Shot
from tests import make
from tests.reviews.test_notes import Desk

pytestmark = pytest.mark.django_db(transaction=True)  # the view begins a transaction of its own


def paint(member: Member, **wish: str) -> dict[str, Any]:
    return snapshot.of_film(Member.objects.select_related("film").get(id=member.id), **wish)


def ink(draft: Draft, frame: int, count: int = 1, **fields: Any) -> None:
    about = {"tool": "pen", "colour": "#e8b04b", "width": 40, "points": "[]", **fields}
    with make.past_the_guards():
        Stroke.objects.bulk_create(
            Stroke(draft=draft, frame=frame, actor="system", seq=n, **about) for n in range(count)
        )


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_a_film_without_anything_has_a_room() -> None:
    director = make.director(make.film())
    found = paint(director)
    assert (found["shot"], found["draft"], found["notes"]) == (None, None, [])
    assert signed_in(director).get(f"/films/{director.film_id}/room/").status_code == 200


def test_notes_and_marks_are_there_and_ink_is_not() -> None:
    desk = Desk(make.film())
    note = desk.write().command
    ink(desk.draft, 7, 3)
    ink(desk.draft, 7, erased_at=timezone.now())
    ink(desk.draft, 90)
    found = paint(make.director(desk.film), draft=str(desk.draft.id))
    assert [row["id"] for row in found["notes"]] == [str(note)]
    assert found["marks"] == [[7, 3], [90, 1]]
    assert found["seq"] == Head.objects.get(film=desk.film).seq
    assert "points" not in str(found)


@pytest.mark.slow
def test_one_stands_at_the_selected_draft_else_at_the_latest() -> None:
    film = make.film()
    make.shot(film)  # of which nothing has been made
    shot = make.shot(film)
    first, second = make.draft(film, shot), make.draft(film, shot)
    director = make.director(film)
    assert paint(director)["draft"] == str(second.id)
    Shot.objects.filter(id=shot.id).update(selected=first)
    assert paint(director)["draft"] == str(first.id)
    assert paint(director, draft=str(second.id))["draft"] == str(second.id)
    assert paint(director, draft=str(uuid4()))["draft"] == str(first.id)
    assert paint(director, shot="no id at all")["shot"] == str(shot.id)


def test_a_draft_of_another_film_is_not_stood_at() -> None:
    director, stranger = make.director(make.film()), make.draft(make.film())
    assert paint(director, draft=str(stranger.id))["draft"] is None
    answer = signed_in(director).get(f"/films/{director.film_id}/drafts/{stranger.id}/")
    assert answer.status_code == 404


def test_what_is_on_its_way_is_shown() -> None:
    film = make.film()
    shot, generation = make.shot(film), uuid4()
    with act(film.id, make.director(film).actor, generation) as this:
        Job.objects.create(film=film, kind="generate", subject=generation, queue="animatic")
        this.record(
            GenerationQueued(
                shot=shot.id,
                brief=generation,
                engine="animatic",
                text="Rain.",
                width=640,
                height=360,
                rate="24",
                frames=96,
                seed=1,
                citations=[],
            )
        )
    [found] = paint(make.director(film))["generations"]
    assert (found["id"], found["shot"]) == (str(generation), str(shot.id))
    Job.objects.update(state=Job.State.DONE)
    assert paint(make.director(film))["generations"] == []


def test_those_who_left_are_still_named() -> None:
    film = make.film()
    editor = make.member(film, "editor", name="Wen")
    Member.objects.filter(id=editor.id).update(removed_at=timezone.now())
    named = {row["name"]: row["present"] for row in paint(make.director(film))["members"]}
    assert named == {"Director": True, "Wen": False}


def test_a_draft_taken_up_later_brings_the_same() -> None:
    desk = Desk(make.film())
    desk.write()
    ink(desk.draft, 7)
    director = make.director(desk.film)
    later = signed_in(director).get(f"/films/{desk.film.id}/drafts/{desk.draft.id}/").json()
    first = paint(director)
    assert later["notes"] == first["notes"]
    assert later["marks"] == first["marks"] == [[7, 1]]
    assert later["draft"] == first["drafts"][0]


def test_a_draft_says_how_much_of_its_file_was_damaged() -> None:
    film = make.film()
    shot = make.shot(film)
    make.draft(film, shot)
    make.draft(film, shot, facts={"damaged_frames": 3})
    assert [draft["damaged"] for draft in paint(make.director(film))["drafts"]] == [0, 3]


def test_a_draft_says_what_of_its_file_is_shown_otherwise() -> None:
    film = make.film()
    shot = make.shot(film)
    told = {"damaged_sounds": 2, "variable_rate": True, "held_frames": 9, "timecode": "10:00:00;00"}
    make.draft(film, shot, facts=told | {"held_before": 4, "curve": "hlg"})
    (draft,) = paint(make.director(film))["drafts"]
    assert (draft["damaged_sounds"], draft["variable"], draft["held"]) == (2, True, 9)
    assert (draft["timecode"], draft["held_before"]) == ("10:00:00;00", 4)
    assert draft["curve"] == "hlg"


def test_filmstrips_are_told_as_they_are_made() -> None:
    assert (shots_snapshot.STRIP_TILES, shots_snapshot.STRIP_HEIGHT) == (
        filmstrip.TILES,
        filmstrip.TILE_HEIGHT,
    )


@pytest.mark.slow
def test_ten_thousand_strokes_do_not_hold_the_page_up() -> None:
    """Beside a draft with a few, in turns, so that a busy machine slows both."""
    desks = [Desk(make.film()) for _ in range(2)]
    for desk, each in zip(desks, (1, 100), strict=True):
        for frame in range(100):
            ink(desk.draft, frame, each, points="[[1,2,3,4,5]]" * 120)
    seats = [(signed_in(make.director(desk.film)), desk.film.id) for desk in desks]
    took: list[list[float]] = [[], []]
    for _ in range(15):
        for (client, film), times in zip(seats, took, strict=True):
            began = time.perf_counter()
            assert client.get(f"/films/{film}/room/").status_code == 200
            times.append(time.perf_counter() - began)
    few, many = (sorted(times)[7] for times in took)
    assert many <= 2 * few
