"""Approvals bind to exactly what was seen; a lock is the end of change, for everyone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from slowfilm.approvals import actions, locking
from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.gate import gate
from slowfilm.approvals.models import Lock
from slowfilm.films import actions as films
from slowfilm.films import memberships
from slowfilm.films.models import Film, Member, Policy
from slowfilm.generations.citations import Cited
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.reviews import actions as reviews
from slowfilm.reviews.notes import resolve_note, write_note
from slowfilm.shots.actions import select_draft
from slowfilm.shots.make import Source
from slowfilm.shots.models import Draft, Scene, Shot
from slowfilm.storage import Holding
from tests import make
from tests.generations import made


def put_forward(film: Film, **fields: Any) -> tuple[Shot, Draft]:
    """A shot whose draft has been put forward, and in which nobody is seen."""
    shot = make.shot(film)
    draft = make.draft(film, shot, **{"nobody_declared_by": make.director(film).actor, **fields})
    select_draft(film_id=film.id, actor=make.director(film).actor, draft=draft.id)
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
    return locking.lock(
        film_id=film.id,
        actor=make.director(film).actor,
        command=uuid4(),
        shot=shot.id,
        digest=shot_digest(shot.selected),
    )


def by(film: Film, member: Member | None = None) -> dict[str, Any]:
    """Who acts on a film: the director, if nobody is named."""
    return {"film_id": film.id, "actor": (member or make.director(film)).actor}


def about(shot: Shot) -> dict[str, Any]:
    """What is there now."""
    assert shot.selected is not None
    return {"shot": shot.id, "digest": shot_digest(shot.selected)}


def ask_for_changes(film: Film, shot: Shot, member: Member | None = None, **fields: Any) -> Entry:
    """A role, the director's if none is named, asks for changes to what is there now."""
    fields = {"role": "director", "reason": "Her hand is too smooth.", **about(shot), **fields}
    return actions.request_changes(**by(film, member), **fields)


def answer(film: Film, shot: Shot, never: str, member: Member | None = None, **told: Any) -> Entry:
    """Somebody says that a never holds, unless they say otherwise."""
    fields = {"holds": True, **about(shot), **told}
    return actions.answer_never(**by(film, member), never=never, **fields)


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
    return {line.code for line in gate(shot).conditions if not line.holds}


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
    other = make.draft(film, shot, nobody_declared_by=make.director(film).actor)
    select_draft(film_id=film.id, actor=make.director(film).actor, draft=other.id)
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
    shot, draft = put_forward(film, nobody_declared_by="")
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


@pytest.mark.slow
@pytest.mark.parametrize("how", ["removed", "other roles"])
def test_the_yes_of_one_who_is_not_in_that_role_any_more_does_not_count(
    film: Film, how: str
) -> None:
    shot, _draft = put_forward(film)
    Policy.objects.filter(film=film).update(approving=["director", "editor"])
    leaving = make.member(film, "editor", name="Bo")
    say_yes(film, shot)
    say_yes(film, shot, actor=leaving.actor, role="editor")
    assert gate(shot).open
    change = {"film_id": film.id, "actor": make.director(film).actor, "member": leaving.id}
    if how == "removed":
        memberships.remove(**change)
    else:
        memberships.set_roles(**change, roles=["sound"])
    (line,) = [line for line in gate(shot).conditions if not line.holds]
    assert "Bo had approved" in line.sentence
    assert line.who == []
    with pytest.raises(Refused) as refused:
        lock(film, shot)
    assert refused.value.code == "gate"
    after = make.member(film, "editor", name="Mo")
    assert gate(shot).conditions[2].who == ["Mo"]
    say_yes(film, shot, actor=after.actor, role="editor")
    assert gate(shot).open
    lock(film, shot)


def test_after_the_lock_the_gate_says_who_had_said_yes(film: Film) -> None:
    shot, _draft = put_forward(film)
    say_yes(film, shot)
    lock(film, shot)
    shot.refresh_from_db()
    made_after = make.member(film, "director", name="Mo")
    Policy.objects.filter(film=film).update(approving=["director", "editor"], waiting_days=9)
    memberships.remove(film_id=film.id, actor=made_after.actor, member=make.director(film).id)
    assert [(line.code, line.holds) for line in gate(shot).conditions] == [
        ("picture", True),
        ("approval", True),
    ]


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
    lines = {line.role or line.code: line for line in gate(shot).conditions}
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
    (line,) = [line for line in gate(shot).conditions if not line.holds]
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


