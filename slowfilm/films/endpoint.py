"""A film's door for pages and scripts alike: a session with its CSRF token, or a bearer token."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

from slowfilm.accounts.credentials import Credential, by_request, by_token
from slowfilm.accounts.models import User
from slowfilm.films.access import FilmView, P, find_member
from slowfilm.films.roles import May


def film_endpoint(
    right: May = May.LOOK,
) -> Callable[[FilmView[P]], Callable[..., HttpResponseBase]]:
    """Like film_page, but open to `Authorization: Bearer` too.

    A token is sent on purpose, so it needs no CSRF token; a session does, as everywhere.
    """

    def decorate(view: FilmView[P]) -> Callable[..., HttpResponseBase]:
        @csrf_exempt  # asked below, once it is known that no token came
        @wraps(view)
        def seen(
            request: HttpRequest, film_id: UUID, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            caller = _caller(request)
            if isinstance(caller, HttpResponseBase):
                return caller
            user, credential = caller
            member = find_member(film_id, user.id, credential)
            if member is None:
                raise Http404
            if not member.may(right):
                raise PermissionDenied
            return view(request, member, *args, **kwargs)

        return seen

    return decorate


def _caller(request: HttpRequest) -> tuple[User, Credential] | HttpResponseBase:
    """Who asks; or the answer for one who may not."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return by_token(token.strip()) or HttpResponse(status=401)
    if caller := by_request(request):
        return _forged(request) or caller
    if request.method == "GET":
        return redirect_to_login(request.get_full_path())
    return HttpResponse(status=401)


def _forged(request: HttpRequest) -> HttpResponseBase | None:
    """The refusal of a change that another site's page asks for."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    return CsrfViewMiddleware(view).process_view(request, view, (), {})
