"""The chain holds through any acts, and names whatever is done to it behind its back."""

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from slowfilm.films.models import Film
from slowfilm.ledger import SYSTEM, Actor, act, chain
from slowfilm.ledger.events import PayloadsErased
from slowfilm.ledger.models import Entry, Head
from slowfilm.ledger.verify import verify
from slowfilm.shots.actions import add_scene
from slowfilm.shots.events import SceneAdded
from tests import make

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def record(film: Film, text: str, actor: Actor = SYSTEM, command: UUID | None = None) -> Entry:
    """One act."""
    with act(film.id, actor, command) as this:
        if this.done:
            return this.done
        return this.record(SceneAdded(number=1, title=text))


class Chain(TestCase):
    """Properties."""

    @pytest.mark.slow
    @given(
        st.lists(
            st.tuples(st.text(max_size=60).filter(lambda t: "\0" not in t), st.booleans()),
            max_size=12,
        )
    )
    def test_any_acts_make_a_gapless_chain_that_holds(self, acts: list[tuple[str, bool]]) -> None:
        film = make.film()
        began = Head.objects.get(film=film).seq
        made = 0
        for text, repeat in acts:
            command = uuid4()
            first = record(film, text, command=command)
            made += 1
            if repeat:
                assert record(film, "something else", command=command).pk == first.pk
        verdict = verify(film.id)
        assert verdict.fault is None
        assert verdict.entries == began + made == Entry.objects.filter(film=film).count()

    @pytest.mark.slow
    @given(JSON, JSON)
    def test_the_same_value_has_the_same_text_and_another_another(
        self, one: Any, other: Any
    ) -> None:
        text = chain.canonical(one)
        assert chain.canonical(one) == text
        salt = b"salt"
        same = chain.payload_digest(salt, text) == chain.payload_digest(
            salt, chain.canonical(other)
        )
        assert same == (text == chain.canonical(other))


def behind_its_back(sql: str, *values: Any) -> None:
    """What somebody with the database's password could do, past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = origin")


HEAD_ALTERED = "its verb, actor, time or id was altered"
TAMPERING: list[tuple[str, str]] = [
    ("UPDATE slowfilm_entry SET payload = '{{}}' WHERE {row}", "its payload was altered"),
    ("UPDATE slowfilm_entry SET salt = 'other' WHERE {row}", "its payload was altered"),
    ("UPDATE slowfilm_entry SET payload = '{{}}', salt = NULL WHERE {row}", "takes both"),
    ("UPDATE slowfilm_entry SET payload = NULL WHERE {row}", "takes both"),
    ("UPDATE slowfilm_entry SET payload = NULL, salt = NULL WHERE {row}", "no erasure says so"),
    ("UPDATE slowfilm_entry SET verb = 'shot-added' WHERE {row}", HEAD_ALTERED),
    ("UPDATE slowfilm_entry SET actor = 'other' WHERE {row}", HEAD_ALTERED),
    ("UPDATE slowfilm_entry SET at = at + interval '1 microsecond' WHERE {row}", HEAD_ALTERED),
    ("UPDATE slowfilm_entry SET command = gen_random_uuid() WHERE {row}", HEAD_ALTERED),
    ("UPDATE slowfilm_entry SET digest = sha256('') WHERE {row}", HEAD_ALTERED),
    ("UPDATE slowfilm_entry SET hash = sha256('') WHERE {row}", HEAD_ALTERED),
    ("UPDATE slowfilm_entry SET prev = sha256('') WHERE {row}", "does not follow"),
    ("UPDATE slowfilm_entry SET seq = 900 WHERE {row}", "is missing"),
    ("UPDATE slowfilm_entry SET film_id = gen_random_uuid() WHERE {row}", "is missing"),
    ("DELETE FROM slowfilm_entry WHERE {row}", "is missing"),
]


@pytest.mark.parametrize(("sql", "what"), TAMPERING)
def test_tampering_is_named(film: Film, sql: str, what: str) -> None:
    for number in range(5):
        record(film, f"scene {number}")
    behind_its_back(sql.format(row=f"film_id = '{film.id}' AND seq = 4"))
    fault = verify(film.id).fault
    assert fault is not None
    assert what in fault.what
    assert fault.seq == 4
    with pytest.raises(CommandError, match=f"Entry {fault.seq}"):
        call_command("verify", str(film.id))


def test_every_column_of_an_entry_is_tampered_with_above() -> None:
    columns = {field.column for field in Entry._meta.concrete_fields} - {"id"}  # counts the rows
    assert {name for name in columns if any(f"SET {name} =" in sql for sql, _ in TAMPERING)} == (
        columns
    )


def test_a_cut_off_tail_shows_against_the_head(film: Film) -> None:
    last = record(film, "the last")
    behind_its_back("DELETE FROM slowfilm_entry WHERE id = %s", last.pk)
    fault = verify(film.id).fault
    assert fault is not None
    assert "cut off" in fault.what


CUT = """
WITH last AS (
    DELETE FROM slowfilm_entry WHERE film_id = %(film)s AND seq > %(to)s RETURNING command
), scenes AS (DELETE FROM slowfilm_scene USING last WHERE id = last.command)
UPDATE slowfilm_head SET seq = %(to)s, hash =
    (SELECT hash FROM slowfilm_entry WHERE film_id = %(film)s AND seq = %(to)s)
