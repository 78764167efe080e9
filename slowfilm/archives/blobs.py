"""The bytes of an archive. A film holds only what lies in its own archive and hashes right.

What the archive's rows say of blobs, that they are held, how large they are and of what type, is
checked or not read at all: whatever is in this studio already, nobody gets it by naming it.
"""

import hashlib
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.db.models import Model

from slowfilm import models, storage
from slowfilm.archives.container import Unreadable, media_name
from slowfilm.archives.tables import blob_columns
from slowfilm.clearance.work_events import PAPERS
from slowfilm.cuts.events import RENDERED, TIMELINES
from slowfilm.ledger.events import PayloadsErased
from slowfilm.ledger.messages import verb_of
from slowfilm.media import sniff
from slowfilm.media.names import MATTES_TYPE
from slowfilm.references.prepare import COPIES
from slowfilm.shots.make import MEDIA_TYPES
from slowfilm.storage import BLOCK, room_needed

ERASED = verb_of(PayloadsErased)
DIGEST = re.compile(r"[0-9a-f]{64}")
Since = dict[str, datetime | None]
Kinds = set[str]  # the MIME types a column's files may have; the bytes say which
PICTURES: Kinds = set(sniff.PICTURES.values())
MASTERS: Kinds = {MEDIA_TYPES["master"], "video/x-matroska"}  # of today, and of older drafts


def _of_reference(row: Any, column: str) -> Kinds:
    if column == "original_id":
        return {row.facts["media_type"]}
    if kind := COPIES[column.removesuffix("_id")].get(row.kind):
        return {kind}
    raise Unreadable(f"It says that a {row.kind or 'file'} has a {column.removesuffix('_id')}.")


def _of_draft(row: Any, column: str) -> Kinds:
    return MASTERS if column == "master_id" else {MEDIA_TYPES[column.removesuffix("_id")]}


# For each table that names blobs: what a column of a row of it may name.
KINDS: dict[type[Model], Callable[[Any, str], Kinds]] = {
    models.Reference: _of_reference,
    models.Draft: _of_draft,
    models.Release: lambda row, column: PICTURES,
    models.Keyframe: lambda row, column: PICTURES,
    models.Generation: lambda row, column: {"image/jpeg", "image/webp"},
    models.ComparisonCell: lambda row, column: {"image/png"},
    models.Licence: lambda row, column: set(PAPERS),
    models.CutVersion: lambda row, column: set(TIMELINES.values()),
    models.DraftFigures: lambda row, column: {MATTES_TYPE},
    models.CutRender: lambda row, column: {RENDERED[column.removesuffix("_id")]},
}


