"""The review room's page, and what it asks for afterwards."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.reviews import first_paint
from slowfilm.reviews import ink as reading
from slowfilm.shots.models import Draft


@require_safe
@ensure_csrf_cookie  # the language and the panels are asked for by scripts
@film_page()
def room(request: HttpRequest, member: Member) -> HttpResponse:
    """The room, standing where `?shot=` or `?draft=` say."""
    shot, draft = request.GET.get("shot", ""), request.GET.get("draft", "")
    paint = first_paint.of_film(member, shot=shot, draft=draft)
    return render(request, "reviews/room.html", {"film": member.film, "first_paint": paint})


@require_safe
@film_page()
def draft(request: HttpRequest, member: Member, draft_id: UUID) -> JsonResponse:
    """A draft, its notes, and which of its frames have ink."""
    found = get_object_or_404(
        Draft.objects.select_related("shot__scene"), film=member.film, id=draft_id
    )
    return JsonResponse(first_paint.of_draft(found))


@require_safe
@film_page()
def ink(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """The strokes on frames ?first= ≤ f < ?last=, a page at a time: ask on with ?after=next."""
    found = get_object_or_404(Draft, film=member.film, id=draft_id)
    try:
        first, last, after = (int(request.GET.get(name, 0)) for name in ("first", "last", "after"))
    except ValueError:
        return HttpResponseBadRequest(_("Frames are numbers."))
    page = reading.window(found, first, last, after)
    return HttpResponse(page.text(), content_type="application/json")
