"""Every row of a film is what its entries say: whatever is done to one is named."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction

from slowfilm.archives.records import RECORDS
from slowfilm.archives.verify_rows import verify_rows
from slowfilm.films.models import Film, Member, Policy
from slowfilm.ledger import SYSTEM, act
from slowfilm.ledger.events import PayloadsErased
from slowfilm.ledger.models import Entry
from slowfilm.ledger.records import Record, by_verb
from slowfilm.ledger.rows import RowFault, compare
from slowfilm.ledger.verify import verify
from slowfilm.shots.models import Keyframe, Shot
from tests import make
from tests.archives.everything import SAID, everything, strays

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def full(django_db_setup: None, django_db_blocker: Any) -> Iterator[Film]:
    """A film with rows in every table, made once; each test takes back what it does to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield everything(make.film())
        transaction.set_rollback(True)


def behind(film: Film, record: Record, sql: str, *values: Any) -> RowFault | None:
    """What is said of a table when this is done to it, past the guards; it is undone after."""
    with transaction.atomic():
        with make.past_the_guards(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            assert cursor.rowcount == 1, sql
        fault = compare(film.id, [record]).fault
        transaction.set_rollback(True)
    return fault


@pytest.mark.slow
def test_what_is_done_by_acts_holds(full: Film, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(full.id).fault is None
    compared = verify_rows(full.id)
    assert (compared.fault, compared.erased) == (None, 0)
    assert compared.rows == sum(record.rows(full.id).count() for record in SAID)
    assert [record.table for record in SAID if not record.rows(full.id).exists()] == []
    call_command("verify", str(full.id))
    assert f"{compared.rows} rows are what the entries say." in capsys.readouterr().out


def other(field: Any) -> str:
    """SQL for a value that a column has not."""
    column = f'"{field.column}"'
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if field.name in ("between", "between_frames"):  # they are as long as one another
        one = "7" if field.name == "between_frames" else "gen_random_uuid()"
        return f"array_fill({one}, ARRAY[cardinality({column})])"
    match kind:
        case ArrayField():
            added = "gen_random_uuid()" if isinstance(kind.base_field, models.UUIDField) else "'x'"
            return f"array_append({column}, {added})"
        case models.UUIDField():
            return "gen_random_uuid()"
        case models.DateTimeField():
            return f"COALESCE({column} + interval '1 microsecond', now())"
        case models.DateField():
            return f"COALESCE({column} + 1, current_date)"
        case models.BooleanField():
            return f"NOT {column}"
        case models.FloatField():
            return f"COALESCE({column} + 0.5, 0.5)"
        case models.JSONField():
            return f"{column} || '{{\"x\": 1}}'"
        case models.IntegerField():
            firsts = ("first", "next_first")  # of a note's frames: each comes before its last
            added = -1 if field.name in firsts else 700
            return f"COALESCE({column} + {added}, {added})"
    return f"COALESCE(overlay({column} placing 'x' from 1), 'x')"


# Who dismisses a track is told only where somebody doubts it; a stranger has no name; no track
# begins before its first frame; only a place's is of a place;
# only a note over several shots lies on any between two.
ONLY = {
    "Track.kind": "WHERE place_id IS NULL",
    "Track.dismissed_by": "WHERE doubted_by <> ''",
    "Track.stranger": "WHERE person_id IS NULL",
    "Track.first": "WHERE first > 0",
    "Note.between": "WHERE cardinality(between) > 0",
    "Note.between_frames": "WHERE cardinality(between) > 0",
}


def columns(record: Record) -> Iterator[tuple[Any, str]]:
    """Each column, and the SQL that says something else there, in a row where it is not empty."""
    table, key = record.table, record.model._meta.pk.column
    for field in record.model._meta.concrete_fields:
        among = ONLY.get(f"{record.model.__name__}.{field.name}", "")
        one = f'SELECT {key} FROM {table} {among} ORDER BY "{field.column}" IS NULL, {key} LIMIT 1'
        sql = f'UPDATE {table} SET "{field.column}" = {other(field)} WHERE {key} = ({one})'
        yield field, sql


@pytest.mark.slow
def test_every_column_that_is_changed_is_named(full: Film) -> None:
    unnoticed = []
    for record in SAID:
        for field, sql in columns(record):
            fault = behind(full, record, sql)
            noticed = fault is not None and fault.table == record.table
            if noticed and fault is not None and fault.column:  # else the row is not there
                noticed = field.name in fault.column.split(", ") and fault.seq is not None
            if noticed == (field.name in record.free):
                unnoticed.append((record.table, field.name, fault))
    assert unnoticed == []


@pytest.mark.slow
def test_every_row_that_goes_is_missed(full: Film) -> None:
    unnoticed = []
    for record in SAID:
        for key in record.rows(full.id).values_list("pk", flat=True):
            sql = f"DELETE FROM {record.table} WHERE {record.model._meta.pk.column} = %s"
            fault = behind(full, record, sql, key)
            if fault is None or fault.table != record.table or "missing" not in fault.what:
                unnoticed.append((record.table, key, fault))
    assert unnoticed == []


@pytest.mark.slow
def test_a_row_that_no_entry_made_is_named(full: Film) -> None:
    named = []
    for record, row in strays(full):
        if record.model is Film:
            continue  # it would be another film
        with transaction.atomic():
            with make.past_the_guards():
                row.save_base(raw=True, force_insert=True)
            fault = compare(full.id, [record]).fault
            transaction.set_rollback(True)
        assert fault is not None, record.table
        assert (fault.table, fault.seq, fault.what) == (
            record.table,
            None,
            "no entry made this row",
        )
        named.append(record.model)
    assert {Member, Keyframe, Shot} < set(named)


@pytest.mark.slow
def test_the_first_by_its_entry_is_named_and_the_command_says_it(full: Film) -> None:
    with make.past_the_guards():
        Shot.objects.filter(film=full, locked_at=None).update(title="Other")
        Policy.objects.filter(film=full).update(waiting_days=3)
    entry = full.entries.get(verb="policy-changed")
    said = f"Entry {entry.seq}: slowfilm_policy {full.id}, waiting_days: the row says something els"
    with pytest.raises(CommandError, match=said):
        call_command("verify", str(full.id))


def erase(entry: Entry) -> None:
    """At a person's demand."""
    Entry.objects.filter(pk=entry.pk).update(payload=None, salt=None)
    with act(entry.film_id, SYSTEM) as this:
        this.record(PayloadsErased(seqs=[entry.seq]))


@pytest.mark.slow
def test_what_is_erased_is_not_compared_and_is_counted(full: Film) -> None:
    """Of each verb alone, beside the tables that it says something of; then of all of them."""
    for verb in set(full.entries.values_list("verb", flat=True)):
        with transaction.atomic():
            said = list(full.entries.filter(verb=verb))
            for entry in said:
                erase(entry)
            about = dict.fromkeys(record.model for record, _ in by_verb(SAID).get(verb, []))
            compared = compare(full.id, [record for record in SAID if record.model in about])
            transaction.set_rollback(True)
        assert (verb, compared.fault, compared.erased) == (verb, None, len(said))
    with transaction.atomic():
        said = list(full.entries.all())
        for entry in said:
            erase(entry)
        assert verify(full.id).fault is None
        compared = verify_rows(full.id)
        transaction.set_rollback(True)
    assert (compared.fault, compared.erased) == (None, len(said))


@pytest.mark.slow
def test_beside_what_is_erased_the_rest_is_compared(full: Film) -> None:
    for entry in full.entries.filter(verb="shot-added"):
        erase(entry)
    open_ = full.shots.filter(locked_at=None).first()
    shots = next(record for record in SAID if record.model is Shot)
    assert (
        behind(full, shots, "UPDATE slowfilm_shot SET title = 'x' WHERE id = %s", open_.id) is None
    )
    sql = "UPDATE slowfilm_shot SET locked_at = now(), selected_id = gen_random_uuid() WHERE id=%s"
    fault = behind(full, shots, sql, open_.id)
    assert fault is not None and fault.table == "slowfilm_shot"


def test_an_entry_that_can_follow_from_nothing_is_named(film: Film) -> None:
    from uuid import uuid4

    from slowfilm.reviews.events import StrokeErased

    with act(film.id, SYSTEM) as this:
        entry = this.record(StrokeErased(stroke=uuid4(), draft=uuid4(), frame=1))
    fault = verify_rows(film.id).fault
    assert fault is not None
    assert (fault.seq, fault.table) == (entry.seq, "slowfilm_stroke")
    assert "no entry made it" in fault.what


def test_every_table_is_declared() -> None:
    from django.apps import apps

    assert {record.model for record in RECORDS} == set(apps.get_app_config("slowfilm").get_models())
