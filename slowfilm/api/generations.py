"""The HTTP API's part for generations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from slowfilm.api.base import Fault, key_of, member_of
from slowfilm.api.paging import Paging, paged
from slowfilm.films.roles import May
from slowfilm.generations.actions import cancel_generation, new_seed, queue_generation
from slowfilm.generations.characters import said
from slowfilm.generations.citations import Cited, Wanted
from slowfilm.generations.events import Seed
from slowfilm.generations.models import Generation
from slowfilm.generations.sending import Sending, leaving
from slowfilm.generations.sentences import of_failure
from slowfilm.ledger import Refused
from slowfilm.shots.models import Shot
from slowfilm.timecode import parse_rate

router = Router()


class CitationIn(Schema):
    """A reference, what it is for, and its part from `start` to `end` seconds.

    `frame` is where a keyframe stands, counted from 0. `light_crosses`: whether light may change a
    performance that is kept as it is (`verbatim`).
    """

    reference: UUID
    role: str
    start: float | None = Field(None, ge=0, le=1e6)
    end: float | None = Field(None, ge=0, le=1e6)
    frame: int | None = Field(None, ge=0, le=100_000)
    light_crosses: bool = False


class LineIn(Schema):
    """A line that is said, after `pause` seconds of silence."""

    line: UUID
    pause: float = Field(0, ge=0, le=600)


class LevelIn(Schema):
    """How loud a cited sound is over the shot: (seconds, dB) points, joined by lines.

    The tag `lines` is for all that is spoken. From -60 to 12 dB, at most 64 points.
    """

    tag: str
    points: list[tuple[float, float]]


class BriefIn(Schema):
    """What a generation is to make. Citations are tagged in order: @Image1, @Video1, @Audio1.
    A character's name behind an @ cites their references too: @林遥（1998）.

    A seed is a number from 0 to 2**63 − 1, best given as a decimal string: many readers of JSON
    round numbers over 2**53.
    """

    text: str
    engine: str
    width: int
    height: int
    rate: str = Field("24", examples=["24000/1001"])
    frames: int = Field(ge=1, le=100_000)
    seed: Seed | None = None
    labels: bool = Field(False, description="Burn in which references are on screen.")
    citations: list[CitationIn] = Field([], max_length=80)
    lines: list[LineIn] = Field([], max_length=80)
    layout: dict[str, Any] | None = Field(
        None,
        description="Where things stand in the plate, in shares of its width and height: "
        "`vanishing`, `horizon`, `lamps`, `screen`, `figures`, `occluders`. Null: the engine "
        "guesses.",
    )
    levels: list[LevelIn] = Field([], max_length=64)
    confirmed: str = Field(
        "",
        pattern="^([0-9a-f]{64})?$",
        description="For an engine that sends what it is given to a provider: the digest of "
        "what leaves, from `…/sending`, once somebody has looked at it.",
    )


class LeavingOut(Schema):
    """One reference that leaves, and what of it."""

    reference: UUID
    name: str
    tag: str
    role: str
    what: str
    span: tuple[float, float] | None


class SendingOut(Schema):
    """What leaves for a brief, and to whom. Without a provider nothing does.

    `confirmed` is the digest to be sent back with the brief.
    """

    provider: str = ""
    name: str = ""
    where: str = ""
    kept: str = ""
    text: str = ""
    lines: list[str] = []
    references: list[LeavingOut] = []
    confirmed: str = ""


class GenerationOut(Schema):
    """One run of a brief: queued, running, done, failed or cancelled."""

    id: UUID
    shot: UUID = Field(alias="shot_id")
    brief: UUID = Field(alias="brief_id")
    draft: UUID | None = Field(alias="draft_id")
    state: str = Field(alias="job.state")
    progress: float = Field(alias="job.progress")
    attempt: int = Field(alias="job.attempt")
    seed: str
    error: str = Field(alias="job.error")
    reason: str
    asked_at: datetime

    @staticmethod
    def resolve_seed(generation: Generation) -> str:
        return str(generation.brief.seed)

    @staticmethod
    def resolve_reason(generation: Generation) -> str:
        job = generation.job
        return of_failure(job.error, job.facts) if job.error else ""


@router.post(
    "/films/{uuid:film_id}/shots/{uuid:shot_id}/generations",
    response={201: GenerationOut, 403: Fault, 404: Fault, 409: Fault, 422: Fault},
    tags=["generations"],
)
def generate(request: HttpRequest, film_id: UUID, shot_id: UUID, brief: BriefIn) -> Any:
    """Queue a generation. An `Idempotency-Key` (a UUID) becomes its id: sent twice, queued once."""
    member = member_of(request, film_id, May.MAKE)
    entry = queue_generation(
        film_id=film_id,
        actor=member.actor,
        command=key_of(request),
        shot=shot_id,
        wanted=_wanted(film_id, brief),
        confirmed=brief.confirmed,
    )
    return 201, _generations(film_id).get(id=entry.command)


@router.post(
    "/films/{uuid:film_id}/shots/{uuid:shot_id}/sending",
    response={200: SendingOut, 403: Fault, 404: Fault, 409: Fault, 422: Fault},
    tags=["generations"],
)
def sending(request: HttpRequest, film_id: UUID, shot_id: UUID, brief: BriefIn) -> Any:
    """What would leave the team's machines for this brief, to whom. Queues nothing."""
    member_of(request, film_id, May.MAKE)
    get_object_or_404(Shot, film=film_id, id=shot_id)
    leaves = leaving(film_id, _wanted(film_id, brief))
    return SendingOut() if leaves is None else sending_out(leaves)


