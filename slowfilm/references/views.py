"""Where references are uploaded and changed; the pages that show them are in library/."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from slowfilm.films.access import film_page
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import May
from slowfilm.ledger import Actor, Refused
from slowfilm.ledger.models import Entry
from slowfilm.references import actions, tracks
from slowfilm.references.forms import OriginForm
from slowfilm.references.models import Reference
from slowfilm.references.origin import Origin
from slowfilm.uploads.models import Upload
from slowfilm.uploads.tus import Endpoint


def _check(member: Member, fields: dict[str, str]) -> dict[str, Any]:
    form = OriginForm(fields)
    if not form.is_valid():
        field, problems = next(iter(form.errors.items()))
        label = form.fields[field].label if field in form.fields else field
        raise Refused("malformed", f"{label}: {problems[0]}")
    return {"origin": form.origin()}


def _finish(upload: Upload, actor: Actor) -> Entry:
    origin: Origin = upload.about["origin"]
    return actions.add(
        film_id=upload.film_id,
        actor=actor,
        command=upload.id,
        reference=upload.id,
        name=upload.filename,
        **origin,
    )


endpoint = Endpoint("reference", _check, _finish)


@require_POST
@film_page(May.MAKE)
def retry(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Have it prepared once more."""
    return change(request, member, actions.retry, reference_id)


@require_POST
@film_page(May.MAKE)
def remove(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Take away what could not be prepared."""
    return change(request, member, actions.remove, reference_id, to_library=True)


@require_POST
@film_page(May.MAKE)
def strip(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Have a copy kept that tells of nobody, instead of the original."""
    return change(request, member, actions.strip, reference_id)


@require_POST
@film_page(May.MAKE)
def choose_tracks(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Have other tracks of its file seen and heard."""
    fields = request.POST
    return change(
        request,
        member,
        tracks.choose,
        reference_id,
        picture=next(iter(_numbers(fields.getlist("picture"))), None),
        sounds=_numbers(fields.getlist("sound")),
        channels=_numbers(fields.get("channels", "").split("-")),
    )


def _numbers(texts: list[str]) -> list[int]:
    """Whole numbers of a form; what is none is left out."""
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 5]


def change(
    request: HttpRequest,
    member: Member,
    action: Callable[..., Entry],
    reference_id: UUID,
    *,
    to_library: bool = False,
    **fields: Any,
) -> HttpResponse:
    """One action on one reference, then the page again. A refusal is said on it."""
    film_id = member.film_id
    reference_of(member.film, reference_id)
    try:
        action(film_id=film_id, actor=member.actor, command=None, reference=reference_id, **fields)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        to_library = False
    if to_library:
        return redirect("references", film_id=film_id)
    return redirect("reference", film_id=film_id, reference_id=reference_id)


def reference_of(film: Film, reference_id: UUID) -> Reference:
    """One reference of a film, or 404."""
    return get_object_or_404(Reference.objects.filter(film=film), id=reference_id)
