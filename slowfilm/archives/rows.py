"""Reading back the rows of an archive. They may lead to one another, and nowhere else."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Model
from pydantic import TypeAdapter

from slowfilm import models
from slowfilm.archives import jsonl as lines
from slowfilm.archives.blobs import Blobs
from slowfilm.archives.container import LEDGER, PEOPLE, RECORDS, Unreadable
from slowfilm.archives.events import Account
from slowfilm.archives.people import Users
from slowfilm.archives.tables import ACTORS, COUNTED, rows_of
from slowfilm.films.roles import Role
from slowfilm.ledger import chain
from slowfilm.ledger.messages import Points

TABLES = {rows.model for rows in rows_of(UUID(int=0))}
CLOSING = ("selected_id", "selected_at", "locked_at")
ROLES: dict[type[Model], str] = {
    models.Member: "roles",
    models.Invitation: "roles",
    models.Policy: "approving",
}
ACTING: dict[str, type[Model]] = {"member": models.Member, "person": models.Person}
# Columns that name rows by a list of ids.
LISTED: dict[type[Model], dict[str, type[Model]]] = {
    models.Note: {"mentions": models.Member, "between": models.Draft},
    models.Licence: {"references": models.Reference},
    models.Place: {
        "references": models.Reference,
        "drafts": models.Draft,
        "scenes": models.Scene,
    },
}
POINTS: TypeAdapter[Any] = TypeAdapter(Points)
Named = tuple[type[Model], Any]  # a row: its table and its key


@dataclass
class Rows:
    """What has been read, and where it leads."""

    film_id: UUID
    known: set[Named] = field(default_factory=set)
    named: set[Named] = field(default_factory=set)
    subjects: set[UUID] = field(default_factory=set)  # what jobs were about
    shots: list[tuple[UUID, dict[str, Any]]] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)  # by which people are known here

    def read(self, file: zipfile.ZipFile, team: models.Team, users: Users, blobs: Blobs) -> None:
        """Insert every row. Shots come open; blobs and that they are held is for `blobs` to say."""
        self.named.add((models.Film, self.film_id))
        self.accounts = [Account(was=old_id, now=user.id) for old_id, user in users.items()]
        for row in lines.rows(file, RECORDS):
            if type(row) not in TABLES:
                raise Unreadable(f"It holds rows that no film has: {type(row).__name__}.")
            self._heed(row)
            if isinstance(row, models.Blob):
                blobs.lists(row)
            elif isinstance(row, models.Holding):
                blobs.holds(row)
            else:
                blobs.names(row)
                self._adapt(row, team, users)
                _insert(row)
        if sum(model is models.Film for model, _key in self.known) != 1:
            raise Unreadable("It holds more than one film.")

    def read_ledger(self, file: zipfile.ZipFile, about: dict[str, Any], blobs: Blobs) -> None:
        """Insert every entry, and the head that they lead to."""
        last = None
        for row in lines.rows(file, LEDGER):
            if not isinstance(row, models.Entry) or row.film_id != self.film_id:
                raise Unreadable("Its ledger is of another film.")
            self.named.update(_actors(row))
            if row.payload is not None and not _is_canonical(row.payload, dict):
                raise Unreadable(f"Entry {row.seq} of its ledger: its payload is no record.")
            blobs.erases(row)
            _insert(row)
            last = row
        if last is None or (last.seq, bytes(last.hash).hex()) != (about["entries"], about["head"]):
            raise Unreadable("Its ledger does not end where it says it does.")
        models.Head.objects.create(film_id=self.film_id, seq=last.seq, hash=last.hash)

    def lead_nowhere_else(self) -> None:
        """Refuse rows that lead to what is not in the archive. Raises Unreadable."""
        for model, key in self.named - self.known:
            raise Unreadable(f"It names a row of another film: {model.__name__} {key}.")
        references = {key for model, key in self.known if model is models.Reference}
        if models.Upload.objects.filter(id__in=references | self.subjects).exists():
            raise Unreadable("It names an upload of this studio.")
        for model in (models.Film, models.Reference, models.Generation, models.Draft):
            keys = {key for table, key in self.known if table is model}
            if model._default_manager.filter(pk__in=self.subjects - keys).exists():
                raise Unreadable(f"It names a row of another film: {model.__name__}.")

    def close(self) -> None:
        """Give the shots their picture and their lock, past which nothing can be inserted."""
        for shot, closing in self.shots:
            models.Shot.objects.filter(pk=shot).update(**closing)

    def _heed(self, row: Model) -> None:
        """Remember a row and where it leads."""
        if (type(row), row.pk) in self.known and type(row) not in COUNTED:
            raise ValueError(f"a row is in it twice, {type(row).__name__} {row.pk}")
        self.known.add((type(row), row.pk))
        self.named.update(_leads(row))
        self.named.update(_actors(row))
        if isinstance(row, models.Job):
            self.subjects.add(row.subject)

    def _adapt(self, row: Model, team: models.Team, users: Users) -> None:
        """What is otherwise here than where the archive was written."""
        if type(row) in ROLES and not set(getattr(row, ROLES[type(row)])) <= set(Role.values):
            raise Unreadable("It names a role that there is not.")
        if isinstance(row, models.Film):
            row.team = team
        elif isinstance(row, models.Member):
            if row.user_id not in users:
                raise Unreadable(f"{PEOPLE} does not say who member {row.pk} is.")
            row.user = users[row.user_id]
        elif isinstance(row, models.Reference):
            row.upload = None  # its pieces are not in the archive
        elif isinstance(row, models.Job) and not row.ended:
            row.state, row.lease_until = models.Job.State.CANCELLED, None
        elif isinstance(row, models.Stroke):
            if not _is_canonical(row.points, list):
                raise Unreadable("It holds a stroke that is none.")
            POINTS.validate_json(row.points)
        elif isinstance(row, models.Shot):
            self.shots.append((row.id, {name: getattr(row, name) for name in CLOSING}))
            row.selected_id = row.selected_at = row.locked_at = None


def _leads(row: Model) -> Iterator[Named]:
    """The rows that a row names."""
    for column in row._meta.concrete_fields:
        key = getattr(row, column.attname)
        if isinstance(column, ForeignKey) and column.related_model in TABLES and key is not None:
            yield column.related_model, key
    for name, model in LISTED.get(type(row), {}).items():
        for key in getattr(row, name):
            yield model, key


def _actors(row: Model) -> Iterator[Named]:
    """The members and people that a row says have acted."""
    for column in ACTORS.get(type(row), ()):
        kind, _colon, id_ = getattr(row, column).partition(":")
        if kind in ACTING:
            yield ACTING[kind], UUID(id_)


def _is_canonical(text: str, shape: type) -> bool:
    """Whether a text is JSON as it is written here: it goes out to browsers as it stands."""
    value = json.loads(text)
    return isinstance(value, shape) and chain.canonical(value) == text


def _insert(row: Model) -> None:
    if type(row) in COUNTED:
        row.pk = None
    row.save_base(raw=True, force_insert=True)
