"""Sittings from a script: planned with letters, held, decided in, and their record read."""

from typing import Any
from uuid import uuid4

import pytest

from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.shots.models import Draft
from slowfilm.sittings import pdf_job
from slowfilm.sittings.attending import attend
from slowfilm.sittings.letters import LETTER
from slowfilm.sittings.models import Sitting
from tests import make
from tests.api.script import Script
from tests.cuts.made import version
from tests.references.test_blobs import body
from tests.sittings import made

AT = "2027-01-08T10:00:00+08:00"


@pytest.fixture
def draft(film: Film) -> Draft:
    return make.draft(film, nobody_declared_by="system", frames=48)


@pytest.fixture
def script(film: Film) -> Script:
    return Script(make.director(film))


def plan(draft: Draft, **more: Any) -> dict[str, Any]:
    about = {"title": "样片", "begins_at": AT, "zone": "Asia/Shanghai", "minutes": 45}
    return {**about, "agenda": [{"shot": str(draft.shot_id)}], "guests": [], **more}


def letters(film: Film) -> list[tuple[str, bool]]:
    """Whom the letters asked for are to, and whether they call it off."""
    asked = Job.objects.filter(film=film, kind=LETTER.name).order_by("queued_at")
    return [(job.facts["member"], job.facts["off"]) for job in asked]


def test_one_is_planned_changed_and_called_off_and_everybody_is_told_once(
    script: Script, film: Film, draft: Draft
) -> None:
    guest, key = make.member(film, "editor"), uuid4()
    invited = [{"member": str(guest.id), "part": "presenter"}]
    asked = plan(draft, guests=invited)
    for _ in range(2):  # the answer was lost, and it is sent again
        told = script.send("post", "/sittings", asked, 201, key)
    assert (told["id"], told["state"], told["minutes"]) == (str(key), "planned", 45)
    assert told["agenda"] == [{"shot": str(draft.shot_id), "cut": None}]
    assert told["guests"] == invited and letters(film) == [(str(guest.id), False)]
    cut = version(film, draft).cut_id
    other = plan(draft, agenda=[{"cut": str(cut)}], title="The whole")
    told = script.send("put", f"/sittings/{key}", other)
    assert (told["title"], told["agenda"], told["guests"]) == (
        "The whole",
        [{"shot": None, "cut": str(cut)}],
        [],
    )
    assert letters(film)[1:] == [(str(guest.id), True)], "who is no longer invited is told"
    script.send("put", f"/sittings/{key}", plan(draft, guests=invited))
    told = script.post(f"/sittings/{key}/call-off", reason="The render is late.")
    assert (told["state"], told["reason"]) == ("called-off", "The render is late.")
    assert letters(film)[2:] == [(str(guest.id), False), (str(guest.id), True)]
    assert script.post(f"/sittings/{key}/open", 409)["code"] == "called-off"
    assert script.send("put", f"/sittings/{key}", other, 409)["code"] == "called-off"


def test_one_is_held_and_leaves_its_record(script: Script, film: Film, draft: Draft) -> None:
    guest = make.member(film, "editor")
    id_ = script.post("/sittings", 201, **plan(draft))["id"]
    path = f"/sittings/{id_}"
    opened = script.post(f"{path}/open")
    assert (opened["state"], opened["presenter"]) == ("open", str(make.director(film).id))
    assert script.get(f"{path}/record", 409)["code"] == "not-ended"
    steps = [{"ms": 0, "draft": str(draft.id), "frame": 7}]
    script.post(f"{path}/show", steps=steps)
    about = {"draft": str(draft.id), "frame": 7}
    decided = script.post(f"{path}/decisions", 201, kind="noted", words="Wider.", **about)
    assert (decided["kind"], decided["words"], decided["frame"]) == ("noted", "Wider.", 7)
    refused = script.post(f"{path}/decisions", 409, kind="approved", **about)
    assert refused["code"] == "no-approval"
    task = script.post(f"{path}/tasks", 201, member=str(guest.id), text="A tail.", due="2027-01-15")
    editor = Script(guest)
    assert editor.post(f"/tasks/{task['id']}/finish")["done_at"]
    assert editor.post(f"/tasks/{task['id']}/finish", 409)["code"] == "done"
    assert editor.post(f"{path}/take-presenter", 409, hold=opened["hold"])["code"] == (
        "not-presenter"
    )
    handed = script.post(f"{path}/hand-over", to=str(guest.id))
    assert handed["presenter"] == str(guest.id) and handed["hold"] != opened["hold"]
    ended = editor.post(f"{path}/end")
    assert (ended["state"], len(ended["decisions"]), len(ended["tasks"])) == ("ended", 1, 1)
    record = script.get(f"{path}/record")
    assert [each["spans"] for each in record["shown"]] == [[[7, 8]]]
    assert record["shown"][0]["digest"] == draft.master_id
    assert [(each["kind"], each["words"]) for each in record["moments"]] == [("noted", "Wider.")]
    assert [each["frame"] for each in record["steps"]] == [7]
    assert record["tasks"][0]["due"] == "2027-01-15"


