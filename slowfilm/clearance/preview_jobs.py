"""Jobs whose results are for one release link alone, and kept with the job.

Nothing of the film changes by them, so no entry is made. Only the link, while it is open, leads to
what they made; once it is signed, ended or over that is deleted.
"""

from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from slowfilm.clearance.models import ReleaseLink
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import end, enqueue

KINDS = ("release-previews", "release-voices")


def asked(link: ReleaseLink, kind: JobKind, told: dict[str, Any]) -> Job:
    """The job that makes what is told, asked for where nobody has yet."""
    job = latest(link, kind, told)
    if job is None:
        try:
            with transaction.atomic():
                return enqueue(
                    film_id=link.film_id,
                    kind=kind,
                    subject=_subject(link, told),
                    facts={"asked": told, "link": str(link.id)},
                )
        except IntegrityError:  # the page was opened twice at the same moment
            job = latest(link, kind, told)
    assert job is not None
    return job


def latest(link: ReleaseLink, kind: JobKind, told: dict[str, Any]) -> Job | None:
    """The newest of those jobs that nobody cancelled."""
    jobs = Job.objects.filter(film=link.film_id, kind=kind.name, subject=_subject(link, told))
    return jobs.exclude(state=Job.State.CANCELLED).order_by("-queued_at").first()


def forget() -> int:
    """Delete what was made for links that are signed, ended or over; how many jobs there were."""
    jobs = Job.objects.filter(kind__in=KINDS).exclude(id__in=Job.objects.open())
    link_of = dict(jobs.values_list("id", "facts__link"))
    links = ReleaseLink.objects.filter(id__in=set(link_of.values()))
    open_links = {str(link.id) for link in links if link.state == ReleaseLink.State.OPEN}
    gone = [job for job, link in link_of.items() if link not in open_links]
    return Job.objects.filter(id__in=gone).delete()[0]


def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """It could not be made. Raises Superseded."""
    with transaction.atomic():
        end(job, Job.State.FAILED, code, {**facts, "link": job.facts["link"]})


def _subject(link: ReleaseLink, told: dict[str, Any]) -> UUID:
    return uuid5(link.id, repr(told))
