"""The HTTP API's part for sittings: planned, held, decided in, and their record."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from slowfilm.api.base import Fault, member_of
from slowfilm.api.commands import Call, Done, Fields, made_by, row_of
from slowfilm.api.paging import Paging, paged
from slowfilm.ledger import Action, Refused
from slowfilm.ledger.models import Entry
from slowfilm.moment import one_moment
from slowfilm.reviews.models import Viewing
from slowfilm.sittings import actions, ending, events, holding, letters, presenters
from slowfilm.sittings.models import Sitting, SittingDecision, SittingTask

router = Router()
OVER = Q(ended_at__isnull=False) | Q(called_off_at__isnull=False)
STATES = {
    "all": Q(),
    "coming": ~OVER & Q(opened_at__isnull=True),
    "open": Q(opened_at__isnull=False, ended_at__isnull=True),
    "over": OVER,
}


class SittingRow(Schema):
    """A review session. `state` is planned, called-off, open or ended.

    `begins_at` is when it is planned for, in time zone `zone`; `reason` why it was called off.
    """

    id: UUID
    title: str
    state: str
    begins_at: datetime
    zone: str
    minutes: int
    planned_by: str
    reason: str
    opened_at: datetime | None
    ended_at: datetime | None


class SittingDecisionOut(Schema):
    """What was decided, of a frame of a draft or of a version of a cut: approved, changes, noted.

    `approval` and `request` are the act that binds, where there is one.
    """

    id: UUID
    kind: str
    member: UUID = Field(alias="member_id")
    draft: UUID | None = Field(alias="draft_id")
    frame: int | None
    version: UUID | None = Field(alias="version_id")
    approval: UUID | None = Field(alias="approval_id")
    request: UUID | None = Field(alias="request_id")
    words: str
    at: datetime


class SittingTaskOut(Schema):
    """Who does what by when."""

    id: UUID
    sitting: UUID = Field(alias="sitting_id")
    member: UUID = Field(alias="member_id")
    text: str
    due: date | None
    draft: UUID | None = Field(alias="draft_id")
    frame: int | None
    done_at: datetime | None


class SittingOut(SittingRow):
    """A sitting with its agenda and guests, and what was decided and given to do so far.

    `presenter` presents by `hold`: whoever takes over names the hold they have seen.
    """

    agenda: list[events.Item]
    guests: list[events.Guest]
    presenter: UUID | None = Field(alias="presenter_id")
    hold: UUID | None
    decisions: list[SittingDecisionOut]
    tasks: list[SittingTaskOut]

    @staticmethod
    def resolve_agenda(sitting: Sitting) -> list[Any]:
        return list(sitting.items.filter(act=sitting.plan).values("shot", "cut"))

    @staticmethod
    def resolve_guests(sitting: Sitting) -> list[Any]:
        return list(sitting.guests.filter(act=sitting.plan).values("member", "part"))


class ShownOut(Schema):
    """The frames first ≤ f < last of a draft that were shown; `digest` is its master's."""

    draft: UUID
    name: str
    digest: str
    spans: list[tuple[int, int]]


class MomentOut(Schema):
    """Something said or decided, `ms` after the opening: note, approved, changes or noted.

    `digest` is what an approval or a request for changes is bound to; else "".
    """

    at: datetime
    ms: int
    kind: str
    who: str
    where: str
    words: str
    draft: UUID | None
    frame: int | None
    digest: str


class SittingRecordOut(Schema):
    """What a sitting leaves: who was there, what was shown, seen, said, decided, given to do.

    `steps` replay it: from `ms` on a frame is shown, or played from it where `speed` is not 0.
    """

    sitting: UUID
    opened_at: datetime
    ended_at: datetime
    presenters: list[str]
    present: list[events.Present]
    absent: list[UUID]
    shown: list[ShownOut]
    seen: list[events.Seen]
    moments: list[MomentOut]
    tasks: list[SittingTaskOut]
    steps: list[events.Step]


class SittingsWanted(Schema):
    """Which sittings: planned and not begun, under way, over (held or called off), or all."""

    state: Literal["all", "coming", "open", "over"] = "all"


def _sittings(film_id: UUID) -> QuerySet[Sitting]:
    return Sitting.objects.filter(film_id=film_id)


@router.get(
    "/films/{uuid:film_id}/sittings",
    response={200: list[SittingRow], 404: Fault},
    tags=["sittings"],
)
def sittings(
    request: HttpRequest,
    response: HttpResponse,
    film_id: UUID,
    wanted: Query[SittingsWanted],
    page: Query[Paging],
) -> Any:
    """A film's sittings, the latest first."""
    rows = _sittings(member_of(request, film_id).film_id).filter(STATES[wanted.state])
    return paged(request, response, rows, ("-begins_at", "id"), page)


