"""A film taken out whole reads back in as it was; what is not whole is refused."""

import json
import resource
import shutil
import signal
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Model

from slowfilm import storage
from slowfilm.archives import jsonl
from slowfilm.archives.media import damaged
from slowfilm.archives.tables import COUNTED, rows_of
from slowfilm.clearance.aftercare import CheckIn
from slowfilm.films.models import Film
from slowfilm.ledger import SYSTEM, act
from slowfilm.ledger.events import PayloadsErased
from slowfilm.ledger.verify import verify
from slowfilm.models import Blob, Entry, Head, Job, Lock, Member, Reference, Shot, Upload
from tests import make


def forget(film: Film) -> None:
    """Remove a film from this studio, past the guards: as if it had never been here."""
    from django.db import connection

    every = [(rows.model, list(rows.values_list("pk", flat=True))) for rows in rows_of(film.id)]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model, keys in every:
            model._default_manager.filter(pk__in=keys)._raw_delete("default")
        for model in (Entry, Head, Upload):
            rows = model.objects.filter(film_id=film.id)
            rows._raw_delete(rows.db)
        cursor.execute("SET session_replication_role = origin")
    shutil.rmtree(Path(settings.DATA) / "blobs", ignore_errors=True)


# What is of this studio: ids counted here, when a blob was kept, and what no archive grants.
LOCAL: dict[type[Model], set[str]] = {
    **{model: {"id"} for model in COUNTED},
    Blob: {"made_at"},
    Film: {"team_id"},
    Member: {"user_id"},
    Reference: {"upload"},  # its pieces
}


def rows(film: Film) -> list[list[dict[str, object]]]:
    """Every row of a film, without what is of this studio."""
    return [
        sorted((_plain(table.model, row) for row in table.values()), key=str)
        for table in rows_of(film.id)
        if table.model is not Job
    ]


def _plain(model: type[Model], row: dict[str, object]) -> dict[str, object]:
    return {k: v for k, v in row.items() if k not in LOCAL.get(model, ())}


def archived(film: Film, tmp_path: Path) -> Path:
    """The film's archive."""
    path = tmp_path / "film.zip"
    call_command("archive", str(film.id), str(path))
    return path


@pytest.mark.slow
def test_out_and_back_it_is_the_same_film(whole: Film, tmp_path: Path) -> None:
    path = archived(whole, tmp_path)
    before, ledger = rows(whole), list(whole.entries.order_by("seq").values_list("hash", flat=True))
    forget(whole)
    assert not Film.objects.filter(id=whole.id).exists()
    call_command("import_film", str(path))
    assert rows(whole) == before
    again = list(whole.entries.order_by("seq").values_list("hash", flat=True))
    assert [bytes(h) for h in again[:-1]] == [bytes(h) for h in ledger], (
        "one entry more: its return"
    )
    assert verify(whole.id).fault is None
    assert list(damaged(whole.id)) == []
    assert Lock.objects.filter(film=whole).count() == 1
    assert Shot.objects.get(lock__film=whole).locked_at is not None
    assert Job.objects.get(film=whole, kind="generate").state == Job.State.CANCELLED


@pytest.mark.slow
def test_a_film_that_is_here_is_not_read_in_twice(whole: Film, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="in this studio already"):
        call_command("import_film", str(archived(whole, tmp_path)))


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


@pytest.mark.slow
@pytest.mark.parametrize(("name", "change", "said"), SPOILED)
def test_what_is_not_whole_is_refused_and_nothing_stays(
    whole: Film, tmp_path: Path, name: str, change: object, said: str
) -> None:
    path = spoil(archived(whole, tmp_path), name, change)
    forget(whole)
    with pytest.raises(CommandError, match=said):
        call_command("import_film", str(path))
    assert not Film.objects.filter(id=whole.id).exists()
    assert not Entry.objects.filter(film_id=whole.id).exists()


@pytest.mark.slow
def test_an_erased_payload_stays_erased(whole: Film, tmp_path: Path) -> None:
    said = whole.entries.get(verb="note-written")
    with act(whole.id, SYSTEM) as this:
        Entry.objects.filter(pk=said.pk).update(payload=None, salt=None)
        this.record(PayloadsErased(seqs=[said.seq]))
    path = archived(whole, tmp_path)
    forget(whole)
    call_command("import_film", str(path))
    assert whole.entries.get(seq=said.seq).payload is None
    assert verify(whole.id).fault is None


