"""One's own name and address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slowfilm.accounts.models import User


class NameForm(forms.Form):
    """What signing up asks beside address and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As the others on the film will see it."),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: Any, user: User) -> None:
        """The name is saved with the user, by the adapter."""


class AccountForm(NameForm):
    """What the others call one, and what one signs in with. Another address asks the password."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is no e-mail address.")},
        help_text=_("You sign in with it. Your films do not show it."),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Only when the address changes."),
    )
    field_order = ["name", "email", "password"]

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial={"name": user.name, "email": user.email})
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("To change it, set a password first.")

    @property
    def moves(self) -> bool:
        """Whether the address becomes another."""
        return bool(self.cleaned_data["email"] != self.user.email)

    def clean_email(self) -> str:
        """Addresses are kept in small letters, as they are looked up."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(id=self.user.id).exists():
            raise forms.ValidationError(_("Somebody else signs in with that address."))
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "email" in cleaned and self.moves:
            if not cleaned.get("password"):
                self.add_error("password", _("To change the address, enter your password."))
            elif not self.user.check_password(cleaned["password"]):
                self.add_error("password", _("That is not your password."))
        return cleaned
