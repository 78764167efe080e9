"""The HTTP API's part for approvals: what a shot's gate asks, and everybody's answer to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from slowfilm.api.base import Fault, member_of
from slowfilm.api.commands import Call, Done
from slowfilm.approvals import actions, locking
from slowfilm.approvals.condition import Condition
from slowfilm.approvals.gate import gate
from slowfilm.cuts.models import Cut
from slowfilm.ledger import Action
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
    """Whether a shot or a cut may be locked now, by the draft or version that is put forward.

    `digest` is what is approved; "" where nothing is put forward yet.
    """

    shot: UUID | None = None
    draft: UUID | None = None
    cut: UUID | None = None
    version: UUID | None = None
    name: str
    digest: str
    open: bool
    locked_at: datetime | None
    conditions: list[ConditionOut]


def _told(film_id: UUID, kind: str, id_: UUID) -> dict[str, Any]:
    shots = Shot.objects.select_related("selected__shot__scene", "scene", "film")
    wholes: QuerySet[Any] = shots if kind == "shot" else Cut.objects.select_related("film")
    whole = get_object_or_404(wholes, film_id=film_id, id=id_)
    status = gate(whole)
    return {
        **status.subject.said,
        "name": whole.name if isinstance(whole, Shot) else whole.title,
        "digest": status.digest,
        "open": status.open,
        "locked_at": whole.locked_at,
        "conditions": [_condition(condition) for condition in status.conditions],
    }


def _condition(condition: Condition) -> dict[str, Any]:
    names = ("code", "holds", "sentence", "role", "never", "until")
    return {name: getattr(condition, name) for name in names} | {"who": list(condition.who)}


@router.get(
    "/films/{uuid:film_id}/shots/{uuid:shot_id}/gate",
    response={200: GateOut, 404: Fault},
    tags=["approvals"],
    operation_id="gate",
)
@one_moment()
def shot_gate(request: HttpRequest, film_id: UUID, shot_id: UUID) -> Any:
    """What must be true before a shot is locked, and who or what is missing."""
    return _told(member_of(request, film_id).film_id, "shot", shot_id)


@router.get(
    "/films/{uuid:film_id}/cuts/{uuid:cut_id}/gate",
    response={200: GateOut, 404: Fault},
    tags=["approvals"],
    operation_id="cut_gate",
)
@one_moment()
def cut_gate(request: HttpRequest, film_id: UUID, cut_id: UUID) -> Any:
    """What must be true before a cut is locked with all its shots, and who or what is missing."""
    return _told(member_of(request, film_id).film_id, "cut", cut_id)


@one_moment()
def _after(done: Done) -> dict[str, Any]:
    kind = "shot" if "shot" in done.fields else "cut"
    return _told(done.film_id, kind, done.fields[kind])


# By the last part of the address: of a shot, of a cut, and by what name of the operation.
ACTS = (
    ("approve", actions.approve, actions.approve_cut, "approve_{}"),
    ("withdraw-approval", actions.withdraw, actions.withdraw, "withdraw_{}_approval"),
    ("request-changes", actions.request_changes, actions.request_changes, "request_{}_changes"),
    ("withdraw-request", actions.withdraw_request, actions.withdraw_request, "withdraw_{}_request"),
    ("nevers", actions.answer_never, actions.answer_never, "answer_{}_never"),
    ("lock", locking.lock, locking.lock_cut, "lock_{}"),
)


def _call(kind: str, path: str, action: Action[Any], name: str) -> Call:
    """An answer to a gate: its address names the shot or the cut, its body the rest."""
    where = f"/{kind}s/{{uuid:{kind}_id}}/{path}"
    names = tuple(name for name in action.takes.model_fields if name not in ("shot", "cut"))
    return Call(where, action, GateOut, _after, "approvals", only=names, name=name.format(kind))


CALLS = tuple(
    _call(kind, path, action, name)
    for path, of_shot, of_cut, name in ACTS
    for kind, action in (("shot", of_shot), ("cut", of_cut))
)
for call in CALLS:
    call.add(router)
