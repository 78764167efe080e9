"""A film taken out whole reads back in as it was; what is not whole is refused."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from slowfilm.archives.media import damaged
from slowfilm.archives.tables import rows_of
from slowfilm.films.models import Film
from slowfilm.ledger.verify import verify
from slowfilm.models import Entry, Head, Job, Lock, Shot, User
from tests import make


def forget(film: Film) -> None:
    """Remove a film from this studio, past the guards: as if it had never been here."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for rows in reversed(rows_of(film.id)):
            rows.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))._raw_delete(
                rows.db
            )
        for model in (Entry, Head):
            rows = model.objects.filter(film_id=film.id)
            rows._raw_delete(rows.db)
        cursor.execute("SET session_replication_role = origin")
    shutil.rmtree(Path(settings.DATA) / "blobs", ignore_errors=True)


def rows(film: Film) -> list[list[dict[str, object]]]:
    """Every row of a film, without the ids that are counted here."""
    return [
        [{k: v for k, v in row.items() if k != "id"} for row in table.order_by("pk").values()]
        for table in rows_of(film.id)
        if table.model is not Job
    ]


def archived(film: Film, tmp_path: Path) -> Path:
    """The film's archive."""
    path = tmp_path / "film.zip"
    call_command("archive", str(film.id), str(path))
    return path


def test_out_and_back_it_is_the_same_film(whole: Film, tmp_path: Path) -> None:
    path = archived(whole, tmp_path)
    before, ledger = rows(whole), list(whole.entries.order_by("seq").values_list("hash", flat=True))
    forget(whole)
    assert not Film.objects.filter(id=whole.id).exists()
    call_command("bring_in", str(path))
    assert rows(whole) == before
    again = list(whole.entries.order_by("seq").values_list("hash", flat=True))
    assert [bytes(h) for h in again[:-1]] == [bytes(h) for h in ledger], (
        "one entry more: its return"
    )
    assert verify(whole.id).fault is None
    assert list(damaged(whole.id)) == []
    assert Lock.objects.filter(film=whole).count() == 1
    assert Shot.objects.get(lock__film=whole).locked_at is not None
    assert Job.objects.get(film=whole).state == Job.State.CANCELLED


def test_people_keep_their_accounts_or_get_one_without_a_password(
    whole: Film, tmp_path: Path
) -> None:
    path = archived(whole, tmp_path)
    director = make.director(whole).user
    forget(whole)
    call_command("bring_in", str(path))
    assert make.director(whole).user == director
    assert director.check_password("a long walk home")
    assert b"pbkdf2" not in path.read_bytes(), "no password leaves the studio"
    assert User.objects.filter(email=director.email).count() == 1


def test_a_film_that_is_here_is_not_read_in_twice(whole: Film, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="in this studio already"):
        call_command("bring_in", str(archived(whole, tmp_path)))


def spoil(path: Path, name: str, change: object) -> Path:
    """An archive with one of its files changed (or left out)."""
    target = path.with_name("spoiled.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as out:
        for item in source.namelist():
            data = source.read(item)
            if item.startswith(name):
                if change is None:
                    continue
                assert callable(change)
                data = change(data)
            out.writestr(item, data)
    return target


SPOILED = [
    ("media/", lambda data: data + b"x", "is not what it was"),
    ("media/", None, "is missing"),
    ("ledger.jsonl", lambda data: data.replace(b"film-founded", b"film-forgotten"), "Entry 1"),
    ("ledger.jsonl", lambda data: data.rpartition(b"\n{")[0] + b"\n", "does not end where"),
    ("records.jsonl", lambda data: data[: len(data) // 2], "not a whole"),
    ("about.json", None, "not a whole"),
    ("about.json", lambda data: json.dumps({**json.loads(data), "format": 99}).encode(), "format"),
]


@pytest.mark.parametrize(("name", "change", "said"), SPOILED)
def test_what_is_not_whole_is_refused_and_nothing_stays(
    whole: Film, tmp_path: Path, name: str, change: object, said: str
) -> None:
    path = spoil(archived(whole, tmp_path), name, change)
    forget(whole)
    with pytest.raises(CommandError, match=said):
        call_command("bring_in", str(path))
    assert not Film.objects.filter(id=whole.id).exists()
    assert not Entry.objects.filter(film_id=whole.id).exists()


def test_a_row_of_another_film_is_refused(whole: Film, tmp_path: Path) -> None:
    other = make.film()
    path = spoil(
        archived(whole, tmp_path),
        "records.jsonl",
        lambda data: data.replace(
            f'"film": "{whole.id}", "user"'.encode(), f'"film": "{other.id}", "user"'.encode()
        ),
    )
    forget(whole)
    with pytest.raises(CommandError, match="another film"):
        call_command("bring_in", str(path))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 rubbish"])
def test_rubbish_is_no_archive(db: None, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film.zip"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="not a whole"):
        call_command("bring_in", str(path))