INK = "id, draft_id, frame, actor, tool, colour, width, points, seq, drawn_at"
SAID = "id, draft_id, first, last, kind, text, reason, actor, mentions, written_at, resolved_by"
KEY = "id, film_id, shot_id, frame, still_id, made_by, made_at"
UNDOING = [
    "UPDATE slowfilm_shot SET locked_at = NULL WHERE id = '{shot}'",
    "UPDATE slowfilm_shot SET selected_id = NULL, locked_at = NULL WHERE id = '{shot}'",
    "UPDATE slowfilm_shot SET title = 'other' WHERE id = '{shot}'",
    "UPDATE slowfilm_shot SET scene_id = '{other_scene}' WHERE id = '{shot}'",
    "DELETE FROM slowfilm_shot WHERE id = '{shot}'",
    "TRUNCATE slowfilm_shot CASCADE",
    "UPDATE slowfilm_scene SET number = 99 WHERE id = '{scene}'",
    "DELETE FROM slowfilm_scene WHERE id = '{scene}'",
    "DELETE FROM slowfilm_lock WHERE shot_id = '{shot}'",
    "UPDATE slowfilm_lock SET digest = '' WHERE shot_id = '{shot}'",
    "TRUNCATE slowfilm_lock",
    "DELETE FROM slowfilm_draft WHERE shot_id = '{shot}'",
    "UPDATE slowfilm_draft SET frames = 1 WHERE shot_id = '{shot}'",
    "UPDATE slowfilm_draft SET shot_id = '{shot}' WHERE id = '{other}'",
    "TRUNCATE slowfilm_draft CASCADE",
    "UPDATE slowfilm_approval SET withdrawn_at = now() WHERE shot_id = '{shot}'",
    "UPDATE slowfilm_approval SET shot_id = '{other_shot}' WHERE shot_id = '{shot}'",
    "DELETE FROM slowfilm_approval WHERE shot_id = '{shot}'",
    "UPDATE slowfilm_changerequest SET closed_at = NULL WHERE shot_id = '{shot}'",
    "DELETE FROM slowfilm_changerequest WHERE shot_id = '{shot}'",
    "TRUNCATE slowfilm_changerequest CASCADE",
    "UPDATE slowfilm_neveranswer SET holds = true WHERE shot_id = '{shot}'",
    "DELETE FROM slowfilm_neveranswer WHERE shot_id = '{shot}'",
    "TRUNCATE slowfilm_neveranswer",
    "TRUNCATE slowfilm_approval CASCADE",
    f"INSERT INTO slowfilm_stroke ({INK}) VALUES"
    " (gen_random_uuid(), '{draft}', 1, '', '', '', 1, '[]', 1, now())",
    "UPDATE slowfilm_stroke SET erased_at = now() WHERE draft_id = '{draft}'",
    "UPDATE slowfilm_stroke SET draft_id = '{other}' WHERE draft_id = '{draft}'",
    "UPDATE slowfilm_stroke SET draft_id = '{draft}' WHERE draft_id = '{other}'",
    "DELETE FROM slowfilm_stroke WHERE draft_id = '{draft}'",
    "TRUNCATE slowfilm_stroke",
    f"INSERT INTO slowfilm_note ({SAID}) VALUES"
    " (gen_random_uuid(), '{draft}', 1, 2, 'keep', 'x', 'x', '', '{{}}', now(), '')",
    "UPDATE slowfilm_note SET text = 'other' WHERE draft_id = '{draft}'",
    "UPDATE slowfilm_note SET draft_id = '{other}' WHERE draft_id = '{draft}'",
    "DELETE FROM slowfilm_note WHERE draft_id = '{draft}'",
    "TRUNCATE slowfilm_note",
    f"INSERT INTO slowfilm_keyframe ({KEY}) SELECT"
    " gen_random_uuid(), film_id, shot_id, 1, poster_id, '', now()"
    " FROM slowfilm_draft WHERE id = '{draft}'",
    "UPDATE slowfilm_draftsource SET role = 'motion' WHERE draft_id = '{draft}'",
    "UPDATE slowfilm_draftsource SET draft_id = '{other}' WHERE draft_id = '{draft}'",
    "DELETE FROM slowfilm_draftsource WHERE draft_id = '{draft}'",
    "TRUNCATE slowfilm_draftsource",
    "UPDATE slowfilm_brief SET text = 'other' WHERE shot_id = '{shot}'",
    "UPDATE slowfilm_brief SET shot_id = '{other_shot}' WHERE shot_id = '{shot}'",
    "UPDATE slowfilm_citation SET role = 'motion'",
    "DELETE FROM slowfilm_citation",
    "UPDATE slowfilm_blob SET media_type = 'text/html'",
    "DELETE FROM slowfilm_holding WHERE blob_id = '{master}'",
    "UPDATE slowfilm_holding SET blob_id = '{other_master}' WHERE blob_id = '{master}'",
    "TRUNCATE slowfilm_holding",
]


def with_everything(film: Film) -> tuple[Shot, Draft]:
    """A shot with all that can lie in one: ink, a keep, a source, a brief that cites."""
    picture = made.picture(film)
    shot, draft = put_forward(film, sources=[Source("subject", reference=picture.id)])
    made.queue(shot, made.wanted(Cited(picture.id, "style")))
    make.ink(film, draft)
    keep(film, draft)
    return shot, draft


def refused(statement: str) -> bool:
    """Whether the database refuses it; what it would have done is taken back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return "refused" in str(error)
    return False


@pytest.mark.slow
def test_the_database_refuses_too(film: Film) -> None:
    shot, draft = with_everything(film)
    other = make.draft(film)
    make.ink(film, other)
    ask_for_changes(film, shot)
    say_yes(film, shot)
    films.change_film(**by(film), title=film.title, nevers=["No faces."])
    answer(film, shot, "No faces.")
    lock(film, shot)
    names = {
        "shot": shot.id,
        "scene": shot.scene_id,
        "draft": draft.id,
        "master": draft.master_id,
        "other": other.id,
        "other_shot": other.shot_id,
        "other_scene": other.shot.scene_id,
        "other_master": other.master_id,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or TRUNCATE stops at what is pending
    statements = [statement.format(**names) for statement in UNDOING]
    assert [each for each in statements if not refused(each)] == []


def test_beside_a_locked_shot_the_others_go_on(film: Film) -> None:
    shot, _draft = put_forward(film)
    say_yes(film, shot)
    lock(film, shot)
    other_shot, other = with_everything(film)
    Holding.objects.filter(film=film, blob=other.master).delete()
    Scene.objects.filter(id=other_shot.scene_id).update(number=70)
    for rows in (other.strokes, other.notes, other.sources):
        assert rows.all().delete()[0]


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
