"""The database's guards are those that are declared, and no row is born without its entry."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.models import Lock
from slowfilm.archives.guards import InstallGuards
from slowfilm.archives.records import RECORDS
from slowfilm.films.models import Film, Member
from slowfilm.ledger import SYSTEM, act
from slowfilm.ledger.births import guards_of
from slowfilm.reviews.models import Stroke
from slowfilm.shots.events import DraftMade
from slowfilm.shots.models import Draft, DraftSource, Shot
from tests import make
from tests.archives.everything import everything, strays

INSTALLED = """
SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(pg_trigger.oid), prosrc FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND relname LIKE 'slowfilm%%' ORDER BY 1, 2
"""


def installed() -> dict[tuple[str, str], tuple[str, str]]:
    """Every trigger of the app's tables: what it looks at, and what it does."""
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED, [])
        return {(table, name): (when, does) for table, name, when, does in cursor.fetchall()}


def test_the_database_has_the_guards_that_are_declared(db: None) -> None:
    declared = {
        (record.table, guard.name): guard for record in RECORDS for guard in guards_of(record)
    }
    found = installed()
    assert found.keys() == declared.keys()
    assert {key: does for key, (_when, does) in found.items()} == {
        key: guard.body() for key, guard in declared.items()
    }
    with connection.schema_editor() as editor:
        state: Any = None
        InstallGuards().database_forwards("slowfilm", editor, state, state)
    assert installed() == found, "put in once more, they are the same"


def test_every_table_has_a_guard_or_says_why_not() -> None:
    for record in RECORDS:
        assert guards_of(record) or record.outside, record.table


def said(statement: Any, *values: Any) -> str:
    """What the database says when a transaction that does this is to end; it is undone after."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            if isinstance(statement, str):
                cursor.execute(statement, values)
            else:
                statement()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except IntegrityError as error:
        return str(error)
    return ""


@pytest.mark.slow
def test_no_row_is_born_without_its_entry(film: Film) -> None:
    born = {}
    for record, row in strays(everything(film)):
        born[record.table] = said(lambda row=row: row.save_base(raw=True, force_insert=True))
    wrong = {table: words for table, words in born.items() if "is refused" not in words}
    assert wrong == {}
    assert len(born) >= 15


def test_no_policy_is_born_without_its_film(film: Film) -> None:
    with make.past_the_guards():
        other = Film.objects.create(id=uuid4(), team=film.team, title="Other")
    columns = "film_id, approving, waiting_days, change_notes_closed, in_order, hand_set_key"
    values = "%s, '{director}', 0, false, false, false"
    insert = f"INSERT INTO slowfilm_policy ({columns}) VALUES ({values})"
    assert "no entry says so" in said(insert, other.id)


def stroke(draft: Draft, id_: UUID) -> Stroke:
    about = {"tool": "pen", "colour": "#e8b04b", "width": 40, "points": "[]", "seq": 1}
    return Stroke(id=id_, draft=draft, frame=1, actor="system", **about)


def test_an_entry_of_another_kind_or_film_makes_no_stroke(film: Film) -> None:
    draft, other = make.draft(film), make.draft(make.film())
    ink = make.ink(other.film, other)
    for id_ in (draft.shot_id, ink.command):
        with pytest.raises(IntegrityError, match="no entry says so"), transaction.atomic():
            Stroke.objects.filter(id=id_).delete()
            stroke(draft, id_).save(force_insert=True)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_draft_gets_no_source_that_its_entry_does_not_say(film: Film) -> None:
    draft, earlier = make.draft(film), make.draft(film)
    source = DraftSource(draft=draft, earlier=earlier, role="light", order=0)
    assert "no entry says so" in said(source.save)
    entry = film.entries.get(command=draft.id)
    assert DraftMade.model_validate_json(entry.payload or "").sources == []


@pytest.fixture
def approved(film: Film) -> Shot:
    """A shot that is put forward, and not locked."""
    draft = make.draft(film)
    Shot.objects.filter(id=draft.shot_id).update(selected=draft, selected_at=timezone.now())
    return Shot.objects.get(id=draft.shot_id)


def lock_of(shot: Shot, **fields: Any) -> Lock:
    assert shot.selected is not None
    digest = shot_digest(shot.selected)
    about = {"film_id": shot.film_id, "shot": shot, "draft": shot.selected, "digest": digest}
    about |= {"locked_by": "system", "at": timezone.now(), "act": uuid4()}
    return Lock(**{**about, **fields})


def test_a_shot_is_locked_only_with_a_lock(approved: Shot) -> None:
    now = timezone.now()
    shot = Shot.objects.filter(id=approved.id)
    assert "no lock says so" in said(lambda: shot.update(locked_at=now))
    assert "is refused" in said(lock_of(approved).save)


@pytest.mark.parametrize("locked_at", ["now() + interval '1 hour'", "NULL"])
def test_a_lock_and_its_shot_say_one_time(approved: Shot, locked_at: str) -> None:
    """Even with an entry that says so."""
    assert approved.selected is not None

    def lock() -> None:
        from slowfilm.approvals.events import ShotLocked

        with act(approved.film_id, SYSTEM) as this:
            lock_of(approved, id=this.command, act=this.command, at=this.at).save()
            with connection.cursor() as cursor:
                update = f"UPDATE slowfilm_shot SET locked_at = {locked_at} WHERE id = %s"
                cursor.execute(update, [approved.id])
            digest = shot_digest(approved.selected)
            this.record(ShotLocked(shot=approved.id, draft=approved.selected_id, digest=digest))

    assert "refused" in said(lock)


def test_a_member_is_not_made_director_by_a_row_alone(film: Film) -> None:
    row = Member(film=film, user=make.user(), roles=["director"])
    assert "no entry says so" in said(lambda: row.save(force_insert=True))
