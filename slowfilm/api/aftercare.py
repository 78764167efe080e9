"""The HTTP API's part for what follows a release, to be read: for members who may clear."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from slowfilm.api.base import Fault, member_of
from slowfilm.api.paging import Paging, paged
from slowfilm.clearance.after import WithdrawalStep
from slowfilm.clearance.aftercare import CheckIn, Copy, HarmCase
from slowfilm.films.roles import May

router = Router(tags=["clearance"])
WHY_NOT: dict[int, Any] = {403: Fault, 404: Fault}


class WithdrawalStepOut(Schema):
    """One thing that a withdrawal asks for, by a day, of a member."""

    id: UUID
    person: UUID = Field(alias="release.person_id")
    release: UUID = Field(alias="release_id")
    kind: str
    due: date
    owner: UUID | None = Field(alias="owner_id")
    done_at: datetime | None
    done_by: str
    remark: str


class CheckInOut(Schema):
    """A day on which a member asks a person how they are, and what came of it."""

    id: UUID
    person: UUID = Field(alias="person_id")
    due: date
    owner: UUID = Field(alias="owner_id")
    done_at: datetime | None
    done_by: str
    outcome: str


class HarmCaseOut(Schema):
    """That harm came to a person, and what is done about it. `words` are empty once erased."""

    id: UUID
    person: UUID = Field(alias="person_id")
    words: str
    opened_by: str
    opened_at: datetime
    remedy: str
    recalled: UUID | None = Field(alias="copy_id")
    due: date | None
    owner: UUID | None = Field(alias="owner_id")
    decided_at: datetime | None
    closed_at: datetime | None
    outcome: str


class CopyOut(Schema):
    """A copy of the film that went to a venue."""

    id: UUID
    venue: str
    medium: str
    territory: str
    version: str
    sent_on: date
    until: date | None
    recalled_at: datetime | None


@router.get(
    "/films/{uuid:film_id}/withdrawal-steps", response={200: list[WithdrawalStepOut], **WHY_NOT}
)
def withdrawal_steps(
    request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]
) -> Any:
    """What withdrawals ask for, by the day on which it is due."""
    film = member_of(request, film_id, May.CLEAR).film_id
    rows = WithdrawalStep.objects.filter(film_id=film).select_related("release")
    return paged(request, response, rows, ("due", "id"), page)


@router.get("/films/{uuid:film_id}/check-ins", response={200: list[CheckInOut], **WHY_NOT})
def check_ins(
    request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]
) -> Any:
    """When people are asked how they are, by the day on which it is due."""
    film = member_of(request, film_id, May.CLEAR).film_id
    return paged(request, response, CheckIn.objects.filter(film_id=film), ("due", "id"), page)


@router.get("/films/{uuid:film_id}/harm-cases", response={200: list[HarmCaseOut], **WHY_NOT})
def harm_cases(
    request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]
) -> Any:
    """Harm that came to people, and its remedies, in the order it was told."""
    film = member_of(request, film_id, May.CLEAR).film_id
    rows = HarmCase.objects.filter(film_id=film)
    return paged(request, response, rows, ("opened_at", "id"), page)


@router.get("/films/{uuid:film_id}/copies", response={200: list[CopyOut], **WHY_NOT})
def copies(request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]) -> Any:
    """Where copies of the film went, in the order they were sent."""
    film = member_of(request, film_id, May.CLEAR).film_id
    return paged(request, response, Copy.objects.filter(film_id=film), ("sent_on", "id"), page)
