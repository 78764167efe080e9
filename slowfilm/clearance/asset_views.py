"""What providers call a person who is verified there."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowfilm.clearance.providers import offered
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.ledger.action import read
from slowfilm.people import actions, events
from slowfilm.people.models import Person


@dataclass(frozen=True)
class Asked:
    """One provider that verifies people, and what it calls this one."""

    provider: str
    name: str
    example: str
    asset: str


def asked_of(person: Person) -> list[Asked]:
    """Each provider that engines here send to and that verifies people."""
    return [
        Asked(provider.id, _(provider.name), provider.asset, person.assets.get(provider.id, ""))
        for provider in offered().values()
        if provider.asset
    ]


@require_POST
@film_page(May.CLEAR)
def set_asset(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """Say what a provider calls them."""
    asset = request.POST.get("asset", "").strip()
    about = {"person": person_id, "provider": request.POST.get("provider", ""), "asset": asset}
    try:
        actions.set_asset.perform(member.film_id, member.actor, None, read(events.SetAsset, about))
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("Saved."))
    return redirect("person", member.film_id, person_id)