def with_lines(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> Path:
    """An archive with its records changed."""

    def changed(data: bytes) -> bytes:
        rows = [json.loads(line) for line in data.splitlines()]
        change(rows)
        return b"".join(json.dumps(row).encode() + b"\n" for row in rows)

    return spoil(path, "records.jsonl", changed)


@pytest.mark.slow
def test_a_yes_to_another_films_shot_is_refused(whole: Film, tmp_path: Path) -> None:
    """A row may say that it is of this film, and lead into another one."""
    theirs = make.shot(make.film())

    def forge(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["model"] == "slowfilm.approval":
                row["fields"]["shot"] = str(theirs.id)

    path = with_lines(archived(whole, tmp_path), forge)
    forget(whole)
    with pytest.raises(CommandError, match="of another film: Shot"):
        call_command("import_film", str(path))
    assert not theirs.approvals.exists()


@pytest.mark.slow
def test_to_name_another_films_bytes_is_not_to_have_them(whole: Film, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("their picture")
    other = make.film()
    path = archived(whole, tmp_path)
    forget(whole)
    theirs = storage.keep(file, "image/png", other.id)

    def claim(rows: list[dict[str, Any]]) -> None:
        holding = next(row for row in rows if row["model"] == "slowfilm.holding")
        fields = {"size": theirs.size, "media_type": "image/png", "made_at": "2026-01-01T00:00:00Z"}
        rows.insert(0, {"model": "slowfilm.blob", "pk": theirs.digest, "fields": fields})
        rows.append({**holding, "fields": {**holding["fields"], "blob": theirs.digest}})

    claiming = with_lines(path, claim)
    with pytest.raises(CommandError, match="is missing"):
        call_command("import_film", str(claiming))
    with zipfile.ZipFile(claiming, "a") as added:
        added.writestr(f"media/{theirs.digest}", "x" * theirs.size)
    with pytest.raises(CommandError, match="is not what it was"):
        call_command("import_film", str(claiming))
    assert not Film.objects.filter(id=whole.id).exists()


@pytest.mark.slow
def test_a_way_out_of_the_store_leads_nowhere(whole: Film, tmp_path: Path) -> None:
    def slip(rows: list[dict[str, Any]]) -> None:
        blob = next(row for row in rows if row["model"] == "slowfilm.blob")
        blob["pk"] = "../../../../slipped"

    path = with_lines(archived(whole, tmp_path), slip)
    with zipfile.ZipFile(path, "a") as added:
        added.writestr("media/../../../../slipped", "a picture")
    forget(whole)
    with pytest.raises(CommandError, match="is not what it was"):
        call_command("import_film", str(path))


@pytest.mark.slow
def test_a_small_file_that_would_become_a_large_one_is_not_opened(
    whole: Film, tmp_path: Path
) -> None:
    path = archived(whole, tmp_path)
    forget(whole)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("media/" + "0" * 64, bytes(50 * 1024 * 1024))
    with pytest.raises(CommandError, match="compressed"):
        call_command("import_film", str(path))


ODD = [
    ("about.json", lambda data: b"[]"),
    ("people.jsonl", lambda data: b"null\n"),
    ("records.jsonl", lambda data: data + data.splitlines(keepends=True)[0]),
    ("records.jsonl", lambda data: data.replace(b'"title"', b'"t\\u0000"', 1)),
    ("records.jsonl", lambda data: b'{"x": "' + bytes(20 * 1024 * 1024)),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "change"), ODD)
def test_what_has_an_odd_shape_is_refused_in_a_sentence(
    whole: Film, tmp_path: Path, name: str, change: object
) -> None:
    path = spoil(archived(whole, tmp_path), name, change)
    forget(whole)
    with pytest.raises(CommandError, match="not a whole"):
        call_command("import_film", str(path))


@pytest.mark.slow
def test_an_archive_that_breaks_off_is_refused(whole: Film, tmp_path: Path) -> None:
    path = archived(whole, tmp_path)
    forget(whole)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(CommandError, match="not a whole"):
        call_command("import_film", str(path))


def test_a_place_that_cannot_be_reached_is_said(whole: Film, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for command in (["archive", str(whole.id)], ["import_film"]):
        with pytest.raises(CommandError, match=r"film\.zip"):
            call_command(*command, str(file / "film.zip"))
    assert file.exists()


@pytest.mark.slow
def test_a_full_disk_is_said(whole: Film, tmp_path: Path) -> None:
    """No file of this process may grow past a few bytes for a while, as on a full disk."""
    path = archived(whole, tmp_path)
    forget(whole)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4, before[1]))
    try:
        with pytest.raises(CommandError, match="The disk is full"):
            call_command("import_film", str(path))
        with pytest.raises(CommandError, match="The disk is full"):
            call_command("archive", str(make.film().id), str(tmp_path / "other.zip"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)
    assert not (tmp_path / "other.zip").exists()


@pytest.mark.slow
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
        call_command("import_film", str(path))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 rubbish"])
def test_rubbish_is_no_archive(db: None, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film.zip"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="not a whole"):
        call_command("import_film", str(path))


def test_a_row_with_a_day_is_written() -> None:
    assert '"due": "2027-01-02"' in jsonl.as_line(CheckIn(due=date(2027, 1, 2)))
