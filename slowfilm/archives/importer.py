"""Reading a film back in. All or nothing: the chain must hold and every file be what it was.

Nothing in an archive is believed. It may name no row and no bytes but its own, or it could be
made to sign, or to show, what belongs to another film of this studio.
"""

import hashlib
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast
from uuid import UUID

from django.core import serializers
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import ForeignKey, Model

from slowfilm import models, storage
from slowfilm.archives import events, media
from slowfilm.archives import jsonl as lines
from slowfilm.archives.exporter import FORMAT
from slowfilm.archives.tables import COUNTED, rows_of
from slowfilm.ledger import SYSTEM, act
from slowfilm.ledger.verify import verify
from slowfilm.storage import BLOCK, room_needed

WELCOME = {rows.model for rows in rows_of(UUID(int=0))} | {models.Entry}
DIGEST = re.compile(r"[0-9a-f]{64}")
CLOSING = ("selected_id", "selected_at", "locked_at")
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(KeyError, ValueError, TypeError, AttributeError),
    *(IntegrityError, DataError, serializers.base.DeserializationError, FieldDoesNotExist),
)
Named = tuple[type[Model], Any]  # a row: its table and its key


class Unreadable(Exception):
    """An archive that cannot be read in, and why."""


def import_film(source: Path) -> models.Film:
    """Read an archive into this studio. Raises Unreadable, Full."""
    try:
        with zipfile.ZipFile(source) as file, transaction.atomic():
            return _import_film(file)
    except BROKEN as error:
        raise Unreadable(f"This is not a whole Slowfilm archive: {error}") from error


def _import_film(file: zipfile.ZipFile) -> models.Film:
    if any(each.compress_type != zipfile.ZIP_STORED for each in file.infolist()):
        raise Unreadable("It is compressed. An archive is read in as it was written.")
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
    with act(film_id, SYSTEM) as this:
        this.record(events.FilmBroughtIn(entries=verdict.entries, head=verdict.head))
    return models.Film.objects.get(id=film_id)


def _user(person: dict[str, Any]) -> models.User:
    """The account known here, by its id or its address; or a new one that must set a password."""
    everybody = models.User.objects.all()
    found = everybody.filter(id=person["id"]).first()
    found = found or everybody.filter(email__iexact=person["email"]).first()
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
    known: set[Named] = set()
    named: set[Named] = {(models.Film, film_id)}
    for row in lines.rows(file, "records.jsonl"):
        known.add((type(row), row.pk))
        named.update(_names(row))
        if isinstance(row, models.Blob) and _is_kept(file, row):
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
        _insert(row)
    for model, key in named - known:
        raise Unreadable(f"It names a row of another film: {model.__name__} {key}.")
    if sum(model is models.Film for model, _key in known) != 1:
        raise Unreadable("It holds more than one film.")
    for shot, closing in shots:
        models.Shot.objects.filter(pk=shot).update(**closing)


def _names(row: Model) -> Iterator[Named]:
    """The rows that a row leads to."""
    for field in row._meta.concrete_fields:
        key = getattr(row, field.attname)
        if isinstance(field, ForeignKey) and field.related_model in WELCOME and key is not None:
            yield field.related_model, key


def _is_kept(file: zipfile.ZipFile, blob: models.Blob) -> bool:
    """Whether a blob's row is here already. What the archive says of it must be so."""
    if not DIGEST.fullmatch(blob.digest) or _bytes(file, blob.digest).file_size != blob.size:
        raise Unreadable(f"The file {blob.digest[:12]}… is not what it was.")
    return models.Blob.objects.filter(pk=blob.pk).exists()


def _bytes(file: zipfile.ZipFile, digest: str) -> zipfile.ZipInfo:
    try:
        return file.getinfo(f"media/{digest}")
    except KeyError as error:
        raise Unreadable(f"The file {digest[:12]}… is missing.") from error


def _insert(row: Model) -> None:
    if type(row) not in WELCOME:
        raise Unreadable(f"It holds rows that no film has: {type(row).__name__}.")
    if type(row) in COUNTED:
        row.pk = None
    row.save_base(raw=True, force_insert=True)


def _ledger(file: zipfile.ZipFile, film_id: UUID, about: dict[str, Any]) -> None:
    last = None
    for row in lines.rows(file, "ledger.jsonl"):
        last = cast(models.Entry, row)
        if not isinstance(row, models.Entry) or row.film_id != film_id:
            raise Unreadable("Its ledger is of another film.")
        _insert(row)
    if last is None or bytes(last.hash).hex() != about["head"]:
        raise Unreadable("Its ledger does not end where it says it does.")
    models.Head.objects.create(film_id=film_id, seq=last.seq, hash=last.hash)


def _media(file: zipfile.ZipFile, film_id: UUID) -> None:
    """Keep every file the film holds under its digest, if that is truly its digest.

    One that is here already is read all the same: to name another film's bytes is not to have them.
    """
    for digest in media.held(film_id):
        with room_needed(), tempfile.NamedTemporaryFile(prefix="slowfilm-") as copy:
            with file.open(_bytes(file, digest)) as source:
                found = _copied(source, None if storage.there(digest) else copy)
            if found != digest:
                raise Unreadable(f"The file {digest[:12]}… is not what it was.")
            copy.flush()
            storage.put(Path(copy.name), digest)


def _copied(source: IO[bytes], target: IO[bytes] | None) -> str:
    """The SHA-256 of a file, which is copied on the way if there is somewhere to copy it to."""
    digest = hashlib.sha256()
    while block := source.read(BLOCK):
        digest.update(block)
        if target is not None:
            target.write(block)
    return digest.hexdigest()