def sending_out(leaves: Sending) -> SendingOut:
    """What leaves for one brief, as a call answers it."""
    return SendingOut(
        provider=leaves.provider.id,
        name=_(leaves.provider.name),
        where=_(leaves.provider.where),
        kept=_(leaves.provider.kept),
        text=leaves.text,
        lines=list(leaves.lines),
        references=[LeavingOut.from_orm(item) for item in leaves.items],
        confirmed=leaves.digest,
    )


@router.get(
    "/films/{uuid:film_id}/generations",
    response={200: list[GenerationOut], 404: Fault},
    tags=["generations"],
)
def generations(
    request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]
) -> Any:
    """A film's generations, the newest first."""
    rows = _generations(member_of(request, film_id).film_id)
    return paged(request, response, rows, ("-asked_at", "-id"), page)


@router.get(
    "/films/{uuid:film_id}/generations/{uuid:generation_id}",
    response={200: GenerationOut, 404: Fault},
    tags=["generations"],
)
def generation(request: HttpRequest, film_id: UUID, generation_id: UUID) -> Any:
    """One generation as it stands now."""
    return get_object_or_404(_generations(member_of(request, film_id).film_id), id=generation_id)


@router.post(
    "/films/{uuid:film_id}/generations/{uuid:generation_id}/cancel",
    response={200: GenerationOut, 403: Fault, 404: Fault, 409: Fault},
    tags=["generations"],
)
def cancel(request: HttpRequest, film_id: UUID, generation_id: UUID) -> Any:
    """Stop a generation, at once or as soon as its engine hears it."""
    member = member_of(request, film_id, May.MAKE)
    cancel_generation(
        film_id=film_id, actor=member.actor, command=key_of(request), generation=generation_id
    )
    return _generations(film_id).get(id=generation_id)


def _generations(film_id: UUID) -> QuerySet[Generation]:
    return Generation.objects.filter(film_id=film_id).select_related("job", "brief")


def _wanted(film_id: UUID, brief: BriefIn) -> Wanted:
    try:
        lines = tuple(said(film_id, [(line.line, _ms(line.pause) or 0) for line in brief.lines]))
    except LookupError as error:
        raise Refused("no-line", _("There is no such line in this film.")) from error
    try:
        rate = parse_rate(brief.rate)
    except ValueError as error:
        raise Refused("malformed", _("A rate reads 24 or 24000/1001.")) from error
    return Wanted(
        text=brief.text,
        engine=brief.engine,
        width=brief.width,
        height=brief.height,
        rate=rate,
        frames=brief.frames,
        seed=new_seed() if brief.seed is None else brief.seed,
        citations=tuple(
            Cited(
                citation.reference,
                citation.role,
                _ms(citation.start),
                _ms(citation.end),
                citation.frame,
                light_crosses=citation.light_crosses,
            )
            for citation in brief.citations
        ),
        lines=lines,
        labels=brief.labels,
        layout=brief.layout,
        levels=[level.dict() for level in brief.levels],
    )


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)
