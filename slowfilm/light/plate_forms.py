"""Light before the machine: a plate's light as a form, without a script."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slowfilm.films.models import Film
from slowfilm.light.models import LightKey

MOST = 100  # keys to choose from
MOST_JSON = 65_536  # characters of a light that was drawn
FLAT: dict[str, Any] = {
    "mode": "luma",
    "luma": [],
    "r": [],
    "g": [],
    "b": [],
    "qualifier": None,
    "lamps": [],
}


def _number(label: Any, low: float, high: float, begun: float, step: float) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": step, "inputmode": "decimal"})
    return forms.FloatField(
        label=label, initial=begun, widget=widget, min_value=low, max_value=high
    )


class PlateForm(forms.Form):
    """What the plate is called, whose key it is lit by, how much brighter it is, and one lamp.

    `drawn`: instead of key and numbers, the light that was drawn on the picture, as JSON.
    """

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    key = forms.ChoiceField(label=_("Light as at"), required=False)
    lift = _number(_("Brighter by (stops)"), -4, 4, 0, 0.1)
    stops = _number(_("Lamp (stops)"), -4, 4, 0, 0.1)
    across = _number(_("Lamp across (percent)"), 0, 100, 50, 1)
    down = _number(_("Lamp down (percent)"), 0, 100, 40, 1)
    reach = _number(_("Lamp reaches (percent of the width)"), 1, 200, 40, 1)
    warmth = _number(_("Lamp warmer (−1 to 1)"), -1, 1, 0, 0.1)
    drawn = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_JSON)

    def __init__(self, film: Film, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        keys = LightKey.objects.filter(draft__film=film, removed_at=None)
        shown = keys.select_related("draft__shot__scene").order_by("-made_at")[:MOST]
        self.keys = {str(key.id): key for key in shown}
        named = [(id_, f"{key.draft.name} · {key.frame}") for id_, key in self.keys.items()]
        self.fields["key"].choices = [("", _("No key")), *named]  # type: ignore[attr-defined]

    @property
    def lights(self) -> dict[str, dict[str, Any]]:
        """The lights of the keys, by id: for the page's script."""
        return {id_: json.loads(key.light) for id_, key in self.keys.items()}

    def clean_drawn(self) -> dict[str, Any] | None:
        """What was drawn, as plain data; the act looks at what it says."""
        if not (text := self.cleaned_data["drawn"]):
            return None
        try:
            drawn = json.loads(text)
        except ValueError:
            drawn = None
        if not isinstance(drawn, dict):
            raise forms.ValidationError(_("The light can't be read."))
        return drawn

    def number(self, name: str) -> float:
        """A number of the form."""
        return float(self.cleaned_data[name])

    def light(self) -> dict[str, Any]:
        """The light (light/events.Light), once the form is valid."""
        if (drawn := self.cleaned_data.get("drawn")) is not None:
            return dict(drawn)
        key = self.keys.get(self.cleaned_data.get("key", ""))
        light: dict[str, Any] = json.loads(key.light) if key else dict(FLAT)
        if lift := self.number("lift"):
            light["lamps"] = [*light["lamps"], _everywhere(lift)]
        if (stops := self.number("stops")) or self.number("warmth"):
            light["lamps"] = [*light["lamps"], self._lamp(stops)]
        return light

    def _lamp(self, stops: float) -> dict[str, Any]:
        reach = self.number("reach") / 100
        at = {"x": self.number("across") / 100, "y": self.number("down") / 100}
        about = {
            "rx": reach,
            "ry": reach,
            "turn": 0,
            "softness": 1,
            "warmth": self.number("warmth"),
        }
        return {"id": "before-lamp", "kind": "lamp", "stops": stops, **at, **about}


def _everywhere(stops: float) -> dict[str, Any]:
    """A lamp so wide that all of the picture lies in its middle."""
    at = {"x": 0.5, "y": 0.5, "rx": 4, "ry": 4, "turn": 0, "softness": 0.05, "warmth": 0}
    return {"id": "before-lift", "kind": "lamp", "stops": stops, **at}
