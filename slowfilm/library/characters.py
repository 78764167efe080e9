"""The pages of a film's characters: a person at a period, with references and lines."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from slowfilm.clearance.answer import clearance
from slowfilm.films.access import film_page
from slowfilm.films.forms import refusal_on
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.library.character_forms import (
    CharacterForm,
    LineForm,
    MaterialForm,
    PeriodForm,
    TranscriptForm,
)
from slowfilm.moment import one_moment
from slowfilm.people.actions import add_person
from slowfilm.references import characters as actions
from slowfilm.references.models import Character
from slowfilm.references.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
@film_page()
def characters(request: HttpRequest, member: Member) -> HttpResponse:
    """All characters; POST adds one."""
    may_add_people = member.may(May.CLEAR)
    if request.method == "POST" and member.may(May.MAKE):
        form = CharacterForm(member.film, request.POST, may_add_people=may_add_people)
        if form.is_valid():
            with refusal_on(form):
                return redirect("character", member.film_id, _add(member, form.cleaned_data))
        return _characters(request, member, form, status=422)
    return _characters(request, member, CharacterForm(member.film, may_add_people=may_add_people))


def _add(member: Member, fields: dict[str, Any]) -> UUID:
    """A character, with a person made for it where that is somebody new: both or none."""
    about: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
    with transaction.atomic():
        person = fields["person"]
        person_id = person.id if person else add_person(**about, name=fields["name"]).command
        return actions.add(**about, person=person_id, period=fields["period"]).command


@one_moment()
def _characters(
    request: HttpRequest, member: Member, form: CharacterForm, status: int = 200
) -> HttpResponse:
    rows = Character.objects.filter(film=member.film).select_related("person")
    context = {
        "film": member.film,
        "member": member,
        "characters": rows.prefetch_related("material__reference", "lines"),
        "form": form,
        "may_make": member.may(May.MAKE),
    }
    return render(request, "library/characters.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@film_page()
def character(request: HttpRequest, member: Member, character_id: UUID) -> HttpResponse:
    """One character; POST says its period anew."""
    if request.method == "POST" and member.may(May.MAKE):
        form = PeriodForm(request.POST)
        if form.is_valid():
            about = {"character": character_id, "period": form.cleaned_data["period"]}
            return _do(request, member, character_id, actions.change, **about)
        return _page(request, member, character_id, {"period": form})
    return _page(request, member, character_id)


@one_moment()
def _page(
    request: HttpRequest, member: Member, character_id: UUID, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """The page with empty forms, but for those that were filled in wrongly."""
    rows = Character.objects.select_related("person")
    row = get_object_or_404(rows, film=member.film, id=character_id)
    material = list(row.material.select_related("reference"))
    answer = clearance(
        "generate", references=[material_link.reference for material_link in material]
    )
    empty = {
        "period": PeriodForm(initial={"period": row.period}),
        "material": MaterialForm(member.film),
        "line": LineForm(member.film),
        "transcript": TranscriptForm(member.film),
    }
    context = {
        "film": member.film,
        "member": member,
        "one": row,
        "material": [
            (material_link, Role(material_link.role).label, answer.of(material_link.reference_id))
            for material_link in material
        ],
        "lines": [(line, LineForm.of(line)) for line in row.lines.select_related("take", "film")],
        "forms": {**empty, **(forms or {})},
        "may_make": member.may(May.MAKE),
    }
    status = 422 if forms else 200
    return render(request, "library/character.html", context, status=status)


@require_POST
@film_page(May.MAKE)
def remove(request: HttpRequest, member: Member, character_id: UUID) -> HttpResponse:
    """Take a character away that nothing stands on."""
    about: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
    try:
        actions.remove(**about, character=character_id)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("character", member.film_id, character_id)
    return redirect("characters", member.film_id)


@require_POST
@film_page(May.MAKE)
def give(request: HttpRequest, member: Member, character_id: UUID) -> HttpResponse:
    """A reference is of this character."""
    form = MaterialForm(member.film, request.POST)
    if not form.is_valid():
        return _page(request, member, character_id, {"material": form})
    fields = {"reference": form.cleaned_data["reference"].id, "role": form.cleaned_data["role"]}
    return _do(request, member, character_id, actions.give, character=character_id, **fields)


@require_POST
@film_page(May.MAKE)
def take_away(
    request: HttpRequest, member: Member, character_id: UUID, material_id: UUID
) -> HttpResponse:
    """A reference is of this character no longer."""
    return _do(request, member, character_id, actions.take_away, material=material_id)


@require_POST
@film_page(May.MAKE)
def first(
    request: HttpRequest, member: Member, character_id: UUID, material_id: UUID
) -> HttpResponse:
    """A reference stands before the others."""
    own_characters = Character.objects.filter(film=member.film, id=character_id)
    others = [
        link_id
        for link_id in own_characters.values_list("material", flat=True)
        if link_id != material_id
    ]
    order = [material_id, *filter(None, others)]
    about = {"character": character_id, "material": order}
    return _do(request, member, character_id, actions.order, **about)


@require_POST
@film_page(May.MAKE)
def write(request: HttpRequest, member: Member, character_id: UUID) -> HttpResponse:
    """Another line."""
    form = LineForm(member.film, request.POST)
    if not form.is_valid():
        return _page(request, member, character_id, {"line": form})
    about = {"character": character_id, **form.spoken()}
    return _do(request, member, character_id, actions.write, **about)


@require_POST
@film_page(May.MAKE)
def rewrite(
    request: HttpRequest, member: Member, character_id: UUID, line_id: UUID
) -> HttpResponse:
    """A line is said anew."""
    form = LineForm(member.film, request.POST)
    if not form.is_valid():
        return _page(request, member, character_id, {"line": form})
    return _do(request, member, character_id, actions.rewrite, line=line_id, **form.spoken())


@require_POST
@film_page(May.MAKE)
def unwrite(
    request: HttpRequest, member: Member, character_id: UUID, line_id: UUID
) -> HttpResponse:
    """A line is taken away."""
    return _do(request, member, character_id, actions.unwrite, line=line_id)


@require_POST
@film_page(May.MAKE)
def transcript(request: HttpRequest, member: Member, character_id: UUID) -> HttpResponse:
    """Every cue of a transcript becomes a line: all of them, or none."""
    form = TranscriptForm(member.film, request.POST, files=request.FILES)
    if not form.is_valid():
        return _page(request, member, character_id, {"transcript": form})
    about: dict[str, Any] = {"film_id": member.film_id, "actor": member.actor}
    lines = form.lines()
    try:
        with transaction.atomic():
            for line in lines:
                actions.write(**about, character=character_id, **line)
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return _page(request, member, character_id, {"transcript": form})
    count = len(lines)
    sentence = ngettext("%(n)s line was written down.", "%(n)s lines were written down.", count)
    messages.success(request, sentence % {"n": count})
    return redirect("character", member.film_id, character_id)


def _do(
    request: HttpRequest,
    member: Member,
    character_id: UUID,
    action: Callable[..., Entry],
    **fields: Any,
) -> HttpResponse:
    """One action, then the page again. A refusal is said on it."""
    try:
        action(film_id=member.film_id, actor=member.actor, **fields)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect("character", member.film_id, character_id)
