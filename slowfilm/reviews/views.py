"""The ink of a draft, as the room asks for it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.reviews import ink as reading
from slowfilm.shots.models import Draft


@require_safe
@film_page()
def ink(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """The strokes on frames ?first= ≤ f < ?last=, a page at a time: ask on with ?after=next."""
    draft = get_object_or_404(Draft, film=member.film, id=draft_id)
    try:
        first, last, after = (int(request.GET.get(name, 0)) for name in ("first", "last", "after"))
    except ValueError:
        return HttpResponseBadRequest(_("Frames are numbers."))
    page = reading.window(draft, first, last, after)
    return HttpResponse(page.text(), content_type="application/json")
