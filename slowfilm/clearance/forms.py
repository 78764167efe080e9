"""The forms of people and their releases."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic_core import PydanticCustomError

from slowfilm.clearance import providers
from slowfilm.clearance.models import Consent, Release
from slowfilm.clearance.paper import Paper
from slowfilm.clearance.terms import Authority, Medium, Private, Terms
from slowfilm.films.models import Film, Member
from slowfilm.ledger.messages import keepable
from slowfilm.people.models import Person

ANYTHING = {"uses": {"required": _("Tick at least one.")}}


class KeepableField(forms.CharField):
    """A line of text that can be kept and shown."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return keepable(text)
        except PydanticCustomError as error:
            raise forms.ValidationError(error.message()) from error


class PersonForm(forms.Form):
    """Who somebody is."""

    name = KeepableField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    member = forms.ModelChoiceField(
        label=_("Member of the film"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("Not a member"),
        help_text=_("Who is on the film can sign their own release here."),
    )
    note = KeepableField(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("So that the team can tell them apart. Only those who may clear see it."),
    )

    def __init__(self, *args: Any, film: Film, person: Person | None = None, **more: Any) -> None:
        if person is not None:
            names = ("name", "member", "note")
            more["initial"] = {name: getattr(person, name) for name in names}
        super().__init__(*args, **more)
        free = Member.objects.present().filter(film=film, person=None)
        if person is not None and person.member_id:
            free = free | Member.objects.filter(id=person.member_id)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = free.select_related("user").order_by("joined_at")

    def described(self) -> dict[str, Any]:
        """The fields of the command."""
        member: Member | None = self.cleaned_data["member"]
        return {**self.cleaned_data, "member": member.id if member else None}


class AskForm(forms.Form):
    """What a person is asked for, by a link."""

    uses = forms.MultipleChoiceField(
        label=_("Ask for"),
        choices=Consent.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=ANYTHING["uses"],
    )
    providers = forms.MultipleChoiceField(
        label=_("May be sent to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Some engines work outside the team's own machines. None is ticked: none may."),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Without one, the release ends when it is withdrawn."),
    )
    prohibitions = KeepableField(
        label=_("What may not be done besides"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    compensation = KeepableField(label=_("What they are given"), required=False, max_length=200)
    show_first = forms.BooleanField(
        label=_("Each picture is shown to them before it is approved"), required=False
    )
    scenes = forms.MultipleChoiceField(
        label=_("These scenes alone"), required=False, widget=forms.CheckboxSelectMultiple
    )
    media = forms.MultipleChoiceField(  # type: ignore[assignment]  # its field's name
        label=_("To be shown only in"),
        choices=Medium.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    most_lines = forms.TypedChoiceField(
        label=_("Size of a picture"),
        choices=[("", _("Any size")), *((lines, f"≤ {lines}p") for lines in (480, 720, 1080))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    authority = forms.ChoiceField(label=_("Who signs"), choices=Authority.choices, required=False)
    representative = KeepableField(
        label=_("Name of the guardian or heir"), required=False, max_length=200
    )
    relation = KeepableField(label=_("Who they are to the person"), required=False, max_length=200)
    born = forms.DateField(
        label=_("Born on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Of a minor: the release ends when they come of age."),
    )
    legal_name = KeepableField(label=_("Legal name"), required=False, max_length=200)
    stage_name = KeepableField(label=_("Stage name"), required=False, max_length=200)
    LIMITS = (
        *("prohibitions", "compensation", "show_first", "scenes", "media", "most_lines"),
        *("authority", "representative", "relation", "born", "legal_name", "stage_name"),
    )

    def __init__(self, *args: Any, film: Film, **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, providers.choices())
        scenes = self.fields["scenes"]
        assert isinstance(scenes, forms.MultipleChoiceField)
        scenes.choices = [
            (str(scene.id), f"{scene.name} {scene.title}".strip()) for scene in film.scenes.all()
        ]
        if not scenes.choices:
            del self.fields["scenes"]

    def asked(self) -> dict[str, Any]:
        """The fields of the command."""
        fields = {
            name: value for name, value in self.cleaned_data.items() if value not in ("", None)
        }
        terms = {name: fields.pop(name) for name in Terms.model_fields if name in fields}
        private = {name: fields.pop(name) for name in Private.model_fields if name in fields}
        return {**fields, "terms": terms, "private": private}


def asked_again(release: Release) -> dict[str, Any]:
    """What a form begins with that asks a person for what their guardian gave."""
    limits, private = release.limits.model_dump(), release.private
    fields = {name: limits[name] for name in AskForm.LIMITS if name in limits}
    fields |= {name: private.get(name) for name in AskForm.LIMITS if name in private}
    fields |= {"authority": Authority.SELF, "representative": "", "relation": ""}
    return {
        **fields,
        "uses": release.granted,
        "providers": release.providers,
        "language": release.language,
        "scenes": [str(limit) for limit in limits["scenes"]],
    }


def confirming(release: Release | None, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a command that asks a person to confirm a release of their guardian's."""
    if release is None:
        return fields
    private = {**fields["private"], "born": release.private["born"]}
    return {**fields, "private": private, "supersedes": release.id}


def _offer(form: forms.Form, offered: list[tuple[str, str]]) -> None:
    """Put the providers in that can be asked for; without any, nothing is asked."""
    field = form.fields["providers"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = offered
    if not offered:
        del form.fields["providers"]


class SignForm(forms.Form):
    """What a person signs."""

    uses = forms.MultipleChoiceField(
        label=_("I agree to"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=ANYTHING["uses"],
    )
    providers = forms.MultipleChoiceField(
        label=_("It may be sent to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    signed_name = KeepableField(
        label=_("Your name, as your signature"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    prohibitions = KeepableField(
        label=_("What may not be done besides"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    show_first = forms.BooleanField(
        label=_("Show me each picture with me before it is approved"), required=False
    )
    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("uses", "providers", "prohibitions", "show_first", "signed_name")

    def __init__(self, *args: Any, asked: list[str], sent: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.show_beside({}, asked)
        _offer(self, [(provider, providers.name_of(provider)) for provider in sent])

    def show_beside(self, pictures: Mapping[str, SafeString], uses: Sequence[str]) -> None:
        """Put pictures beside the tick boxes of uses: what each would come to."""
        field = self.fields["uses"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (use, format_html("{}{}", label, pictures[use]) if pictures.get(use) else label)
            for use, label in Consent.choices
            if use in uses
        ]


def again_with(form: SignForm, text: Paper, uses: list[str], sent: Sequence[str] = ()) -> SignForm:
    """The same form, beside the text of exactly what was ticked: it is to be read, then signed."""
    fields = form.data.copy()  # type: ignore[attr-defined]
    fields["text_hash"] = text.hash
    again = SignForm(fields, asked=uses, sent=sent)
    again.is_valid()
    again.add_error(None, _("The text now says exactly what you agree to. Read it, then sign."))
    return again
