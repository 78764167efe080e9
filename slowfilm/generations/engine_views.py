"""The page of the engines: what each is, its terms, where what it gets goes, and what it lacks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from slowfilm import engines
from slowfilm.clearance.presenters import names_of
from slowfilm.engines.about import Provider
from slowfilm.engines.base import Capabilities
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.generations import permissions, shown
from slowfilm.generations.forms import rate_name
from slowfilm.generations.models import Permission
from slowfilm.generations.sentences import of_lack
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.moment import one_moment

DETERMINISM = {
    "bit-exact": lambda: _("The same brief gives the same draft, on any machine."),
    "same-machine": lambda: _("The same brief gives the same draft on the same machine."),
    "none": lambda: _("The same brief gives another draft each time."),
}


@dataclass(frozen=True)
class Page:
    """One engine as its page shows it."""

    name: str
    can: Capabilities
    lacks: str
    terms: list[tuple[str, str]]
    goes: dict[str, str]  # name, where and kept of its provider; empty where nothing leaves
    limits: list[tuple[str, str]]
    treated: list[shown.Treated]
    digest: str
    permission: Permission | None
    permitted: bool
    by: str


@require_safe
@film_page()
@one_moment()
def engine_pages(request: HttpRequest, member: Member) -> HttpResponse:
    """Every engine that is switched on here."""
    standing = {
        permission.engine: permission
        for permission in Permission.objects.filter(film=member.film_id, withdrawn_at=None)
    }
    names = names_of(member.film_id, [permission.recorded_by for permission in standing.values()])
    context = {
        "film": member.film,
        "member": member,
        "engines": [_page(name, standing.get(name), names) for name in engines.names()],
        "may_manage": member.may(May.MANAGE),
    }
    return render(request, "generations/engines.html", context)


@require_POST
@film_page(May.MANAGE)
def permit(request: HttpRequest, member: Member) -> HttpResponse:
    """Record that the team may use an engine."""
    fields = {name: request.POST.get(name, "") for name in ("engine", "terms", "basis")}
    return _do(request, member, permissions.permit_engine, **fields)


@require_POST
@film_page(May.MANAGE)
def withdraw(request: HttpRequest, member: Member, permission_id: UUID) -> HttpResponse:
    """Say that the team may use an engine no more."""
    return _do(request, member, permissions.withdraw_permission, permission=permission_id)


def _do(
    request: HttpRequest, member: Member, action: Callable[..., Entry], **fields: Any
) -> HttpResponse:
    try:
        action(film_id=member.film_id, actor=member.actor, **fields)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect("engines", film_id=member.film_id)


def _page(name: str, permission: Permission | None, names: dict[str, str]) -> Page:
    engine = engines.engine(name)
    can, lacks = engine.capabilities(), engine.lacks()
    digest = permissions.terms_of(can.about)
    return Page(
        name=name,
        can=can,
        lacks=of_lack(lacks) if lacks else "",
        terms=_terms(can),
        goes=_goes(can.about.provider),
        limits=_limits(can),
        treated=list(shown.treatments(can)),
        digest=digest,
        permission=permission,
        permitted=permission is not None and permission.terms == digest,
        by=names.get(permission.recorded_by, "") if permission else "",
    )


def _terms(can: Capabilities) -> list[tuple[str, str]]:
    """What is said of its terms, by name; what is not said is left out."""
    about = can.about
    rows = [
        (_("Home page"), about.home),
        (_("Licence"), about.licence),
        (_("Licence of the model"), about.weights),
        (_("Where it may be used"), about.territory),
        (_("How it must be named"), about.naming),
        (_("Revenue"), about.revenue),
    ]
    return [(name, _(text)) for name, text in rows if text]


def _goes(provider: Provider | None) -> dict[str, str]:
    if provider is None:
        return {}
    return {
        "name": _(provider.name),
        "where": _(provider.where),
        "kept": _(provider.kept),
    }


def _limits(can: Capabilities) -> list[tuple[str, str]]:
    """What it makes, and how much it takes."""
    separator = _(", ")
    length = _("%(least)s to %(most)s s") % {
        "least": f"{float(can.min_seconds):g}",
        "most": f"{float(can.max_seconds):g}",
    }
    counts = _("%(pictures)s pictures, %(videos)s videos, %(sounds)s sounds, %(all)s in all") % {
        "pictures": can.max_pictures,
        "videos": can.max_videos,
        "sounds": can.max_sounds,
        "all": can.max_inputs,
    }
    return [
        (_("Sizes"), separator.join(f"{w}\u00a0×\u00a0{h}" for w, h in can.sizes)),
        (_("Frame rates"), separator.join(rate_name(rate) for rate in can.rates)),
        (_("Length"), length),
        (_("References"), counts),
        (_("Sound"), _("It makes sound.") if can.sound else _("It makes no sound.")),
        (_("Repeatable"), DETERMINISM[can.determinism]()),
    ]
