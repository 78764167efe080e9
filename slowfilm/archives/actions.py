"""Asking for a film's archive, and writing it."""

import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from slowfilm import storage
from slowfilm.archives.out import take_out
from slowfilm.archives.tables import ARCHIVE
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end, enqueue
from slowfilm.ledger import Refused, act, events
from slowfilm.ledger.models import Entry


def ask(*, film_id: UUID, actor: str, command: UUID | None) -> Entry:
    """Have everything of a film written into one archive. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        if Job.objects.open().filter(kind="take-out", subject=film_id).exists():
            raise Refused("under-way", _("An archive is being written already."))
        enqueue(film_id=film_id, kind="take-out", subject=film_id, queue="io")
        return this.record(events.ArchiveAsked())


def write(job: Job, lease: Lease) -> None:
    """The job: write the archive and keep it as a blob of the film."""
    folder = Path(settings.DATA) / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".zip") as file:
        path = Path(file.name)
        take_out(job.film_id, path, lease.progress)
        blob = storage.keep(path, ARCHIVE, job.film_id)
    with act(job.film_id, "system") as this:
        end(job, Job.State.DONE)
        this.record(events.FilmTakenOut(archive=blob.digest, size=blob.size))


def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """The job could not be done."""
    with act(job.film_id, "system") as this:
        end(job, Job.State.FAILED, code, facts)
        this.record(events.ArchiveFailed(error=code))
