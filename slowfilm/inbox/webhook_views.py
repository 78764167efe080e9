"""A film's webhooks: where its entries are posted to, and how that went."""

from contextlib import suppress
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from slowfilm.films.access import film_page
from slowfilm.films.forms import refusal_on
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.inbox import actions
from slowfilm.inbox.models import Webhook
from slowfilm.ledger import Refused

SHOWN = 50  # deliveries of each


class WebhookForm(forms.Form):
    """Where to."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("It begins with https:// and is reachable from the studio's server."),
    )


@film_page(May.MANAGE)
def webhooks(request: HttpRequest, member: Member) -> HttpResponse:
    """All of them, and a new one."""
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        with refusal_on(form):
            actions.add_webhook(
                film_id=member.film_id, actor=member.actor, url=form.cleaned_data["url"]
            )
            return redirect("webhooks", member.film_id)
    rows = Webhook.objects.filter(film=member.film, removed_at=None).order_by("made_at")
    shown = [(webhook, webhook.deliveries.all()[:SHOWN]) for webhook in rows]
    context = {"film": member.film, "member": member, "form": form, "webhooks": shown}
    return render(request, "inbox/webhooks.html", context)


@require_POST
@film_page(May.MANAGE)
def remove(request: HttpRequest, member: Member, webhook_id: UUID) -> HttpResponse:
    """Post no more there."""
    with suppress(Refused):  # it is gone already, as one wished
        actions.remove_webhook(film_id=member.film_id, actor=member.actor, webhook=webhook_id)
    return redirect("webhooks", member.film_id)
