"""A note over three shots or more lies on each draft's own frames, and is seen from each."""

import csv
import io
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pydantic import ValidationError

from slowfilm.approvals.digest import digests
from slowfilm.approvals.glances import glances_of
from slowfilm.approvals.note_conditions import open_notes
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.ledger.rows import compare
from slowfilm.reviews import out
from slowfilm.reviews.events import MOST_BETWEEN
from slowfilm.reviews.keeps import keeps_in
from slowfilm.reviews.listing import Wish, drafts_with_notes
from slowfilm.reviews.models import Note
from slowfilm.reviews.notes import carry_note, resolve_note, write_note
from slowfilm.reviews.records import RECORDS
from slowfilm.reviews.snapshot import on_draft
from slowfilm.shots.models import Draft
from tests import make
from tests.api.script import Script
from tests.approvals.test_lock import by
from tests.cuts.made import version

BOM = "\ufeff"
SPANS = [(40, 48), (4, 44), (4, 44), (0, 6)]


@pytest.fixture
def drafts(film: Film) -> list[Draft]:
    """Four shots that follow one another."""
    return [make.draft(film, frames=48) for _number in range(4)]


def fields(drafts: list[Draft], **more: Any) -> dict[str, Any]:
    """From frame 40 of the first to frame 5 of the last."""
    between = [{"draft": each.id, "first": 4, "last": 44} for each in drafts[1:-1]]
    told = {"draft": drafts[0].id, "first": 40, "last": 48, "kind": "change", "text": "One street."}
    told |= {"next_draft": drafts[-1].id, "next_first": 0, "next_frame": 5, "between": between}
    return told | more


def write(drafts: list[Draft], **more: Any) -> UUID:
    return write_note(**by(drafts[0].film), **fields(drafts, **more)).command


def test_it_stands_on_each_with_its_answers(film: Film, drafts: list[Draft]) -> None:
    id_ = write(drafts)
    answer = {"draft": drafts[0].id, "first": 0, "last": 1, "kind": "change", "text": "Why?"}
    write_note(**by(film), **answer, parent=id_)
    spans = [(part.first, part.last) for part in Note.objects.get(id=id_).parts]
    assert spans == SPANS
    for draft in drafts:
        rows = on_draft(draft.id)["notes"]
        assert [row["text"] for row in rows] == ["One street.", "Why?"]
        assert [each["draft"] for row in rows for each in row["between"]] == 2 * [
            str(each.id) for each in drafts[1:-1]
        ]
    assert set(drafts_with_notes(film)) == set(drafts)
    assert not compare(film.id, RECORDS).fault
    told = Script(make.director(film)).get(f"/notes/{id_}")
    assert [each["last"] for each in told["between"]] == [44, 44]


def test_it_holds_the_gate_of_each_until_it_is_resolved(film: Film, drafts: list[Draft]) -> None:
    id_ = write(drafts)
    later = make.draft(film, drafts[2].shot)
    asked = [drafts[0], drafts[1], later]
    found = open_notes(asked)
    assert [found.on[each.id] for each in asked] == [1, 1, 0]
    assert [found.before[each.id] for each in asked] == [0, 0, 1]
    resolve_note(**by(film), note=id_)
    found = open_notes(asked)
    assert not found.on.total() and not found.before.total()


def test_each_shot_is_asked_whether_it_is_still_true(film: Film, drafts: list[Draft]) -> None:
    id_ = write(drafts)
    later = [make.draft(film, drafts[at].shot, frames=20) for at in (1, 3)]
    earlier = [[row["id"] for row in on_draft(each.id)["earlier"]] for each in later]
    assert earlier == [[str(id_)], [str(id_)]]
    entry = carry_note(**by(film), note=id_, draft=later[0].id)
    carried = Note.objects.get(id=entry.command)
    assert (carried.first, carried.last, carried.next_draft_id) == (4, 20, None)
    assert on_draft(later[0].id)["earlier"] == []
    assert [row["id"] for row in on_draft(later[1].id)["earlier"]] == [str(id_)]
    found = open_notes(later)
    assert [found.on[each.id] for each in later] == [1, 0]
    assert [found.before[each.id] for each in later] == [0, 1]
    with pytest.raises(Refused, match="nothing-to-carry"):
        carry_note(**by(film), note=id_, draft=later[0].id)


