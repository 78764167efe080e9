"""How people come in: by invitation, or as the first on a fresh site."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from slowfilm.films.invitations import invitation_of
from slowfilm.films.models import Invitation, User

INVITED_BY = "invitation"  # the session's key for the link a visitor came with


def open_invitation(request: HttpRequest) -> Invitation | None:
    """The invitation the visitor came with, while it can be used."""
    found = invitation_of(request.session.get(INVITED_BY, ""))
    return found if found and found.state == Invitation.State.OPEN else None


class Adapter(DefaultAccountAdapter):
    """allauth's adapter."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return open_invitation(request) is not None or not User.objects.exists()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Back to the invitation one came with, if any."""
        token = request.session.get(INVITED_BY)
        return reverse("invitation", args=[token]) if token else reverse("films")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        assert isinstance(user, User)
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)
