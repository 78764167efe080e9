"""Places, the rights of a reference or draft, and decisions: their pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowfilm.clearance import decisions, rulings, showing
from slowfilm.clearance.page import back_to, by, context_of, do
from slowfilm.clearance.paper import last_day
from slowfilm.clearance.presenters import names_of
from slowfilm.clearance.work_forms import (
    AgreementForm,
    CareForm,
    DecisionForm,
    LicenceForm,
    PlaceForm,
    ReasonForm,
    of_decision,
)
from slowfilm.clearance.works import Decision, Licence, Ruling
from slowfilm.films.access import film_page
from slowfilm.films.forms import refusal_on
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.moment import one_moment
from slowfilm.people import place_actions
from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, Scene


@film_page()
def places(request: HttpRequest, member: Member) -> HttpResponse:
    """The film's places, and what was agreed. POST adds one."""
    form = PlaceForm(request.POST or None)
    if request.method == "POST":
        _clears(member)
        if form.is_valid():
            with refusal_on(form):
                done = place_actions.add_place(**by(member), **form.cleaned_data)
                return _to_place(member, done.command)
    return _places(request, member, form)


@one_moment()
def _places(request: HttpRequest, member: Member, form: PlaceForm) -> HttpResponse:
    film = member.film
    all_places = list(Place.objects.filter(film=film))
    scenes = list(Scene.objects.filter(film=film))
    rows = [
        {
            "place": place,
            "form": AgreementForm(initial={"agreed": place.agreed, "conditions": place.conditions}),
            "scenes": [scene for scene in scenes if scene.id in place.scenes],
            "others": [scene for scene in scenes if scene.id not in place.scenes],
        }
        for place in all_places
    ]
    context = context_of(member, rows=rows, form=form)
    return render(request, "people/places.html", context)


@require_POST
@film_page(May.CLEAR)
def agree(request: HttpRequest, member: Member, place_id: UUID) -> HttpResponse:
    """Record what those who live there agreed to."""
    fields = {name: request.POST.get(name, "") for name in ("agreed", "conditions")}
    act = place_actions.record_agreement
    return do(request, _to_place(member, place_id), act, member, place=place_id, **fields)


@require_POST
@film_page(May.CLEAR)
def show(request: HttpRequest, member: Member, place_id: UUID) -> HttpResponse:
    """Say what shows a place, or does not: references, drafts, scenes."""
    fields: dict[str, Any] = {
        name: request.POST.getlist(name) for name in ("references", "drafts", "scenes")
    }
    shown = request.POST.get("shown") != "no"
    back = back_to(request, member) or _to_place(member, place_id)
    return do(request, back, showing.show_place, member, place=place_id, shown=shown, **fields)


@film_page()
@one_moment()
def reference_rights(request: HttpRequest, member: Member, reference_id: UUID) -> HttpResponse:
    """A reference's licences, places and rulings."""
    reference = get_object_or_404(Reference, film=member.film, id=reference_id)
    licences = list(Licence.objects.filter(film=member.film))
    covering = [licence for licence in licences if reference.id in licence.references]
    others = [
        licence
        for licence in licences
        if reference.id not in licence.references and not licence.withdrawn_at
    ]
    context = _rights(member, reference) | {
        "licences": [
            (licence, licence.ends_at and last_day(licence.ends_at)) for licence in covering
        ],
        "others": others,
        "form": LicenceForm(),
    }
    return render(request, "people/rights.html", context)


