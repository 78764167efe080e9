"""The HTTP API's part for approvals: what a shot's gate asks, and everybody's answer to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from slowfilm.api.base import Fault, member_of
from slowfilm.api.commands import Call, Done
from slowfilm.approvals import actions
from slowfilm.approvals.condition import Condition
from slowfilm.approvals.gate import gate
from slowfilm.moment import one_moment
from slowfilm.shots.models import Shot

router = Router()


class ConditionOut(Schema):
    """One thing the gate asks. `who` may help; `until` is a date to wait for.

    `role` is whose approval it is, `never` which never of the film is to be answered for.
    """

    code: str
    holds: bool
    sentence: str
    who: list[str]
    role: str
    never: str
    until: datetime | None


class GateOut(Schema):
    """Whether a shot may be locked now. `digest` is what is approved; "" without a picture."""

    shot: UUID
    name: str
    selected: UUID | None
    digest: str
    open: bool
    locked_at: datetime | None
    conditions: list[ConditionOut]


def _told(film_id: UUID, shot_id: UUID) -> dict[str, Any]:
    shots = Shot.objects.select_related("selected__shot__scene", "scene", "film")
    shot = get_object_or_404(shots, film_id=film_id, id=shot_id)
    found = gate(shot)
    return {
        "shot": shot.id,
        "name": shot.name,
        "selected": shot.selected_id,
        "digest": found.digest,
        "open": found.open,
        "locked_at": shot.locked_at,
        "conditions": [_condition(each) for each in found.conditions],
    }


def _condition(one: Condition) -> dict[str, Any]:
    names = ("code", "holds", "sentence", "role", "never", "until")
    return {name: getattr(one, name) for name in names} | {"who": list(one.who)}


@router.get(
    "/films/{uuid:film_id}/shots/{uuid:shot_id}/gate",
    response={200: GateOut, 404: Fault},
    tags=["approvals"],
    operation_id="gate",
)
@one_moment()
def shot_gate(request: HttpRequest, film_id: UUID, shot_id: UUID) -> Any:
    """What must be true before a shot is locked, and who or what is missing."""
    return _told(member_of(request, film_id).film_id, shot_id)


@one_moment()
def _after(done: Done) -> dict[str, Any]:
    return _told(done.film_id, done.fields["shot"])


CALLS = tuple(
    Call(f"/shots/{{uuid:shot_id}}/{path}", action, GateOut, _after, "approvals")
    for path, action in (
        ("approve", actions.approve),
        ("withdraw-approval", actions.withdraw),
        ("request-changes", actions.request_changes),
        ("withdraw-request", actions.withdraw_request),
        ("nevers", actions.answer_never),
        ("lock", actions.lock),
    )
)
for call in CALLS:
    call.add(router)
