"""Who calls over a websocket, and in which language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host
from django.utils.translation import get_language_from_request

from slowfilm.accounts.credentials import Credential, by_session, by_token
from slowfilm.accounts.models import User


def language_of(scope: dict[str, Any]) -> str:
    """The caller's language, chosen as Django chooses it for a page."""
    request = HttpRequest()
    request.COOKIES = scope["cookies"]
    request.META = {"HTTP_ACCEPT_LANGUAGE": _headers(scope).get("accept-language", "")}
    return get_language_from_request(request)


def _headers(scope: dict[str, Any]) -> dict[str, str]:
    return {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}


def identify(scope: dict[str, Any]) -> tuple[User, Credential] | None:
    """Who is calling, and by what: a bearer token, or a session whose page is one of ours."""
    headers = _headers(scope)
    if (bearer := headers.get("authorization", "")).lower().startswith("bearer "):
        return by_token(bearer[7:].strip())
    if not _of_our_page(headers.get("origin", ""), headers.get("host", "")):
        return None
    return by_session(scope["cookies"].get(settings.SESSION_COOKIE_NAME))


def _of_our_page(origin: str, host: str) -> bool:
    """Whether a page of this very site calls; another port of its host may be anybody's."""
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    name, _port = split_domain_port(host)
    scheme = "https" if settings.HTTPS else "http"
    return validate_host(name, settings.ALLOWED_HOSTS) and origin == f"{scheme}://{host}"
