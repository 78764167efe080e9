"""What stands against a brief. Every door asks this: the page, scripts, and a second try."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic_core import PydanticCustomError

from slowfilm import engines
from slowfilm.clearance.answer import Answer, clearance
from slowfilm.clearance.extent import Extent
from slowfilm.clearance.naming_places import stopped
from slowfilm.clearance.providers import provider_of
from slowfilm.generations.by_hand import of_layout, of_levels
from slowfilm.generations.characters import Cast
from slowfilm.generations.citations import (
    Cited,
    Wanted,
    found,
    mentions,
    request,
    tags,
)
from slowfilm.generations.permissions import permitted
from slowfilm.generations.sentences import of_problem
from slowfilm.ledger.messages import keepable
from slowfilm.references.models import Reference
from slowfilm.references.roles import ROLES, Role

LONGEST_TEXT = 5000
MOST_LINES = 40
LONGEST_PAUSE = 600_000  # milliseconds
GONE = ("no-line",)
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True, slots=True)
class BriefError:
    """One thing wrong: the field it stands beside, its sentence, and the citation it concerns."""

    field: str
    sentence: str
    row: int | None = None
    code: str = "brief"
    mend: str = ""  # the path of a page
    place: UUID | None = None
    reference: UUID | None = None
    name: str = ""  # of that reference


def faults(film_id: UUID, spec: Wanted, scene: UUID | None = None) -> list[BriefError]:
    """Everything that stands against running this brief; empty when nothing does.

    The references of characters are cited in it already (`Cast.expanded`). `scene`: the one it
    is made for.
    """
    cast, references = Cast.of(film_id), found(film_id, spec)
    answer = clearance(
        "generate",
        references=references.values(),
        roles=spec.roles,
        provider=provider_of(spec.engine),
        extent=Extent(scene, spec.height),
    )
    rows = [
        fault
        for row, citation in enumerate(spec.citations)
        for fault in _of_citation(row, citation, references.get(citation.reference), answer)
    ]
    named = [_whose(fault, spec, references, cast) for fault in rows]
    named += list(_of_places(film_id, spec, scene))
    lines = list(_of_lines(spec, references, cast, answer))
    usable = all(citation.reference in references for citation in spec.citations) and all(
        references[citation.reference].kind for citation in spec.citations
    )
    if not usable or any(fault.code in GONE for fault in lines):
        return [*_of_seed(spec), *named, *lines]
    return [
        *_of_text(spec, references, cast),
        *_of_seed(spec),
        *named,
        *lines,
        *(by_hand := list(_by_hand(spec, references))),
        *([] if by_hand else _of_engine(film_id, spec, references, cast)),
    ]


def _whose(
    fault: BriefError, spec: Wanted, references: Mapping[UUID, Reference], cast: Cast
) -> BriefError:
    """What is wrong with a character's reference stands beside no row: it is said by its name."""
    cited = spec.citations[fault.row or 0]
    if cited.character is None:
        return fault
    reference = references.get(cited.reference)
    about = {
        "character": cast.titles.get(cited.character, ""),
        "reference": reference.name if reference else "",
        "why": fault.sentence,
    }
    sentence = _("%(character)s, %(reference)s: %(why)s") % about
    return replace(fault, field="citations", sentence=sentence, row=None)


def _of_places(film_id: UUID, spec: Wanted, scene: UUID | None) -> Iterator[BriefError]:
    """Places that may not be used, named in the text or by the scene."""
    for stop in stopped(film_id, spec.text, scene):
        field = "text" if stop.by == "text" else "citations"
        sentence = stop.sentence
        if stop.by == "scene":
            sentence = _("This scene is set in a place. %(why)s") % {"why": sentence}
        yield BriefError(field, sentence, code="place", mend=stop.mend, place=stop.place)


