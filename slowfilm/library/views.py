"""The library's pages: all references of a film, and one."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from slowfilm.clearance.alike import standings
from slowfilm.clearance.licences import standing_licences
from slowfilm.clearance.presenters import choices
from slowfilm.clearance.scan_presenters import found_in
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger.models import Head
from slowfilm.library import presenters
from slowfilm.library.made_of import made_of
from slowfilm.library.track_choice import track_choice
from slowfilm.moment import one_moment
from slowfilm.references import actions
from slowfilm.references.forms import DescriptionForm, OriginForm
from slowfilm.references.models import Reference
from slowfilm.references.views import change, reference_of
from slowfilm.uploads import claims

CARDS = 60  # on a page at once
LAST = 10**9  # no page begins after it


@require_safe
@film_page()
@one_moment()
def library(request: HttpRequest, member: Member) -> HttpResponse:
    """All references of a film; `?kind=` shows one kind, `?needs=clearance` what is not cleared.

    A page has so many cards; `?from=` shows those that follow.
    """
    film = member.film
    kind = request.GET.get("kind", "")
    kind = kind if kind in Reference.Kind.values else ""
    seq = Head.objects.get(film=film).seq
    rows = Reference.objects.filter(film=film)
    rows = (rows.filter(kind=kind) if kind else rows).order_by("-added_at", "id")
    all_ = standings(film.id, kind)
    only_needing = request.GET.get("needs") == "clearance"
    references, more = _page_of(request, rows, all_.needing if only_needing else None)
    cards = presenters.with_people(film.id, presenters.shown(references))
    return render(
        request,
        "library/library.html",
        {
            "film": film,
            "member": member,
            "seq": seq,
            "kind": kind,
            "kinds": Reference.Kind.choices,
            "cards": cards,
            "more": more,
            "needs": "clearance" if only_needing else "",
            "needing": len(all_.needing),
            "unscanned": all_.unscanned,
            "faces": all_.unnamed,
            "choices": choices(film) if member.may(May.CLEAR) else [],
            "licences": standing_licences(film) if member.may(May.CLEAR) else [],
            "interrupted": presenters.interrupted(member),
            "standing": claims.standing(member) if member.may(May.MAKE) else None,
            "form": OriginForm(prefix="origin"),
            "may": _rights(member),
        },
    )


def _page_of(
    request: HttpRequest, rows: QuerySet[Reference], ids: list[UUID] | None
) -> tuple[list[Reference], dict[str, Any]]:
    """The references of one page; where the next one begins, and how many are left.

    `ids`: those that are shown, in order; None: all rows.
    """
    try:
        begin = min(max(0, int(request.GET.get("from", "0"))), LAST)
    except ValueError:
        begin = 0
    end, query = begin + CARDS, request.GET.copy()
    query["from"] = str(end)
    left = (rows.count() if ids is None else len(ids)) - end
    references = rows[begin:end] if ids is None else rows.filter(id__in=ids[begin:end])
    return list(references), {"query": query.urlencode(), "left": left} if left > 0 else {}


@require_safe
@film_page()
@one_moment()
def card(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """One reference as the library shows it, fetched when something has happened to it."""
    shown = presenters.shown([reference_of(member.film, reference_id)])
    (item,) = presenters.with_people(member.film_id, shown)
    context = {"film": member.film, "one": item, "may": _rights(member)}
    return render(request, "library/card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@film_page()
def reference(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """One reference: player, facts, origin, clearance. POST describes it."""
    form = None
    if request.method == "POST":
        if not member.may(May.MAKE):
            raise PermissionDenied
        form = DescriptionForm(request.POST, instance=reference_of(member.film, reference_id))
        if form.is_valid():
            return change(
                request, member, actions.describe, reference_id,
                name=form.cleaned_data["name"], **form.origin(),
            )  # fmt: skip
    return _page(request, member, reference_id, form)


@one_moment()
def _page(
    request: HttpRequest, member: Member, reference_id: UUID, form: DescriptionForm | None
) -> HttpResponse:
    row = reference_of(member.film, reference_id)
    (item,) = presenters.with_people(member.film_id, presenters.shown([row]))
    context = {
        "film": member.film,
        "member": member,
        "seq": Head.objects.get(film=member.film).seq,
        "one": item,
        "measured": presenters.measured(row),
        "tracks": track_choice(row),
        "said": item.said,
        "found": found_in(row, member) if row.ready else None,
        "made_of": made_of(row),
        "choices": choices(member.film, item.said.sightings if item.said else ()),
        "form": form or DescriptionForm(instance=row),
        "may": _rights(member),
    }
    return render(request, "library/reference.html", context)


def _rights(member: Member) -> dict[str, bool]:
    return {"make": member.may(May.MAKE), "clear": member.may(May.CLEAR)}
