"""What a draft was made from, and what became of each: pictures, names, roles, lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from slowfilm.engines.base import Line
from slowfilm.engines.lines import timed
from slowfilm.generations import anchors
from slowfilm.generations.characters import Cast
from slowfilm.generations.citations import Wanted, found, line_of
from slowfilm.generations.models import Brief
from slowfilm.generations.paid import paid
from slowfilm.generations.sentences import of_became
from slowfilm.references.models import Reference
from slowfilm.references.roles import Role
from slowfilm.shots.models import Draft, DraftSource


@dataclass(frozen=True)
class Made:
    """One thing that a draft was made from. `treatment` is empty where nobody has said."""

    source: DraftSource
    role: str
    character: str
    treatment: str
    became: str
    how: str
    measured: list[str] = field(default_factory=list)  # how close it came to an anchor

    @property
    def performed(self) -> bool:
        """Whether it is a performance that the draft can be held against."""
        moving = self.reference is not None and self.reference.kind == "video"
        return moving and self.source.role in (Role.VERBATIM, Role.DRIVING, Role.MOTION)

    @property
    def reference(self) -> Reference | None:
        """The reference, if it is one."""
        return self.source.reference


def treatment_names() -> dict[str, str]:
    """What became of an input, in a word."""
    return {
        "used": pgettext("what became of a reference", "Used"),
        "converted": pgettext("what became of a reference", "Converted"),
        "ignored": pgettext("what became of a reference", "Ignored"),
    }


def made_from(draft: Draft, brief: Brief | None) -> Iterator[Made]:
    """Everything that a draft was made from, in order."""
    by_tag, sentences = _told(draft.facts), anchors.by_tag(draft.facts)
    whose = dict(brief.citations.values_list("tag", "character_id")) if brief else {}
    titles = Cast.of(draft.film_id).titles if any(whose.values()) else {}
    names = treatment_names()
    for source in draft.sources.select_related("reference", "earlier__shot__scene"):
        row = by_tag.get(source.tag, {})
        treatment = str(row.get("treatment", ""))
        yield Made(
            source=source,
            role=_role(source.role),
            character=titles[owner] if (owner := whose.get(source.tag)) else "",
            treatment=treatment,
            became=names.get(treatment, ""),
            how=of_became(row),
            measured=sentences.get(source.tag, []),
        )


def _told(facts: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """What the engine says of each tag; of an older draft only whether it was used."""
    if isinstance(rows := facts.get("inputs"), list):
        return {str(row.get("tag", "")).removeprefix("@"): row for row in rows}
    return {
        str(tag).removeprefix("@"): {"treatment": "used"} for tag in facts.get("inputs_used", ())
    }


def _role(role: str) -> str:
    if role == "line":
        return _("Line")
    return str(Role(role).label) if role in Role.values else role


def measures(facts: Mapping[str, Any]) -> list[str]:
    """What the engine made beyond the order, and how it was cut to it."""
    sentences = []
    if "made_size" in facts:
        width, height = facts["made_size"]
        sentence = _("Made at %(width)s × %(height)s and cut to the order.")
        sentences.append(sentence % {"width": width, "height": height})
    if "enlarged" in facts:
        sentences.append(_("Enlarged by %(times)s.") % {"times": facts["enlarged"]})
    if "trimmed" in facts:
        sentence = _("%(made)s frames were made, the last %(cut)s cut off.")
        sentences.append(sentence % {"made": facts["made_frames"], "cut": facts["trimmed"]})
    if "made_rate" in facts:
        sentence = _("Made at %(rate)s frames a second and set to the order's.")
        sentences.append(sentence % {"rate": facts["made_rate"]})
    if "held" in facts:
        sentences.append(
            _("Too short: its last picture is held for %(n)s frames.") % {"n": facts["held"]}
        )
    if facts.get("silent") is True:
        sentences.append(_("It was made without sound: the draft is silent."))
    return [*sentences, *paid(facts)]


def said_in(draft: Draft, brief: Brief) -> list[dict[str, Any]]:
    """The lines of a draft, each at its frames (half-open), as the room shows them."""
    spec = Wanted.of(brief)
    if not spec.lines:
        return []
    references, titles = found(brief.film_id, spec), Cast.of(brief.film_id).titles
    lines = [line_of(line, references, titles) for line in spec.lines]
    frames = _laid(draft, lines) or timed(lines, Fraction(draft.rate), draft.frames)
    return [
        {
            "first": first,
            "last": last,
            "character": line.character,
            "words": line.words,
            "dialect": line.dialect,
            "translation": line.translation,
        }
        for line, (first, last) in zip(lines, frames, strict=True)
        if first < last
    ]


def _laid(draft: Draft, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """When the engine says that it laid each line; empty where it does not say it of all."""
    timings, rate = draft.facts.get("spoken"), Fraction(draft.rate)
    try:
        rows = [(str(row["character"]), row["start"], row["stop"]) for row in timings or []]
        if [who for who, _start, _stop in rows[: len(lines)]] != [line.character for line in lines]:
            return []
        moments = [(round(start * rate), round(stop * rate)) for _who, start, stop in rows]
        return moments[: len(lines)]
    except (KeyError, TypeError, ValueError, OverflowError):
        return []
