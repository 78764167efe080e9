"""Reading ink by window of frames."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from slowfilm.films.models import Film, Member
from slowfilm.reviews import actions, ink
from slowfilm.reviews.models import Stroke
from slowfilm.shots.models import Draft
from tests import make

POINTS = [[100, 200, 512, 10, -10], [30000, -400, 700, 10, -10]]


def draw(draft: Draft, frame: int, member: Member | None = None, points: Any = POINTS) -> str:
    """A stroke by the film's director, or by somebody else; answers its id."""
    stroke = uuid4()
    actions.draw(
        film_id=draft.film_id,
        actor=(member or make.director(draft.film)).actor,
        command=stroke,
        draft=draft.id,
        frame=frame,
        tool="pen",
        colour="#e8b04b",
        width=40,
        points=points,
    )
    return str(stroke)


def read(client: Client, draft: Draft, **asked: int) -> Any:
    """What the page asks for."""
    return client.get(f"/films/{draft.film_id}/drafts/{draft.id}/ink", asked)


@pytest.fixture
def draft(film: Film) -> Draft:
    return make.draft(film)


def test_a_window_holds_its_frames_and_no_others(client: Client, draft: Draft) -> None:
    _before, first, last, _after = [draw(draft, frame) for frame in (23, 24, 47, 48)]
    client.force_login(make.director(draft.film).user)
    answer = read(client, draft, first=24, last=48)
    assert answer.headers["Content-Type"] == "application/json"
    page = answer.json()
    assert [(each["id"], each["frame"]) for each in page["strokes"]] == [(first, 24), (last, 47)]
    assert page["strokes"][0]["points"] == POINTS
    assert page["next"] is None
    draft.film.head.refresh_from_db()
    assert page["seq"] == draft.film.head.seq


def test_erased_ink_is_not_there_until_it_is_restored(client: Client, draft: Draft) -> None:
    director = make.director(draft.film)
    stroke = Stroke.objects.get(id=draw(draft, 3))
    client.force_login(director.user)
    act = {"film_id": draft.film_id, "actor": director.actor, "stroke": stroke.id}
    actions.erase(command=uuid4(), **act)
    assert read(client, draft, first=0, last=24).json()["strokes"] == []
    actions.restore(command=uuid4(), **act)
    assert [each["seq"] for each in read(client, draft, first=0, last=24).json()["strokes"]] == [
        stroke.seq
    ]


def test_pages_are_bounded_by_number_and_each_stroke_comes_once(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ink, "STROKES", 4)
    drawn = [draw(draft, frame % 3) for frame in range(11)]
    assert [len(page) for page in pages(draft)] == [4, 4, 3]
    assert [stroke["id"] for page in pages(draft) for stroke in page] == drawn


def test_pages_are_bounded_by_size_but_never_empty(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = [[-65535, 131070, 1023, -90, 90]] * 200
    drawn = [draw(draft, 0, points=long) for _ in range(5)]
    size = max(len(stroke) for stroke in ink.window(draft, 0, 1).strokes)  # their numbers grow
    monkeypatch.setattr(ink, "SIZE", size * 2)
    assert [len(page) for page in pages(draft)] == [2, 2, 1]
    monkeypatch.setattr(ink, "SIZE", 10)
    assert [stroke["id"] for page in pages(draft) for stroke in page] == drawn


def pages(draft: Draft) -> list[list[Any]]:
    """All pages of the first three frames."""
    found: list[list[Any]] = []
    after: int | None = 0
    while after is not None:
        page = json.loads(ink.window(draft, 0, 3, after).text())
        found.append(page["strokes"])
        after = page["next"]
    return found


def test_nobody_else_reads_it(client: Client, draft: Draft) -> None:
    draw(draft, 0)
    assert read(client, draft, first=0, last=9).status_code == 302
    stranger = make.film()
    client.force_login(make.director(stranger).user)
    assert read(client, draft, first=0, last=9).status_code == 404
    elsewhere = f"/films/{stranger.id}/drafts/{draft.id}/ink"
    assert client.get(elsewhere, {"first": 0, "last": 9}).status_code == 404


@pytest.mark.parametrize("asked", ["first=x", "last=1e9", "after=", "first=9&last=3", "first=-5"])
def test_senseless_windows_are_no_errors(client: Client, draft: Draft, asked: str) -> None:
    draw(draft, 4)
    client.force_login(make.director(draft.film).user)
    answer = client.get(f"/films/{draft.film_id}/drafts/{draft.id}/ink?{asked}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.json()["strokes"] == []


@pytest.mark.parametrize("number", [2**40, -(2**70)])
def test_numbers_past_the_column_are_no_errors(client: Client, draft: Draft, number: int) -> None:
    client.force_login(make.director(draft.film).user)
    assert read(client, draft, first=0, last=number).status_code == 200
    assert read(client, draft, first=0, last=1, after=number).status_code == 200
