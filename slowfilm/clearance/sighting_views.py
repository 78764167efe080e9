"""Where it is said who is seen and heard in references and drafts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from slowfilm.clearance import actions
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.references.views import change


@require_POST
@film_page(May.CLEAR)
def declare_nobody(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Say that nobody is seen or heard in it."""
    return change(request, member, actions.declare_nobody, reference_id)