def test_who_was_there_saw_what_stands_in_the_record(
    script: Script, film: Film, draft: Draft
) -> None:
    guest, missing = make.member(film, "editor"), make.member(film, "sound")
    sitting = made.opened(film, {"shot": draft.shot_id}, guests=made.guests([], [guest, missing]))
    made.show(sitting, {"ms": 0, "draft": draft.id, "frame": 3})
    attend(sitting, guest.id, {draft.id: [(0, 10)]})
    script.post(f"/sittings/{sitting.id}/end")
    record = script.get(f"/sittings/{sitting.id}/record")
    assert [each["member"] for each in record["present"]] == [str(guest.id)]
    assert record["absent"] == [str(missing.id)]
    seen = [(each["member"], each["first"], each["last"]) for each in record["seen"]]
    assert seen == [(str(guest.id), 3, 4)]


def test_lists_by_state_and_for_those_who_may(script: Script, film: Film, draft: Draft) -> None:
    coming, under_way = made.planned(film), made.opened(film)
    for state, wanted in (
        ("all", {coming, under_way}),
        ("coming", {coming}),
        ("open", {under_way}),
        ("over", set()),
    ):
        found = {each["id"] for each in script.get("/sittings", state=state)}
        assert found == {str(each.id) for each in wanted}, state
    first = script.client.get(f"{script.base}/sittings?limit=1")
    assert len(first.json()) == 1 and 'rel="next"' in first.headers["Link"]
    viewer = Script(make.member(film, "viewer"))
    assert viewer.get(f"/sittings/{coming.id}")["title"] == coming.title
    assert viewer.send("post", "/sittings", plan(draft), 403)["code"] == "not-allowed"
    elsewhere = made.planned(make.film())
    assert script.get(f"/sittings/{elsewhere.id}", 404)["code"] == "not-found"
    assert script.post(f"/sittings/{elsewhere.id}/open", 409)["code"] == "no-sitting"
    assert Sitting.objects.filter(film=film).count() == 2


def test_its_calendar_file_is_fetched(script: Script, film: Film) -> None:
    coming = made.planned(film, title="Rushes")
    answer = script.client.get(f"{script.base}/sittings/{coming.id}/calendar")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert "Rushes.ics" in answer["Content-Disposition"]
    assert f"UID:{coming.id}" in answer.content.decode() and b"METHOD:REQUEST" in answer.content
    script.post(f"/sittings/{coming.id}/call-off", reason="The render is late.")
    answer = script.client.get(f"{script.base}/sittings/{coming.id}/calendar")
    assert b"METHOD:CANCEL" in answer.content
    elsewhere = made.planned(make.film())
    assert script.get(f"/sittings/{elsewhere.id}/calendar", 404)["code"] == "not-found"


def test_its_record_is_asked_for_as_a_pdf_and_fetched(
    script: Script, film: Film, draft: Draft
) -> None:
    coming = made.planned(film)
    assert script.post(f"/sittings/{coming.id}/pdf", 409)["code"] == "not-ended"
    held, key = made.held(film, draft), uuid4()
    path = f"/sittings/{held.id}/pdf"
    asked = script.post(path, 202, key=key)
    assert (asked["state"], asked["language"]) == ("queued", "en")
    assert script.post(path, 202)["id"] == asked["id"], "it is under way"
    chinese = script.send("post", path, {}, 202, **{"Accept-Language": "zh-hans"})
    assert chinese["language"] == "zh-hans" and chinese["id"] != asked["id"]
    assert script.get(f"{path}/{asked['id']}/download", 404)["code"] == "not-found"
    pdf_job.make(make.running(key), None)  # type: ignore[arg-type]
    assert [each["state"] for each in script.get(path)] == ["queued", "done"]
    assert script.post(path, 202, key=key)["id"] == asked["id"], "sent again, it is the same"
    answer = script.client.get(f"{script.base}{path}/{asked['id']}/download")
    assert body(answer).startswith(b"%PDF") and answer["Repr-Digest"]
    assert f"{held.title}.pdf" in answer["Content-Disposition"]
    other = made.held(film, draft)
    script.get(f"/sittings/{other.id}/pdf/{asked['id']}/download", 404)
    stranger = Script(make.member(make.film()))
    stranger.base = script.base
    assert stranger.get(path, 404)["code"] == "not-found"
