"""The page that says what leaves for a provider, where to, and for how long."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from slowfilm.engines.about import Provider
from slowfilm.films.models import Member
from slowfilm.generations.sending import Sending
from slowfilm.generations.sending_many import Unconfirmed
from slowfilm.shots.models import Shot

NOT_CARRIED = ("csrfmiddlewaretoken", "confirmed", "edit")
Fields = list[tuple[str, str]]


def carried(fields: QueryDict) -> Fields:
    """A form's fields as they were sent, to be sent again with the confirmation."""
    return [
        (name, value)
        for name, values in fields.lists()
        if name not in NOT_CARRIED
        for value in values
    ]


def sending_page(
    request: HttpRequest, member: Member, shot: Shot, leaves: Sending, fields: Fields
) -> HttpResponse:
    """What leaves, to be confirmed. `fields` go along with the confirmation."""
    context = {
        "film": member.film,
        "member": member,
        "shot": shot,
        "leaves": leaves,
        "provider": _said(leaves.provider),
        "fields": fields,
    }
    return render(request, "generations/sending.html", context)


def sending_many_page(
    request: HttpRequest, member: Member, shot: Shot, error: Unconfirmed, fields: Fields
) -> HttpResponse:
    """What leaves for the drafts of a comparison, to be confirmed once for all."""
    context = {
        "film": member.film,
        "member": member,
        "shot": shot,
        "groups": [(group, _said(group.leaves.provider)) for group in error.groups],
        "digest": error.digest,
        "fields": fields,
    }
    return render(request, "generations/sending_many.html", context)


def _said(provider: Provider) -> dict[str, str]:
    """What is said of a provider, in the reader's language."""
    return {
        "name": _(provider.name),
        "where": _(provider.where),
        "kept": _(provider.kept),
    }
