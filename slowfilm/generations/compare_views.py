"""Asking for a comparison, and the sheet on which one of its drafts is chosen."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.generations import compare, compared
from slowfilm.generations.models import Comparison, Generation
from slowfilm.generations.sending_many import Unconfirmed
from slowfilm.generations.sending_page import carried, sending_many_page
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.moment import one_moment
from slowfilm.shots.actions import select_draft


@require_http_methods(["GET", "HEAD", "POST"])
@film_page(May.MAKE)
def ask(request: HttpRequest, member: Member, generation_id: UUID) -> HttpResponse:
    """What a generation may be compared with. POST queues it, and leads to the sheet."""
    rows = Generation.objects.select_related("brief", "shot__scene", "draft__shot__scene")
    generation = get_object_or_404(rows, film=member.film, id=generation_id)
    if "edit" in request.POST:
        return redirect("compare", film_id=member.film_id, generation_id=generation_id)
    if request.method == "POST":
        try:
            entry = _asked(request, member, generation)
        except Unconfirmed as leaves:
            return sending_many_page(
                request, member, generation.shot, leaves, carried(request.POST)
            )
        except Refused as refused:
            messages.error(request, str(refused.reason))
        else:
            return redirect("comparison", film_id=member.film_id, comparison_id=entry.command)
    return _page(request, member, generation)


@one_moment()
def _page(request: HttpRequest, member: Member, generation: Generation) -> HttpResponse:
    context = {
        "film": member.film,
        "member": member,
        "generation": generation,
        "brief": generation.brief,
        "commands": {kind.name: uuid4() for kind in Comparison.Kind},
        "earlier": compared.earlier(member.film, generation),
        **compared.asking(generation.brief),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "generations/compare.html", context, status=status)


def _asked(request: HttpRequest, member: Member, generation: Generation) -> Entry:
    """What the form asks for. Raises Refused."""
    about: dict[str, Any] = {
        "film_id": member.film_id,
        "actor": member.actor,
        "command": _id(request.POST.get("command", "")),
        "generation": generation.id,
        "confirmed": request.POST.get("confirmed", ""),
    }
    match request.POST.get("kind"):
        case "seeds":
            return compare.compare_seeds(**about, count=_count(request.POST.get("count", "")))
        case "engines":
            return compare.compare_engines(**about, engines=request.POST.getlist("engine"))
        case "left-out":
            return compare.leave_one_out(**about)
    raise Refused("malformed", _("Say what to compare."))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise Refused("malformed", _("Say how many seeds, as a number."))
    return int(text)


@require_safe
@film_page()
@one_moment()
def comparison(request: HttpRequest, member: Member, comparison_id: UUID) -> HttpResponse:
    """Drafts side by side."""
    return render(request, "generations/comparison.html", _sheet(member, comparison_id))


@require_safe
@film_page()
@one_moment()
def cells(request: HttpRequest, member: Member, comparison_id: UUID) -> HttpResponse:
    """The drafts alone, fetched while some are not there yet."""
    return render(request, "generations/_cells.html", _sheet(member, comparison_id))


def _sheet(member: Member, comparison_id: UUID) -> dict[str, Any]:
    rows = Comparison.objects.select_related("shot__scene", "film").filter(film=member.film)
    row = get_object_or_404(rows, id=comparison_id)
    return {
        "film": member.film,
        "member": member,
        "may_make": member.may(May.MAKE),
        **compared.sheet(row),
    }


@require_POST
@film_page(May.MAKE)
def select(
    request: HttpRequest, member: Member, comparison_id: UUID, draft_id: UUID
) -> HttpResponse:
    """Put one of the drafts forward as its shot's picture."""
    try:
        select_draft(film_id=member.film_id, actor=member.actor, command=uuid4(), draft=draft_id)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect("comparison", film_id=member.film_id, comparison_id=comparison_id)
