"""The HTTP API's part for comparisons: drafts of one brief side by side."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from slowfilm.api.base import Fault, key_of, member_of
from slowfilm.api.generations import SendingOut, sending_out
from slowfilm.films.roles import May
from slowfilm.generations import compare
from slowfilm.generations.models import Comparison, ComparisonCell
from slowfilm.generations.sending_many import digest_of, grouped

router = Router()


class CompareIn(Schema):
    """What to queue beside a generation.

    `seeds`: `count` new seeds. `engines`: the same brief on these. `left-out`: the same brief and
    seed without each input in turn.
    """

    kind: Literal["seeds", "engines", "left-out"]
    count: int = Field(4, ge=1, le=1000)
    engines: list[str] = Field([], max_length=80)
    confirmed: str = Field(
        "",
        pattern="^([0-9a-f]{64})?$",
        description="Where a draft is made by a provider: the digest of all that leaves, from "
        "`…/compare/sending`, once somebody has looked at it.",
    )


class SendingGroupOut(Schema):
    """What leaves for the drafts of one engine: all that any of them sends, `count` times.

    `apart`: each of them sends something less of it.
    """

    engine: str
    count: int
    apart: bool
    leaves: SendingOut


class ComparisonSendingOut(Schema):
    """What leaves for a comparison, an engine each; nothing where all is made here.

    `confirmed` is the digest to be sent back with the wish to compare.
    """

    groups: list[SendingGroupOut]
    confirmed: str


class CellOut(Schema):
    """One draft in a comparison. `distance`: how much it differs from the whole one, 0 to 1."""

    generation: UUID = Field(alias="generation_id")
    without: str
    draft: UUID | None = Field(alias="generation.draft_id")
    state: str = Field(alias="generation.job.state")
    distance: float | None
    difference: str | None = Field(alias="difference_id")


class ComparisonOut(Schema):
    """Drafts of one shot side by side; of `left-out` the first has all inputs."""

    id: UUID
    shot: UUID = Field(alias="shot_id")
    kind: str
    asked_at: datetime
    cells: list[CellOut]

    @staticmethod
    def resolve_cells(comparison: Comparison) -> list[ComparisonCell]:
        return list(comparison.cells.select_related("generation__job"))


@router.post(
    "/films/{uuid:film_id}/generations/{uuid:generation_id}/compare",
    response={201: ComparisonOut, 403: Fault, 404: Fault, 409: Fault, 422: Fault},
    tags=["comparisons"],
)
def ask(request: HttpRequest, film_id: UUID, generation_id: UUID, asked: CompareIn) -> Any:
    """Queue drafts to compare with a generation's: all of them or none.

    An `Idempotency-Key` (a UUID) becomes the comparison's id: sent twice, queued once. Refused as
    `not-confirmed` where something leaves for a provider that `confirmed` does not name.
    """
    member = member_of(request, film_id, May.MAKE)
    about: dict[str, Any] = {
        "film_id": film_id,
        "actor": member.actor,
        "command": key_of(request),
        "generation": generation_id,
        "confirmed": asked.confirmed,
    }
    match asked.kind:
        case "seeds":
            entry = compare.compare_seeds(**about, count=asked.count)
        case "engines":
            entry = compare.compare_engines(**about, engines=asked.engines)
        case "left-out":
            entry = compare.leave_one_out(**about)
    return 201, Comparison.objects.get(id=entry.command)


@router.post(
    "/films/{uuid:film_id}/generations/{uuid:generation_id}/compare/sending",
    response={200: ComparisonSendingOut, 403: Fault, 404: Fault, 409: Fault, 422: Fault},
    tags=["comparisons"],
)
def comparison_sending(
    request: HttpRequest, film_id: UUID, generation_id: UUID, asked: CompareIn
) -> Any:
    """What would leave the team's machines for these drafts, to whom. Queues nothing."""
    member_of(request, film_id, May.MAKE)
    leaves = compare.leaving(film_id, generation_id, _variants(film_id, generation_id, asked))
    groups = [
        SendingGroupOut(
            engine=group.leaves.engine,
            count=group.count,
            apart=group.apart,
            leaves=sending_out(group.leaves).model_copy(update={"confirmed": ""}),
        )
        for group in grouped(leaves)
    ]
    return {"groups": groups, "confirmed": digest_of(leaves) if leaves else ""}


def _variants(film_id: UUID, generation_id: UUID, body: CompareIn) -> list[compare.Variant]:
    match body.kind:
        case "seeds":
            return compare.other_seeds(body.count)
        case "engines":
            return compare.other_engines(body.engines)
        case "left-out":
            return compare.each_left_out(film_id, generation_id)


@router.get(
    "/films/{uuid:film_id}/comparisons/{uuid:comparison_id}",
    response={200: ComparisonOut, 404: Fault},
    tags=["comparisons"],
)
def comparison(request: HttpRequest, film_id: UUID, comparison_id: UUID) -> Any:
    """A comparison as it stands now."""
    film = member_of(request, film_id).film
    return get_object_or_404(Comparison, film=film, id=comparison_id)
