"""A film's front page: why it is made, what it will not do, and how far each shot has come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from slowfilm.approvals.glances import glances_of
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.moment import one_moment
from slowfilm.uploads import claims
from slowfilm.uploads.quotas import archives_of


@film_page()
@one_moment()
def film_front(request: HttpRequest, member: Member) -> HttpResponse:
    """The page."""
    may_manage = member.may(May.MANAGE)
    page = request.GET.get("page", "")
    glances = glances_of(member.film, int(page) if page.isdecimal() else 1)
    context = {
        "film": member.film,
        "member": member,
        "may_manage": may_manage,
        "may_clear": member.may(May.CLEAR),
        "cuts": glances.cuts,
        "glances": glances,
        "standing": claims.standing(member) if may_manage else None,
        "archives": archives_of(member.film) if may_manage else 0,
    }
    return render(request, "approvals/film.html", context)
