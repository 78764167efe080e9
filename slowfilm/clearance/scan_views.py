"""Where scans are asked for, and where it is said what was found."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowfilm.clearance import scanning, tracks
from slowfilm.clearance.scan_models import Track
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.people.actions import add_person


@require_POST
@film_page(May.MAKE)
def scan_again(request: HttpRequest, member: Member) -> HttpResponse:
    """Have what was chosen scanned for faces and voices."""
    chosen = {name: request.POST.getlist(name) for name in ("references", "drafts")}
    return _do(request, member, scanning.scan_again, **chosen)


@require_POST
@film_page(May.CLEAR)
def name(request: HttpRequest, member: Member) -> HttpResponse:
    """Say whose faces and voices these are: one of the film's people, somebody new, a stranger.

    With `references` instead of `tracks`: every face and voice without a name in those.
    """
    fields = request.POST
    who: dict[str, Any] = {"person": fields.get("person") or None}
    if who["person"] == "stranger":
        who = {"person": None, "stranger": True}
    elif who["person"] == "nobody":
        who = {"person": None}
    elif not who["person"] and (new := fields.get("name", "").strip()):
        try:
            added = add_person(film_id=member.film_id, actor=member.actor, name=new)
        except Refused as refused:
            messages.error(request, str(refused.reason))
            return _back(request, member)
        who = {"person": added.command}
    return _do(request, member, tracks.name_tracks, tracks=_chosen(request, member), **who)


@require_POST
@film_page(May.CLEAR)
def doubt(request: HttpRequest, member: Member) -> HttpResponse:
    """Say that nobody is there, and why."""
    reason = request.POST.get("reason", "")
    return _do(request, member, tracks.doubt_tracks, tracks=_chosen(request, member), reason=reason)


@require_POST
@film_page(May.CLEAR)
def dismiss(request: HttpRequest, member: Member) -> HttpResponse:
    """Say so as the second member."""
    return _do(request, member, tracks.dismiss_tracks, tracks=_chosen(request, member))


@require_POST
@film_page(May.CLEAR)
def set_place(request: HttpRequest, member: Member) -> HttpResponse:
    """Say which real place is seen, or that nobody knows."""
    place = request.POST.get("place") or None
    return _do(request, member, tracks.place_tracks, tracks=_chosen(request, member), place=place)


@require_POST
@film_page()
def restore(request: HttpRequest, member: Member) -> HttpResponse:
    """Say that somebody is there after all."""
    return _do(request, member, tracks.restore_tracks, tracks=_chosen(request, member))


@require_POST
@film_page()
def add(request: HttpRequest, member: Member) -> HttpResponse:
    """Add what the scan missed. `from` and `to` are seconds of what has a time."""
    fields = request.POST
    kind = fields.get("kind", "")
    try:
        rate = float(fields.get("rate") or 0)
        begin, end = (float((fields.get(name) or "0").replace(",", ".")) for name in ("from", "to"))
        box = [round(float(side)) for side in fields.get("box", "").split()] or None
    except (ValueError, OverflowError):
        messages.error(request, _("Give the times in seconds, such as 2.5."))
        return _back(request, member)
    scale = 1000.0 if kind == "voice" else rate
    first = int(begin * scale) if 0 <= begin < 1e6 else 0
    last = max(first + 1, round(end * scale)) if scale and 0 <= end < 1e6 else first + 1
    return _do(
        request,
        member,
        tracks.add_track,
        reference=fields.get("reference") or None,
        draft=fields.get("draft") or None,
        kind=kind,
        first=first,
        end=last,
        box=box,
        words=fields.get("words", ""),
    )


def _chosen(request: HttpRequest, member: Member) -> list[Any]:
    """The tracks of a form, or all without a name in its references."""
    fields = request.POST
    if not fields.getlist("references"):
        return fields.getlist("tracks")
    try:
        ids = [UUID(text) for text in fields.getlist("references")]
    except ValueError:
        return []
    all_tracks = Track.objects.standing().filter(
        film=member.film_id, reference__in=ids, person=None
    )
    return list(all_tracks.exclude(kind__in=Track.OF_PLACES).values_list("id", flat=True))


def _do(
    request: HttpRequest, member: Member, action: Callable[..., Entry], **fields: Any
) -> HttpResponse:
    """One action, then the page again. A refusal is said on it."""
    try:
        action(film_id=member.film_id, actor=member.actor, **fields)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return _back(request, member)


def _back(request: HttpRequest, member: Member) -> HttpResponse:
    """The page of the one thing that a form was about, or the library."""
    for field, page in (("reference", "reference"), ("draft", "draft-people")):
        try:
            subject_id = UUID(request.POST.get(field, ""))
        except ValueError:
            continue
        return redirect(f"{reverse(page, args=[member.film_id, subject_id])}#found")
    return redirect("references", member.film_id)
