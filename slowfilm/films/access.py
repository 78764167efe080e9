"""Who is on a film. Looking the membership up is the authorisation."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from slowfilm.accounts.credentials import Credential, by_request
from slowfilm.films.models import Member
from slowfilm.films.roles import May

P = ParamSpec("P")
FilmView = Callable[Concatenate[HttpRequest, Member, P], HttpResponseBase]


def find_member(
    film_id: UUID, user_id: UUID, credential: Credential | None = None
) -> Member | None:
    """A user's present place on a film; it acts by the credential they came with."""
    member = (
        Member.objects.present()
        .select_related("film", "user")
        .filter(film_id=film_id, user_id=user_id, user__is_active=True)
        .first()
    )
    if member is not None:
        member.credential = credential
    return member


def film_page(right: May = May.LOOK) -> Callable[[FilmView[P]], Callable[..., HttpResponseBase]]:
    """A view of one film: `film_id` in the URL becomes the member who looks.

    A film one is not a member of does not exist (404); a right one lacks is refused (403).
    """

    def decorate(view: FilmView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def seen(
            request: HttpRequest, film_id: UUID, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            caller = by_request(request)
            if caller is None:
                return redirect_to_login(_asked_from(request, film_id))
            user, credential = caller
            member = find_member(film_id, user.id, credential)
            if member is None:
                raise Http404
            if not member.may(right):
                raise PermissionDenied
            return view(request, member, *args, **kwargs)

        return seen

    return decorate


def _asked_from(request: HttpRequest, film_id: UUID) -> str:
    """Where to go on after signing in: the page asked for, or the one a form was sent from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return request.headers.get("Referer") or reverse("film", args=[film_id])
