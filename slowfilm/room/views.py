"""The review room's page, and a draft that is opened in it later."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.room import snapshot
from slowfilm.shots.models import Draft


@require_safe
@ensure_csrf_cookie  # the language and the panels are asked for by scripts
@film_page()
def room(request: HttpRequest, member: Member) -> HttpResponse:
    """The room, standing where `?shot=` or `?draft=` say."""
    shot, draft = request.GET.get("shot", ""), request.GET.get("draft", "")
    paint = snapshot.of_film(member, shot=shot, draft=draft)
    return render(request, "room/room.html", {"film": member.film, "first_paint": paint})


@require_safe
@film_page()
def draft(request: HttpRequest, member: Member, draft_id: UUID) -> JsonResponse:
    """A draft, its notes, and which of its frames have ink."""
    row = get_object_or_404(
        Draft.objects.select_related("shot__scene"), film=member.film, id=draft_id
    )
    return JsonResponse(snapshot.of_draft(row))
