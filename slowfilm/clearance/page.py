"""What the pages of works, places and rulings share."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused


def by(member: Member) -> dict[str, Any]:
    """Who acts, and on which film."""
    return {"film_id": member.film_id, "actor": member.actor}


def context_of(member: Member, **more: Any) -> dict[str, Any]:
    """What every page is given, and more."""
    may = {name: member.may(May(name)) for name in ("clear", "make", "mark")}
    return {"film": member.film, "member": member, "may": may, **more}


def do(
    request: HttpRequest, back: HttpResponse, act: Callable[..., Any], member: Member, **fields: Any
) -> HttpResponse:
    """One act, then back; a refusal is said on that page."""
    try:
        act(**by(member), **fields)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return back


def back_to(request: HttpRequest, member: Member) -> HttpResponse | None:
    """The rights page that a form was sent from, if it says which."""
    for kind in ("reference", "draft"):
        try:
            subject_id = UUID(request.POST.get(f"from_{kind}", ""))
        except ValueError:
            continue
        return redirect(f"{kind}-rights", member.film_id, subject_id)
    return None
