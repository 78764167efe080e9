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


def faults(film_id: UUID, wanted: Wanted, scene: UUID | None = None) -> list[BriefError]:
    """Everything that stands against running this brief; empty when nothing does.

    The references of characters are cited in it already (`Cast.expanded`). `scene`: the one it
    is made for.
    """
    cast, references = Cast.of(film_id), found(film_id, wanted)
    answer = clearance(
        "generate",
        references=references.values(),
        roles=wanted.roles,
        provider=provider_of(wanted.engine),
        extent=Extent(scene, wanted.height),
    )
    rows = [
        fault
        for row, each in enumerate(wanted.citations)
        for fault in _of_citation(row, each, references.get(each.reference), answer)
    ]
    named = [_whose(fault, wanted, references, cast) for fault in rows]
    named += list(_of_places(film_id, wanted, scene))
    lines = list(_of_lines(wanted, references, cast, answer))
    usable = all(each.reference in references for each in wanted.citations) and all(
        references[each.reference].kind for each in wanted.citations
    )
    if not usable or any(fault.code in GONE for fault in lines):
        return [*_of_seed(wanted), *named, *lines]
    return [
        *_of_text(wanted, references, cast),
        *_of_seed(wanted),
        *named,
        *lines,
        *(by_hand := list(_by_hand(wanted, references))),
        *([] if by_hand else _of_engine(film_id, wanted, references, cast)),
    ]


def _whose(
    fault: BriefError, wanted: Wanted, references: Mapping[UUID, Reference], cast: Cast
) -> BriefError:
    """What is wrong with a character's reference stands beside no row: it is said by its name."""
    cited = wanted.citations[fault.row or 0]
    if cited.character is None:
        return fault
    reference = references.get(cited.reference)
    about = {
        "character": cast.titles.get(cited.character, ""),
        "reference": reference.name if reference else "",
        "why": fault.sentence,
    }
    said = _("%(character)s, %(reference)s: %(why)s") % about
    return replace(fault, field="citations", sentence=said, row=None)


def _of_places(film_id: UUID, wanted: Wanted, scene: UUID | None) -> Iterator[BriefError]:
    """Places that may not be used, named in the text or by the scene."""
    for each in stopped(film_id, wanted.text, scene):
        field = "text" if each.by == "text" else "citations"
        sentence = each.sentence
        if each.by == "scene":
            sentence = _("This scene is set in a place. %(why)s") % {"why": sentence}
        yield BriefError(field, sentence, code="place", mend=each.mend, place=each.place)


