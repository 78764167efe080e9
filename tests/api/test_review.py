"""Notes, approvals, characters, jobs and the inbox from a script."""

from uuid import uuid4

import pytest

from slowfilm.films import actions as films
from slowfilm.films.models import Film, Member
from slowfilm.jobs.models import Job
from slowfilm.shots.actions import select_draft
from tests import make
from tests.api.script import Script
from tests.generations import made
from tests.references import cast


@pytest.fixture
def director(film: Film) -> Script:
    return Script(make.director(film))


@pytest.fixture
def bo(film: Film) -> Member:
    return make.member(film, "editor", name="林遥")


@pytest.mark.slow
def test_notes_are_written_answered_carried_and_filtered(
    film: Film, director: Script, bo: Member
) -> None:
    draft, editor = make.draft(film), Script(bo)
    at = {"first": 3, "last": 9}
    write = f"/drafts/{draft.id}/notes"
    change = editor.post(write, 201, **at, kind="change", text="慢一点")
    keep = director.post(write, 201, **at, kind="keep", text="The lamp", reason="It is hers.")
    answer = director.post(
        f"/notes/{change['id']}/answers", 201, text="How slow?", mentions=[str(bo.id)]
    )
    assert (answer["parent"], answer["draft_name"]) == (change["id"], "S01_SH010_v001")
    told = director.get(f"/notes/{change['id']}")
    assert [each["text"] for each in told["answers"]] == ["How slow?"]
    assert [each["id"] for each in director.get("/notes", kind="keep")] == [keep["id"]]
    assert [each["id"] for each in director.get("/notes", member=str(bo.id))] == [change["id"]]
    later = make.draft(film, draft.shot)
    carried = editor.post(f"/notes/{change['id']}/carry", 201, draft=str(later.id))
    assert (carried["carried_from"], carried["draft"]) == (change["id"], str(later.id))
    assert director.post(f"/notes/{keep['id']}/resolve")["resolved_at"]
    assert director.post(f"/notes/{keep['id']}/reopen")["resolved_at"] is None
    newest = director.get("/notes", state="all", sort="newest", limit=1)
    assert [each["id"] for each in newest] == [carried["id"]]
    refused = director.post(f"/notes/{uuid4()}/answers", 409, text="To whom?")
    assert refused["code"] == "no-note"
    assert director.post(write, 409, **at, kind="keep", text="Why?")["code"] == "no-reason"
    assert director.post(write, 422, **at, kind="song", text="x")["code"] == "malformed"


@pytest.mark.slow
def test_a_shot_goes_from_a_request_to_its_lock(film: Film, director: Script, bo: Member) -> None:
    by = {"film_id": film.id, "actor": make.director(film).actor}
    films.change_film(**by, title=film.title, why="", nevers=["No faces."])
    draft = make.draft(film, nobody_declared_by="system")
    select_draft(**by, draft=draft.id)
    path = f"/shots/{draft.shot_id}"
    gate = director.get(f"{path}/gate")
    assert not gate["open"] and gate["draft"] == str(draft.id)
    said = {"digest": gate["digest"], "role": "director"}
    asked = director.post(f"{path}/request-changes", **said, reason="Slower.")
    assert "changes" in [each["code"] for each in asked["conditions"] if not each["holds"]]
    director.post(f"{path}/withdraw-request", role="director")
    director.post(f"{path}/approve", **said, remark="So it stays.")
    director.post(f"{path}/withdraw-approval", role="director")
    director.post(f"{path}/approve", **said)
    assert director.post(f"{path}/lock", 409, digest=gate["digest"])["code"] == "gate"
    never = {"digest": gate["digest"], "never": "No faces.", "holds": True}
    assert director.post(f"{path}/nevers", **never)["open"]
    assert Script(bo).post(f"{path}/lock", 403, digest=gate["digest"])["code"] == "not-allowed"
    assert director.post(f"{path}/approve", 409, digest="0" * 64, role="director")["code"] == (
        "changed"
    )
    assert director.post(f"{path}/lock", digest=gate["digest"])["locked_at"]
    assert director.post(f"/drafts/{draft.id}/select", 409)["code"] == "locked"
    assert director.patch(path, 409, title="Another")["code"] == "locked"
    assert director.post(f"{path}/move", 409)["code"] == "locked"


