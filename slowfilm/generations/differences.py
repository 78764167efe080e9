"""Where and how much a draft differs from that of its whole brief: asked for once both are there.

Nothing of the film changes, so no entry is made: picture and number are kept beside the cell.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID

from django.db import transaction
from PIL import Image

from slowfilm import storage
from slowfilm.generations.models import Comparison, ComparisonCell
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end, enqueue
from slowfilm.jobs.workplace import workplace
from slowfilm.media.difference import Difference, difference
from slowfilm.media.errors import MediaError

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
        asked = Job.objects.filter(kind=DIFFERENCE.name, subject=cell.generation_id)
        if cell.generation.draft_id and cell.distance is None and not asked.open().exists():
            enqueue(film_id=comparison.film_id, kind=DIFFERENCE, subject=cell.generation_id)


@DIFFERENCE.does
def work(job: Job, lease: Lease) -> None:
    """Work out how a generation's draft differs in every comparison. Raises Superseded, Full."""
    for cell in _waiting(job.subject):
        try:
            found = _difference(cell, lease)
        except MediaError as error:
            if error.code != "cancelled":
                raise
            with transaction.atomic():
                end(job, Job.State.CANCELLED)
            return
        with workplace(job) as folder:
            _keep(cell, found, folder)
    with transaction.atomic():
        end(job, Job.State.DONE)


@DIFFERENCE.fails
def fail(job: Job, code: str, facts: Mapping[str, str | int]) -> None:
    """Say that it could not be worked out, and why. Raises Superseded."""
    with transaction.atomic():
        end(job, Job.State.FAILED, code, dict(facts))


def _waiting(generation: UUID) -> Iterable[ComparisonCell]:
    cells = ComparisonCell.objects.filter(
        generation=generation,
        order__gt=0,
        distance=None,
        comparison__kind=Comparison.Kind.LEFT_OUT,
    )
    return cells.select_related("generation__draft", "comparison")


def _difference(cell: ComparisonCell, lease: Lease) -> Difference:
    whole = ComparisonCell.objects.select_related("generation__draft").get(
        comparison=cell.comparison_id, order=0
    )
    first, second = whole.generation.draft, cell.generation.draft
    if first is None or second is None:
        raise MediaError("no-picture")
    with storage.on_disk(first.master_id) as one, storage.on_disk(second.master_id) as other:
        about = (one, first.master_id), (other, second.master_id)
        frames = min(first.frames, second.frames)
        return difference(*about, frames, lease.cancelled)


def _keep(cell: ComparisonCell, found: Difference, folder: Path) -> None:
    path = folder / "difference.png"
    Image.fromarray(found.picture).save(path, optimize=True)
    blob = storage.keep(path, "image/png", cell.comparison.film_id)
    ComparisonCell.objects.filter(pk=cell.pk, distance=None).update(
        difference=blob, distance=found.distance
    )