def _of_lines(
    wanted: Wanted, references: Mapping[UUID, Reference], cast: Cast, answer: Answer
) -> Iterator[BriefError]:
    if len(wanted.lines) > MOST_LINES:
        facts = {"count": len(wanted.lines), "limit": MOST_LINES}
        said = _("%(count)s lines are said; there is room for %(limit)s.")
        yield BriefError("lines", said % facts, code="lines")
    for number, each in enumerate(wanted.lines, 1):
        about: dict[str, int | str] = {"number": number}
        if each.character not in cast.titles or (each.take and each.take not in references):
            yield BriefError(
                "lines", _("Line %(number)s is not of this film.") % about, code="no-line"
            )
        elif not 0 <= each.pause_ms <= LONGEST_PAUSE:
            told = {**about, "limit": LONGEST_PAUSE // 1000}
            said = _("Line %(number)s: a pause has from 0 to %(limit)s seconds.")
            yield BriefError("lines", said % told, code="pause")
        elif each.take:
            for reason in answer.of(each.take):
                told = {**about, "take": references[each.take].name, "why": reason.sentence}
                said = _("Line %(number)s, %(take)s: %(why)s")
                yield BriefError("lines", said % told, code="uncleared", mend=reason.mend)


def _of_citation(
    row: int, cited: Cited, reference: Reference | None, answer: Answer
) -> Iterator[BriefError]:
    if reference is None:
        yield BriefError("reference", _("This reference is not in this film."), row, "no-reference")
        return
    for reason in answer.of(reference.id):
        said, mend = reason.sentence, reason.mend
        about, name = reference.id, reference.name
        yield BriefError("reference", said, row, "uncleared", mend, reference=about, name=name)
    if not reference.kind:
        return
    if cited.role not in ROLES[reference.kind]:
        yield BriefError("role", _role_sentence(cited.role, reference), row, "role")
    yield from _of_frame(row, cited)
    if cited.light_crosses and cited.role != Role.VERBATIM:
        said = _("Only of a performance kept as it is it is said whether light may cross it.")
        yield BriefError("light_crosses", said, row, "light-crosses")
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
        said = _("The part ends at %(end).1f s; the reference is %(length).1f s long.")
        yield BriefError("span", said % {"end": span[1], "length": length}, row, "span")


def _role_sentence(role: str, reference: Reference) -> str:
    if not role:
        return _("Say what it is for.")
    label = Role(role).label if role in Role.values else role
    kind = Reference.Kind(reference.kind).label
    return _("%(kind)s: it can't be used as “%(role)s”.") % {"kind": kind, "role": label}


def _of_text(
    wanted: Wanted, references: Mapping[UUID, Reference], cast: Cast
) -> Iterator[BriefError]:
    try:
        keepable(wanted.text)
    except PydanticCustomError as error:
        yield BriefError("text", _("The text: %(why)s.") % {"why": error.message()})
    if not says_something(wanted.text):
        yield BriefError("text", _("Say what should be seen or heard."))
    if len(wanted.text) > LONGEST_TEXT:
        facts = {"count": len(wanted.text), "limit": LONGEST_TEXT}
        said = _("The text has %(count)s characters; there is room for %(limit)s.")
        yield BriefError("text", said % facts)
    there = tags(references[each.reference].kind for each in wanted.citations)
    for tag in mentions(wanted.text):
        if tag in there:
            continue
        if tag.rstrip("0123456789") in ("Image", "Video", "Audio"):
            said = _("@%(tag)s is named in the text but not cited below.")
        else:
            said = _("@%(tag)s is no tag: they read @Image1, @Video1, @Audio1.")
        yield BriefError("text", said % {"tag": tag}, code="unknown-tag")
    for sentence in cast.unclear(wanted.text):
        yield BriefError("text", sentence, code="unknown-character")


def says_something(text: str) -> bool:
    """Whether a letter, a figure or an emoji is in a text: an @ alone names nothing."""
    kinds = {unicodedata.category(sign) for sign in text}
    return any(kind[0] in "LN" or kind == "So" for kind in kinds)


def _by_hand(wanted: Wanted, references: Mapping[UUID, Reference]) -> Iterator[BriefError]:
    there = tags(references[each.reference].kind for each in wanted.citations)
    if said := of_layout(wanted.layout, there):
        yield BriefError("layout", said, code="layout")
    if said := of_levels(wanted, there):
        yield BriefError("levels", said, code="levels")


def _of_seed(wanted: Wanted) -> Iterator[BriefError]:
    if not 0 <= wanted.seed <= LARGEST_SEED:
        yield BriefError(
            "seed", _("A seed is a number from 0 to %(limit)s.") % {"limit": LARGEST_SEED}
        )


def _of_engine(
    film_id: UUID, wanted: Wanted, references: Mapping[UUID, Reference], cast: Cast
) -> Iterator[BriefError]:
    try:
        engine = engines.engine(wanted.engine)
    except LookupError:
        yield BriefError("engine", _("This engine is not switched on here."), code="no-engine")
        return
    if not permitted(film_id, wanted.engine):
        said = _("The team has not recorded that it may use this engine: see its page.")
        yield BriefError("engine", said, code="not-permitted")
    own = {"nothing-asked", "prompt-too-long", "empty-span"}  # said above, in our own words
    for problem in engine.check(request(wanted, references, cast.titles)):
        if problem.code not in own:
            yield BriefError(*of_problem(problem), code=problem.code)
