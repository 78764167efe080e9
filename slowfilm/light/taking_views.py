"""Frames of a draft as a reference, and a reference in another light: asked for from pages."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.ledger.chain import canonical
from slowfilm.light import taking
from slowfilm.light.plate_forms import PlateForm
from slowfilm.references.models import Reference
from slowfilm.references.views import reference_of

JSON = "application/json"
LARGEST = 256 * 1024  # bytes of what is asked


@require_POST
@film_page(May.MAKE)
def take(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """Frames first ≤ f < last of a draft become a reference; on to its page."""
    fields = {name: request.POST.get(name, "") for name in ("first", "last", "name")}
    lit = request.POST.get("lit", "yes") != "no"
    return _made(request, member, taking.take_frames, draft=draft_id, lit=lit, **fields)


@require_http_methods(["GET", "HEAD", "POST"])
@film_page(May.MAKE)
def light(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """A reference in another light becomes a reference: by a form, or by JSON (light, name)."""
    reference = reference_of(member.film, reference_id)
    if request.content_type != JSON:
        return _by_form(request, member, reference)
    try:
        fields = json.loads(request.body[: LARGEST + 1])
    except ValueError:
        fields = {}
    fields = fields if isinstance(fields, dict) else {}
    arguments = {name: fields[name] for name in ("light", "name") if name in fields}
    return _made(request, member, taking.light_reference, source=reference.id, **arguments)


def _by_form(request: HttpRequest, member: Member, reference: Reference) -> HttpResponse:
    if not reference.ready or reference.kind == Reference.Kind.SOUND:
        return redirect("reference", film_id=member.film_id, reference_id=reference.id)
    name = _("%(name)s, lit") % {"name": reference.name}
    form = PlateForm(member.film, request.POST or None, initial={"name": name})
    if form.is_valid():
        about = {"source": reference.id, "name": form.cleaned_data["name"], "light": form.light()}
        return _made(request, member, taking.light_reference, **about)
    context = {"film": member.film, "member": member, "reference": reference, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "light/plate.html", context, status=status)


def _made(
    request: HttpRequest, member: Member, act: Callable[..., Any], **fields: Any
) -> HttpResponse:
    wants_json = JSON in request.headers.get("Accept", "")
    try:
        entry = act(film_id=member.film_id, actor=member.actor, **fields)
    except Refused as refused:
        if wants_json or refused.code.startswith("no-"):
            body = canonical({"code": refused.code, "reason": str(refused.reason)})
            status = 404 if refused.code.startswith("no-") else 400
            return HttpResponse(body, status=status, content_type=JSON)
        messages.error(request, str(refused.reason))
        return redirect("references", film_id=member.film_id)
    if wants_json:
        body = canonical({"reference": str(entry.command)})
        return HttpResponse(body, status=202, content_type=JSON)
    messages.success(request, _("The reference is being made."))
    return redirect("reference", film_id=member.film_id, reference_id=entry.command)
