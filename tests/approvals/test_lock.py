"""Approvals bind to exactly what was seen; a lock is the end of change, for everyone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from slowfilm.approvals import actions
from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.gate import gate
from slowfilm.approvals.models import Lock
from slowfilm.films.models import Film, Policy
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.reviews import actions as reviews
from slowfilm.reviews.notes import resolve_note, write_note
from slowfilm.shots.models import Draft, Shot
from tests import make


def put_forward(film: Film) -> tuple[Shot, Draft]:
    """A shot whose draft has been put forward, and in which nobody is seen."""
    shot = make.shot(film)
    draft = make.draft(film, shot, nobody_declared_by="member:somebody")
    Shot.objects.filter(pk=shot.pk).update(selected=draft, selected_at=timezone.now())
    shot.refresh_from_db()
    return shot, draft


def say_yes(film: Film, shot: Shot, **changed: Any) -> Entry:
    """The director's yes to what is there now."""
    assert shot.selected is not None
    fields = {
        "film_id": film.id,
        "actor": make.director(film).actor,
        "command": uuid4(),
        "shot": shot.id,
        "digest": shot_digest(shot.selected),
        "role": "director",
    }
    return actions.approve(**{**fields, **changed})


def lock(film: Film, shot: Shot) -> Entry:
    """The director locks what is there now."""
    assert shot.selected is not None
    return actions.lock(
        film_id=film.id,
        actor=make.director(film).actor,
        command=uuid4(),
        shot=shot.id,
        digest=shot_digest(shot.selected),
    )


def keep(film: Film, draft: Draft) -> Entry:
    """A keep on the draft: the stiffness in the walk stays."""
    return write_note(
        film_id=film.id,
        actor=make.director(film).actor,
        command=uuid4(),
        draft=draft.id,
        first=3,
        last=9,
        kind="keep",
        text="The walk is stiff.",
        reason="It tells the truth about the machine of that year.",
    )


def missing(shot: Shot) -> set[str]:
    """What the gate still asks for."""
    return {line.code for line in gate(shot).lines if not line.holds}


def test_approved_and_cleared_it_locks(film: Film) -> None:
    shot, _draft = put_forward(film)
    assert missing(shot) == {"approval"}
    say_yes(film, shot)
    assert gate(shot).open
    lock(film, shot)
    shot.refresh_from_db()
    assert shot.locked_at is not None
    assert not gate(shot).open


def test_any_change_voids_the_yes(film: Film) -> None:
    shot, draft = put_forward(film)
    say_yes(film, shot)
    note = keep(film, draft)
    assert missing(shot) == {"approval"}, "a keep is part of what is approved"
    resolve_note(
        film_id=film.id,
        actor=make.director(film).actor,
        command=uuid4(),
        note=note.command,
    )
    assert gate(shot).open, "the keep withdrawn, it is again exactly what was approved"
    other = make.draft(film, shot, nobody_declared_by="member:somebody")
    Shot.objects.filter(pk=shot.pk).update(selected=other)
    shot.refresh_from_db()
    assert missing(shot) == {"approval"}


def test_a_yes_to_something_else_is_refused(film: Film) -> None:
    shot, draft = put_forward(film)
    assert shot.selected is not None
    seen = shot_digest(shot.selected)
    keep(film, draft)
    with pytest.raises(Refused) as refused:
        say_yes(film, shot, digest=seen)
    assert refused.value.code == "changed"


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"role": "editor"}, "not-your-role"), ({"role": "producer"}, "not-asked")],
)
def test_who_may_say_yes(film: Film, changed: dict[str, str], code: str) -> None:
    shot, _draft = put_forward(film)
    with pytest.raises(Refused) as refused:
        say_yes(film, shot, **changed)
    assert refused.value.code == code


def test_the_uncleared_is_not_approved(film: Film) -> None:
    shot = make.shot(film)
    draft = make.draft(film, shot)
    Shot.objects.filter(pk=shot.pk).update(selected=draft, selected_at=timezone.now())
    shot.refresh_from_db()
    with pytest.raises(Refused) as refused:
        say_yes(film, shot)
    assert refused.value.code == "uncleared"
    assert draft.name in str(refused.value.reason)


def test_a_yes_can_be_taken_back_before_the_lock(film: Film) -> None:
    shot, _draft = put_forward(film)
    say_yes(film, shot)
    taking = {"film_id": film.id, "actor": make.director(film).actor, "shot": shot.id}
    actions.withdraw(**taking, command=uuid4(), role="director")
    assert missing(shot) == {"approval"}
    say_yes(film, shot)
    lock(film, shot)
    with pytest.raises(Refused) as refused:
        actions.withdraw(**taking, command=uuid4(), role="director")
    assert refused.value.code == "locked"


