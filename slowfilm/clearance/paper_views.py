"""A release signed on paper, in the field, by its photo; and its person's lasting link."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from slowfilm.clearance import releases
from slowfilm.clearance.forms import AskForm, KeepableField
from slowfilm.clearance.licences import keep_paper
from slowfilm.clearance.models import ReleaseLink, sha256
from slowfilm.films.access import film_page
from slowfilm.films.forms import refusal_on
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.people.models import Person


class PaperForm(AskForm):
    """What a person signed on paper, and who was there."""

    photo = forms.FileField(
        label=_("Photo or scan of the signed paper"),
        help_text=_("A PDF or a picture. Only those who may clear see it."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )
    signed_name = KeepableField(label=_("The name they signed with"), max_length=200)
    signed_on = forms.DateField(
        label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    witness = KeepableField(label=_("Witness"), required=False, max_length=200)
    interpreter = KeepableField(label=_("Interpreter"), required=False, max_length=200)
    field_order = ("photo", "signed_name", "signed_on", "witness", "interpreter", "language")

    def __init__(self, *args: Any, film: Any, **more: Any) -> None:
        super().__init__(*args, film=film, **more)
        self.fields["uses"].label = _("They agreed to")


@never_cache
@film_page(May.CLEAR)
def signed_paper(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """Record what a person signed on paper."""
    person = get_object_or_404(Person, film=member.film, id=person_id)
    initial = {"language": get_language()}  # what they agreed to is read off the paper
    form = PaperForm(request.POST or None, request.FILES or None, initial=initial, film=member.film)
    if form.is_valid():
        with refusal_on(form):
            fields = form.asked()
            fields["photo"] = keep_paper(member.film, fields.pop("photo").read()).digest
            releases.record_paper(
                film_id=member.film_id, actor=member.actor, person=person.id, **fields
            )
            return redirect(f"{reverse('people', args=[member.film_id])}#person-{person.id}")
    context = {"film": member.film, "member": member, "person": person, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "people/paper.html", context, status=status)


@never_cache
@require_POST
@film_page(May.CLEAR)
def lasting_link(request: HttpRequest, member: Member, person_id: UUID) -> HttpResponse:
    """Make the link of somebody who signed on paper, or lost theirs; shown on this answer alone."""
    person = get_object_or_404(Person, film=member.film, id=person_id)
    form = forms.Form(request.POST)
    context: dict[str, Any] = {"film": member.film, "member": member, "person": person}
    form.is_valid()
    with refusal_on(form):
        secret = releases.new_secret()
        entry = releases.make_person_link(
            film_id=member.film_id,
            actor=member.actor,
            person=person.id,
            language=get_language(),
            digest=sha256(secret),
        )
        context["link"] = request.build_absolute_uri(reverse("release", args=[secret]))
        context["made"] = ReleaseLink.objects.get(id=entry.command)
    return render(request, "people/link.html", {**context, "form": form})
