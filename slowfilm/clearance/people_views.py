"""A film's people and their releases, for its members."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from slowfilm.clearance import presenters, releases
from slowfilm.clearance.asset_views import asked_of
from slowfilm.clearance.forms import (
    AskForm,
    PersonForm,
    SignForm,
    again_with,
    asked_again,
    confirming,
)
from slowfilm.clearance.majority import due_of
from slowfilm.clearance.models import ASKED, Consent, Release, ReleaseLink, sha256
from slowfilm.clearance.paper import Language, last_day
from slowfilm.clearance.providers import offered
from slowfilm.films.access import film_page
from slowfilm.films.forms import refusal_on
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.moment import one_moment
from slowfilm.people import actions
from slowfilm.people.models import Person


@film_page()
def people(request: HttpRequest, member: Member) -> HttpResponse:
    """Everybody who is in the film's material. POST adds somebody."""
    form = PersonForm(request.POST or None, film=member.film)
    if request.method == "POST":
        _clears(member)
        if form.is_valid():
            with refusal_on(form):
                added = actions.add_person(
                    film_id=member.film_id, actor=member.actor, **form.described()
                )
                return _to(member, added.command)
    return _people(request, member, form)


@one_moment()
def _people(request: HttpRequest, member: Member, form: PersonForm) -> HttpResponse:
    context = {
        "film": member.film,
        "member": member,
        "people": presenters.people_of(member.film),
        "form": form,
        "may": {"clear": member.may(May.CLEAR)},
    }
    return render(request, "people/people.html", context)


@film_page(May.CLEAR)
def person(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """Say anew who somebody is."""
    row = _person(member, person_id)
    form = PersonForm(request.POST or None, film=member.film, person=row)
    if form.is_valid():
        with refusal_on(form):
            actions.describe_person(
                film_id=member.film_id, actor=member.actor, person=row.id, **form.described()
            )
            return _to(member, row.id)
    context = {"film": member.film, "member": member, "person": row, "form": form}
    return render(request, "people/person.html", {**context, "assets": asked_of(row)})


@never_cache
@film_page(May.CLEAR)
def ask(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """Make a link by which a person signs. It is shown on the answer to this form, and only there.

    Its secret is made here, so that nothing keeps it but the link. `?again=`: a guardian's release
    that the person is to confirm, being of age.
    """
    row = _person(member, person_id)
    again = _to_confirm(row, request.GET.get("again", ""))
    initial = asked_again(again) if again else {"uses": ASKED, "language": get_language()}
    form = AskForm(request.POST or None, initial=initial, film=member.film)
    context: dict[str, Any] = {"film": member.film, "member": member, "person": row, "form": form}
    if form.is_valid():
        with refusal_on(form):
            secret = releases.new_secret()
            entry = releases.ask_release(
                film_id=member.film_id, actor=member.actor, person=row.id,
                digest=sha256(secret), **confirming(again, form.asked()),
            )  # fmt: skip
            context["link"] = request.build_absolute_uri(reverse("release", args=[secret]))
            context["made"] = ReleaseLink.objects.get(id=entry.command)
    return render(request, "people/ask.html", context)


@require_POST
@film_page(May.CLEAR)
def revoke(request: HttpRequest, member: Member, link_id: UUID) -> HttpResponse:
    """Make a link worthless."""
    link = get_object_or_404(ReleaseLink, film=member.film, id=link_id)
    try:
        releases.revoke_link(film_id=member.film_id, actor=member.actor, link=link_id)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return _to(member, link.person_id)


@film_page()
def give(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """A member gives a release of themselves, in one step. `?ends_on=` is its last day."""
    row = _person(member, person_id)
    if row.member_id != member.id:
        raise PermissionDenied
    ends_on = parse_date_or_none(request.GET.get("ends_on", ""))
    language: Language = "zh-hans" if get_language() == "zh-hans" else "en"
    sent = list(offered())
    choices = releases.first_told(ASKED)
    text = releases.own(row, language, ends_on, choices).text(row)
    initial = {"uses": ASKED, "text_hash": text.hash, "signed_name": row.name}
    form = SignForm(request.POST or None, asked=Consent.values, sent=sent, initial=initial)
    if form.is_valid():
        choices = {name: form.cleaned_data.get(name, []) for name in releases.CHOSEN}
        whole = releases.own(row, language, ends_on, choices)
        text = whole.text(row)
        if text.hash != form.cleaned_data["text_hash"]:
            form = again_with(form, text, Consent.values, sent)
        else:
            with refusal_on(form):
                releases.give_release(
                    film_id=member.film_id,
                    actor=member.actor,
                    person=row.id,
                    language=language,
                    ends_on=ends_on,
                    uses=whole.uses,
                    providers=whole.providers,
                    terms=whole.terms.model_dump(mode="json"),
                    private=whole.private.model_dump(mode="json"),
                    signed_name=form.cleaned_data["signed_name"],
                    text_hash=text.hash,
                )
                return _to(member, row.id)
    context = {
        "film": member.film,
        "member": member,
        "person": row,
        "form": form,
        "paper": text,
        "ends_on": ends_on,
    }
    return render(request, "people/give.html", context)


@require_safe
@film_page()
def paper_page(request: HttpRequest, member: Member, release_id: UUID) -> HttpResponse:
    """A release as it was signed: for its person, and for those who may clear."""
    release = _release(member, release_id)
    names = presenters.names_of(member.film_id, [release.given_by, release.withdrawn_by])
    context = {
        "film": member.film,
        "member": member,
        "release": release,
        "state": release.state,
        "given_by": names.get(release.given_by, ""),
        "by_link": release.link_id is not None,
        "last_day": release.ends_at and last_day(release.ends_at),
        "withdrawn_by": names.get(release.withdrawn_by, ""),
    }
    return render(request, "people/release.html", context)


@require_POST
@film_page()
def withdraw(request: HttpRequest, member: Member, release_id: UUID) -> HttpResponse:
    """Withdraw a release: one's own, or another's on their word."""
    release = _release(member, release_id)
    try:
        releases.withdraw_release(film_id=member.film_id, actor=member.actor, release=release_id)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        sentence = _("The release is withdrawn. Nothing new can be made, approved or locked by it.")
        messages.success(request, sentence)
    return _to(member, release.person_id)


def parse_date_or_none(text: str) -> Any:
    """A day, or None where none is said, or there is no such day."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _person(member: Member, person_id: UUID) -> Person:
    people = Person.objects.select_related("film__team__founder", "member")
    return get_object_or_404(people, film=member.film, id=person_id)


def _to_confirm(row: Person, release: str) -> Release | None:
    """A guardian's release of this person. Raises Http404 where it is none."""
    if not release:
        return None
    try:
        earlier = Release.objects.filter(person=row, id=UUID(release)).first()
    except ValueError:
        earlier = None
    if earlier is None or due_of(earlier) is None:
        raise Http404
    return earlier


def _release(member: Member, release_id: UUID) -> Release:
    """One that this member may see. Raises Http404, PermissionDenied."""
    rows = Release.objects.select_related("person").filter(film=member.film)
    release = get_object_or_404(rows, id=release_id)
    if release.person.member_id != member.id:
        _clears(member)
    return release


def _clears(member: Member) -> None:
    if not member.may(May.CLEAR):
        raise PermissionDenied


def _to(member: Member, person_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('people', args=[member.film_id])}#person-{person_id}")
