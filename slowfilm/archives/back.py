"""Reading a film back in. All or nothing: the chain must hold and every file be what it was."""

import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.core import serializers
from django.db import connection, transaction
from django.db.models import Model

from slowfilm import models, storage
from slowfilm.archives import lines, media
from slowfilm.archives.out import FORMAT
from slowfilm.archives.tables import COUNTED, rows_of
from slowfilm.ledger import act, events
from slowfilm.ledger.verify import verify
from slowfilm.storage import BLOCK, room_needed

WELCOME = {rows.model for rows in rows_of(UUID(int=0))} | {models.Entry}
CLOSING = ("selected_id", "selected_at", "locked_at")


class Unreadable(Exception):
    """An archive that cannot be read in, and why."""


def bring_in(source: Path) -> models.Film:
    """Read an archive into this studio. Raises Unreadable, Full."""
    try:
        with zipfile.ZipFile(source) as file, transaction.atomic():
            return _bring_in(file)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        serializers.base.DeserializationError,
    ) as error:
        raise Unreadable(f"This is not a whole Slowfilm archive: {error}") from error


def _bring_in(file: zipfile.ZipFile) -> models.Film:
    about = json.loads(file.read("about.json"))
    if about["format"] != FORMAT:
        raise Unreadable(f"Its format is {about['format']}; this studio reads {FORMAT}.")
    film_id = UUID(about["film"])
    if models.Film.objects.filter(id=film_id).exists():
        raise Unreadable("This film is in this studio already.")
    users = {UUID(person["id"]): _user(person) for person in lines.read(file, "people.jsonl")}
    team, _made = models.Team.objects.get_or_create(
        id=UUID(about["team"]["id"]),
        defaults={"name": about["team"]["name"], "founder": users[UUID(about["founder"])]},
    )
    _rows(file, film_id, team, users)
    _ledger(file, film_id, about)
    _media(file, film_id)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a row that leads nowhere is said here
    verdict = verify(film_id)
    if verdict.fault:
        raise Unreadable(f"Entry {verdict.fault.seq} of its ledger: {verdict.fault.what}.")
    with act(film_id, "system") as this:
        this.record(events.FilmBroughtIn(entries=verdict.entries, head=verdict.head))
    return models.Film.objects.get(id=film_id)


def _user(person: dict[str, Any]) -> models.User:
    """The account with that address here, or a new one that must set its password."""
    found = models.User.objects.filter(email__iexact=person["email"]).first()
    if found:
        return found
    made = models.User(id=UUID(person["id"]), email=person["email"], name=person["name"])
    made.set_unusable_password()
    made.save(force_insert=True)
    return made


def _rows(
    file: zipfile.ZipFile, film_id: UUID, team: models.Team, users: dict[UUID, models.User]
) -> None:
    """Insert every row. Shots come open, and get their picture and lock last, past the guards."""
    shots: list[tuple[UUID, dict[str, Any]]] = []
    known: set[UUID] = set()
    for row in lines.rows(file, "records.jsonl"):
        if isinstance(row, models.Blob) and models.Blob.objects.filter(pk=row.pk).exists():
            continue
        if isinstance(row, models.Film):
            row.team = team
        elif isinstance(row, models.Member):
            row.user = users[row.user_id]
        elif isinstance(row, models.Job) and not row.ended:
            row.state, row.lease_until = models.Job.State.CANCELLED, None
        elif isinstance(row, models.Shot):
            closing = {name: getattr(row, name) for name in CLOSING}
            shots.append((row.id, closing))
            row.selected_id = row.selected_at = row.locked_at = None
        _insert(row, film_id, known)
    for shot, closing in shots:
        models.Shot.objects.filter(pk=shot).update(**closing)


def _insert(row: Model, film_id: UUID, known: set[UUID]) -> None:
    """Insert a row of this film and of no other; `known` are its drafts and briefs so far."""
    if type(row) not in WELCOME:
        raise Unreadable(f"It holds rows that no film has: {type(row).__name__}.")
    above = getattr(row, "draft_id", None) if not hasattr(row, "film_id") else None
    above = above or (row.brief_id if isinstance(row, models.Citation) else None)
    owner = row.pk if isinstance(row, models.Film) else getattr(row, "film_id", film_id)
    if owner != film_id or (above is not None and above not in known):
        raise Unreadable(f"It holds a row of another film: {type(row).__name__} {row.pk}.")
    if isinstance(row, models.Draft | models.Brief):
        known.add(row.id)
    if type(row) in COUNTED:
        row.pk = None
    row.save_base(raw=True, force_insert=True)


def _ledger(file: zipfile.ZipFile, film_id: UUID, about: dict[str, Any]) -> None:
    last = None
    for row in lines.rows(file, "ledger.jsonl"):
        last = cast(models.Entry, row)
        if not isinstance(row, models.Entry) or row.film_id != film_id:
            raise Unreadable("Its ledger is of another film.")
        _insert(row, film_id, set())
    if last is None or bytes(last.hash).hex() != about["head"]:
        raise Unreadable("Its ledger does not end where it says it does.")
    models.Head.objects.create(film_id=film_id, seq=last.seq, hash=last.hash)


def _media(file: zipfile.ZipFile, film_id: UUID) -> None:
    """Keep every file under its digest, if that is truly its digest, and miss none."""
    store = storage.backend()
    for name in file.namelist():
        digest = name.removeprefix("media/")
        if digest == name or store.exists(storage.name_of(digest)):
            continue
        with tempfile.NamedTemporaryFile(prefix="slowfilm-") as copy, room_needed():
            with file.open(name) as source:
                shutil.copyfileobj(source, copy, BLOCK)
            copy.flush()
            if storage.digest_of(Path(copy.name)) != digest:
                raise Unreadable(f"The file {digest[:12]}… is not what it was.")
            storage.put(Path(copy.name), digest)
    for digest in media.held(film_id):
        if not store.exists(storage.name_of(digest)):
            raise Unreadable(f"The file {digest[:12]}… is missing.")
