"""The HTTP API under /api/. Its description is /api/openapi.json."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from slowfilm.accounts.credentials import Credential, by_request, by_token
from slowfilm.accounts.models import User
from slowfilm.api.description import Api
from slowfilm.api.paging import Paging, paged
from slowfilm.clearance.answer import clearance
from slowfilm.films.access import find_member
from slowfilm.films.models import Film, Member
from slowfilm.films.pace import pace
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.library import presenters
from slowfilm.moment import one_moment
from slowfilm.references.models import Reference
from slowfilm.uploads import claims
from slowfilm.uploads.quotas import Quota

log = logging.getLogger(__name__)


FOR_MAKERS = ("carries", "tracks")  # facts of a reference: titles may tell of people
Caller = tuple[User, Credential]
# What a refused act is answered with; all others with 409.
STATUS = {
    "signed-out": 401,
    "not-allowed": 403,
    "not-a-member": 404,
    "too-fast": 429,
    "no-cursor": 422,
}


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`, the token being one of `manage.py token`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        return invited(request, by_token(token))


class Session(SessionAuth):
    """The session of a page, with its CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        return invited(request, by_request(request))


def invited(request: HttpRequest, caller: Caller | None) -> Caller | None:
    """The caller, unless the call is about a film they are not on: to them it does not exist.

    Asked before the call's body is looked at, so that no answer about it tells of the film.
    """
    film_id = request.resolver_match.kwargs.get("film_id") if request.resolver_match else None
    if caller and film_id and find_member(UUID(str(film_id)), caller[0].id) is None:
        raise Http404
    return caller


api = Api(
    title="Slowfilm",
    version="1",
    description="What a script may ask of a studio. Every error is {code, reason}.",
    docs_url=None,  # the page of documentation would load scripts from elsewhere
    auth=[Bearer(), Session()],
)


class Fault(Schema):
    """Why not: `code` for the program, `reason` for the person."""

    code: str
    reason: str


class FilmOut(Schema):
    """A film one is on."""

    id: UUID
    title: str
    team: str
    why: str
    nevers: list[str]
    declared_year: int | None
    rate: str
    width: int
    height: int
    locked_at: datetime | None

    @staticmethod
    def resolve_team(film: Film) -> str:
        return film.team.name


class MemberOut(Schema):
    """Somebody on a film."""

    id: UUID
    name: str
    roles: list[str]
    joined_at: datetime

    @staticmethod
    def resolve_name(member: Member) -> str:
        return str(member)


class ReferenceOut(Schema):
    """A reference; blobs are fetched by their digest.

    `state` is ready, preparing, failed or erased. `erased_at`: since when its files are gone for
    good, at the demand of somebody in it; they are answered with 410.
    """

    id: UUID
    name: str
    kind: str
    state: str
    why: str
    maker: str
    year: str
    place: str
    medium: str
    rights: str
    study: bool
    cleared_for_generating: bool
    original: str | None
    proxy: str | None
    erased_at: datetime | None
    facts: dict[str, Any]


class QuotaOut(Schema):
    """Bytes stored, bytes that uploads under way have announced, and the most; null: no bound."""

    stored: int
    coming: int
    most: int | None

    @staticmethod
    def resolve_most(quota: Quota) -> int | None:
        return quota.most or None


class StorageOut(Schema):
    """What a film holds, what came of one's own uploads to it, and the room left.

    `left` is how many bytes the next upload may have: by both quotas, and by the disk.
    """

    film: QuotaOut
    member: QuotaOut
    left: int


def caller(request: HttpRequest) -> Caller:
    """Who asks and by what, by whichever way they were known."""
    client: Caller = request.auth  # type: ignore[attr-defined]
    return client


def member_of(request: HttpRequest, film_id: UUID, right: May = May.LOOK) -> Member:
    """The caller's place on a film: 404 for a stranger, 403 for a right that is lacking.

    What changes something counts in the caller's pace: 429 when it comes too fast.
    """
    user, credential = caller(request)
    member = find_member(film_id, user.id, credential)
    if member is None:
        raise Http404
    if not member.may(right):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD"):
        files = request.content_type == "multipart/form-data"  # no hand writes those
        pace.keep(member.id, 0 if files else len(request.body))
    return member


def key_of(request: HttpRequest) -> UUID:
    """The id of what is asked for. Raises Refused when the header holds none."""
    header = request.headers.get("Idempotency-Key", "")
    try:
        return UUID(header) if header else uuid4()
    except ValueError as error:
        raise Refused("malformed", _("Idempotency-Key must be a UUID.")) from error


