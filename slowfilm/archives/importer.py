"""Reading a film back in. All or nothing: the chain must hold and every file be what it was.

Nothing in an archive is believed. It may name no row and no bytes but its own, or it could be
made to sign, or to show, what belongs to another film of this studio; and who is named in it, or
which team, gets nothing by that.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from slowfilm import models, storage
from slowfilm.archives import container, events, people, signature
from slowfilm.archives import jsonl as lines
from slowfilm.archives.blobs import Blobs
from slowfilm.archives.container import Unreadable
from slowfilm.archives.exporter import FORMAT
from slowfilm.archives.rows import Rows
from slowfilm.archives.signature import Signature
from slowfilm.archives.verify_rows import verify_rows
from slowfilm.films import joining
from slowfilm.ledger import SYSTEM, act
from slowfilm.ledger.verify import OutsideHead, Verdict, verify


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
        with container.reading(), zipfile.ZipFile(source) as file, transaction.atomic():
            container.check(file, source)
            return _import_film(file, wishes or Wishes(), put)
    except BaseException:
        for digest in put:
            storage.take_back(digest)
        raise


def _import_film(file: zipfile.ZipFile, wishes: Wishes, put: list[str]) -> Imported:
    with container.reading(container.ABOUT):
        about = container.about_of(file)
        film_id = _film_id(about)
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
        this.record(_fact(proof, verdict.head, rows.accounts))
    _follow_from_entries(film_id)
    return proof


def _film_id(about: dict[str, Any]) -> UUID:
    """The film that an archive is of, if it can be read in here. Raises Unreadable."""
    if about["format"] != FORMAT:
        raise Unreadable(f"Its format is {about['format']}; this studio reads {FORMAT}.")
    film_id = UUID(about["film"])
    if models.Film.objects.filter(id=film_id).exists():
        raise Unreadable("This film is in this studio already.")
    return film_id


def _records(
    file: zipfile.ZipFile, about: dict[str, Any], film_id: UUID, wishes: Wishes, blobs: Blobs
) -> tuple[Rows, models.Film]:
    """People, rows and entries, which lead to one another and nowhere else."""
    with container.reading(container.PEOPLE):
        records = lines.read(file, container.PEOPLE)
        users = people.accounts(records, match=wishes.match_accounts)
    with container.reading(container.ABOUT):
        team = people.team_of(about, users)
    rows = Rows(film_id)
    with container.reading(container.RECORDS):
        rows.read(file, team, users, blobs)
    with container.reading(container.LEDGER):
        rows.read_ledger(file, about, blobs)
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
    with container.reading(container.RECORDS), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a row that leads nowhere is said here
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _follow_from_entries(film_id: UUID) -> None:
    """Compare the rows with the entries. Raises Unreadable."""
    if fault := verify_rows(film_id).fault:
        raise Unreadable(f"{fault}.")


def _signature(about: dict[str, Any]) -> Signature:
    try:
        with container.reading(container.ABOUT):
            return signature.read(about)
    except signature.Forged as error:
        raise Unreadable(f"{container.ABOUT} is not what its studio signed.") from error


def _passed(film_id: UUID, head: OutsideHead) -> int:
    """The entry whose hash was known from outside."""
    return models.Entry.objects.get(film_id=film_id, hash=head.hash).seq


def _fact(proof: Imported, head: str, accounts: list[events.Account]) -> events.FilmBroughtIn:
    return events.FilmBroughtIn(
        entries=proof.entries,
        head=head,
        accounts=accounts,
        signed=proof.signature.state,
        key=proof.signature.key,
        studio=proof.signature.name,
        outside=proof.outside,
    )
