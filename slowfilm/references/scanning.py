"""That a file is to be scanned for faces and voices. How it is done is said in clearance/."""

from uuid import UUID

from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import enqueue

SCAN = JobKind("scan", "scan")  # a queue of its own: nothing that is brought in waits for it


def ask(film_id: UUID, subject: UUID) -> None:
    """Have a reference or draft scanned, inside an act; nothing more where that is to come."""
    if not Job.objects.open().filter(kind=SCAN.name, subject=subject).exists():
        enqueue(film_id=film_id, kind=SCAN, subject=subject)
