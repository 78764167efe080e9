"""A brief as it is filled in. Every problem stands beside its field; nothing typed is lost."""

import json
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from slowfilm import engines
from slowfilm.engines.base import Capabilities
from slowfilm.films.models import Film
from slowfilm.generations.actions import new_seed
from slowfilm.generations.characters import Cast, said
from slowfilm.generations.check import LARGEST_SEED, MOST_LINES, BriefError, faults
from slowfilm.generations.citations import Cited, Said, Wanted
from slowfilm.generations.models import Brief
from slowfilm.references.models import Line
from slowfilm.references.roles import Role

MOST_ROWS = 50  # an engine's own limits are lower
MOST_FRAMES = 100_000
MOST_JSON = 65_536  # characters of a layout, and of all level curves
RATE_NAMES = {Fraction(24000, 1001): "23.976", Fraction(30000, 1001): "29.97"}


def capabilities() -> dict[str, Capabilities]:
    """What each engine that is switched on here can do."""
    return {name: engines.engine(name).capabilities() for name in engines.names()}


class CitationForm(forms.Form):
    """A cited reference: its role, and from which second to which it counts."""

    reference = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": _("This reference is not in this film.")},
    )
    role = forms.ChoiceField(label=_("For"), choices=Role.choices, required=False)
    start = forms.DecimalField(label=_("from"), required=False, min_value=0, decimal_places=3)
    end = forms.DecimalField(label=_("to"), required=False, min_value=0, decimal_places=3)
    frame = forms.IntegerField(
        label=_("at frame"), required=False, min_value=0, max_value=MOST_FRAMES
    )
    light_crosses = forms.BooleanField(label=_("Light may cross it"), required=False)

    def cited(self) -> Cited:
        """The row as plain data, once its fields are clean."""
        fields = self.cleaned_data
        start, end = (_ms(fields.get(name)) for name in ("start", "end"))
        return Cited(
            reference=fields["reference"],
            role=fields.get("role", ""),
            start_ms=start,
            end_ms=end,
            frame=fields.get("frame"),
            light_crosses=bool(fields.get("light_crosses")),
        )


class LineForm(forms.Form):
    """A line that is said, and after how many seconds of silence."""

    line = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": _("There is no such line.")}
    )
    pause = forms.DecimalField(
        label=_("pause"), required=False, min_value=0, max_value=600, decimal_places=3
    )

    def line_and_pause(self) -> tuple[UUID, int]:
        """The line, and milliseconds."""
        return self.cleaned_data["line"], _ms(self.cleaned_data.get("pause")) or 0


Lines = forms.formset_factory(LineForm, extra=0, max_num=MOST_LINES, absolute_max=2 * MOST_LINES)
Citations = forms.formset_factory(CitationForm, extra=0, max_num=MOST_ROWS, absolute_max=80)


