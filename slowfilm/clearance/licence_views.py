"""Licences: all of a film on one page; recorded for many works at once, withdrawn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from slowfilm.clearance import licences
from slowfilm.clearance.page import back_to, by, context_of, do
from slowfilm.clearance.paper import last_day
from slowfilm.clearance.work_forms import LicenceForm
from slowfilm.clearance.works import Licence
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.moment import one_moment
from slowfilm.references.models import Reference

NAMED = 12  # works of a licence that are named on the page; of others their number is said


@film_page()
def works(request: HttpRequest, member: Member) -> HttpResponse:
    """The film's licences, and what each is for. POST: the form for the references chosen."""
    if request.method == "POST" and not member.may(May.CLEAR):
        raise PermissionDenied
    chosen = _chosen(request, member) if request.method == "POST" else []
    return _page(request, member, LicenceForm(), chosen)


@require_POST
@film_page(May.CLEAR)
def license_works(request: HttpRequest, member: Member) -> HttpResponse:
    """Record a licence of the references chosen, put them under one, or say that they are ours."""
    data = request.POST
    chosen = data.getlist("references")
    back = back_to(request, member) or redirect("references", film_id=member.film_id)
    if not chosen:
        messages.error(request, _("Select at least one reference."))
        return back
    if data.get("own") == "yes":
        own: dict[str, Any] = licences.OWN
        return _told(request, back, licences.record_licence, member, references=chosen, **own)
    if data.get("licence"):
        licensed = data.get("licensed") != "no"
        about = {"licence": data["licence"], "references": chosen, "licensed": licensed}
        return _told(request, back, licences.license_works, member, **about)
    form = LicenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            fields = _fields(form, member)
            licences.record_licence(**by(member), references=chosen, **fields)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            _say(request, len(chosen))
            return back
    return _page(request, member, form, _chosen(request, member), status=422)


@require_POST
@film_page(May.CLEAR)
def withdraw_licence(request: HttpRequest, member: Member, licence_id: UUID) -> HttpResponse:
    """Say that a licence allows nothing any more."""
    back = back_to(request, member) or redirect("works", film_id=member.film_id)
    return do(request, back, licences.withdraw_licence, member, licence=licence_id)


@one_moment()
def _page(
    request: HttpRequest,
    member: Member,
    form: LicenceForm,
    chosen: list[Reference],
    status: int = 200,
) -> HttpResponse:
    all_licences = list(Licence.objects.filter(film=member.film).order_by("-recorded_at"))
    named = {reference for licence in all_licences for reference in licence.references[:NAMED]}
    names = dict(Reference.objects.filter(id__in=named).values_list("id", "name"))
    rows = [
        {
            "it": licence,
            "until": licence.ends_at and last_day(licence.ends_at),
            "works": [
                (reference, names[reference])
                for reference in licence.references[:NAMED]
                if reference in names
            ],
            "more": max(0, len(licence.references) - NAMED),
        }
        for licence in all_licences
    ]
    context = context_of(member, rows=rows, form=form, chosen=chosen)
    return render(request, "people/works.html", context, status=status)


def _chosen(request: HttpRequest, member: Member) -> list[Reference]:
    """The references of the film that a form names."""
    ids = []
    for text in request.POST.getlist("references"):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return list(Reference.objects.filter(film=member.film, id__in=ids).order_by("name"))


def _fields(form: LicenceForm, member: Member) -> dict[str, Any]:
    """The fields of the command; a paper is kept first. Raises Refused."""
    fields = dict(form.cleaned_data)
    file, fields["media"] = fields.pop("paper"), fields.pop("in_media")
    if file:
        fields["paper"] = licences.keep_paper(member.film, file.read()).digest
        fields["paper_name"] = file.name[:200]
    return fields


def _told(
    request: HttpRequest, back: HttpResponse, act: Any, member: Member, **fields: Any
) -> HttpResponse:
    """One act on the references chosen; then how many they were, or why not."""
    try:
        act(**by(member), **fields)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        _say(request, len(fields["references"]))
    return back


def _say(request: HttpRequest, count: int) -> None:
    if count:
        sentence = ngettext("Recorded for %(n)s work.", "Recorded for %(n)s works.", count)
        messages.success(request, sentence % {"n": count})
