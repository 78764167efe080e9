"""A worker's way with a difference: two masters compared frame by frame."""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.db import transaction
from PIL import Image

from slowfilm import storage
from slowfilm.generations.differences import DIFFERENCE
from slowfilm.generations.models import Comparison, ComparisonCell
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end
from slowfilm.jobs.workplace import workplace
from slowfilm.media.difference import Difference, difference
from slowfilm.media.errors import MediaError


@DIFFERENCE.does
def work(job: Job, lease: Lease) -> None:
    """Work out how a generation's draft differs in every comparison. Raises Superseded, Full."""
    for cell in _waiting(job.subject):
        try:
            measures = _difference(cell, lease)
        except MediaError as error:
            if error.code != "cancelled":
                raise
            with transaction.atomic():
                end(job, Job.State.CANCELLED)
            return
        with workplace(job) as folder:
            _keep(cell, measures, folder)
    with transaction.atomic():
        end(job, Job.State.DONE)


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
    with storage.on_disk(first.master_id) as first_path, storage.on_disk(second.master_id) as other:
        about = (first_path, first.master_id), (other, second.master_id)
        frames = min(first.frames, second.frames)
        return difference(*about, frames, lease.cancelled)


def _keep(cell: ComparisonCell, measures: Difference, folder: Path) -> None:
    path = folder / "difference.png"
    Image.fromarray(measures.picture).save(path, optimize=True)
    blob = storage.keep(path, "image/png", cell.comparison.film_id)
    ComparisonCell.objects.filter(pk=cell.pk, distance=None).update(
        difference=blob, distance=measures.distance
    )
