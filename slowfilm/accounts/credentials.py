"""By what somebody is known: a session, or a bearer token."""

import hashlib
from uuid import UUID

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from slowfilm.accounts.models import Token, User


def user_of_token(token: str) -> User | None:
    """The user a bearer token speaks for."""
    found = (
        Token.objects.select_related("user")
        .filter(digest=token_digest(token), revoked_at=None, user__is_active=True)
        .first()
    )
    return found.user if found else None


def token_digest(token: str) -> str:
    """What is kept of a bearer token."""
    return hashlib.sha256(token.encode()).hexdigest()


def shut(doors: set[str]) -> set[str]:
    """Of sessions' keys and tokens' digests, those that open nothing any more."""
    sessions = Session.objects.filter(session_key__in=doors, expire_date__gt=timezone.now())
    tokens = Token.objects.filter(digest__in=doors, revoked_at=None)
    lasting = sessions.values_list("session_key", flat=True)
    return doors - {*lasting} - {*tokens.values_list("digest", flat=True)}


def user_of_session(key: str | None) -> UUID | None:
    """The user of a session, checked as Django checks it for a page."""
    if not key:
        return None
    request = HttpRequest()
    request.session = SessionStore(key)
    user = get_user(request)
    return user.pk if user.is_authenticated else None
