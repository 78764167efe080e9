"""A version of a cut as one file: asked for, then rendered or given up, each in one act."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm import storage
from slowfilm.cuts import events
from slowfilm.cuts.clearing import cleared
from slowfilm.cuts.models import CutRender, CutVersion
from slowfilm.films.roles import May
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import end, enqueue
from slowfilm.ledger import SYSTEM, Act, Refused, act, action
from slowfilm.ledger.models import Entry
from slowfilm.storage import Blob

RENDER = JobKind("render-cut", "io")


@action(events.RenderCut, May.MAKE, events.CutRenderAsked)
def render_cut(this: Act, command: events.RenderCut) -> events.CutRenderAsked:
    """Have a version rendered. Refused while it is, where it shows nothing, and uncleared."""
    version = version_of(this.film_id, command.version)
    if not version.clips.exists():
        raise Refused("empty", _("There is no shot in this version yet."))
    if Job.objects.open().filter(kind=RENDER.name, subject=version.id).exists():
        raise Refused("under-way", _("This version is being rendered already."))
    if not (answer := cleared(version)).cleared:
        raise Refused("uncleared", answer.summed())
    enqueue(film_id=this.film_id, kind=RENDER, subject=version.id)
    return events.CutRenderAsked(cut=version.cut_id, version=version.id)


def version_of(film_id: UUID, version: UUID) -> CutVersion:
    """A version of a cut of the film. Raises Refused."""
    versions = CutVersion.objects.select_related("cut")
    row = versions.filter(cut__film_id=film_id, id=version).first()
    if row is None:
        raise Refused("no-version", _("There is no such version in this film."))
    return row


def rendered(*, job: Job, files: Mapping[str, Blob]) -> Entry:
    """Record what a worker made of a version. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.DONE)
        version = version_of(job.film_id, job.subject)
        storage.hold(job.film_id, set(files.values()))
        blobs = {name: files.get(name) for name in events.RENDERED}
        CutRender.objects.create(
            id=this.command, film_id=job.film_id, version=version, rendered_at=this.at, **blobs
        )
        digests = {name: blob.digest if blob else None for name, blob in blobs.items()}
        return this.record(
            events.CutRendered.model_validate(
                {"cut": version.cut_id, "version": version.id, **digests}
            )
        )


@RENDER.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """The job could not be done. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.FAILED, code, facts)
        cut = version_of(job.film_id, job.subject).cut_id
        this.record(events.CutRenderFailed(cut=cut, version=job.subject, error=code))
