"""A film's front page."""

from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.moment import one_moment
from slowfilm.shots.models import Scene, Shot
from slowfilm.uploads import claims
from slowfilm.uploads.quotas import archives_of


@film_page()
@one_moment()
def film_front(request: HttpRequest, member: Member) -> HttpResponse:
    """Why it is made, what it will not do, and how far each shot has come."""
    shots = Shot.objects.select_related("scene", "selected").annotate(draft_count=Count("drafts"))
    scenes = Scene.objects.filter(film=member.film).prefetch_related(
        Prefetch("shots", shots.order_by("number"))
    )
    may_manage = member.may(May.MANAGE)
    context = {
        "film": member.film,
        "member": member,
        "may_manage": may_manage,
        "scenes": scenes,
        "standing": claims.standing(member) if may_manage else None,
        "archives": archives_of(member.film) if may_manage else 0,
    }
    return render(request, "shots/film.html", context)
