"""The library: bringing references in, looking at them, saying where they come from."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry, Head
from slowfilm.references import actions, shelf
from slowfilm.references.clearance import clearance
from slowfilm.references.forms import DescriptionForm, OriginForm
from slowfilm.references.models import Reference, Upload
from slowfilm.references.origin import Origin
from slowfilm.references.tus import Endpoint


def _check(member: Member, told: dict[str, str]) -> dict[str, Any]:
    form = OriginForm(told)
    if not form.is_valid():
        field, problems = next(iter(form.errors.items()))
        label = form.fields[field].label if field in form.fields else field
        raise Refused("malformed", f"{label}: {problems[0]}")
    return {"origin": form.origin()}


def _finish(upload: Upload, actor: str) -> Entry:
    origin: Origin = upload.about["origin"]
    return actions.add(film_id=upload.film_id, actor=actor, upload=upload, origin=origin)


endpoint = Endpoint("reference", _check, _finish)


@require_safe
@film_page()
def library(request: HttpRequest, member: Member) -> HttpResponse:
    """All references of a film; `?kind=` shows one kind."""
    film = member.film
    kind = request.GET.get("kind", "")
    kind = kind if kind in Reference.Kind.values else ""
    seq = Head.objects.get(film=film).seq  # first: what comes after is told by the line
    found = Reference.objects.filter(film=film)
    rows = found.filter(kind=kind) if kind else found
    return render(
        request,
        "references/library.html",
        {
            "film": film,
            "member": member,
            "seq": seq,
            "kind": kind,
            "kinds": Reference.Kind.choices,
            "shelf": shelf.shown(rows.order_by("-added_at")),
            "interrupted": shelf.interrupted(member),
            "form": OriginForm(prefix="origin"),
            "may": _rights(member),
        },
    )


@require_safe
@film_page()
def card(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """One reference as the library shows it, fetched when something has happened to it."""
    (one,) = shelf.shown([_one(member.film, reference_id)])
    context = {"film": member.film, "one": one, "may": _rights(member)}
    return render(request, "references/card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@film_page()
def reference(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """One reference: player, facts, origin, clearance. POST describes it."""
    seq = Head.objects.get(film=member.film).seq
    found = _one(member.film, reference_id)
    form = DescriptionForm(instance=found)
    if request.method == "POST":
        if not member.may(May.MAKE):
            raise PermissionDenied
        form = DescriptionForm(request.POST, instance=_one(member.film, reference_id))
        if form.is_valid():
            return _do(
                request, member, actions.describe, reference_id,
                name=form.cleaned_data["name"], origin=form.origin(),
            )  # fmt: skip
    (one,) = shelf.shown([found])
    context = {
        "film": member.film,
        "member": member,
        "seq": seq,
        "one": one,
        "measured": shelf.measured(found),
        "clearance": clearance(found, "generate"),
        "declared_by": _name(found.nobody_declared_by),
        "form": form,
        "may": _rights(member),
    }
    return render(request, "references/reference.html", context)


@require_POST
@film_page(May.MAKE)
def retry(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Have it prepared once more."""
    return _do(request, member, actions.retry, reference_id)


@require_POST
@film_page(May.MAKE)
def remove(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Take away what could not be prepared."""
    return _do(request, member, actions.remove, reference_id, to_library=True)


@require_POST
@film_page(May.CLEAR)
def declare_nobody(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """Say that nobody is seen or heard in it."""
    return _do(request, member, actions.declare_nobody, reference_id)


def _do(
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
    _one(member.film, reference_id)
    try:
        action(film_id=film_id, actor=member.actor, command=None, reference=reference_id, **fields)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        to_library = False
    if to_library:
        return redirect("references", film_id=film_id)
    return redirect("reference", film_id=film_id, reference_id=reference_id)


def _name(actor: str) -> str:
    """The name of an actor such as "member:ID"."""
    kind, _colon, id_ = actor.partition(":")
    return str(Member.objects.select_related("user").get(id=id_)) if kind == "member" else actor


def _one(film: Film, reference_id: UUID) -> Reference:
    return get_object_or_404(Reference.objects.filter(film=film), id=reference_id)


def _rights(member: Member) -> dict[str, bool]:
    return {"make": member.may(May.MAKE), "clear": member.may(May.CLEAR)}
