"""Work that uses what is to be erased is stopped, in the act that asks for it or does it.

A job that runs is taken from its worker: what that still makes counts no more (`queue.end`), and
whoever claims the job next ends it, with its entry where its kind has one. So a crash in between
leaves a job that waits to be ended, and nothing that comes back.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from slowfilm.cuts.models import CutVersion
from slowfilm.generations.models import ComparisonCell, Generation
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import take_away
from slowfilm.ledger.chain import canonical
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

# Work that reads no picture or sound of the film.
HARMLESS = ("daily-letter", "sitting-letter", "deliver-webhook", "erase-files")
# Work that may read any of them.
OF_ALL = ("export-archive", "notes-pdf", "key-sheet-pdf", "title-pdf", "sitting-pdf")


def work_on(film_id: UUID, references: Iterable[UUID], drafts: Iterable[UUID]) -> list[Job]:
    """The open jobs of a film that use these references and drafts: seven queries at most."""
    jobs = Job.objects.open().filter(film=film_id).exclude(kind__in=HARMLESS)
    if not (waiting := list(jobs.order_by("queued_at", "id"))):
        return []
    named = _named(set(references), set(drafts))
    return [job for job in waiting if _uses(job, named)]


def stop(jobs: Iterable[Job], moment: datetime) -> int:
    """Within an act: let none of these make anything any more; how many were open still."""
    return take_away([job.id for job in jobs], moment)


def _uses(job: Job, named: set[str]) -> bool:
    if job.kind in OF_ALL or str(job.subject) in named:
        return True
    asked = canonical(job.facts)
    return any(each in asked for each in named)


def _named(references: set[UUID], drafts: set[UUID]) -> set[str]:
    """What a job that uses one of these names: it, its files, a run, a comparison, or a cut."""
    cited = Q(brief__citations__reference__in=references) | Q(brief__lines__take__in=references)
    runs = set(Generation.objects.filter(cited | Q(draft__in=drafts)).values_list("id", flat=True))
    beside = ComparisonCell.objects.filter(comparison__cells__generation__in=runs)
    shown = Q(clips__draft__in=drafts) | Q(sounds__reference__in=references)
    cuts = CutVersion.objects.filter(shown).values_list("id", flat=True)
    ids = {*references, *drafts, *runs, *beside.values_list("generation", flat=True), *cuts}
    return {str(id_) for id_ in ids} | _files(references, drafts)


def _files(references: set[UUID], drafts: set[UUID]) -> set[str]:
    """The digests by which a job may name what it reads."""
    rows = [
        *Reference.objects.filter(id__in=references).values_list("original", "proxy", "poster"),
        *Draft.objects.filter(id__in=drafts).values_list("master", "proxy", "poster"),
    ]
    return {str(digest) for row in rows for digest in row if digest}
