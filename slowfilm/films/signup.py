"""How people come in: by invitation, or as the first on a fresh site."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import SignupView
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from slowfilm.accounts.models import User
from slowfilm.films import claims
from slowfilm.films.invitations import accept, invitation_of
from slowfilm.films.models import Invitation
from slowfilm.ledger import Refused

# Pages of links that visitors come with, each the session's key for the link.
INVITED_BY, CLAIMING = "invitation", "claim"
WAYS = {
    "reauthenticate": _("Use the password"),
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


def open_invitation(request: HttpRequest) -> Invitation | None:
    """The invitation the visitor came with, while it can be used."""
    invitation = invitation_of(request.session.get(INVITED_BY, ""))
    return invitation if invitation and invitation.state == Invitation.State.OPEN else None


def came_with(request: HttpRequest, page: str, token: str) -> None:
    """Remember the link a visitor came with, and no other."""
    for other in (INVITED_BY, CLAIMING):
        request.session.pop(other, None)
    request.session[page] = token


def claimed(request: HttpRequest) -> User | None:
    """The unclaimed account whose link the visitor came with, while it can be used."""
    return claims.account_of(request.session.get(CLAIMING, ""))


class Adapter(DefaultAccountAdapter):
    """allauth's adapter, and what it refuses in the words of this site."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("This address and this password do not go together."),
        "email_taken": _("There is an account with this address already. Sign in with it."),
        "enter_current_password": _("That is not your password."),
        "incorrect_password": _("That is not your password."),
        "rate_limited": _("Too many attempts. Wait some minutes, then try again."),
        "too_many_login_attempts": _("Too many attempts. Wait some minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        came_by = open_invitation(request) or claimed(request)
        return came_by is not None or not User.objects.exists()

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """In which ways one shows who one is."""
        ways = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS.get(way["id"], way["description"])} for way in ways]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Back to the link one came with, if any."""
        for page in (CLAIMING, INVITED_BY):
            if token := request.session.get(page):
                return reverse(page, args=[token])
        return reverse("films")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        """Make the account, and with it claim what allows it: all or nothing. Raises Refused."""
        assert isinstance(user, User)
        user.name = form.cleaned_data["name"]
        invitation, account = invitation_of(request.session.get(INVITED_BY, "")), claimed(request)
        if invitation is None and account is None:
            claim_the_first_account()
        saved = super().save_user(request, user, form, commit)
        if account is not None:
            claims.claim(account, user)
            del request.session[CLAIMING]
        elif invitation is not None:
            accept(film_id=invitation.film_id, user=user, invitation=invitation.id)
        return saved


def claim_the_first_account() -> None:
    """Hold back every other account until this transaction ends. Raises Refused if there is one."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {User._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    if User.objects.exists():
        reason = gettext(
            "Somebody else has made this studio's first account. Ask for an invitation."
        )
        raise Refused("by-invitation", reason)


class Signup(SignupView):
    """Making an account: the account and what it claims stand together, or neither does."""

    def closed(self) -> HttpResponse:
        """Whoever came by a link reads there why it lets nobody in any more."""
        for page in (CLAIMING, INVITED_BY):
            if token := self.request.session.get(page):
                return redirect(page, token)
        closed: HttpResponse = super().closed()  # type: ignore[no-untyped-call]
        return closed

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse
        try:
            with transaction.atomic():
                answer = super().form_valid(form)
                return answer
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        except IntegrityError:  # somebody was quicker to that address
            form.add_error("email", Adapter.error_messages["email_taken"])
        answer = self.form_invalid(form)
        return answer


signup = Signup.as_view()
