"""Where the founder of a team answers for a film that waits to join it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowfilm.accounts.models import User
from slowfilm.films import joining
from slowfilm.ledger import Refused


@login_required
@require_POST
def answer(request: HttpRequest, film_id: UUID) -> HttpResponse:
    """Yes or no."""
    assert isinstance(request.user, User)
    if not joining.waiting_for(request.user).filter(film_id=film_id).exists():
        raise Http404  # to everybody else the film does not exist
    agreed = request.POST.get("answer") == "yes"
    try:
        (joining.accept if agreed else joining.decline)(film_id, request.user)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        sentence = (
            _("The film is of your team now.") if agreed else _("The film stays in its own team.")
        )
        messages.success(request, sentence)
    return redirect("films")
