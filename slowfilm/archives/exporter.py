"""Taking a film out: one zip of its records, its ledger and its media."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from slowfilm import storage
from slowfilm.archives import container, media, signature
from slowfilm.archives import jsonl as lines
from slowfilm.archives.tables import rows_of
from slowfilm.ledger import chain
from slowfilm.ledger.models import Entry, Head
from slowfilm.models import Film, Member
from slowfilm.moment import one_moment
from slowfilm.storage import BLOCK, room_needed

FORMAT = 2
README = """This is a film made in Slowfilm, whole.
about.json      what it is, where its ledger stands, and who signed that
people.jsonl    who was on it (no passwords)
records.jsonl   every row of it
ledger.jsonl    every act on it, in order, with its hashes
media/DIGEST    every file, named by its SHA-256; what was erased is in about.json
"""


class Incomplete(Exception):
    """Files the film holds that are not in the store: `missing` are their digests."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


def take_out(film_id: UUID, target: Path, progress: Callable[[float], None]) -> dict[str, Any]:
    """Write a film's archive to `target`; answers what about.json says. Raises Full, Incomplete.

    Records and ledger are read in one moment; media never change, so they may follow. What was
    erased is named and not there. This studio signs where the ledger stands and what the records
    are.
    """
    with room_needed(), zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as file:
        with one_moment():
            inventory, gone = media.held(film_id), storage.all_erased(film_id)
            digests = [digest for digest in inventory if digest not in gone]
            if missing := [digest for digest in digests if not storage.there(digest)]:
                raise Incomplete(missing)
            file.writestr(container.README, README)
            files = {
                container.PEOPLE: lines.write(file, container.PEOPLE, _people(film_id)),
                container.RECORDS: lines.write(file, container.RECORDS, _records(film_id)),
                container.LEDGER: lines.write(file, container.LEDGER, _ledger(film_id)),
            }
            erased = [digest for digest in inventory if digest in gone]
            about = signature.signed(_about(film_id) | {"files": files, "erased": erased})
            file.writestr(container.ABOUT, json.dumps(about, ensure_ascii=False, indent=2))
        for number, digest in enumerate(digests, 1):
            _blob(file, digest)
            progress(number / len(digests))
    return about


def _about(film_id: UUID) -> dict[str, Any]:
    film, head = Film.objects.get(id=film_id), Head.objects.get(film_id=film_id)
    return {
        "format": FORMAT,
        "film": str(film.id),
        "title": film.title,
        "team": {"id": str(film.team_id), "name": film.team.name},
        "founder": str(film.team.founder_id),
        "entries": head.seq,
        "head": bytes(head.hash).hex(),
        "at": chain.stamp(timezone.now()),
    }


def _people(film_id: UUID) -> Iterator[dict[str, str]]:
    film = Film.objects.select_related("team__founder").get(id=film_id)
    users = {film.team.founder_id: film.team.founder}
    for member in Member.objects.filter(film_id=film_id).select_related("user"):
        users[member.user_id] = member.user
    for user in users.values():
        yield {"id": str(user.id), "email": user.email, "name": user.name}


def _records(film_id: UUID) -> Iterator[Model]:
    for rows in rows_of(film_id):
        yield from rows.order_by("pk").iterator(chunk_size=500)


def _ledger(film_id: UUID) -> Iterator[Entry]:
    return Entry.objects.filter(film_id=film_id).order_by("seq").iterator(chunk_size=500)


def _blob(file: zipfile.ZipFile, digest: str) -> None:
    with (
        storage.on_disk(digest) as path,
        path.open("rb") as source,
        file.open(container.media_name(digest), "w", force_zip64=True) as out,
    ):
        shutil.copyfileobj(source, out, BLOCK)
