"""Reading a film back in. All or nothing: the chain must hold and every file be what it was.

Nothing in an archive is believed. It may name no row and no bytes but its own, or it could be
made to sign, or to show, what belongs to another film of this studio; and who is named in it, or
which team, gets nothing by that.
"""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core import serializers
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError, IntegrityError, connection, transaction

from slowfilm import models, storage
from slowfilm.archives import container, events, people, signature
from slowfilm.archives import jsonl as lines
from slowfilm.archives.blobs import Blobs
from slowfilm.archives.container import Unreadable
from slowfilm.archives.exporter import FORMAT
from slowfilm.archives.rows import Rows
from slowfilm.archives.signature import Signature
from slowfilm.films import joining
from slowfilm.ledger import SYSTEM, act
from slowfilm.ledger.verify import OutsideHead, Verdict, verify

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(KeyError, ValueError, TypeError, AttributeError),
    *(IntegrityError, DataError, serializers.base.DeserializationError, FieldDoesNotExist),
)


@dataclass(frozen=True)
class Wishes:
    """What whoever reads an archive in knows and wants, beside the archive."""

    match_accounts: bool = False  # people of this studio are who the archive says
    team: models.Team | None = None  # whose founder is to be asked
    head: OutsideHead | None = None  # what was written down elsewhere


@dataclass(frozen=True)
class Imported:
    """A film that was read in, and how far its record is proved.

    `outside` is the entry whose hash was known from outside, None where none was.
    """

    film: models.Film
    signature: Signature
    entries: int
    outside: int | None


def import_film(source: Path, wishes: Wishes | None = None) -> Imported:
    """Read an archive into this studio. Raises Unreadable, Full."""
    put: list[str] = []
    try:
        with zipfile.ZipFile(source) as file, transaction.atomic():
            container.check(file, source)
            return _import_film(file, wishes or Wishes(), put)
    except BaseException as error:
        for digest in put:
            storage.take_back(digest)
        if isinstance(error, BROKEN):
            raise Unreadable(f"This is not a whole Slowfilm archive: {error}") from error
        raise


def _import_film(file: zipfile.ZipFile, wishes: Wishes, put: list[str]) -> Imported:
    about = container.about_of(file)
    if about["format"] != FORMAT:
        raise Unreadable(f"Its format is {about['format']}; this studio reads {FORMAT}.")
    film_id = UUID(about["film"])
    if models.Film.objects.filter(id=film_id).exists():
        raise Unreadable("This film is in this studio already.")
    blobs = Blobs(file, put)
    rows, film = _records(file, about, film_id, wishes, blobs)
    verdict = _verified(film_id, wishes.head)
    passed = _passed(film_id, wishes.head) if wishes.head else None
    proof = Imported(film, _signature(about), verdict.entries, passed)
    _media(rows, blobs)  # last: whatever else is wrong is said before they are read
    container.nothing_else(file, blobs.listed)
    container.as_told(file, about)
    if wishes.team is not None:
        joining.ask(film, wishes.team)
    with act(film_id, SYSTEM) as this:
        this.record(_fact(proof, verdict.head))
    return proof


def _records(
    file: zipfile.ZipFile, about: dict[str, Any], film_id: UUID, wishes: Wishes, blobs: Blobs
) -> tuple[Rows, models.Film]:
    """People, rows and entries, which lead to one another and nowhere else."""
    told = lines.read(file, container.PEOPLE)
    users = people.accounts(told, match=wishes.match_accounts)
    rows = Rows(film_id)
    rows.read(file, people.team_of(about, users), users, blobs)
    rows.read_ledger(file, about)
    rows.lead_nowhere_else()
    film = models.Film.objects.select_related("team").get(id=film_id)
    if film.title != about["title"]:
        raise Unreadable("Its film is called otherwise than it says.")
    people.nobody_else(film, users)
    return rows, film


def _verified(film_id: UUID, head: OutsideHead | None) -> Verdict:
    verdict = verify(film_id, head)
    if verdict.fault:
        raise Unreadable(f"Entry {verdict.fault.seq} of its ledger: {verdict.fault.what}.")
    return verdict


def _media(rows: Rows, blobs: Blobs) -> None:
    """The bytes, and then the locks of the shots that stand on them."""
    blobs.need_room()
    blobs.keep(rows.film_id)
    rows.close()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a row that leads nowhere is said here


def _signature(about: dict[str, Any]) -> Signature:
    try:
        return signature.read(about)
    except signature.Forged as error:
        raise Unreadable(f"{container.ABOUT} is not what its studio signed.") from error


def _passed(film_id: UUID, head: OutsideHead) -> int:
    """The entry whose hash was known from outside."""
    return models.Entry.objects.get(film_id=film_id, hash=head.hash).seq


def _fact(proof: Imported, head: str) -> events.FilmBroughtIn:
    return events.FilmBroughtIn(
        entries=proof.entries,
        head=head,
        signed=proof.signature.state,
        key=proof.signature.key,
        studio=proof.signature.name,
        outside=proof.outside,
    )
