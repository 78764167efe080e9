"""What changed between two versions is said clip by clip, and a page shows it."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from slowfilm.cuts.changes import Part, changes
from slowfilm.cuts.models import Cut, CutVersion
from slowfilm.films.models import Film
from slowfilm.reviews import notes
from slowfilm.shots.models import Draft
from tests import make
from tests.cuts.made import by, clip, cut, saved

SHOTS = {name: uuid4() for name in "abcd"}


def part(name: str, version: int = 1, first: int = 0, last: int = 24, join: str = "cut") -> Part:
    return Part(SHOTS[name], DRAFTS[name, version], first, last, join, 0, 0)


DRAFTS = {(name, version): uuid4() for name in "abcd" for version in (1, 2)}


def told(earlier: list[Part], later: list[Part]) -> list[tuple[str, int | None, int | None]]:
    return [(each.what, each.was, each.now) for each in changes(earlier, later)]


def test_each_difference_is_said_once() -> None:
    a, b, c, d = (part(name) for name in "abcd")
    assert told([a, b, c], [a, b, c]) == []
    assert told([], [a, b]) == [("added", None, 0), ("added", None, 1)]
    assert told([a, b, c], [a, d, c]) == [("added", None, 1), ("removed", 1, None)]
    assert told([a, b, c], [b, c, a]) == [("moved", 0, 2)]
    assert told([a, b], [part("a", 2), part("b", first=3)]) == [("draft", 0, 0), ("trimmed", 1, 1)]
    assert told([a, b], [a, part("b", join="dip")]) == [("join", 1, 1)]
    assert told([a, b, a], [a, a, b]) == [("moved", 2, 1)] or told([a, b, a], [a, a, b])
    assert told([a, b], [part("b", 2), a]) == [("moved", 1, 0), ("draft", 1, 0)]


@pytest.fixture
def drafts(film: Film) -> list[Draft]:
    return [make.draft(film, frames=48) for _ in range(2)]


@pytest.fixture
def version(film: Film, drafts: list[Draft]) -> CutVersion:
    begun = cut(film, "The lane")
    saved(begun, [clip(drafts[0])])
    return saved(begun, [clip(drafts[1], 4), clip(drafts[0])], note="Rain first")


@pytest.fixture
def page(film: Film, client: Client) -> Client:
    client.force_login(make.director(film).user)
    return client


@pytest.mark.slow
def test_the_page_carries_all_it_shows(
    page: Client, film: Film, version: CutVersion, drafts: list[Draft]
) -> None:
    about = {"draft": drafts[0].id, "kind": "change", "text": "Slower."}
    notes.write_note(**by(film), **about, first=3, last=9)
    where = f"/films/{film.id}/cuts/{version.cut_id}/"
    paint = page.get(f"{where}paint").json()
    assert (paint["version"], paint["latest"]) == (2, 2)
    assert [each["draft"] for each in paint["clips"]] == [str(drafts[1].id), str(drafts[0].id)]
    (of_first,) = [each for each in paint["on_drafts"] if each["draft"] == str(drafts[0].id)]
    assert [each["text"] for each in of_first["notes"]] == ["Slower."]
    assert page.get(where).status_code == page.get(f"/films/{film.id}/cuts/").status_code == 200
    earlier = page.get(f"{where}paint?version=1").json()
    assert (earlier["version"], len(earlier["clips"])) == (1, 1)
    for wrong in ("9", "x", "²", "1" * 20):
        assert page.get(f"{where}?version={wrong}").status_code == 404


def test_a_note_on_a_join_lies_on_both_drafts(
    page: Client, film: Film, version: CutVersion, drafts: list[Draft]
) -> None:
    first, second = drafts
    about = {"draft": first.id, "kind": "change", "text": "One street."}
    join = {"next_draft": second.id, "next_first": 2, "next_frame": 4}
    notes.write_note(**by(film), **about, **join, first=40, last=48)
    for each in drafts:
        (found,) = page.get(f"/films/{film.id}/drafts/{each.id}/").json()["notes"]
        assert (found["draft"], found["next_draft"]) == (str(first.id), str(second.id))
        assert (found["next_first"], found["next_frame"]) == (2, 4)
    paint = page.get(f"/films/{film.id}/cuts/{version.cut_id}/paint").json()
    assert [len(each["notes"]) for each in paint["on_drafts"]] == [1, 1]
    assert paint["cuts"] == [{"id": str(version.cut_id), "title": "The lane", "versions": [2, 1]}]


def test_versions_say_what_changed(page: Client, film: Film, version: CutVersion) -> None:
    panel = f"/films/{film.id}/cuts/{version.cut_id}/versions/panel"
    text = page.get(panel).content.decode()
    assert "Rain first" in text and "Changes from v001 to v002" in text
    assert f"{version.clips.first().draft.shot.name} was added at place 1." in text
    whole = page.get(f"{panel}?from=0&to=2").content.decode()
    assert whole.count("was added at place") == 2


def test_a_version_is_saved_as_json_and_a_conflict_is_answered(
    page: Client, film: Film, version: CutVersion, drafts: list[Draft]
) -> None:
    where = f"/films/{film.id}/cuts/{version.cut_id}/versions/"

    def send(body: object) -> tuple[int, dict[str, str]]:
        text = body if isinstance(body, str) else json.dumps(body)
        answer = page.post(where, text, content_type="application/json")
        return answer.status_code, answer.json()

    id_ = str(uuid4())
    clips = [{"draft": str(drafts[0].id), "first": 0, "last": 9}]
    asked = {"id": id_, "made_from": 2, "clips": clips}
    status, said = send(asked)
    assert (status, said["number"], said["id"]) == (200, 3, id_)
    assert send(asked)[1]["number"] == 3, "sent again, it is answered with what it made"
    assert send({**asked, "id": str(uuid4())})[0] == 409
    for wrong in ("[]", "{", "null", {"id": 7}, {"film_id": str(film.id)}, {"clips": "x"}):
        status, said = send(wrong)
        assert status == 400 and said["reason"]
    assert Cut.objects.get().versions.count() == 3


def test_one_click_makes_a_cut_of_all_shots_and_a_file_makes_another(
    page: Client, film: Film, drafts: list[Draft]
) -> None:
    answer = page.post(f"/films/{film.id}/cuts/", {"title": "All", "from": "shots"}, follow=True)
    assert answer.status_code == 200
    begun = Cut.objects.get()
    assert begun.versions.get().clips.count() == 2
    export = page.get(f"/films/{film.id}/cuts/{begun.id}/versions/1/export?form=otio")
    assert "The-Lane_All_v001.otio" in export["Content-Disposition"]
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("back.otio", export.content)
    answer = page.post(f"/films/{film.id}/cuts/import", {"file": file})
    assert answer.status_code == 302
    again = Cut.objects.exclude(id=begun.id).get()
    assert list(again.versions.get().clips.values_list("draft", "first", "last")) == list(
        begun.versions.get().clips.values_list("draft", "first", "last")
    )
    answer = page.post(f"/films/{film.id}/cuts/import", {}, follow=True)
    assert "Choose an OTIO or EDL file" in answer.content.decode()