WHERE film_id = %(film)s
"""


def cut(film: Film, to: int) -> None:
    """Take off all that follows `to` with the scenes it made, and let the head say so."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as the acts' commits would
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(CUT, {"film": film.id, "to": to})
        cursor.execute("SET session_replication_role = origin")


def said_by_verify(film: Film, *more: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("verify", str(film.id), *more, stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_a_tail_cut_off_with_its_head_shows_against_a_head_from_outside(film: Film) -> None:
    entries = [add_scene(film_id=film.id, actor=SYSTEM) for _ in range(5)]
    kept, last = entries[1], entries[-1]
    known = f"{last.seq}:{bytes(last.hash).hex()}"
    assert "passes through" in said_by_verify(film, "--head", known)
    cut(film, kept.seq)
    assert "No outside head was given" in said_by_verify(film), "it holds, and says what it lacks"
    for head, where in [(known, last.seq), (bytes(last.hash).hex(), kept.seq + 1)]:
        with pytest.raises(CommandError, match=f"Entry {where}: .*cut off or replaced"):
            said_by_verify(film, "--head", head)
    other = [add_scene(film_id=film.id, actor=SYSTEM) for _ in range(3)][-1]
    assert other.seq == last.seq
    with pytest.raises(CommandError, match="cut off or replaced"):
        said_by_verify(film, "--head", known)


@pytest.mark.slow
def test_a_chain_passes_through_its_earlier_heads(film: Film) -> None:
    entries = [add_scene(film_id=film.id, actor=SYSTEM) for _ in range(5)]
    for entry in entries:
        hash_ = bytes(entry.hash).hex()
        for head in (hash_, f"{entry.seq}:{hash_}", hash_.upper()):
            assert "passes through" in said_by_verify(film, "--head", head)
        with pytest.raises(CommandError, match=f"Entry {entry.seq + 1}"):
            said_by_verify(film, "--head", f"{entry.seq + 1}:{hash_}")


@pytest.mark.parametrize("head", ["", "x", "ab", "g" * 64, f"x:{'a' * 64}", f"1:2:{'a' * 64}"])
def test_what_is_no_head_is_said(film: Film, head: str) -> None:
    with pytest.raises(CommandError, match="is no head"):
        said_by_verify(film, "--head", head)


def test_an_erasure_that_is_said_leaves_the_chain_whole(film: Film) -> None:
    entry = record(film, "private words")
    Entry.objects.filter(pk=entry.pk).update(payload=None, salt=None)
    with act(film.id, SYSTEM) as this:
        this.record(PayloadsErased(seqs=[entry.seq]))
    assert verify(film.id).fault is None


REFUSED: list[Callable[[Entry], object]] = [
    lambda entry: Entry.objects.filter(pk=entry.pk).update(verb="other"),
    lambda entry: Entry.objects.filter(pk=entry.pk).update(payload="{}"),
    lambda entry: Entry.objects.filter(pk=entry.pk).update(payload=None),
    lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
    lambda entry: Head.objects.filter(film_id=entry.film_id).update(seq=0),
    lambda entry: Head.objects.filter(film_id=entry.film_id).delete(),
]


@pytest.mark.parametrize("change", REFUSED)
def test_the_database_refuses_to_forget(film: Film, change: Callable[[Entry], object]) -> None:
    entry = record(film, "said")
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        change(entry)


def test_the_command_proves_a_ledger(film: Film, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify", str(film.id))
    head = Head.objects.get(film=film)
    assert f"{head.seq} entries hold. Head: {bytes(head.hash).hex()}" in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no film"):
        call_command("verify", str(uuid4()))
