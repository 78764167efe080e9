"""The forms of places, licences, rulings and decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slowfilm.clearance.forms import KeepableField
from slowfilm.clearance.works import Allowed, Decision, Licence, Ruling
from slowfilm.films.models import Film
from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.shots.models import Scene, Shot


def _area(label: Any, rows: int = 3, most: int = 2000, **more: Any) -> KeepableField:
    return KeepableField(
        label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **more
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


class PlaceForm(forms.Form):
    """A place, and what those who live there agreed to."""

    name = KeepableField(label=pgettext_lazy("of a place", "Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Place.Kind.choices)
    residents = _area(
        _("Who lives there"),
        required=False,
        help_text=_("Only those who may clear see it."),
    )


class AgreementForm(forms.Form):
    """What those who live in a place agreed to."""

    agreed = forms.ChoiceField(label=_("What was agreed"), choices=Place.Agreed.choices)
    conditions = _area(_("Conditions"), rows=2, required=False)


class LicenceForm(forms.Form):
    """What a rights holder allows."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Licence.Kind.choices, initial="contract")
    part = forms.ChoiceField(
        label=_("Part"),
        choices=Licence.Part.choices,
        help_text=_("Music needs two licences: of the composition and of the recording."),
    )
    holder = KeepableField(label=_("Rights holder"), required=False, max_length=200)
    terms = _area(
        _("Terms, or the reason"),
        rows=2,
        required=False,
        help_text=_("Such as CC BY 4.0; of a work in the public domain, why it is."),
    )
    allows = forms.MultipleChoiceField(
        label=_("Allows"), choices=Allowed.choices, widget=forms.CheckboxSelectMultiple
    )
    in_media = KeepableField(label=_("Media"), required=False, max_length=200)
    territory = KeepableField(label=_("Territory"), required=False, max_length=200)
    starts_on = _day(_("From"))
    ends_on = _day(_("Last day"))
    paper = forms.FileField(
        label=_("Paper"),
        required=False,
        help_text=_("PDF or picture, at most 20 MB. Only those who may clear can open it."),
    )


class ReasonForm(forms.Form):
    """By which right something may be shown as it was."""

    ground = forms.ChoiceField(label=_("Ground"), choices=Ruling.Ground.choices)
    reason = _area(_("Reason"))


class CareForm(forms.Form):
    """Why it is refused, whatever was signed."""

    reason = _area(_("Reason"), rows=2)


class DecisionForm(forms.Form):
    """What was given up, and what came instead."""

    wanted = _area(_("Wanted"), most=5000)
    refused = _area(_("What was refused"), most=5000, required=False)
    why = _area(pgettext_lazy("decision", "Why"), most=5000, required=False)
    instead = _area(_("Instead"), most=5000, required=False)
    place = forms.ModelChoiceField(Place.objects.none(), label=_("Place"), required=False)
    scene = forms.ModelChoiceField(Scene.objects.none(), label=_("Scene"), required=False)
    shot = forms.ModelChoiceField(Shot.objects.none(), label=_("Shot"), required=False)
    instead_reference = forms.ModelChoiceField(
        Reference.objects.none(), label=_("Reference that stands instead"), required=False
    )
    instead_shot = forms.ModelChoiceField(
        Shot.objects.none(), label=_("Shot that stands instead"), required=False
    )
    in_seal = forms.BooleanField(label=_("Goes into the film's seal"), required=False)

    def __init__(self, *args: Any, film: Film, **more: Any) -> None:
        super().__init__(*args, **more)
        shots = Shot.objects.filter(film=film).select_related("scene")
        rows: dict[str, Any] = {
            "place": Place.objects.filter(film=film),
            "scene": Scene.objects.filter(film=film),
            "shot": shots,
            "instead_shot": shots,
            "instead_reference": Reference.objects.filter(film=film, original__isnull=False),
        }
        for name, queryset in rows.items():
            field: Any = self.fields[name]
            field.queryset = queryset
            field.label_from_instance = _called

    def decided(self) -> dict[str, Any]:
        """The fields of the command."""
        fields = dict(self.cleaned_data)
        for name in ("place", "scene", "shot", "instead_reference", "instead_shot"):
            fields[name] = fields[name].id if fields[name] else None
        return fields


def _called(row: Any) -> str:
    return f"{row.name} {row.title}".strip() if isinstance(row, Scene | Shot) else str(row)


def of_decision(decision: Decision) -> dict[str, Any]:
    """A decision as the form shows it."""
    names = DecisionForm.base_fields
    return {name: getattr(decision, name) for name in names}
