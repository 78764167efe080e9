"""Signing in to the demo with one click. Only where settings.DEMO says this is one."""

from django.core import signing
from django.urls import reverse

from slowfilm.accounts.models import User

LASTS = 12 * 3600  # seconds
_signer = signing.TimestampSigner(salt="slowfilm.demo", sep=".")


def sign_in_link(user: User) -> str:
    """The path of a link that signs a demo member in for the next twelve hours."""
    return reverse("demo-sign-in", args=[_signer.sign(user.id.hex)])


def user_of_link(token: str) -> User | None:
    """Whom a link signs in. None when it is too old or not ours."""
    try:
        user_id = _signer.unsign(token, max_age=LASTS)
    except signing.BadSignature:
        return None
    return User.objects.filter(id=user_id, is_active=True).first()
