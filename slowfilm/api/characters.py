"""The HTTP API's part for characters and what they say."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from slowfilm.api.base import Fault, member_of
from slowfilm.api.paging import Paging, paged
from slowfilm.references.models import Character, CharacterReference, Line

router = Router()


class MaterialOut(Schema):
    """A reference of a character, and what it is of them."""

    reference: UUID = Field(alias="reference_id")
    role: str


class CharacterOut(Schema):
    """A person at a period, and the references of that period, in order.

    `title` is how a brief names them behind an @.
    """

    id: UUID
    title: str
    name: str = Field(alias="person.name")
    period: str
    person: UUID = Field(alias="person_id")
    references: list[MaterialOut]

    @staticmethod
    def resolve_references(character: Character) -> list[CharacterReference]:
        return list(character.material.all())


class LineOut(Schema):
    """Words that a character says. `take` is the sound that says them, from `start` to `end` s.

    `words` and `translation` are empty once they were erased with that sound.
    """

    id: UUID
    character: UUID = Field(alias="character_id")
    words: str
    dialect: str
    translation: str
    take: UUID | None = Field(alias="take_id")
    start: float | None
    end: float | None
    written_at: datetime

    @staticmethod
    def resolve_start(line: Line) -> float | None:
        return None if line.start_ms is None else line.start_ms / 1000

    @staticmethod
    def resolve_end(line: Line) -> float | None:
        return None if line.end_ms is None else line.end_ms / 1000


@router.get(
    "/films/{uuid:film_id}/characters",
    response={200: list[CharacterOut], 404: Fault},
    tags=["characters"],
)
def characters(
    request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]
) -> Any:
    """A film's characters, by name and period."""
    all_characters = Character.objects.filter(film=member_of(request, film_id).film)
    rows = all_characters.select_related("person").prefetch_related("material")
    return paged(request, response, rows, ("person__name", "period", "id"), page)


@router.get(
    "/films/{uuid:film_id}/characters/{uuid:character_id}",
    response={200: CharacterOut, 404: Fault},
    tags=["characters"],
)
def character(request: HttpRequest, film_id: UUID, character_id: UUID) -> Any:
    """One character with its references."""
    rows = Character.objects.select_related("person").prefetch_related("material")
    return get_object_or_404(rows, film=member_of(request, film_id).film, id=character_id)


@router.get(
    "/films/{uuid:film_id}/lines",
    response={200: list[LineOut], 404: Fault},
    tags=["characters"],
)
def lines(
    request: HttpRequest,
    response: HttpResponse,
    film_id: UUID,
    page: Query[Paging],
    character: UUID | None = None,
) -> Any:
    """What is said in a film, in the order it was written; `character` asks for one's lines."""
    rows = Line.objects.filter(film=member_of(request, film_id).film)
    if character is not None:
        rows = rows.filter(character=character)
    return paged(request, response, rows, ("written_at", "id"), page)
