"""Pages: put light in the place of what may not be shown; a light space made from nothing."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from slowfilm.abstractions import actions, events, spaces
from slowfilm.abstractions.models import LightSpace
from slowfilm.abstractions.preview import previewed
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.ledger.action import read
from slowfilm.references.models import Reference
from slowfilm.references.views import change, reference_of

LARGEST = 256 * 1024  # bytes of what is asked


@require_safe
@film_page(May.MAKE)
@ensure_csrf_cookie
def abstract(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Paint on a picture or a frame what may not be shown, and have light put there."""
    reference = reference_of(member.film, reference_id)
    if not reference.ready:
        return redirect("reference", film_id=member.film_id, reference_id=reference.id)
    context = {
        "film": member.film,
        "member": member,
        "reference": reference,
        "name": _("%(name)s, in light") % {"name": reference.name},
        "looks": looks(),
        "sounds": actions.heard(reference),
        "seen": reference.kind != Reference.Kind.SOUND,
        "rate": reference.facts.get("rate") or "",
        "frames": reference.facts.get("frames") or 1,
        "seed": uuid4().int & 0xFFFF,
    }
    return render(request, "abstractions/abstract.html", context)


def looks() -> list[tuple[str, str]]:
    """What may stand in the place of something, by name."""
    return [
        ("curtain", _("Light through a curtain")),
        ("haze", _("Light through haze")),
        ("water", _("Dusk over water")),
    ]


@require_POST
@film_page(May.MAKE)
def make_abstraction(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Have it made: where the new reference's page is, or 400 with a reason."""
    reference = reference_of(member.film, reference_id)
    return _made(request, member, actions.abstract_reference, source=str(reference.id))


@require_POST
@film_page(May.MAKE)
def preview(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """How one frame would look: how far that is, and then the picture. Asked again until it is."""
    reference = reference_of(member.film, reference_id)
    try:
        command = read(events.PreviewAbstraction, _told(request))
        actions.refuse_impossible(reference, command)
    except Refused as refused:
        return JsonResponse({"reason": str(refused.reason)}, status=400)
    outcome = previewed(reference, command)
    return JsonResponse(
        {"state": outcome.state, "picture": outcome.picture, "reason": outcome.reason}
    )


@require_safe
@film_page(May.MAKE)
@ensure_csrf_cookie
def light_space(request: HttpRequest, member: Member) -> HttpResponse:
    """A new light space; `?from=` one that is there."""
    earlier = None
    if named := request.GET.get("from", ""):
        try:
            space_id = UUID(named)
        except ValueError:
            space_id = uuid4()
        spaces_of = LightSpace.objects.filter(film=member.film).select_related("reference")
        earlier = get_object_or_404(spaces_of, id=space_id)
    context = {
        "film": member.film,
        "member": member,
        "earlier": earlier,
        "name": earlier.reference.name if earlier else _("Light space"),
        "begun": earlier.space if earlier else None,
        "beginnings": spaces.beginnings(),
    }
    return render(request, "abstractions/light-space.html", context)


@require_POST
@film_page(May.MAKE)
def make_light_space(request: HttpRequest, member: Member) -> HttpResponse:
    """Have it rendered: where the new reference's page is, or 400 with a reason."""
    return _made(request, member, actions.make_light_space)


@require_POST
@film_page(May.MAKE)
def again(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Have a reference made once more that could not be made."""
    return change(request, member, actions.render_again, reference_id)


@require_POST
@film_page(May.MAKE)
def remove(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Take away what could not be made."""
    row = actions.made_here(member.film_id, reference_id)
    space = isinstance(row, LightSpace)
    action = actions.remove_light_space if space else actions.remove_abstraction
    return change(request, member, action, reference_id, to_library=True)


def _made(request: HttpRequest, member: Member, action: Any, **more: str) -> HttpResponse:
    try:
        fields = _told(request) | more
        entry = action(film_id=member.film_id, actor=member.actor, command=None, **fields)
    except Refused as refused:
        return JsonResponse({"reason": str(refused.reason)}, status=400)
    return JsonResponse({"page": reverse("reference", args=[member.film_id, entry.command])})


def _told(request: HttpRequest) -> dict[str, Any]:
    try:
        fields = json.loads(request.body[: LARGEST + 1])
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise Refused("malformed", _("That could not be read."))
    return fields
