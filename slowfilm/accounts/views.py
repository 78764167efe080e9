"""One's own page, with name and address; and a new password by a letter's link."""

from typing import Any

from allauth.account import views as allauth
from allauth.account.models import EmailAddress
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from slowfilm.accounts.allauth_forms import UserTokenForm
from slowfilm.accounts.forms import AccountForm
from slowfilm.accounts.models import User


@sensitive_post_parameters("password")
@login_required
@rate_limit(action="reauthenticate")  # type: ignore[no-untyped-call, untyped-decorator]
def yourself(request: HttpRequest) -> HttpResponse:
    """See and change one's name and address. No film records it: it is nobody's act on a film."""
    assert isinstance(request.user, User)
    form = AccountForm(request.POST or None, user=request.user)
    if form.is_valid() and _saved(form):
        messages.success(request, _("It is changed."))
        return redirect("yourself")
    return render(request, "account/yourself.html", {"form": form})


def _saved(form: AccountForm) -> bool:
    """Save the account; false, and said on the form, when another was quicker to that address."""
    moves = form.moves
    user = User.objects.get(id=form.user.id)
    user.name, user.email = form.cleaned_data["name"], form.cleaned_data["email"]
    try:
        with transaction.atomic():
            user.save(update_fields=["name", "email"])
            if moves:  # the old address must not open the account any more
                EmailAddress.objects.filter(user=user).delete()
                EmailAddress.objects.create(user=user, email=user.email, primary=True)
    except IntegrityError:
        form.add_error("email", _("Somebody else signs in with that address."))
        return False
    return True


class PasswordResetFromKey(allauth.PasswordResetFromKeyView):
    """Setting a new password by the letter's link. Of several who try at once, one does."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            form.user = User.objects.select_for_update().get(id=self.reset_user.id)
            link = UserTokenForm(data={"uidb36": self.kwargs["uidb36"], "key": self.key})
            if not link.is_valid():  # spent while we waited for the row
                return self.render_to_response(self.get_context_data(token_fail=True))
            answer: HttpResponse = super().form_valid(form)
            return answer


password_reset_from_key = PasswordResetFromKey.as_view()
