"""Where a reference comes from, as somebody fills it in."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from slowfilm.films.filenames import plain
from slowfilm.references.models import Reference
from slowfilm.references.origin import Origin

if TYPE_CHECKING:
    OfReference = forms.ModelForm[Reference]
else:  # at run time Django's class takes no parameter
    OfReference = forms.ModelForm


class OriginForm(OfReference):
    """The origin of a batch of files that are being brought in."""

    rights = forms.CharField(
        label=_("Rights"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who holds them, and what they allow."),
    )

    class Meta:
        model = Reference
        fields = ["maker", "year", "place", "medium", "rights", "study"]
        labels = {
            "maker": _("Maker"),
            "year": _("Year"),
            "place": _("Place"),
            "medium": _("Medium"),
            "study": _("Reference only, not for generation"),
        }
        help_texts = {"study": _("It may be looked at, and is not used for generation.")}

    def origin(self) -> Origin:
        """The cleaned fields, once valid."""
        fields = self.cleaned_data
        return {
            "maker": fields["maker"],
            "year": fields["year"],
            "place": fields["place"],
            "medium": fields["medium"],
            "rights": fields["rights"],
            "study": fields["study"],
        }


class DescriptionForm(OriginForm):
    """A reference's name and origin."""

    class Meta(OriginForm.Meta):
        fields = ["name", *OriginForm.Meta.fields]
        labels = {"name": _("Name"), **OriginForm.Meta.labels}

    def clean_name(self) -> str:
        """A name without paths and control characters."""
        name = plain(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("A reference needs a name."))
        return name
