"""Signing in to the demo with one click. Only where settings.DEMO says this is one."""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from slowfilm.accounts.models import User

LASTS = 12 * 3600  # seconds


def _signer(user: User) -> signing.TimestampSigner:
    """Signs for an account as it is now: another password or address ends what was signed."""
    stands = f"{user.get_session_auth_hash()}:{user.email}"
    return signing.TimestampSigner(salt=f"slowfilm.demo:{stands}", sep=".")


def sign_in_link(user: User) -> str:
    """The path of a link that signs a demo member in for the next twelve hours."""
    return reverse("demo-sign-in", args=[_signer(user).sign(user.id.hex)])


def user_of_link(token: str) -> User | None:
    """Whom a link signs in. None when it is too old or not ours, or the account has changed."""
    try:
        user = User.objects.get(id=UUID(token.partition(".")[0]), is_active=True)
        _signer(user).unsign(token, max_age=LASTS)
    except (ValueError, User.DoesNotExist, signing.BadSignature):
        return None
    return user