class BriefForm(forms.Form):
    """The whole brief; `rows` are its citations."""

    text = forms.CharField(label=_("What should be seen and heard"), required=False, strip=False)
    engine = forms.ChoiceField(label=_("Engine"))
    size = forms.ChoiceField(label=_("Size"))
    seconds = forms.DecimalField(label=_("Length in seconds"), decimal_places=2)
    rate = forms.ChoiceField(label=_("Frame rate"))
    labels = forms.BooleanField(
        label=_("Labels burnt in"),
        required=False,
        help_text=_("Each frame says which references are on screen, and what for."),
    )
    layout = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_JSON)
    levels = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_JSON)
    # A field for text: in one for numbers a browser rounds those over 2**53.
    seed = forms.IntegerField(label=_("Seed"), widget=forms.TextInput)

    def __init__(
        self,
        film: Film,
        data: Any = None,
        brief: Brief | None = None,
        scene: UUID | None = None,
    ) -> None:
        self.film, self.engines, self.scene = film, capabilities(), scene
        self.stopped: list[BriefError] = []  # by clearance
        begun = _of(brief) if brief else self._afresh()
        super().__init__(data, initial=begun)
        rows = begun.pop("rows")
        self.rows = Citations(data, prefix="cite", initial=rows)
        self.said = Lines(data, prefix="line", initial=begun.pop("lines"))
        self.about_citations: list[str] = []
        self.about_lines: list[str] = []
        self.wanted: Wanted | None = None
        self._set_choices()

    def _set_choices(self) -> None:
        can = self.engines.values()
        choices: dict[str, list[tuple[str, str]]] = {
            "engine": [(option.name, option.title) for option in can],
            "size": [(f"{w}x{h}", size_name(w, h)) for w, h in _each(c.sizes for c in can)],
            "rate": [(str(rate), rate_name(rate)) for rate in _each(c.rates for c in can)],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
        text, seed, seconds = (
            self.fields[name].widget.attrs for name in ("text", "seed", "seconds")
        )
        text.update(rows=7, spellcheck="true", autocomplete="off")
        seed.update(inputmode="numeric", maxlength=len(str(LARGEST_SEED)))
        seconds.update(step="0.5", inputmode="decimal")
        self.fields["text"].widget = forms.Textarea(text)

    def _afresh(self) -> dict[str, Any]:
        first = next(iter(self.engines.values()))
        rates = [str(rate) for rate in first.rates]
        return {
            "text": "",
            "engine": first.name,
            "size": "{}x{}".format(*first.sizes[0]),
            "seconds": Decimal(5),
            "rate": self.film.rate if self.film.rate in rates else rates[0],
            "seed": new_seed(),
            "labels": False,
            "layout": "",
            "levels": "",
            "rows": [],
            "lines": [],
        }

    def clean_layout(self) -> Any:
        """What was set on the plate, as plain data."""
        return self._json("layout", say("The layout can't be read."))

    def clean_levels(self) -> Any:
        """The curves that were drawn, as plain data."""
        return self._json("levels", say("The levels can't be read."))

    def _json(self, name: str, otherwise: str) -> Any:
        """A field that a script has filled in. The empty text stays one."""
        text = self.cleaned_data[name]
        try:
            return json.loads(text) if text else ""
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(otherwise) from error

    def is_valid(self) -> bool:
        """Whether it can be queued; afterwards `wanted` holds what is asked for."""
        rows_clean = self.rows.is_valid()
        if not rows_clean:
            self.about_citations = [str(error) for error in self.rows.non_form_errors()]
        if not rows_clean and not all("reference" in row.cleaned_data for row in self.rows):
            super().is_valid()
            return False
        self.wanted = self._wanted(super().is_valid())
        self.said.is_valid()
        problems = faults(self.film.id, self.wanted, self.scene)
        if not self.stopped:  # asked again, the text that was refused is gone
            self.stopped = [
                problem for problem in problems if problem.code in ("uncleared", "place")
            ]
        for fault in problems:
            self._say(fault)
        rows = any(self.rows.errors) or any(self.said.errors) or not self.said.is_valid()
        return not (self.errors or rows or self.about_citations or self.about_lines)

    @property
    def stopped_place(self) -> UUID | None:
        """The first place that stops it."""
        return next((fault.place for fault in self.stopped if fault.place), None)

    @property
    def stopped_references(self) -> dict[UUID, str]:
        """The references that are not cleared, and their names."""
        return {fault.reference: fault.name for fault in self.stopped if fault.reference}

    def _wanted(self, clean: bool) -> Wanted:
        """What is asked for; a good value stands in for a wrong one, so the rest is checked."""
        fields = self.cleaned_data if clean else {**self._afresh(), **self.cleaned_data}
        width, height = (int(side) for side in fields["size"].split("x"))
        rate, can = Fraction(fields["rate"]), self.engines[fields["engine"]]
        spec = Wanted(
            text=fields["text"].replace("\r\n", "\n"),
            engine=fields["engine"],
            width=width,
            height=height,
            rate=rate,
            frames=frames_of(Fraction(fields["seconds"]), rate, can),
            seed=fields["seed"],
            citations=tuple(row.cited() for row in self.rows),
            lines=self._lines(),
            labels=fields["labels"],
            layout=fields["layout"] or None,
            levels=fields["levels"] or [],
        )
        return Cast.of(self.film.id).expanded(spec)

    def _lines(self) -> tuple[Said, ...]:
        """Those that are clean: what is wrong with the others is said beside them."""
        clean = [row.line_and_pause() for row in self.said if row.is_valid()]
        try:
            return tuple(said(self.film.id, clean))
        except LookupError:
            self.about_lines.append(gettext("A line in it is not in this film any more."))
            return ()

    def _say(self, fault: BriefError) -> None:
        """Put a fault beside its field, unless something is said there already."""
        if fault.row is not None:
            form = self.rows.forms[fault.row]
            field = "end" if fault.field == "span" else fault.field
            if not {field, "start"} & form.errors.keys() or field != "end":
                form.add_error(field, fault.sentence)
        elif fault.field in self.fields:
            if fault.field not in self.errors:
                self.add_error(fault.field, fault.sentence)
        elif fault.field == "lines":
            self.about_lines.append(fault.sentence)
        else:
            self.about_citations.append(fault.sentence)


def frames_of(seconds: Fraction, rate: Fraction, can: Capabilities) -> int:
    """The nearest count of frames; at an engine's own limits the nearest that it still makes."""
    if can.min_seconds <= seconds <= can.max_seconds:
        fewest, most = ceil(can.min_seconds * rate), floor(can.max_seconds * rate)
        return min(max(round(seconds * rate), fewest), most)
    return round(seconds * rate)


def size_name(width: int, height: int) -> str:
    """1280 × 720, 16:9."""
    ratio = Fraction(width, height).limit_denominator(25)
    names = {Fraction(7, 3): "21:9"}.get(ratio, f"{ratio.numerator}:{ratio.denominator}")
    return say("%(width)s × %(height)s, %(ratio)s") % {
        "width": width,
        "height": height,
        "ratio": names,
    }


def rate_name(rate: Fraction) -> str:
    """24, 23.976."""
    return RATE_NAMES.get(rate, f"{float(rate):g}")


def _of(brief: Brief) -> dict[str, Any]:
    """An earlier brief as the start of a new one."""
    seconds = Decimal(brief.frames) / Decimal(float(Fraction(brief.rate)))
    return {
        "text": brief.text,
        "engine": brief.engine,
        "size": f"{brief.width}x{brief.height}",
        "seconds": seconds.quantize(Decimal("0.01")).normalize(),
        "rate": brief.rate,
        "seed": brief.seed,
        "rows": [
            {
                "reference": citation.reference_id,
                "role": citation.role,
                "start": _seconds(citation.start_ms),
                "end": _seconds(citation.end_ms),
                "frame": citation.frame,
                "light_crosses": citation.light_crosses,
            }
            for citation in brief.citations.filter(character=None)
        ],
        "lines": [
            {"line": line.line, "pause": _seconds(line.pause_ms)}
            for line in brief.lines.filter(line__in=Line.objects.filter(film=brief.film_id))
        ],
        "labels": brief.labels,
        "layout": json.dumps(brief.layout) if brief.layout else "",
        "levels": json.dumps(brief.levels) if brief.levels else "",
        "chosen": True,
    }


def _each(lists: Any) -> list[Any]:
    """Everything in any of the lists, once, in order."""
    return list(dict.fromkeys(choice for listed in lists for choice in listed))


def _ms(seconds: Decimal | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def _seconds(ms: int | None) -> Decimal | None:
    return None if ms is None else (Decimal(ms) / 1000).normalize()
