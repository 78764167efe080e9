"""Characters, their references and lines, as they are filled in."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from slowfilm.films.models import Film
from slowfilm.people.models import Person
from slowfilm.references.models import Line, Reference
from slowfilm.references.roles import OF_A_CHARACTER, Role
from slowfilm.references.sentences import of_transcript
from slowfilm.references.transcripts import Cue, TranscriptError, beside, decoded, parse

LARGEST = 2_000_000  # bytes of a transcript
ROLES = [role for role in Role if any(role in fit for fit in OF_A_CHARACTER.values())]


class CharacterForm(forms.Form):
    """A person, one of the film's or a new one, and a period."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), required=False, empty_label=_("Somebody new")
    )
    name = forms.CharField(
        label=_("Name of somebody new"), max_length=200, required=False, strip=True
    )
    period = forms.CharField(
        label=_("Period"), max_length=40, help_text=_("A year, or what it is called: 1998, 童年.")
    )

    def __init__(self, film: Film, data: Any = None, *, may_add_people: bool) -> None:
        super().__init__(data)
        people = self.fields["person"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = Person.objects.filter(film=film)
        if not may_add_people:
            del self.fields["name"]
            people.required, people.empty_label = True, None

    def clean(self) -> None:
        """One of both: somebody known, or a name."""
        person, name = self.cleaned_data.get("person"), self.cleaned_data.get("name", "")
        if "name" in self.fields and bool(person) == bool(name):
            self.add_error("person", gettext("Choose somebody, or write a new name."))


class PeriodForm(forms.Form):
    """Another period."""

    period = forms.CharField(label=_("Period"), max_length=40)


class MaterialForm(forms.Form):
    """A reference of the film, and what it is of a character."""

    reference = forms.ModelChoiceField(Reference.objects.none(), label=_("Reference"))
    role = forms.ChoiceField(label=_("For"), choices=[(role.value, role.label) for role in ROLES])

    def __init__(self, film: Film, data: Any = None) -> None:
        super().__init__(data, auto_id="material-%s")
        references = self.fields["reference"]
        assert isinstance(references, forms.ModelChoiceField)
        references.queryset = (
            Reference.objects.filter(film=film).exclude(kind="").order_by("kind", "name")
        )


class _Take(forms.Form):
    """The dialect, and the recorded sound. `called` tells the forms of one page apart."""

    called = ""

    dialect = forms.CharField(label=_("Dialect"), max_length=80, required=False)
    take = forms.ModelChoiceField(
        Reference.objects.none(), label=_("Take"), required=False, empty_label=_("None")
    )

    def __init__(self, film: Film, data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id=f"{self.called}-%s", **more)
        take = self.fields["take"]
        assert isinstance(take, forms.ModelChoiceField)
        heard = [Reference.Kind.SOUND, Reference.Kind.VIDEO]
        take.queryset = Reference.objects.filter(film=film, kind__in=heard).order_by("name")


class LineForm(_Take):
    """A line: words, what they mean, and the part of the take that says them, in seconds."""

    words = forms.CharField(
        label=_("Words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    translation = forms.CharField(
        label=_("Translation"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    start = forms.DecimalField(
        label=_("from second"), required=False, min_value=0, max_value=1_000_000, decimal_places=3
    )
    end = forms.DecimalField(
        label=_("to second"), required=False, min_value=0, max_value=1_000_000, decimal_places=3
    )
    called = "line"
    field_order = ("words", "translation", "dialect", "take", "start", "end")

    @classmethod
    def of(cls, line: Line) -> "LineForm":
        """A line as it is, to be changed."""
        initial = {name: getattr(line, name) for name in ("words", "translation", "dialect")}
        part = {
            "start": None if line.start_ms is None else line.start_ms / 1000,
            "end": None if line.end_ms is None else line.end_ms / 1000,
        }
        form = cls(line.film, initial={**initial, **part, "take": line.take_id})
        form.auto_id = f"line-{line.id}-%s"
        return form

    def spoken(self) -> dict[str, Any]:
        """The fields of a line, once valid."""
        fields = self.cleaned_data
        return {
            **{name: fields[name] for name in ("words", "translation", "dialect")},
            "take": fields["take"].id if fields["take"] else None,
            **{
                f"{name}_ms": None if fields[name] is None else round(fields[name] * 1000)
                for name in ("start", "end")
            },
        }


class TranscriptForm(_Take):
    """A transcript, typed or uploaded, and perhaps its translation; each cue becomes a line."""

    text = forms.CharField(
        label=_("Transcript"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    file = forms.FileField(label=_("or its file, SRT or VTT"), required=False)
    translated = forms.CharField(
        label=_("Its translation"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    translated_file = forms.FileField(label=_("or its file, SRT or VTT"), required=False)
    called = "transcript"
    field_order = ("text", "file", "translated", "translated_file", "dialect", "take")

    def clean(self) -> None:
        """Both read, and set side by side."""
        cues = self._cues("text", "file")
        if cues is None:
            if "text" not in self.errors and "file" not in self.errors:
                self.add_error("text", gettext("Write a transcript, or choose its file."))
            return
        self.pairs = beside(cues, self._cues("translated", "translated_file") or [])
        if any(len(words) > 2000 for pair in self.pairs for words in (pair[0].words, pair[1])):
            self.add_error("text", gettext("A line has 2000 characters at most."))

    def _cues(self, typed: str, uploaded: str) -> list[Cue] | None:
        text, file = self.cleaned_data.get(typed, ""), self.cleaned_data.get(uploaded)
        if not text.strip() and not file:
            return None
        try:
            if file and file.size > LARGEST:
                raise TranscriptError("too-long")
            return parse(decoded(file.read()) if file else text)
        except TranscriptError as error:
            self.add_error(uploaded if file else typed, of_transcript(error.code, error.line))
            return None

    def lines(self) -> list[dict[str, Any]]:
        """The fields of every line, once valid. Without a take the times say nothing."""
        fields = self.cleaned_data
        take: UUID | None = fields["take"].id if fields["take"] else None
        return [
            {
                "words": cue.words,
                "translation": translation,
                "dialect": fields["dialect"],
                "take": take,
                "start_ms": cue.start if take else None,
                "end_ms": cue.end if take else None,
            }
            for cue, translation in self.pairs
        ]
