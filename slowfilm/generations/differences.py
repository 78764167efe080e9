"""Where and how much a draft differs from that of its whole brief: asked for once both are there.

Nothing of the film changes, so no entry is made: picture and number are kept beside the cell.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from slowfilm.generations.models import Comparison
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import end, enqueue

DIFFERENCE = JobKind("compare-drafts", "io")


def ask_differences(generation: UUID) -> None:
    """Ask for every difference that can be worked out now that this generation has its draft.

    Inside an act, so that of two that end at once the later sees the earlier.
    """
    concerned = Comparison.objects.filter(
        kind=Comparison.Kind.LEFT_OUT, cells__generation=generation
    )
    for comparison in concerned.distinct():
        _ask(comparison)


def _ask(comparison: Comparison) -> None:
    first, *others = comparison.cells.select_related("generation")
    if first.generation.draft_id is None:
        return
    for cell in others:
        jobs = Job.objects.filter(kind=DIFFERENCE.name, subject=cell.generation_id)
        if cell.generation.draft_id and cell.distance is None and not jobs.open().exists():
            enqueue(film_id=comparison.film_id, kind=DIFFERENCE, subject=cell.generation_id)


@DIFFERENCE.fails
def fail(job: Job, code: str, facts: Mapping[str, str | int]) -> None:
    """Say that it could not be worked out, and why. Raises Superseded."""
    with transaction.atomic():
        end(job, Job.State.FAILED, code, dict(facts))
