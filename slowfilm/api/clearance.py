"""The HTTP API's part for places, licences, decisions, and where a draft comes from."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from slowfilm.api.base import Fault, member_of
from slowfilm.api.commands import Call, made_by, row_of
from slowfilm.api.paging import Paging, paged
from slowfilm.clearance import decisions as deciding
from slowfilm.clearance import licences as licensing
from slowfilm.clearance import showing
from slowfilm.clearance.works import Decision, Dissent, Licence
from slowfilm.people import place_actions
from slowfilm.people.place import Place
from slowfilm.shots.models import Draft
from slowfilm.traces.graph import lineage as lineage_of

router = Router()


class PlaceOut(Schema):
    """A real place, what was agreed, and what shows it. Who lives there is told to nobody here."""

    id: UUID
    name: str
    kind: str
    agreed: str
    conditions: str
    cleared: bool
    answered_at: datetime | None
    references: list[UUID]
    drafts: list[UUID]
    scenes: list[UUID]


class LicenceOut(Schema):
    """What the rights holder of works allows. `state` is what it is worth now."""

    id: UUID
    kind: str
    part: str
    holder: str
    terms: str
    allows: list[str]
    media: str
    territory: str
    starts_at: datetime
    ends_at: datetime | None
    state: str
    references: list[UUID]


class DissentOut(Schema):
    """That a member sees a decision otherwise."""

    id: UUID
    words: str
    said_by: str
    said_at: datetime


class DecisionOut(Schema):
    """What was wanted, what was refused, why, and what came instead."""

    id: UUID
    wanted: str
    refused: str
    why: str
    instead: str
    scene: UUID | None = Field(alias="scene_id")
    shot: UUID | None = Field(alias="shot_id")
    place: UUID | None = Field(alias="place_id")
    instead_reference: UUID | None = Field(alias="instead_reference_id")
    instead_shot: UUID | None = Field(alias="instead_shot_id")
    in_seal: bool
    written_by: str
    written_at: datetime
    dissents: list[DissentOut]

    @staticmethod
    def resolve_dissents(decision: Decision) -> list[Dissent]:
        return list(decision.dissents.all())


class NodeOut(Schema):
    """One thing that a draft came from. `level` is how many steps away it is."""

    id: UUID
    kind: str
    name: str
    told: str
    level: int


class EdgeOut(Schema):
    """That `made` was made of `of`."""

    of: UUID
    made: UUID


class LineageOut(Schema):
    """Everything that a draft came from. `hands` and `engines`: by name, how much each made."""

    nodes: list[NodeOut]
    edges: list[EdgeOut]
    hands: dict[str, int]
    engines: dict[str, int]


def _places(film_id: UUID) -> QuerySet[Place]:
    return Place.objects.filter(film_id=film_id)


def _licences(film_id: UUID) -> QuerySet[Licence]:
    return Licence.objects.filter(film_id=film_id)


def _decisions(film_id: UUID) -> QuerySet[Decision]:
    return Decision.objects.filter(film_id=film_id).prefetch_related("dissents")


@router.get(
    "/films/{uuid:film_id}/places", response={200: list[PlaceOut], 404: Fault}, tags=["clearance"]
)
def places(request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]) -> Any:
    """A film's real places, by name."""
    rows = _places(member_of(request, film_id).film_id)
    return paged(request, response, rows, ("name", "id"), page)


@router.get(
    "/films/{uuid:film_id}/licences",
    response={200: list[LicenceOut], 404: Fault},
    tags=["clearance"],
)
def licences(
    request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]
) -> Any:
    """A film's licences, in the order they were recorded."""
    rows = _licences(member_of(request, film_id).film_id)
    return paged(request, response, rows, ("recorded_at", "id"), page)


@router.get(
    "/films/{uuid:film_id}/decisions",
    response={200: list[DecisionOut], 404: Fault},
    tags=["clearance"],
)
def decisions(
    request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]
) -> Any:
    """What a film gave up, and what came instead, in the order it was written."""
    rows = _decisions(member_of(request, film_id).film_id)
    return paged(request, response, rows, ("written_at", "id"), page)


@router.get(
    "/films/{uuid:film_id}/drafts/{uuid:draft_id}/lineage",
    response={200: LineageOut, 404: Fault},
    tags=["drafts"],
)
def lineage(request: HttpRequest, film_id: UUID, draft_id: UUID) -> Any:
    """Everything that a draft came from: drafts, briefs, references, people, places, papers."""
    drafts = Draft.objects.filter(film=member_of(request, film_id).film)
    graph = lineage_of(get_object_or_404(drafts.select_related("shot__scene"), id=draft_id))
    return {
        "nodes": sorted(graph.nodes.values(), key=lambda node: (node.level, str(node.id))),
        "edges": [{"of": of, "made": product} for of, product in sorted(graph.edges, key=str)],
        "hands": graph.hands,
        "engines": graph.engines,
    }


CALLS = (
    Call("/places", place_actions.add_place, PlaceOut, made_by(Place), "clearance", status=201),
    Call(
        "/places/{uuid:place_id}/agreement",
        place_actions.record_agreement,
        PlaceOut,
        row_of(_places, "place"),
        "clearance",
    ),
    Call(
        "/places/{uuid:place_id}/shown",
        showing.show_place,
        PlaceOut,
        row_of(_places, "place"),
        "clearance",
    ),
    Call(
        "/licences",
        licensing.record_licence,
        LicenceOut,
        made_by(Licence),
        "clearance",
        status=201,
    ),
    Call(
        "/licences/{uuid:licence_id}/works",
        licensing.license_works,
        LicenceOut,
        row_of(_licences, "licence"),
        "clearance",
    ),
    Call(
        "/licences/{uuid:licence_id}/withdraw",
        licensing.withdraw_licence,
        LicenceOut,
        row_of(_licences, "licence"),
        "clearance",
    ),
    Call(
        "/decisions",
        deciding.write_decision,
        DecisionOut,
        made_by(Decision),
        "clearance",
        status=201,
    ),
    Call(
        "/decisions/{uuid:decision_id}",
        deciding.change_decision,
        DecisionOut,
        row_of(_decisions, "decision"),
        "clearance",
        method="PUT",
    ),
    Call(
        "/decisions/{uuid:decision_id}/dissent",
        deciding.disagree,
        DecisionOut,
        row_of(_decisions, "decision"),
        "clearance",
        name="disagree",
    ),
)
for call in CALLS:
    call.add(router)