def test_the_gate_names_what_is_missing_and_who(film: Film) -> None:
    shot = make.shot(film)
    make.member(film, "cinematographer", name="Wen")
    Policy.objects.filter(film=film).update(
        approving=["director", "cinematographer", "producer", "clearance"], waiting_days=7
    )
    assert missing(shot) == {"picture"}
    draft = make.draft(film, shot)
    Shot.objects.filter(pk=shot.pk).update(selected=draft, selected_at=timezone.now())
    shot.refresh_from_db()
    lines = {line.role or line.code: line for line in gate(shot).lines}
    assert lines["cinematographer"].who == ["Wen"]
    assert list(lines["clearance"].who) == [] or not lines["clearance"].holds
    assert not lines["waiting"].holds
    with pytest.raises(Refused) as refused:
        lock(film, shot)
    assert refused.value.code == "gate"


def test_it_waits_from_the_last_yes(film: Film) -> None:
    shot, _draft = put_forward(film)
    Policy.objects.filter(film=film).update(waiting_days=7)
    say_yes(film, shot)
    (line,) = [line for line in gate(shot).lines if not line.holds]
    said = shot.approvals.get()
    assert (line.code, line.until) == ("waiting", said.at + timedelta(days=7))
    said.at -= timedelta(days=7)
    said.save()
    assert gate(shot).open


def test_open_change_notes_hold_the_gate(film: Film) -> None:
    shot, draft = put_forward(film)
    say_yes(film, shot)
    words = {"first": 0, "last": 5, "text": "Slower.", "kind": "change"}
    who = {"film_id": film.id, "actor": make.director(film).actor}
    note = write_note(**who, command=uuid4(), draft=draft.id, **words)
    assert missing(shot) == {"notes"}
    resolve_note(**who, command=uuid4(), note=note.command)
    assert gate(shot).open


def test_after_the_lock_nothing_changes(film: Film) -> None:
    shot, draft = put_forward(film)
    say_yes(film, shot)
    lock(film, shot)
    with pytest.raises(Refused) as refused:
        keep(film, draft)
    assert refused.value.code == "locked"
    with pytest.raises(Refused):
        reviews.draw(
            film_id=film.id,
            actor=make.director(film).actor,
            command=uuid4(),
            draft=draft.id,
            frame=1,
            tool="pen",
            colour="#ffffff",
            width=10,
            points=[(1, 1, 1, 0, 0)],
        )


UNDOING = [
    "UPDATE slowfilm_shot SET locked_at = NULL WHERE id = '{shot}'",
    "DELETE FROM slowfilm_shot WHERE id = '{shot}'",
    "DELETE FROM slowfilm_lock WHERE shot_id = '{shot}'",
    "UPDATE slowfilm_lock SET digest = '' WHERE shot_id = '{shot}'",
    "TRUNCATE slowfilm_lock",
    "DELETE FROM slowfilm_draft WHERE shot_id = '{shot}'",
    "UPDATE slowfilm_draft SET frames = 1 WHERE shot_id = '{shot}'",
    "UPDATE slowfilm_approval SET withdrawn_at = now() WHERE shot_id = '{shot}'",
    "INSERT INTO slowfilm_stroke (id, draft_id, frame, actor, tool, colour, width, points, seq,"
    " drawn_at) VALUES (gen_random_uuid(), '{draft}', 1, '', '', '', 1, '[]', 1, now())",
    "UPDATE slowfilm_note SET text = 'other' WHERE draft_id = '{draft}'",
]


@pytest.mark.parametrize("statement", UNDOING)
def test_the_database_refuses_too(film: Film, statement: str) -> None:
    shot, draft = put_forward(film)
    keep(film, draft)
    say_yes(film, shot)
    lock(film, shot)
    with (
        pytest.raises(IntegrityError, match="refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or TRUNCATE stops at what is pending
        cursor.execute(statement.format(shot=shot.id, draft=draft.id))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_lock_slips_past_a_change() -> None:
    """A keep and a lock race for the same shot, many times: a lock always binds what is there."""
    film = make.film()
    for _ in range(40):
        shot, draft = put_forward(film)
        say_yes(film, shot)

        def closing(work: Any, *given: Any) -> None:
            try:
                work(*given)
            except Refused:
                pass
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            for future in [
                pool.submit(closing, lock, film, shot),
                pool.submit(closing, keep, film, draft),
            ]:
                future.result()
        for locked in Lock.objects.filter(shot=shot):
            assert locked.digest == shot_digest(draft)
