"""By what somebody is known: a session, or a bearer token."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from slowfilm.accounts.models import Token, User


@dataclass(frozen=True, slots=True)
class Credential:
    """A session's key with the hash of the password it was opened with, or a token's digest.

    Kept by what lasts longer than one question, and asked anew at every act.
    """

    session: str | None = None
    auth_hash: str = ""
    token: str | None = None

    @property
    def key(self) -> str:
        """What tells one credential from another."""
        return self.token or self.session or ""

    def holds(self, password: str, session: bool | None, token: bool | None) -> bool:
        """Whether it still stands, by the user's password and the rows of session and token."""
        if self.token is not None:
            return token is True
        return session is True and auth_hash(password) == self.auth_hash


@lru_cache(maxsize=512)
def auth_hash(password: str) -> str:
    """What a session keeps of an (encoded) password: another password ends it."""
    return User(password=password).get_session_auth_hash()


def by_token(token: str) -> tuple[User, Credential] | None:
    """The user a bearer token speaks for."""
    digest = token_digest(token)
    row = (
        Token.objects.select_related("user")
        .filter(digest=digest, revoked_at=None, user__is_active=True)
        .first()
    )
    return (row.user, Credential(token=digest)) if row else None


def by_session(key: str | None) -> tuple[User, Credential] | None:
    """The user of a session, checked as Django checks it for a page."""
    if not key:
        return None
    request = HttpRequest()
    request.session = SessionStore(key)
    user = get_user(request)
    return (user, Credential(key, user.get_session_auth_hash())) if isinstance(user, User) else None


def by_request(request: HttpRequest) -> tuple[User, Credential] | None:
    """The user whose session a page's request carries."""
    if not isinstance(request.user, User):
        return None
    return request.user, Credential(
        request.session.session_key, request.user.get_session_auth_hash()
    )


def token_digest(token: str) -> str:
    """What is kept of a bearer token."""
    return hashlib.sha256(token.encode()).hexdigest()
