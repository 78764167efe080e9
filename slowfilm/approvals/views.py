"""The gate of a shot or a cut, as a page, and as a panel of the room or of the cut's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from slowfilm.approvals import actions, locking
from slowfilm.approvals.earlier import earlier_approvals
from slowfilm.approvals.gate import gate
from slowfilm.clearance.presenters import names_of
from slowfilm.cuts.models import Cut
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May, Role
from slowfilm.ledger import Action, Refused
from slowfilm.ledger.models import Head
from slowfilm.moment import one_moment
from slowfilm.shots.models import Shot


@dataclass(frozen=True)
class Deed:
    """What a form of the gate does to a shot or a cut, and which fields it takes."""

    shot: Action[Any]
    cut: Action[Any]
    takes: tuple[str, ...]


# By the last part of its address.
DEEDS: Mapping[str, Deed] = {
    "approve": Deed(actions.approve, actions.approve_cut, ("digest", "role", "remark")),
    "withdraw": Deed(actions.withdraw, actions.withdraw, ("role",)),
    "request": Deed(actions.request_changes, actions.request_changes, ("digest", "role", "reason")),
    "withdraw-request": Deed(actions.withdraw_request, actions.withdraw_request, ("role",)),
    "never": Deed(
        actions.answer_never, actions.answer_never, ("digest", "never", "holds", "remark")
    ),
    "lock": Deed(locking.lock, locking.lock_cut, ("digest",)),
}


@require_GET
@film_page()
def gate_page(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """What is missing before a shot can be locked, and who."""
    return _shot(request, member, shot_id, "approvals/gate.html")


@require_GET
@film_page()
def gate_panel(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """The same, for the room."""
    return _shot(request, member, shot_id, "approvals/panel.html")


@require_GET
@film_page()
def cut_gate(request: HttpRequest, member: Member, cut_id: UUID) -> HttpResponse:
    """What is missing before a cut can be locked with its shots, and who."""
    return _cut(request, member, cut_id, "approvals/gate.html")


@require_GET
@film_page()
def cut_gate_panel(request: HttpRequest, member: Member, cut_id: UUID) -> HttpResponse:
    """The same, for the cut's page."""
    return _cut(request, member, cut_id, "approvals/panel.html")


@require_POST
@film_page(May.MARK)
def act_on_shot(request: HttpRequest, member: Member, shot_id: UUID, act: str) -> HttpResponse:
    """One of the gate's forms, of a shot. A lock is asked about first, here or by the script."""
    if _asks(request, member, act):
        return _shot(request, member, shot_id, "approvals/gate.html", asking=True)
    _do(request, member, DEEDS[act].shot, DEEDS[act], {"shot": shot_id})
    page = "performance" if "own" in request.GET else "gate"
    return redirect(page, film_id=member.film_id, shot_id=shot_id)


@require_POST
@film_page(May.MARK)
def act_on_cut(request: HttpRequest, member: Member, cut_id: UUID, act: str) -> HttpResponse:
    """One of the gate's forms, of a cut."""
    if _asks(request, member, act):
        return _cut(request, member, cut_id, "approvals/gate.html", asking=True)
    _do(request, member, DEEDS[act].cut, DEEDS[act], {"cut": cut_id})
    return redirect("cut-gate", film_id=member.film_id, cut_id=cut_id)


def _asks(request: HttpRequest, member: Member, act: str) -> bool:
    """Whether it is to be asked first whether that is meant."""
    return act == "lock" and member.may(May.LOCK) and request.POST.get("asked") != "yes"


def _do(
    request: HttpRequest, member: Member, do: Action[Any], deed: Deed, on: dict[str, UUID]
) -> None:
    """One act from a form; what is refused is said on the page."""
    fields = {name: request.POST.get(name, "") for name in deed.takes}
    if "remark" in fields:
        fields["remark"] = fields["remark"].strip()[:5000]
    try:
        do(film_id=member.film_id, actor=member.actor, command=None, **on, **fields)
    except Refused as refused:
        messages.error(request, str(refused.reason))


@one_moment()
def _shot(
    request: HttpRequest, member: Member, shot_id: UUID, template: str, *, asking: bool = False
) -> HttpResponse:
    shots = Shot.objects.select_related("scene", "selected__shot__scene", "lock", "film")
    shot = get_object_or_404(shots, film_id=member.film_id, id=shot_id)
    drawn = shot.selected
    look = f"{reverse('room', args=[member.film_id])}?shot={shot.id}"
    context = {
        "picture": drawn,
        "look": f"{look}&draft={drawn.id}" if drawn else look,
        "people": drawn and reverse("draft-people", args=[member.film_id, drawn.id]),
        "panel": reverse("gate-panel", args=[member.film_id, shot.id]),
        "title": shot.title,
        "name": shot.name,
    }
    return _render(request, member, shot, template, {**context, "asking": asking})


@one_moment()
def _cut(
    request: HttpRequest, member: Member, cut_id: UUID, template: str, *, asking: bool = False
) -> HttpResponse:
    cuts = Cut.objects.select_related("lock__version__cut", "film")
    cut = get_object_or_404(cuts, film_id=member.film_id, id=cut_id)
    newest = cut.versions.last()
    first = newest and newest.clips.select_related("draft__shot__scene").first()
    context = {
        "picture": first and first.draft,
        "look": reverse("cut", args=[member.film_id, cut.id]),
        "panel": reverse("cut-gate-panel", args=[member.film_id, cut.id]),
        "title": "",
        "name": cut.title,
    }
    return _render(request, member, cut, template, {**context, "asking": asking})


def _render(
    request: HttpRequest, member: Member, whole: Shot | Cut, template: str, more: dict[str, Any]
) -> HttpResponse:
    now = gate(whole)
    kind = now.subject.kind
    context = {
        "film": member.film,
        "seq": Head.objects.get(film_id=member.film_id).seq,
        "member": member,
        "gate": now,
        "kind": kind,
        "whole": whole,
        "part": now.subject.part,
        "to": {
            act.replace("-", "_"): reverse(f"{kind}-{act}", args=[member.film_id, whole.id])
            for act in DEEDS
        },
        "may_lock": member.may(May.LOCK),
        "may_mark": member.may(May.MARK),
        "may_make": member.may(May.MAKE),
        "locked_by": _locked_by(whole),
        "earlier": earlier_approvals(now.subject, now.digest),
        "roles": dict(Role.choices),
    }
    return render(request, template, {**context, **more})


def _locked_by(whole: Shot | Cut) -> str:
    """Who locked it; "" while nobody has."""
    if whole.locked_at is None:
        return ""
    actor = whole.lock.locked_by
    return names_of(whole.film_id, [actor]).get(actor, actor)
