"""Asking for a film's archive, and writing it."""

from django.utils.translation import gettext as _

from slowfilm import storage
from slowfilm.archives import events, media
from slowfilm.archives.exporter import Incomplete, take_out
from slowfilm.films.roles import May
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end, enqueue
from slowfilm.jobs.workplace import workplace
from slowfilm.ledger import SYSTEM, Act, Refused, act, action

EXPORT = JobKind("export-archive", "io")


@action(events.AskArchive, May.MANAGE, events.ArchiveAsked)
def ask(this: Act, command: events.AskArchive) -> events.ArchiveAsked:
    """Have everything of a film written into one archive."""
    if Job.objects.open().filter(kind=EXPORT.name, subject=this.film_id).exists():
        raise Refused("under-way", _("An archive is being written already."))
    enqueue(film_id=this.film_id, kind=EXPORT, subject=this.film_id)
    return events.ArchiveAsked()


@EXPORT.does
def write(job: Job, lease: Lease) -> None:
    """The job: write the archive and keep it as a blob of the film. Raises Full, Superseded."""
    with workplace(job) as folder:
        path = folder / "film.zip"
        storage.need_room(folder, media.size(job.film_id))
        try:
            take_out(job.film_id, path, lease.progress)
        except Incomplete as incomplete:
            fail(job, "media-lost", {"missing": len(incomplete.missing)})
            return
        blob = storage.keep(path, storage.ARCHIVE, job.film_id, settled=True)
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.DONE)
        this.record(events.FilmTakenOut(archive=blob.digest, size=blob.size))


@EXPORT.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """The job could not be done."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.FAILED, code, facts)
        this.record(events.ArchiveFailed(error=code))
