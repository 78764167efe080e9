"""Open jobs with the entries that asked for them."""

from collections.abc import Iterator
from uuid import UUID

from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.ledger.messages import Fact, verb_of
from slowfilm.ledger.models import Entry


def under_way(film_id: UUID, kind: JobKind, fact_type: type[Fact]) -> Iterator[tuple[Job, Entry]]:
    """Open jobs of a kind, each with the entry that asked for it, in the order they were asked."""
    open_ = Job.objects.open().filter(film_id=film_id, kind=kind.name)
    jobs = {job.subject: job for job in open_}
    entries = Entry.objects.filter(film_id=film_id, verb=verb_of(fact_type), command__in=jobs)
    for entry in entries.exclude(payload=None).order_by("seq"):
        yield jobs[entry.command], entry
