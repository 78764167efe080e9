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

from slowfilm import prepared
from slowfilm.accounts.models import User
from slowfilm.films.models import Member
from slowfilm.films.roles import May

P = ParamSpec("P")
PLACE = """
SELECT place.id, place.roles FROM slowfilm_member place
JOIN slowfilm_user who ON who.id = place.user_id
WHERE place.film_id = %s AND place.user_id = %s AND place.removed_at IS NULL AND who.is_active
"""
FilmView = Callable[Concatenate[HttpRequest, Member, P], HttpResponseBase]


def find_member(film_id: UUID, user_id: UUID) -> Member | None:
    """A user's present place on a film."""
    return (
        Member.objects.present()
        .select_related("film", "user")
        .filter(film_id=film_id, user_id=user_id, user__is_active=True)
        .first()
    )


def acting_member(film_id: UUID, user_id: UUID) -> Member | None:
    """The same, read as lightly as a command needs it: who acts, in which roles."""
    found = prepared.one(PLACE, [film_id, user_id])
    return Member(id=found[0], film_id=film_id, user_id=user_id, roles=found[1]) if found else None


def present_members(film_ids: list[UUID]) -> dict[UUID, set[UUID]]:
    """The ids of the members each film has now."""
    found: dict[UUID, set[UUID]] = {}
    rows = Member.objects.present().filter(film_id__in=film_ids, user__is_active=True)
    for film_id, member_id in rows.values_list("film_id", "id"):
        found.setdefault(film_id, set()).add(member_id)
    return found


def film_page(right: May = May.LOOK) -> Callable[[FilmView[P]], Callable[..., HttpResponseBase]]:
    """A view of one film: `film_id` in the URL becomes the member who looks.

    A film one is not a member of does not exist (404); a right one lacks is refused (403).
    """

    def decorate(view: FilmView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def seen(
            request: HttpRequest, film_id: UUID, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(_asked_from(request, film_id))
            member = find_member(film_id, request.user.id)
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