def _of_lines(
    spec: Wanted, references: Mapping[UUID, Reference], cast: Cast, answer: Answer
) -> Iterator[BriefError]:
    if len(spec.lines) > MOST_LINES:
        facts = {"count": len(spec.lines), "limit": MOST_LINES}
        sentence = _("%(count)s lines are said; there is room for %(limit)s.")
        yield BriefError("lines", sentence % facts, code="lines")
    for number, line in enumerate(spec.lines, 1):
        about: dict[str, int | str] = {"number": number}
        if line.character not in cast.titles or (line.take and line.take not in references):
            yield BriefError(
                "lines", _("Line %(number)s is not of this film.") % about, code="no-line"
            )
        elif not 0 <= line.pause_ms <= LONGEST_PAUSE:
            details = {**about, "limit": LONGEST_PAUSE // 1000}
            sentence = _("Line %(number)s: a pause has from 0 to %(limit)s seconds.")
            yield BriefError("lines", sentence % details, code="pause")
        elif line.take:
            for reason in answer.of(line.take):
                details = {**about, "take": references[line.take].name, "why": reason.sentence}
                sentence = _("Line %(number)s, %(take)s: %(why)s")
                yield BriefError("lines", sentence % details, code="uncleared", mend=reason.mend)


def _of_citation(
    row: int, cited: Cited, reference: Reference | None, answer: Answer
) -> Iterator[BriefError]:
    if reference is None:
        yield BriefError("reference", _("This reference is not in this film."), row, "no-reference")
        return
    for reason in answer.of(reference.id):
        sentence, mend = reason.sentence, reason.mend
        about, name = reference.id, reference.name
        yield BriefError("reference", sentence, row, "uncleared", mend, reference=about, name=name)
    if not reference.kind:
        return
    if cited.role not in ROLES[reference.kind]:
        yield BriefError("role", _role_sentence(cited.role, reference), row, "role")
    yield from _of_frame(row, cited)
    if cited.light_crosses and cited.role != Role.VERBATIM:
        sentence = _("Only of a performance kept as it is it is said whether light may cross it.")
        yield BriefError("light_crosses", sentence, row, "light-crosses")
    if (cited.start_ms is None) != (cited.end_ms is None):
        yield BriefError("span", _("Say both where it begins and where it ends."), row, "span")
    elif cited.span is not None:
        yield from _of_span(row, cited.span, reference)


def _of_frame(row: int, cited: Cited) -> Iterator[BriefError]:
    if cited.role == Role.KEYFRAME and cited.frame is None:
        yield BriefError("frame", _("Say at which frame it stands."), row, "frame")
    elif cited.role != Role.KEYFRAME and cited.frame is not None:
        yield BriefError("frame", _("Only a keyframe stands at a frame."), row, "frame")


def _of_span(row: int, span: tuple[float, float], reference: Reference) -> Iterator[BriefError]:
    if reference.kind == Reference.Kind.PICTURE:
        yield BriefError("span", _("A picture has no length to take a part of."), row, "span")
        return
    length = reference.seconds
    if not 0 <= span[0] < span[1]:
        yield BriefError("span", _("The part must end after it begins."), row, "span")
    elif length is not None and span[1] > length + 0.05:
        sentence = _("The part ends at %(end).1f s; the reference is %(length).1f s long.")
        yield BriefError("span", sentence % {"end": span[1], "length": length}, row, "span")


def _role_sentence(role: str, reference: Reference) -> str:
    if not role:
        return _("Say what it is for.")
    label = Role(role).label if role in Role.values else role
    kind = Reference.Kind(reference.kind).label
    return _("%(kind)s: it can't be used as “%(role)s”.") % {"kind": kind, "role": label}


def _of_text(
    spec: Wanted, references: Mapping[UUID, Reference], cast: Cast
) -> Iterator[BriefError]:
    try:
        keepable(spec.text)
    except PydanticCustomError as error:
        yield BriefError("text", _("The text: %(why)s.") % {"why": error.message()})
    if not says_something(spec.text):
        yield BriefError("text", _("Say what should be seen or heard."))
    if len(spec.text) > LONGEST_TEXT:
        facts = {"count": len(spec.text), "limit": LONGEST_TEXT}
        message = _("The text has %(count)s characters; there is room for %(limit)s.")
        yield BriefError("text", message % facts)
    cited_tags = tags(references[citation.reference].kind for citation in spec.citations)
    for tag in mentions(spec.text):
        if tag in cited_tags:
            continue
        if tag.rstrip("0123456789") in ("Image", "Video", "Audio"):
            message = _("@%(tag)s is named in the text but not cited below.")
        else:
            message = _("@%(tag)s is no tag: they read @Image1, @Video1, @Audio1.")
        yield BriefError("text", message % {"tag": tag}, code="unknown-tag")
    for sentence in cast.unclear(spec.text):
        yield BriefError("text", sentence, code="unknown-character")


def says_something(text: str) -> bool:
    """Whether a letter, a figure or an emoji is in a text: an @ alone names nothing."""
    kinds = {unicodedata.category(sign) for sign in text}
    return any(kind[0] in "LN" or kind == "So" for kind in kinds)


def _by_hand(spec: Wanted, references: Mapping[UUID, Reference]) -> Iterator[BriefError]:
    cited_tags = tags(references[citation.reference].kind for citation in spec.citations)
    if sentence := of_layout(spec.layout, cited_tags):
        yield BriefError("layout", sentence, code="layout")
    if sentence := of_levels(spec, cited_tags):
        yield BriefError("levels", sentence, code="levels")


def _of_seed(spec: Wanted) -> Iterator[BriefError]:
    if not 0 <= spec.seed <= LARGEST_SEED:
        yield BriefError(
            "seed", _("A seed is a number from 0 to %(limit)s.") % {"limit": LARGEST_SEED}
        )


def _of_engine(
    film_id: UUID, spec: Wanted, references: Mapping[UUID, Reference], cast: Cast
) -> Iterator[BriefError]:
    try:
        engine = engines.engine(spec.engine)
    except LookupError:
        yield BriefError("engine", _("This engine is not switched on here."), code="no-engine")
        return
    if not permitted(film_id, spec.engine):
        sentence = _("The team has not recorded that it may use this engine: see its page.")
        yield BriefError("engine", sentence, code="not-permitted")
    own = {"nothing-asked", "prompt-too-long", "empty-span"}  # said above, in our own words
    for problem in engine.check(request(spec, references, cast.titles)):
        if problem.code not in own:
            yield BriefError(*of_problem(problem), code=problem.code)