@dataclass
class Blobs:
    """What an archive's rows say of its files, gathered while they are read."""

    file: zipfile.ZipFile
    put: list[str]  # what was not in the store and may be there now
    listed: set[str] = field(default_factory=set)
    since: dict[str, Since] = field(default_factory=dict)  # from whom they are hidden
    named: dict[str, Kinds] = field(default_factory=dict)
    absent: dict[str, models.Blob] = field(default_factory=dict)  # what does not lie in it
    erased: dict[str, datetime] = field(default_factory=dict)  # by an entry of its ledger

    def lists(self, blob: models.Blob) -> None:
        """A row that says there is such a file. Its size must be so; its type is not believed."""
        if not DIGEST.fullmatch(blob.digest):
            raise _spoiled(blob.digest)
        if media_name(blob.digest) not in self.file.NameToInfo:
            self.absent[blob.digest] = blob
            return
        if self._info(blob.digest).file_size != blob.size:
            raise _spoiled(blob.digest)
        self.listed.add(blob.digest)

    def erases(self, entry: models.Entry) -> None:
        """An entry of the ledger that may say of files that they were erased. Raises ValueError."""
        if entry.verb == ERASED and entry.payload is not None:
            fact = PayloadsErased.model_validate_json(entry.payload)
            self.erased |= dict.fromkeys(fact.blobs, entry.at)

    def holds(self, holding: models.Holding) -> None:
        """A row that says the film holds a file: of it only counts since when it is hidden."""
        self.since[holding.blob_id] = {
            "frozen_at": holding.frozen_at,
            "hidden_at": holding.hidden_at,
        }

    def names(self, row: Model) -> None:
        """A row of any other table, which may name files."""
        for column in blob_columns(type(row)):
            if digest := getattr(row, column):
                self.named.setdefault(digest, KINDS[type(row)](row, column))

    def need_room(self) -> None:
        """Raise Full unless all that is new fits here: on its way each file lies here twice."""
        missing = [
            digest
            for digest in self.named
            if digest not in self.absent and not storage.there(digest)
        ]
        new = [self._info(digest).file_size for digest in missing]
        storage.need_room(Path(tempfile.gettempdir()), max(new, default=0))
        if place := storage.folder():
            storage.need_room(place, sum(new) + max(new, default=0))

    def keep(self, film_id: UUID) -> None:
        """Read every file, and keep those that the film's rows name. Raises Unreadable, Full.

        What does not lie in the archive has to be named by an erasure; what is, must not.
        """
        for digest in self.listed & self.erased.keys():
            raise Unreadable(f"The file {digest[:12]}… lies in it, and was erased.")
        for digest in sorted(self.absent):
            self._keep_erased(film_id, digest)
        for digest in sorted(self.listed):
            with room_needed(), tempfile.NamedTemporaryFile(prefix="slowfilm-") as copy:
                with self.file.open(self._info(digest)) as source:
                    head, actual = _copied(source, copy)
                if actual != digest:
                    raise _spoiled(digest)
                if digest in self.named:
                    self._keep(film_id, digest, Path(copy.name), head)

    def _keep(self, film_id: UUID, digest: str, copy: Path, head: bytes) -> None:
        possible = {kind for kind in self.named[digest] if sniff.may_be(kind, head)}
        if len(possible) > 1:
            possible &= sniff.types(head)
        if not possible:
            kinds = " or ".join(sorted(self.named[digest]))
            raise Unreadable(f"The file {digest[:12]}… is no {kinds}.")
        if not storage.there(digest):
            self.put.append(digest)
        storage.keep(copy, min(possible), film_id)
        if since := self.since.get(digest):
            models.Holding.objects.filter(film_id=film_id, blob_id=digest).update(**since)

    def _keep_erased(self, film_id: UUID, digest: str) -> None:
        """A row without bytes: what it was called is known, and since when it is gone."""
        moment = self.erased.get(digest)
        if moment is None or digest not in self.named:
            raise _missing(digest)
        record, possible = self.absent[digest], self.named[digest]
        kind = record.media_type if record.media_type in possible else min(possible)
        storage.keep_erased(film_id, digest, record.size, kind, moment)
        if (since := self.since.get(digest)) and since["hidden_at"]:
            holdings = models.Holding.objects.filter(film_id=film_id, blob_id=digest)
            holdings.update(hidden_at=since["hidden_at"])

    def _info(self, digest: str) -> zipfile.ZipInfo:
        try:
            return self.file.getinfo(media_name(digest))
        except KeyError as error:
            raise _missing(digest) from error


def _missing(digest: str) -> Unreadable:
    return Unreadable(f"The file {digest[:12]}… is missing.")


def _spoiled(digest: str) -> Unreadable:
    return Unreadable(f"The file {digest[:12]}… is not what it was.")


def _copied(source: IO[bytes], target: IO[bytes]) -> tuple[bytes, str]:
    """Copy a file: its first bytes, and its SHA-256."""
    digest, head = hashlib.sha256(), b""
    while block := source.read(BLOCK):
        head = head or block
        digest.update(block)
        target.write(block)
    target.flush()
    return head, digest.hexdigest()