@router.get(
    "/films/{uuid:film_id}/sittings/{uuid:sitting_id}",
    response={200: SittingOut, 404: Fault},
    tags=["sittings"],
)
@one_moment()
def sitting(request: HttpRequest, film_id: UUID, sitting_id: UUID) -> Any:
    """One sitting as it stands now."""
    rows = _sittings(member_of(request, film_id).film_id)
    row = get_object_or_404(rows, id=sitting_id)
    return SittingOut.from_orm(row)  # within the moment


@router.get(
    "/films/{uuid:film_id}/sittings/{uuid:sitting_id}/record",
    response={200: SittingRecordOut, 404: Fault, 409: Fault},
    tags=["sittings"],
    operation_id="sitting_record",
)
@one_moment()
def record(request: HttpRequest, film_id: UUID, sitting_id: UUID) -> Any:
    """The record of a sitting. Refused as `not-ended` before its end."""
    rows = _sittings(member_of(request, film_id).film_id)
    row = get_object_or_404(rows.select_related("film"), id=sitting_id)
    if row.ended_at is None:
        raise Refused("not-ended", _("A sitting has its record once it has ended."))
    return SittingRecordOut.model_validate(_record(row, row.ended_at))


def _record(sitting: Sitting, ended_at: datetime) -> dict[str, Any]:
    report = presenters.record_of(sitting)
    spans = ending.frames_shown(sitting, ended_at)
    drafts = [look.draft for look in report.looked]
    viewings = Viewing.objects.filter(draft__in=drafts, at=ended_at).order_by("order")
    times = ("member", "came_at", "left_at")
    return {
        "sitting": sitting.id,
        "opened_at": sitting.opened_at,
        "ended_at": ended_at,
        "presenters": report.presenters,
        "present": list(sitting.presences.values(*times)),
        "absent": [attendant.member.id for attendant in report.attendants if not attendant.times],
        "shown": [
            {
                "draft": draft.id,
                "name": draft.name,
                "digest": draft.master_id,
                "spans": spans[draft.id],
            }
            for draft in drafts
        ],
        "seen": list(viewings.values("member", "draft", "digest", "first", "last")),
        "moments": [_moment(moment) for moment in report.moments],
        "tasks": report.tasks,
        "steps": list(sitting.shown.values("ms", "draft", "version", "frame", "speed")),
    }


def _moment(moment: presenters.Moment) -> dict[str, Any]:
    names = ("at", "ms", "kind", "who", "where", "words", "frame", "digest")
    draft = moment.draft.id if moment.draft else None
    return {name: getattr(moment, name) for name in names} | {"draft": draft}


def _with_letters(request: HttpRequest, action: Action[Any], fields: Fields) -> Entry:
    """Plan, change or call off, and have everybody told, as the pages do."""
    site = letters.Site(request.build_absolute_uri("/"), get_language() or "en")
    return letters.telling(action, site, **fields)


def _tasks(film_id: UUID) -> QuerySet[SittingTask]:
    return SittingTask.objects.filter(sitting__film_id=film_id)


def _planned(done: Done) -> Sitting:
    return _sittings(done.film_id).get(id=done.entry.command)


ONE = "/sittings/{uuid:sitting_id}"
_one, _task = row_of(_sittings, "sitting"), row_of(_tasks, "task")
CALLS = (
    Call(
        "/sittings",
        actions.plan,
        SittingOut,
        _planned,
        "sittings",
        status=201,
        does=_with_letters,
        says="Plan a sitting. Everybody invited has a letter with a calendar file.",
    ),
    Call(
        ONE,
        actions.change,
        SittingOut,
        _one,
        "sittings",
        method="PUT",
        does=_with_letters,
        says="Plan it otherwise, all of it, until it begins. Those invited are told, and those "
        "who no longer are.",
    ),
    Call(f"{ONE}/call-off", actions.call_off, SittingOut, _one, "sittings", does=_with_letters),
    Call(f"{ONE}/open", holding.open_sitting, SittingOut, _one, "sittings"),
    Call(f"{ONE}/take-presenter", holding.take_presenter, SittingOut, _one, "sittings"),
    Call(f"{ONE}/hand-over", holding.hand_over, SittingOut, _one, "sittings"),
    Call(f"{ONE}/show", holding.show_frames, SittingOut, _one, "sittings"),
    Call(
        f"{ONE}/decisions",
        holding.note_decision,
        SittingDecisionOut,
        made_by(SittingDecision),
        "sittings",
        status=201,
    ),
    Call(
        f"{ONE}/tasks",
        holding.give_task,
        SittingTaskOut,
        made_by(SittingTask),
        "sittings",
        status=201,
    ),
    Call("/tasks/{uuid:task_id}/finish", holding.finish_task, SittingTaskOut, _task, "sittings"),
    Call("/tasks/{uuid:task_id}/reopen", holding.reopen_task, SittingTaskOut, _task, "sittings"),
    Call(f"{ONE}/end", ending.end_sitting, SittingOut, _one, "sittings"),
)
for call in CALLS:
    call.add(router)
