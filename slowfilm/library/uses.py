"""Where a reference is used: asked by its page, answered by the shots, which stand above it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft


@require_safe
@film_page()
def uses(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """The drafts that were made from a reference, as part of a page."""
    reference = get_object_or_404(Reference, film=member.film, id=reference_id)
    drafts = (
        Draft.objects.filter(sources__reference=reference)
        .select_related("shot__scene")
        .order_by("made_at")
        .distinct()
    )
    return render(request, "library/uses.html", {"film": member.film, "drafts": drafts})
