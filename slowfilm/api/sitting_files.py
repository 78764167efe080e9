"""The HTTP API's part for a sitting's files: its calendar file, and its record as a PDF."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router, Schema

from slowfilm.api.base import Fault, key_of, member_of
from slowfilm.api.files import A_CALENDAR, A_FILE, sent
from slowfilm.cuts.downloads import Download, named
from slowfilm.films.models import Member
from slowfilm.jobs.models import Job
from slowfilm.ledger import Refused
from slowfilm.sittings import letters, pdf_job
from slowfilm.sittings.models import Sitting

router = Router()
ONE = "/films/{uuid:film_id}/sittings/{uuid:sitting_id}"


class SittingPdfOut(Schema):
    """A record as a PDF: queued, running, done, failed or cancelled. `error` is a code.

    Once it is done, its file is under …/pdf/ID/download, for a day.
    """

    id: UUID
    state: str
    language: str
    queued_at: datetime
    ended_at: datetime | None
    error: str

    @staticmethod
    def resolve_language(job: Job) -> str:
        return str(job.facts["language"])


def _sitting(member: Member, sitting_id: UUID) -> Sitting:
    rows = Sitting.objects.filter(film_id=member.film_id).select_related("film")
    return get_object_or_404(rows, id=sitting_id)


@router.get(
    ONE + "/calendar",
    response={404: Fault},
    tags=["sittings"],
    operation_id="sitting_calendar",
    openapi_extra=A_CALENDAR,
)
def calendar(request: HttpRequest, film_id: UUID, sitting_id: UUID) -> HttpResponse:
    """A sitting as a calendar file (RFC 5545), made out to the caller; a cancellation of one that
    was called off.
    """
    member = member_of(request, film_id)
    return letters.calendar_answer(
        _sitting(member, sitting_id), member, request.build_absolute_uri("/")
    )


@router.post(
    ONE + "/pdf",
    response={202: SittingPdfOut, 404: Fault, 409: Fault},
    tags=["sittings"],
)
def ask_sitting_pdf(request: HttpRequest, film_id: UUID, sitting_id: UUID) -> Any:
    """Have the record written as a PDF, in the language of `Accept-Language`, with the frames that
    were spoken of. Refused as `not-ended` before the sitting's end.

    While one is being written in that language, that one is answered.
    """
    member = member_of(request, film_id)
    sitting = _sitting(member, sitting_id)
    if sitting.ended_at is None:
        raise Refused("not-ended", _("A sitting has its record once it has ended."))
    return 202, pdf_job.ask(sitting, get_language() or "en", key_of(request))


@router.get(ONE + "/pdf", response={200: list[SittingPdfOut], 404: Fault}, tags=["sittings"])
def sitting_pdfs(request: HttpRequest, film_id: UUID, sitting_id: UUID) -> Any:
    """The record's PDFs that were asked for in the last day, the newest three first."""
    return pdf_job.of_sitting(_sitting(member_of(request, film_id), sitting_id))


@router.get(
    ONE + "/pdf/{uuid:pdf_id}/download",
    response={404: Fault},
    tags=["sittings"],
    openapi_extra=A_FILE,
)
def download_sitting_pdf(
    request: HttpRequest, film_id: UUID, sitting_id: UUID, pdf_id: UUID
) -> HttpResponseBase:
    """A record as it was written: a PDF."""
    member = member_of(request, film_id)
    sitting = _sitting(member, sitting_id)
    job = get_object_or_404(pdf_job.asked_for(sitting), id=pdf_id)
    if not job.facts.get("pdf"):
        raise Http404
    return sent(request, member, Download(job.facts["pdf"], named(sitting.title)))