@api.get("/films", response=list[FilmOut], tags=["films"])
def films(request: HttpRequest, response: HttpResponse, page: Query[Paging]) -> Any:
    """The films the caller is on, the newest first."""
    places = Member.objects.present().filter(user=caller(request)[0]).values("film_id")
    rows = Film.objects.filter(id__in=places).select_related("team")
    return paged(request, response, rows, ("-created_at", "id"), page)


@api.get("/films/{uuid:film_id}", response={200: FilmOut, 404: Fault}, tags=["films"])
def film(request: HttpRequest, film_id: UUID) -> Any:
    """One film: why it is made, what it will not do, and its measures."""
    return member_of(request, film_id).film


@api.get(
    "/films/{uuid:film_id}/members", response={200: list[MemberOut], 404: Fault}, tags=["films"]
)
def members(
    request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]
) -> Any:
    """Who is on a film now."""
    present = Member.objects.present().filter(film=member_of(request, film_id).film)
    return paged(request, response, present.select_related("user"), ("joined_at", "id"), page)


@api.get(
    "/films/{uuid:film_id}/references",
    response={200: list[ReferenceOut], 404: Fault},
    tags=["references"],
)
@one_moment()
def references(
    request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]
) -> Any:
    """A film's references, in the order they came. They are brought in by tus, at uploads/."""
    member = member_of(request, film_id)
    rows = Reference.objects.filter(film=member.film)
    batch = paged(request, response, rows, ("added_at", "id"), page)
    answer, makes = clearance("generate", references=batch), member.may(May.MAKE)
    return [
        _told(card, makes, not answer.of(card.reference.id)) for card in presenters.shown(batch)
    ]


@api.get(
    "/films/{uuid:film_id}/storage",
    response={200: StorageOut, 403: Fault, 404: Fault},
    tags=["films"],
)
def storage(request: HttpRequest, film_id: UUID) -> Any:
    """What the film and the caller's uploads take, and how large the next upload may be."""
    return claims.standing(member_of(request, film_id, May.MAKE))


def reference_told(member: Member, reference: Reference) -> dict[str, Any]:
    """One reference as a call answers it."""
    answer = clearance("generate", references=[reference])
    (shown,) = presenters.shown([reference])
    return _told(shown, member.may(May.MAKE), not answer.of(reference.id))


def _told(card: presenters.Shown, makes: bool, cleared: bool) -> dict[str, Any]:
    it: Reference = card.reference
    plain = ("id", "name", "kind", "maker", "year", "place", "medium", "rights", "study")
    return {
        **{name: getattr(it, name) for name in plain},
        "facts": {k: v for k, v in it.facts.items() if makes or k not in FOR_MAKERS},
        "state": card.state,
        "why": card.why,
        "cleared_for_generating": cleared,
        "original": it.original_id if makes else None,
        "proxy": it.proxy_id,
        "erased_at": card.erased_at,
    }


def fault(request: HttpRequest, status: int, code: str, reason: str) -> HttpResponse:
    """An error as every error is."""
    return api.create_response(request, {"code": code, "reason": reason}, status=status)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return fault(request, STATUS.get(error.code, 409), error.code, str(error.reason))


@api.exception_handler(AuthenticationError)
def _unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return fault(request, 401, "signed-out", _("Send a bearer token, or sign in."))


@api.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return fault(request, 403, "not-allowed", _("Your role on this film does not allow that."))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return fault(request, 404, "not-found", _("There is no such thing here for you."))


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    details = {"where": ".".join(str(part) for part in first["loc"]), "why": first["msg"]}
    sentence = _("%(where)s: not what /api/openapi.json asks for (%(why)s).")
    return fault(request, 422, "malformed", sentence % details)


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja's own, of which it has two: a body it can't read, and a change without its token."""
    if error.status_code == 403:
        reason = _("With a session, a change needs the CSRF token, in the header X-CSRFToken.")
        return fault(request, 403, "no-token", reason)
    return fault(request, 400, "malformed", _("The body can't be read: it must be JSON."))


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _out_of_reach(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("the record cannot be reached: %s", error)
    reason = _("The record cannot be reached just now. Nothing was lost.")
    return fault(request, 503, "unavailable", reason)


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("an API call failed", exc_info=error)
    return fault(request, 500, "failed", _("Something failed here. It has been written down."))