def test_a_keep_is_bound_to_each_of_its_drafts(film: Film, drafts: list[Draft]) -> None:
    other = make.draft(film)
    before = digests([*drafts, other])
    assert digests(drafts) == {draft.id: before[draft.id] for draft in drafts}
    keep = write(drafts, kind="keep", reason="The light on the wall.")
    bound = digests([*drafts, other])
    assert {id_ for id_, digest in bound.items() if digest != before[id_]} == {
        draft.id for draft in drafts
    }
    spans = [[(each.draft, each.first, each.last) for each in keeps_in(draft.shot_id)]
             for draft in drafts]  # fmt: skip
    assert spans == [[(each, *span)] for each, span in zip(drafts, SPANS, strict=True)]
    later = make.draft(film, drafts[2].shot)
    carry_note(**by(film), note=keep, draft=later.id)
    kept = [[each.draft for each in keeps_in(draft.shot_id)] for draft in drafts]
    assert kept == [[drafts[0]], [drafts[1]], [later], [drafts[3]]]
    assert {draft.id: bound[draft.id] for draft in drafts} == digests(drafts)
    resolve_note(**by(film), note=keep)
    assert digests(drafts) == {draft.id: before[draft.id] for draft in drafts}


def test_at_a_glance_it_is_open_at_each_shot_and_once_in_a_cut(
    film: Film, drafts: list[Draft]
) -> None:
    version(film, *drafts)
    id_ = write(drafts)
    alone = {"first": 0, "last": 1, "kind": "change", "text": "Slower."}
    write_note(**by(film), draft=drafts[3].id, **alone)

    def counted() -> tuple[list[int], int]:
        seen = glances_of(film)
        by_shot = {each.shot.id: each.notes for _scene, shots in seen.scenes for each in shots}
        return [by_shot[draft.shot_id] for draft in drafts], seen.cuts[0].notes

    assert counted() == ([1, 1, 1, 2], 2)
    carry_note(**by(film), note=id_, draft=make.draft(film, drafts[1].shot).id)
    assert counted() == ([1, 1, 1, 2], 2), "of the second shot it is the later draft's now"
    resolve_note(**by(film), note=id_)
    assert counted() == ([0, 1, 0, 1], 1)


def test_it_leaves_in_a_table_as_markers_and_on_the_page(
    film: Film, drafts: list[Draft], client: Client
) -> None:
    write(drafts)
    write(drafts, draft=drafts[1].id, first=0, last=1, text="Before it.")
    threads = Wish().threads(film)
    rows = list(csv.DictReader(io.StringIO(out.as_table(film, threads).removeprefix(BOM))))
    told = [(row["Draft"], row["First frame"]) for row in rows if row["Text"] == "One street."]
    names = [each.name for each in drafts]
    assert told == list(zip(names, ["40", "4", "4", "0"], strict=True))
    sheet = out.sheet(drafts[1], Wish(draft=drafts[1].id).threads(film))
    assert [(each.first, each.last) for each in sheet.markers] == [(0, 1), (4, 44), (4, 44)]
    client.force_login(make.director(film).user)
    page = client.get(f"/films/{film.id}/notes/", {"draft": str(drafts[2].id)}).content.decode()
    assert f"{names[3]} 00:00:00:00" in page and page.count("One street.") == 1


def test_what_does_not_fit_is_said(film: Film, drafts: list[Draft]) -> None:
    elsewhere = make.draft(make.film())
    span = {"draft": drafts[1].id, "first": 4, "last": 44}
    wrong = (
        (
            {"between": [span], "next_draft": None, "next_first": None, "next_frame": None},
            "no-join",
        ),
        ({"between": [{**span, "last": 4}]}, "no-span"),
        ({"between": [{**span, "last": 49}]}, "no-frame"),
        ({"between": [{**span, "draft": elsewhere.id}]}, "no-draft"),
    )
    for more, code in wrong:
        with pytest.raises(Refused, match=code):
            write(drafts, **more)
    with pytest.raises((Refused, ValidationError)):
        write(drafts, between=[span] * (MOST_BETWEEN + 1))
