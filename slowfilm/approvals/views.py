"""The gate as a page, and as a panel of the room."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from slowfilm.approvals import actions
from slowfilm.approvals.gate import gate
from slowfilm.clearance.presenters import names_of
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May, Role
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry, Head
from slowfilm.moment import one_moment
from slowfilm.shots.models import Shot


@one_moment()
def _shown(
    request: HttpRequest, member: Member, shot_id: UUID, template: str, *, asking: bool = False
) -> HttpResponse:
    seq = Head.objects.get(film_id=member.film_id).seq
    shots = Shot.objects.select_related("scene", "selected", "lock", "film")
    shot = get_object_or_404(shots, film_id=member.film_id, id=shot_id)
    context = {
        "film": member.film,
        "seq": seq,
        "member": member,
        "shot": shot,
        "gate": gate(shot),
        "may_lock": member.may(May.LOCK),
        "may_mark": member.may(May.MARK),
        "may_make": member.may(May.MAKE),
        "locked_by": _locked_by(shot),
        "roles": dict(Role.choices),
        "asking": asking,
    }
    return render(request, template, context)


def _locked_by(shot: Shot) -> str:
    """Who locked it; "" while nobody has."""
    if shot.locked_at is None:
        return ""
    actor = shot.lock.locked_by
    return names_of(shot.film_id, [actor]).get(actor, actor)


@require_GET
@film_page()
def gate_page(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """What is missing before a shot can be locked, and who."""
    return _shown(request, member, shot_id, "approvals/gate.html")


@require_GET
@film_page()
def gate_panel(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """The same, for the room."""
    return _shown(request, member, shot_id, "approvals/panel.html")


@require_POST
@film_page(May.MARK)
def approve(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """Approve."""
    remark = request.POST.get("remark", "").strip()[:5000]
    return _do(request, member, shot_id, actions.approve, "digest", "role", remark=remark)


@require_POST
@film_page(May.MARK)
def withdraw(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """Take one's own approval back."""
    return _do(request, member, shot_id, actions.withdraw, "role")


@require_POST
@film_page(May.MARK)
def request_changes(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """Ask for changes, with the reason."""
    told = ("digest", "role", "reason")
    return _do(request, member, shot_id, actions.request_changes, *told)


@require_POST
@film_page(May.MARK)
def withdraw_request(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """Take one's own request for changes back."""
    return _do(request, member, shot_id, actions.withdraw_request, "role")


@require_POST
@film_page(May.MARK)
def answer_never(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """Say whether a never of the film holds."""
    told = ("digest", "never", "holds", "remark")
    return _do(request, member, shot_id, actions.answer_never, *told)


@require_POST
@film_page(May.LOCK)
def lock(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """End all change, once it was asked whether to: by the page's script, or else from here."""
    if request.POST.get("asked") != "yes":
        return _shown(request, member, shot_id, "approvals/gate.html", asking=True)
    return _do(request, member, shot_id, actions.lock, "digest")


def _do(
    request: HttpRequest,
    member: Member,
    shot_id: UUID,
    action: Callable[..., Entry],
    *told: str,
    **fields: str,
) -> HttpResponse:
    """One act from a form: the fields named in `told`, and others. Then the gate again."""
    fields |= {name: request.POST.get(name, "") for name in told}
    try:
        action(
            film_id=member.film_id,
            actor=member.actor,
            command=None,
            shot=shot_id,
            **fields,
        )
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect("gate", film_id=member.film_id, shot_id=shot_id)