@film_page()
@one_moment()
def draft_rights(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """A draft's places and rulings."""
    drafts = Draft.objects.filter(film=member.film).select_related("shot__scene")
    draft = get_object_or_404(drafts, id=draft_id)
    return render(request, "people/rights.html", _rights(member, draft))


def _rights(member: Member, subject: Reference | Draft) -> dict[str, Any]:
    kind = "reference" if isinstance(subject, Reference) else "draft"
    ruled = list(Ruling.objects.filter(**{kind: subject}, ended_at=None))
    actors = [name for ruling in ruled for name in (ruling.written_by, ruling.signed_by)]
    names = names_of(member.film_id, actors)
    rows = list(Place.objects.filter(film=member.film))
    ids = f"{kind}s"
    return context_of(
        member,
        one=subject,
        kind=kind,
        page=reverse(f"{kind}-rights", args=[member.film_id, subject.id]),
        rulings=[
            {
                "it": ruling,
                "written_by": names.get(ruling.written_by, ""),
                "signed_by": names.get(ruling.signed_by, ""),
                "mine": ruling.written_by == member.actor,
            }
            for ruling in ruled
        ],
        places=[row for row in rows if subject.id in getattr(row, ids)],
        other_places=[row for row in rows if subject.id not in getattr(row, ids)],
        reason_form=ReasonForm(),
        care_form=CareForm(),
    )


@require_POST
@film_page(May.CLEAR)
def rule(request: HttpRequest, member: Member) -> HttpResponse:
    """Refuse out of care, write a reason under the law, sign it, end either: `act` says which."""
    back = back_to(request, member) or redirect("references", film_id=member.film_id)
    fields = request.POST
    about: dict[str, Any] = {
        name: fields[name] for name in ("reference", "draft") if fields.get(name)
    }
    match fields.get("act"):
        case "care":
            act: Any = rulings.refuse_out_of_care
            about["reason"] = fields.get("reason", "")
        case "law":
            act = rulings.write_reason
            about |= {name: fields.get(name, "") for name in ("ground", "reason")}
        case "sign":
            act, about = rulings.sign_reason, {"ruling": fields.get("ruling")}
        case _:
            act, about = rulings.end_ruling, {"ruling": fields.get("ruling")}
    return do(request, back, act, member, **about)


@film_page()
@one_moment()
def decision_list(request: HttpRequest, member: Member) -> HttpResponse:
    """What the film gave up, and what came instead."""
    all_decisions = Decision.objects.filter(film=member.film).prefetch_related("dissents")
    leading = ("place", "scene", "shot__scene", "instead_reference", "instead_shot__scene")
    rows = list(all_decisions.select_related(*leading))
    actors = [row.written_by for row in rows]
    actors += [statement.said_by for row in rows for statement in row.dissents.all()]
    names = names_of(member.film_id, actors)
    listing = [
        {
            "it": row,
            "by": names.get(row.written_by, ""),
            "dissents": [
                (names.get(statement.said_by, ""), statement) for statement in row.dissents.all()
            ],
        }
        for row in rows
    ]
    context = context_of(member, decisions=listing)
    return render(request, "people/decisions.html", context)


@film_page(May.MAKE)
def decide(request: HttpRequest, member: Member, decision_id: UUID | None = None) -> HttpResponse:
    """Write a decision, or say one anew. With `begin` a refused brief fills it in."""
    was = decision_id and get_object_or_404(Decision, film=member.film, id=decision_id)
    begun = request.method == "POST" and request.POST.get("begin") == "yes"
    initial: dict[str, Any] = of_decision(was) if was else {}
    if begun:
        initial = {name: request.POST.get(name, "") for name in DecisionForm.base_fields}
    data = request.POST if request.method == "POST" and not begun else None
    form = DecisionForm(data, film=member.film, initial=initial)
    if form.is_valid():
        with refusal_on(form):
            if was:
                fields = {"decision": was.id, **form.decided()}
                decisions.change_decision(**by(member), **fields)
            else:
                decisions.write_decision(**by(member), **form.decided())
            shot = form.cleaned_data["shot"]
            if shot and not was:
                messages.success(request, _("The decision is in the film's record."))
                return redirect("brief", member.film_id, shot.id)
            return redirect("decisions", film_id=member.film_id)
    return render(request, "people/decide.html", context_of(member, form=form, decision=was))


@require_POST
@film_page(May.MARK)
def dissent(request: HttpRequest, member: Member, decision_id: UUID) -> HttpResponse:
    """Say that one sees a decision otherwise."""
    words = request.POST.get("words", "")
    back = redirect("decisions", film_id=member.film_id)
    return do(request, back, decisions.disagree, member, decision=decision_id, words=words)


def _clears(member: Member) -> None:
    if not member.may(May.CLEAR):
        raise PermissionDenied


def _to_place(member: Member, place_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('places', args=[member.film_id])}#place-{place_id}")
