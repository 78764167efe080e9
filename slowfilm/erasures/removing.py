"""The bytes of what was erased are removed: by a job, and where it was lost, by tidying."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from slowfilm import storage
from slowfilm.erasures.actions import ERASE
from slowfilm.erasures.models import Erasure
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end
from slowfilm.ledger.events import PayloadsErased
from slowfilm.ledger.messages import verb_of
from slowfilm.ledger.models import Entry


@ERASE.does
def remove(job: Job, lease: Lease) -> None:
    """The job; done again it does nothing. Raises Superseded."""
    blobs = erased_by(job.film_id, job.subject)
    for number, digest in enumerate(blobs, 1):
        storage.remove_erased(digest)
        lease.progress(number / len(blobs))
    with transaction.atomic():
        end(job, Job.State.DONE)


@ERASE.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """Not now: tidying does it within the hour. Raises Superseded."""
    with transaction.atomic():
        end(job, Job.State.FAILED, code, dict(facts))


def erased_by(film_id: UUID, erasure: UUID) -> list[str]:
    """The digests that an erasure names."""
    for fact in _facts(film_id):
        if fact.erasure == erasure:
            return list(fact.blobs)
    return []


def _facts(film_id: UUID) -> Iterator[PayloadsErased]:
    done = Entry.objects.filter(film=film_id, verb=verb_of(PayloadsErased)).exclude(payload=None)
    for text in done.values_list("payload", flat=True):
        yield PayloadsErased.model_validate_json(text or "")


def finish() -> int:
    """Remove what a lost or failed job has left; of how many erasures."""
    done = Job.objects.filter(kind=ERASE.name, state=Job.State.DONE).values("subject")
    under_way = Job.objects.open().filter(kind=ERASE.name).values("subject")
    left = Erasure.objects.filter(done_at__isnull=False).exclude(id__in=done)
    left = left.exclude(id__in=under_way)
    for erasure in left:
        for digest in erased_by(erasure.film_id, erasure.id):
            storage.remove_erased(digest)
        jobs = Job.objects.filter(kind=ERASE.name, subject=erasure.id)
        jobs.update(state=Job.State.DONE, error="", ended_at=timezone.now())
    return len(left)
