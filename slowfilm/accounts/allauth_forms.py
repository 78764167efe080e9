"""allauth's forms in the words of this site."""

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from slowfilm.accounts.models import User

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Password until now"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code"),
}
PASSWORD = _("At least eight characters; no common word, and not your name or address.")


class InOurWords:
    """Mixed into a form whose fields are named by allauth."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in LABELS.items():
            if name in self.fields:
                self.fields[name].label = label
        for name in {"login", "email"} & self.fields.keys():
            self.fields[name].error_messages["invalid"] = _("This is no e-mail address.")
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD


class LoginForm(InOurWords, allauth.LoginForm):
    """Signing in."""


class SignupForm(InOurWords, allauth.SignupForm):
    """Making an account."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password1"].label = LABELS["password"]  # there is no other yet


class ChangePasswordForm(InOurWords, allauth.ChangePasswordForm):
    """A new password for the one until now."""


class SetPasswordForm(InOurWords, allauth.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(InOurWords, allauth.ResetPasswordForm):
    """Asking for the letter."""


class ResetPasswordKeyForm(InOurWords, allauth.ResetPasswordKeyForm):
    """A new password by the letter's link."""


class UserTokenForm(allauth.UserTokenForm):
    """The letter's link itself: it names nobody whose account is closed."""

    def _get_user(self, uidb36: str | None) -> User | None:
        user: User | None = super()._get_user(uidb36)  # type: ignore[no-untyped-call]
        return user if user and user.is_active else None


class AuthenticateForm(InOurWords, mfa.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateForm(InOurWords, mfa.ReauthenticateForm):
    """Showing by a code who one is."""


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    """Beginning to use an authenticator app."""


class MFAAdapter(DefaultMFAAdapter):
    """What the second step refuses."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right."),
    }
