"""The page that a claim's link leads to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from slowfilm.accounts.models import User
from slowfilm.films import claims
from slowfilm.films.signup import CLAIMING, came_with
from slowfilm.ledger import Refused


@never_cache
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """What the link gives. Whoever signs in because of it has still to say yes: it may be shown
    to the wrong one of two accounts.
    """
    account = claims.account_of(token)
    places = claims.places_of(account) if account else []
    if account is None or not places:
        request.session.pop(CLAIMING, None)
        return render(request, "films/claim.html", {"gone": True}, status=410)
    context: dict[str, Any] = {"account": account, "places": places}
    if not isinstance(request.user, User):
        came_with(request, CLAIMING, token)
        return render(request, "films/claim.html", context)
    request.session.pop(CLAIMING, None)
    if request.method == "POST":
        try:
            claims.claim(account, request.user)
        except Refused as refused:
            return render(
                request, "films/claim.html", {**context, "why": refused.reason}, status=409
            )
        return redirect("film", places[0].film_id)
    return render(request, "films/claim.html", context)
