"""Plans that are kept are right however long a film's tables grow."""

import re
from uuid import uuid4

import pytest
from django.db import connection, transaction

from slowfilm.ledger.models import Entry
from slowfilm.prepared import one
from slowfilm.room import commands
from tests import make
from tests.room.test_thread import INK


@pytest.mark.django_db(transaction=True)
def test_a_plan_kept_from_an_empty_table_asks_by_a_unique_key() -> None:
    film = make.film()
    director, draft = make.director(film), make.draft(film)
    with connection.cursor() as cursor:  # as before any ANALYZE, which other tests may have seen
        cursor.execute(
            "UPDATE pg_class SET reltuples = -1, relpages = 0"
            " WHERE relkind IN ('r', 'i') AND relname LIKE 'slowfilm\\_%'"
        )
    for _ in range(8):  # Postgres keeps a plan from the sixth time on
        fields = commands.parse("draw-stroke", {"draft": str(draft.id), **INK})
        commands.perform(film.id, director.actor, "en", "draw-stroke", uuid4(), fields)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [statement for (statement,) in cursor.fetchall()]
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index"
            " WHERE indisunique OR indrelid = 'slowfilm_member'::regclass OR EXISTS ("
            "SELECT FROM pg_index AS twin WHERE twin.indisunique"  # for LIKE, of the same column
            " AND twin.indrelid = pg_index.indrelid AND twin.indkey = pg_index.indkey)"
        )
        narrow = {name for (name,) in cursor.fetchall()}  # nobody has many places
        used = set()
        cursor.execute("SET enable_seqscan = off")  # of a few rows all are read, whatever serves
        for statement in kept:
            cursor.execute(f"EXPLAIN (GENERIC_PLAN) {statement}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan" not in plan
            used |= set(re.findall(r"Index Scan using (\w+)", plan))
        cursor.execute("RESET enable_seqscan")
    assert len(kept) >= 5, "the acts of a stroke are prepared"
    assert used <= narrow


@pytest.mark.django_db(transaction=True)
def test_a_broken_transaction_is_not_asked_any_more() -> None:
    film = make.film()
    with pytest.raises(transaction.TransactionManagementError), transaction.atomic():
        transaction.set_rollback(True)
        one("SELECT seq FROM slowfilm_head WHERE film_id = %s", [film.id])
    assert Entry.objects.filter(film=film).exists()
