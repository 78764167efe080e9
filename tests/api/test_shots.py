"""Scenes, shots and drafts from a script."""

from uuid import uuid4

import pytest

from slowfilm.films.models import Film
from slowfilm.ledger.models import Entry
from tests import make
from tests.api.script import Script
from tests.reviews.test_carried import write


@pytest.fixture
def script(film: Film) -> Script:
    return Script(make.director(film))


def test_shots_are_made_changed_and_put_in_order(script: Script) -> None:
    scene = script.post("/scenes", 201, title="Dusk")
    assert (scene["name"], scene["title"]) == ("S01", "Dusk")
    assert script.patch(f"/scenes/{scene['id']}", title="黄昏")["title"] == "黄昏"
    first, second, third = (
        script.post(f"/scenes/{scene['id']}/shots", 201, title=title, intent="Slow.")
        for title in "ABC"
    )
    script.post(f"/shots/{third['id']}/move", after=first["id"])
    script.post(f"/shots/{second['id']}/move")
    rows = script.get("/shots", scene=scene["id"])
    assert [(each["name"], each["title"]) for each in rows] == [
        ("S01_SH005", "B"),
        ("S01_SH010", "A"),
        ("S01_SH015", "C"),
    ]
    assert script.post(f"/shots/{third['id']}/move", 409, after=str(uuid4()))["code"] == "no-shot"
    changed = script.patch(f"/shots/{first['id']}", title="A lamp")
    assert (changed["title"], changed["intent"]) == ("A lamp", "Slow.")


def test_of_two_writers_the_slower_is_told(script: Script) -> None:
    scene = script.post("/scenes", 201)
    shot = script.post(f"/scenes/{scene['id']}/shots", 201, title="A")
    path = f"/shots/{shot['id']}"
    seen = script.client.get(script.base + path).headers["ETag"]
    assert seen == f'"{shot["wording"]}"'
    script.send("patch", path, {"title": "B"}, **{"If-Match": seen})
    refused = script.send("patch", path, {"title": "C"}, 409, **{"If-Match": seen})
    assert refused["code"] == "conflict"
    script.send("patch", path, {"title": "C"}, **{"If-Match": "*"})
    assert script.get(path)["title"] == "C"


def test_a_key_makes_a_thing_once_and_is_its_id(script: Script, film: Film) -> None:
    key = uuid4()
    for _ in range(2):
        assert script.post("/scenes", 201, key=key, title="Dusk")["id"] == str(key)
    assert film.scenes.count() == 1
    entry = Entry.objects.get(film_id=film.id, command=key)
    assert (entry.verb, entry.actor) == ("scene-added", make.director(film).actor)


def test_between_two_neighbours_there_is_an_end_of_numbers(script: Script, film: Film) -> None:
    first = make.shot(film)
    scene = str(first.scene_id)
    movers = [script.post(f"/scenes/{scene}/shots", 201)["id"] for _ in range(5)]
    codes = [
        script.send("post", f"/shots/{each}/move", {"after": str(first.id)}, status).get("code")
        for each, status in zip(movers, (200, 200, 200, 200, 409), strict=True)
    ]
    assert codes == [None, None, None, None, "no-number"]


def test_long_lists_come_in_pages(script: Script, film: Film) -> None:
    scene = script.post("/scenes", 201)
    for title in "ABCDE":
        script.post(f"/scenes/{scene['id']}/shots", 201, title=title)
    titles, address = [], f"{script.base}/shots?limit=2"
    while address:
        answer = script.client.get(address)
        titles.append("".join(each["title"] for each in answer.json()))
        link = answer.headers.get("Link", "")
        address = link.partition("<")[2].partition(">")[0]
        assert not link or link.endswith('; rel="next"')
    assert titles == ["AB", "CD", "E"]
    for after in ("x", "é", "WzFd", "W251bGwsbnVsbCxudWxsXQ", "WyJ4IiwieCIsIngiXQ"):
        assert script.get("/shots", 422, after=after)["code"] == "no-cursor"
    assert script.get("/shots", 422, limit=0)["code"] == "malformed"


def test_a_draft_is_read_selected_and_its_ink_too(script: Script, film: Film) -> None:
    draft = make.draft(film)
    stroke = make.ink(film, draft)
    assert script.get(f"/drafts/{draft.id}")["name"] == "S01_SH010_v001"
    assert script.post(f"/drafts/{draft.id}/select")["selected"] == str(draft.id)
    told = script.get(f"/drafts/{draft.id}/strokes")
    assert [each["id"] for each in told["strokes"]] == [str(stroke.command)]
    assert script.get(f"/drafts/{draft.id}/strokes", first=8)["strokes"] == []
    write(draft)
    assert len(script.get(f"/shots/{draft.shot_id}/drafts")) == 1


def test_who_only_looks_changes_nothing(film: Film) -> None:
    viewer = Script(make.member(film, "viewer"))
    draft = make.draft(film)
    for path in ("/scenes", f"/drafts/{draft.id}/select", f"/shots/{draft.shot_id}/move"):
        assert viewer.post(path, 403)["code"] == "not-allowed"
    assert [each["id"] for each in viewer.get("/shots")] == [str(draft.shot_id)]
