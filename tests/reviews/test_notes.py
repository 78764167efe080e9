"""Words on frames: who may say what where, and what the ledger keeps of it."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.reviews import notes
from slowfilm.reviews.models import Note
from slowfilm.room import commands
from slowfilm.shots.models import Draft
from tests import make


class Desk:
    """A draft of 120 frames and somebody who writes on it."""

    def __init__(self, film: Film) -> None:
        self.film, self.draft = film, make.draft(film)
        self.actor = make.director(film).actor

    def write(self, **fields: Any) -> Entry:
        said: dict[str, Any] = {"first": 10, "last": 20, "kind": "change", "text": "Slower."}
        return notes.write_note(
            film_id=self.film.id,
            actor=self.actor,
            command=fields.pop("command", None) or uuid4(),
            **{"draft": self.draft.id, **said, **fields},
        )

    def refused(self, **fields: Any) -> str:
        with pytest.raises(Refused) as refusal:
            self.write(**fields)
        assert str(refusal.value.reason)
        return refusal.value.code

    def turn(self, verb: Any, note: UUID) -> Entry:
        entry: Entry = verb(film_id=self.film.id, actor=self.actor, command=uuid4(), note=note)
        return entry


@pytest.fixture
def desk(film: Film) -> Desk:
    return Desk(film)


def test_a_note_is_kept_as_it_was_written_and_once(desk: Desk) -> None:
    command = uuid4()
    entry = desk.write(command=command, text="Slower, 慢一点。")
    assert desk.write(command=command, text="Slower, 慢一点。").seq == entry.seq
    note = Note.objects.get()
    assert (note.id, note.first, note.last, note.kind) == (command, 10, 20, "change")
    assert note.text == "Slower, 慢一点。"
    assert entry.verb == "note-written"
    assert json.loads(entry.payload or "")["text"] == note.text


def test_a_keep_says_why(desk: Desk) -> None:
    assert desk.refused(kind="keep") == "no-reason"
    desk.write(kind="keep", reason="His hand shook then, too.")
    assert Note.objects.get().reason == "His hand shook then, too."


def test_an_answer_lies_where_its_thread_lies(desk: Desk) -> None:
    keep = desk.write(kind="keep", reason="It is how it was.").command
    answer = desk.write(parent=keep, first=0, last=1, kind="change", text="Yes.").command
    deeper = desk.write(parent=answer, first=0, last=1, kind="change", text="Yes, yes.").command
    for found in Note.objects.filter(id__in=[answer, deeper]):
        assert (found.parent_id, found.first, found.last) == (keep, 10, 20)
        assert found.kind == "keep"


def test_an_answer_stays_on_its_draft(desk: Desk) -> None:
    other = make.draft(desk.film)
    note = desk.write().command
    assert desk.refused(draft=other.id, parent=note) == "no-note"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": ""}, "no-words"),
        ({"first": 20, "last": 20}, "no-span"),
        ({"first": 119, "last": 121}, "no-frame"),
        ({"draft": uuid4()}, "no-draft"),
        ({"mentions": [uuid4()]}, "no-member"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, fields: dict[str, Any], code: str) -> None:
    assert desk.refused(**fields) == code
    assert not Note.objects.exists()


def test_only_who_is_on_the_film_now_can_be_named(desk: Desk) -> None:
    editor = make.member(desk.film, "editor")
    desk.write(mentions=[editor.id, editor.id])
    assert Note.objects.get().mentions == [editor.id]
    editor.removed_at = timezone.now()
    editor.save()
    assert desk.refused(mentions=[editor.id]) == "no-member"
    stranger = make.member(make.film(), "editor")
    assert desk.refused(mentions=[stranger.id]) == "no-member"


def test_a_thread_is_resolved_and_opened_again(desk: Desk) -> None:
    note = desk.write().command
    assert Note.objects.open().filter(kind="change").count() == 1
    desk.turn(notes.resolve_note, note)
    assert not Note.objects.open().filter(kind="change").exists()
    with pytest.raises(Refused, match="resolved-already"):
        desk.turn(notes.resolve_note, note)
    desk.turn(notes.reopen_note, note)
    found = Note.objects.get()
    assert (found.resolved_at, found.resolved_by) == (None, "")
    with pytest.raises(Refused, match="not-resolved"):
        desk.turn(notes.reopen_note, note)


def test_an_answer_is_not_resolved_by_itself(desk: Desk) -> None:
    answer = desk.write(parent=desk.write().command).command
    with pytest.raises(Refused, match="an-answer"):
        desk.turn(notes.resolve_note, answer)


def test_a_note_of_another_film_is_not_there(desk: Desk) -> None:
    note = Desk(make.film()).write().command
    with pytest.raises(Refused, match="no-note"):
        desk.turn(notes.resolve_note, note)


def lock(draft: Draft) -> None:
    make.lock(draft)


def test_a_locked_shot_takes_no_more_words(desk: Desk) -> None:
    note = desk.write().command
    lock(desk.draft)
    assert desk.refused() == "locked"
    with pytest.raises(Refused, match="locked"):
        desk.turn(notes.resolve_note, note)


def test_a_viewer_may_not_write(desk: Desk) -> None:
    viewer = make.member(desk.film, "viewer")
    fields = {"draft": str(desk.draft.id), "first": 0, "last": 1, "kind": "change", "text": "No."}
    with pytest.raises(Refused, match="not-allowed"):
        commands.perform(
            desk.film.id,
            viewer.actor,
            "en",
            "write-note",
            uuid4(),
            commands.parse("write-note", fields),
        )
    assert not Note.objects.exists()


def test_what_the_database_cannot_hold_is_refused_for_good(desk: Desk) -> None:
    fields = {"draft": str(desk.draft.id), "first": 0, "last": 1, "kind": "change", "text": "a\0b"}
    with pytest.raises(Refused, match="malformed") as refused:
        commands.parse("write-note", fields)
    assert "text" in str(refused.value.reason)
    assert "U+0000" in str(refused.value.reason)


def test_a_note_on_a_join_names_the_frames_that_follow(film: Film) -> None:
    by = {"film_id": film.id, "actor": make.director(film).actor}
    before, after = make.draft(film, frames=24), make.draft(film, frames=48)
    here = {"draft": before.id, "first": 23, "last": 24, "kind": "question", "text": "Why?"}
    join = {"next_draft": after.id, "next_first": 3, "next_frame": 7}
    written = notes.write_note(**by, **here, **join)
    answer = notes.write_note(**by, **here, parent=written.command)
    for id_ in (written.command, answer.command):
        note = Note.objects.get(id=id_)
        assert (note.next_draft_id, note.next_first, note.next_frame) == (after.id, 3, 7)
    elsewhere = make.draft(make.film())
    for wrong, code in (
        ({"next_frame": 7}, "no-join"),
        ({"next_first": 7}, "no-join"),
        ({"next_draft": after.id, "next_first": 8, "next_frame": 7}, "no-span"),
        ({"next_draft": after.id}, "no-join"),
        ({"next_draft": after.id, "next_frame": 48}, "no-frame"),
        ({"next_draft": elsewhere.id, "next_frame": 0}, "no-draft"),
    ):
        with pytest.raises(Refused, match=code):
            notes.write_note(**by, **here, **wrong)
