"""How much may still be uploaded, as a part of pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.uploads import claims


@require_safe
@film_page(May.MAKE)
def standing(request: HttpRequest, member: Member) -> HttpResponse:
    """How things stand now, fetched when something has come or gone."""
    context = {"film": member.film, "standing": claims.standing(member)}
    return render(request, "uploads/standing.html", context)
