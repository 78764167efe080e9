"""The HTTP API's part for background work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from slowfilm.api.base import Fault, member_of
from slowfilm.api.paging import Paging, paged
from slowfilm.jobs.models import Job

router = Router()
# What a member asks for or waits for; letters and webhooks are nobody else's.
KINDS = (
    *("prepare-reference", "strip-reference", "choose-tracks"),
    "prepare-draft",
    *("generate", "guess-layout", "compare-drafts", "render-cut"),
)


class JobOut(Schema):
    """One piece of background work: queued, running, done, failed or cancelled.

    `subject` is what it is about: the id of a reference, an upload, a generation, a version of a
    cut. `share` is how far it is, 0 to 1. `error` is a code.
    """

    id: UUID
    kind: str
    subject: UUID
    state: str
    share: float
    attempt: int
    error: str
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @staticmethod
    def resolve_share(job: Job) -> float:
        return job.progress


def _jobs(film_id: UUID) -> QuerySet[Job]:
    return Job.objects.filter(film_id=film_id, kind__in=KINDS)


@router.get(
    "/films/{uuid:film_id}/jobs",
    response={200: list[JobOut], 404: Fault},
    tags=["jobs"],
)
def jobs(
    request: HttpRequest,
    response: HttpResponse,
    film_id: UUID,
    page: Query[Paging],
    subject: UUID | None = None,
) -> Any:
    """A film's background work, the newest first; `subject` asks for what is about one thing."""
    rows = _jobs(member_of(request, film_id).film_id)
    if subject is not None:
        rows = rows.filter(subject=subject)
    return paged(request, response, rows, ("-queued_at", "-id"), page)


@router.get(
    "/films/{uuid:film_id}/jobs/{uuid:job_id}",
    response={200: JobOut, 404: Fault},
    tags=["jobs"],
)
def job(request: HttpRequest, film_id: UUID, job_id: UUID) -> Any:
    """One piece of background work as it stands now."""
    return get_object_or_404(_jobs(member_of(request, film_id).film_id), id=job_id)
