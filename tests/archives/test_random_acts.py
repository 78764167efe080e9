"""Whatever people do, rows and entries agree; and whatever is changed in an archive is named."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from slowfilm.archives.verify_rows import verify_rows
from slowfilm.films.models import Film
from slowfilm.ledger.verify import verify
from tests import make
from tests.archives.crafting import Crafted
from tests.archives.everything import SAID
from tests.archives.people import ACTS, BEGUN, People
from tests.archives.test_archive import archived, forget
from tests.archives.test_rows import columns

COMMON = ["draw", "erase", "write", "answer", "resolve", "approve", "lock", "queue", "join"]


class Acts(TestCase):
    """Properties."""

    @pytest.mark.slow
    @settings(max_examples=12)
    @given(st.lists(st.sampled_from([*ACTS, *COMMON]), max_size=25), st.randoms())
    def test_rows_are_what_entries_say_after_any_acts(
        self, names: list[str], chance: Random
    ) -> None:
        film = make.film()
        people = People(film, chance)
        for name in (*BEGUN, *names):
            people.act(name)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as a commit would
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert verify(film.id).fault is None
        assert verify_rows(film.id).fault is None
        record = chance.choice([one for one in SAID if one.rows(film.id).exists()])
        changes = [sql for field, sql in columns(record) if field.name not in record.free]
        try:
            with transaction.atomic():
                with make.past_the_guards(), connection.cursor() as cursor:
                    cursor.execute(chance.choice(changes))
                assert verify_rows(film.id).fault is not None
                transaction.set_rollback(True)
        except IntegrityError as error:  # a constraint holds, whoever asks
            assert "constraint" in str(error)


def lived(chance: Random) -> Film:
    """A film on which people have done some fifty things."""
    film = make.film()
    people = People(film, chance)
    for name in (*BEGUN, *chance.choices([*ACTS, *COMMON], k=40)):
        people.act(name)
    return film


SAID_TABLES = {record.model._meta.label_lower: record for record in SAID}


def change(row: dict[str, Any], chance: Random) -> None:
    """Say something else in one column of a row of an archive."""
    record = SAID_TABLES[row["model"]]
    names = [name for name in row["fields"] if name not in record.free]
    name = chance.choice(names)
    was = row["fields"][name]
    match was:
        case bool():
            row["fields"][name] = not was
        case int():
            row["fields"][name] = was + 1
        case list():
            row["fields"][name] = [*was, was[0]] if was else None
        case dict():
            row["fields"][name] = {**was, "x": 1}
        case str() if len(was) in (32, 36, 64):
            row["fields"][name] = was[:-1] + ("0" if was[-1] != "0" else "1")
        case str():
            row["fields"][name] = "x" + was[1:]
        case None:
            row["fields"][name] = "2026-01-01T00:00:00Z"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_an_archive_in_which_anything_is_changed_is_refused(
    with_bytes: None, tmp_path: Path, seed: int
) -> None:
    chance = Random(seed)
    film = lived(chance)
    path = archived(film, tmp_path)
    forget(film)
    refused = []
    for _ in range(4):
        crafted = Crafted(path)
        row = chance.choice([row for row in crafted.rows if row["model"] in SAID_TABLES])
        if chance.random() < 0.3:
            crafted.rows.remove(row)
        else:
            change(row, chance)
        with pytest.raises(CommandError) as error:
            call_command("import_film", str(crafted.write()))
        refused.append(str(error.value))
        assert not Film.objects.filter(id=film.id).exists()
    call_command("import_film", str(path))
    assert verify_rows(film.id).fault is None
    assert any("slowfilm_" in said for said in refused), json.dumps(refused)
