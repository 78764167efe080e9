"""A note of an earlier version: still true, and then it stands on this one; or done."""

from typing import Any
from uuid import UUID

import pytest

from slowfilm.approvals.gate import gate
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.reviews.models import Note
from slowfilm.reviews.notes import carry_note, resolve_note, write_note
from slowfilm.reviews.snapshot import on_draft
from slowfilm.shots.models import Draft
from tests import make
from tests.approvals.test_lock import by, put_forward


@pytest.fixture
def drafts(film: Film) -> list[Draft]:
    """Three versions of a shot, the last one shorter, the first one selected."""
    shot, first = put_forward(film)
    return [first, make.draft(film, shot), make.draft(film, shot, frames=15)]


def write(draft: Draft, kind: str = "change", **fields: Any) -> UUID:
    told = {"first": 10, "last": 20, "kind": kind, "text": "Slower.", "reason": "It is rain."}
    return write_note(**by(draft.film), draft=draft.id, **told | fields).command


def carry(note: UUID, draft: Draft) -> Note:
    entry = carry_note(**by(draft.film), note=note, draft=draft.id)
    return Note.objects.get(id=entry.command)


def asked(draft: Draft) -> list[str]:
    return [row["id"] for row in on_draft(draft.id)["earlier"]]


def test_what_is_open_on_earlier_versions_is_asked_until_it_is_answered(
    drafts: list[Draft],
) -> None:
    first, second, third = drafts
    one, two = write(first), write(first, "keep")
    write(first, parent=one)
    assert asked(first) == []
    assert asked(second) == asked(third) == [str(one), str(two)]
    carried = carry(one, second)
    resolve_note(**by(first.film), note=two)
    assert asked(second) == []
    assert asked(third) == [str(carried.id)], "as it stands on the second"
    assert (carried.carried_from_id, carried.text, carried.kind) == (one, "Slower.", "change")
    assert Note.objects.get(id=one).resolved_at is None, "it was true of the first"


def test_it_lies_at_the_same_time_and_never_beyond_the_end(drafts: list[Draft]) -> None:
    first, _second, third = drafts
    note = carry(write(first), third)
    assert (note.first, note.last) == (10, 15)
    beyond = carry(write(first, first=50, last=60), third)
    assert (beyond.first, beyond.last) == (14, 15)


@pytest.mark.parametrize("which", ["itself", "answered", "resolved", "other shot", "answer"])
def test_what_is_not_to_be_asked_cannot_be_carried(drafts: list[Draft], which: str) -> None:
    first, second, third = drafts
    note = write(first)
    into = second
    if which == "itself":
        into = first
    elif which == "answered":
        carry(note, second)
        into = third
    elif which == "resolved":
        resolve_note(**by(first.film), note=note)
    elif which == "other shot":
        into = make.draft(first.film)
    else:
        note = write(first, parent=note)
    with pytest.raises(Refused, match="nothing-to-carry"):
        carry(note, into)


def test_the_gate_waits_for_the_answer(drafts: list[Draft]) -> None:
    first, second, _third = drafts
    note = write(first)
    shot = first.shot
    shot.selected = second
    said = [each.sentence for each in gate(shot).conditions if each.code == "notes"]
    assert said == ["1 note on an earlier version is unanswered: is it still true?"]
    carry(note, second)
    said = [each.sentence for each in gate(shot).conditions if each.code == "notes"]
    assert said == ["1 note still asks for a change."]