def test_characters_and_lines_are_read(film: Film, director: Script) -> None:
    one = cast.character(film, of=make.person(film, "林遥"), subject=made.picture(film))
    line = cast.line(one, "落雨咯。")
    (told,) = director.get("/characters")
    assert told == director.get(f"/characters/{one.id}")
    assert (told["title"], told["name"]) == (one.title, "林遥")
    assert told["references"][0]["role"] == "subject"
    assert [each["id"] for each in director.get("/lines", character=str(one.id))] == [str(line.id)]
    assert director.get("/lines", character=str(uuid4())) == []


def test_what_concerns_one_is_listed_and_read(film: Film, director: Script, bo: Member) -> None:
    draft = make.draft(film)
    for text in ("One", "Two"):
        at = {"first": 0, "last": 1, "kind": "question", "text": text}
        director.post(f"/drafts/{draft.id}/notes", 201, **at, mentions=[str(bo.id)])
    client = Script(bo).client
    count = client.get("/api/inbox/count").json()
    assert count["unread"] == 2 and list(count["seen"]) == [str(film.id)]
    first = client.get("/api/inbox?limit=1")
    address = first.headers["Link"].partition("<")[2].partition(">")[0]
    told = first.json() + client.get(address).json()
    assert [each["words"] for each in told] == ["Two", "One"]
    assert told[0]["link"].startswith(f"/films/{film.id}/room/")
    read = client.post("/api/inbox/read", {"seen": count["seen"]}, content_type="application/json")
    assert read.json()["unread"] == 0
    for after in ("WyJ4Il0", "WzFd", "WyIyMDI2LTAxLTAxIl0"):
        assert client.get("/api/inbox", {"after": after}).json()["code"] == "no-cursor"


def test_jobs_are_told_but_no_letters_or_webhooks(film: Film, director: Script) -> None:
    about = {"film": film, "queue": "io"}
    one = Job.objects.create(**about, kind="render-cut", subject=uuid4())
    Job.objects.create(**about, kind="daily-letter", subject=uuid4())
    (told,) = director.get("/jobs", subject=str(one.subject))
    assert told == director.get(f"/jobs/{one.id}")
    assert (told["state"], told["kind"], told["share"]) == ("queued", "render-cut", 0)
    assert len(director.get("/jobs")) == 1


@pytest.mark.slow
def test_a_cut_has_a_gate_too(film: Film, director: Script) -> None:
    draft = make.draft(film, nobody_declared_by="system")
    cut = director.post("/cuts", 201, title="初剪")["id"]
    clips = [{"draft": str(draft.id), "first": 0, "last": 1}]
    director.post(f"/cuts/{cut}/versions", 201, made_from=0, clips=clips)
    gate = director.get(f"/cuts/{cut}/gate")
    assert (gate["cut"], gate["shot"], gate["open"]) == (cut, None, False)
    said = {"digest": gate["digest"], "role": "director"}
    told = director.post(f"/cuts/{cut}/approve", **said)
    assert [each["role"] for each in told["conditions"] if each["holds"] and each["role"]]
    director.post(f"/cuts/{cut}/withdraw-approval", role="director")
    asked = director.post(f"/cuts/{cut}/request-changes", **said, reason="Slower.")
    assert "changes" in [each["code"] for each in asked["conditions"]]
    director.post(f"/cuts/{cut}/withdraw-request", role="director")
    assert director.post(f"/cuts/{cut}/lock", 409, digest=gate["digest"])["code"] == "gate"
