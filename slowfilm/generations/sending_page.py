"""The page that says what leaves for a provider, where to, and for how long."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from slowfilm.films.models import Member
from slowfilm.generations.sending import Sending
from slowfilm.shots.models import Shot

NOT_CARRIED = ("csrfmiddlewaretoken", "confirmed", "edit")
Fields = list[tuple[str, str]]


def carried(told: QueryDict) -> Fields:
    """A form's fields as they were sent, to be sent again with the confirmation."""
    return [
        (name, value)
        for name, values in told.lists()
        if name not in NOT_CARRIED
        for value in values
    ]


def sending_page(
    request: HttpRequest, member: Member, shot: Shot, leaves: Sending, fields: Fields
) -> HttpResponse:
    """What leaves, to be confirmed. `fields` go along with the confirmation."""
    provider = leaves.provider
    context = {
        "film": member.film,
        "member": member,
        "shot": shot,
        "leaves": leaves,
        "provider": {
            "name": _(provider.name),
            "where": _(provider.where),
            "kept": _(provider.kept),
        },
        "fields": fields,
    }
    return render(request, "generations/sending.html", context)
