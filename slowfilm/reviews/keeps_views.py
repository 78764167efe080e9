"""The keeps of a film: what a machine could not yet do, and why it stays."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.moment import one_moment
from slowfilm.reviews import out
from slowfilm.reviews.keeps import keeps_of
from slowfilm.shots.models import Draft

MOST = 500


@require_safe
@film_page()
@one_moment()
def keeps(request: HttpRequest, member: Member) -> HttpResponse:
    """All keeps that stand, in the order of the film, each with its reason and its frame."""
    film = member.film
    notes = list(keeps_of(film.id)[:MOST])
    newest: dict[Any, int] = {}
    for shot, version in Draft.objects.filter(film=film).values_list("shot", "version"):
        newest[shot] = max(newest.get(shot, 0), version)
    rows = [
        (row, newest[row.note.draft.shot_id] > row.note.draft.version)
        for row in out.shown(film, notes)
    ]
    context = {"film": film, "member": member, "rows": rows, "may_make": member.may(May.MAKE)}
    return render(request, "reviews/keeps.html", context)
