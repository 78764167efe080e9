"""A link by which an account without a password gets its first."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.urls import reverse

from slowfilm.accounts.models import User


def signs_in(user: User) -> bool:
    """Whether somebody can sign in to an account: by its password, or by a passkey alone."""
    if not user.is_active:
        return False
    keys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return user.has_usable_password() or any(key.wrap().is_passwordless for key in keys)


def link_for(user: User) -> str:
    """The path of a page that sets the account's password; good for PASSWORD_RESET_TIMEOUT, once.

    It is what a letter carries to those who forgot theirs, and is spent under the row's lock.
    """
    key = default_token_generator.make_token(user)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
