"""What a brief says, as plain data: its words, its measures, and the references it cites."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

from slowfilm.engines import levels
from slowfilm.engines.base import Input, Level, Line, Request
from slowfilm.engines.layout import Layout
from slowfilm.generations.models import Brief
from slowfilm.references.models import Reference
from slowfilm.references.naming import narrow
from slowfilm.references.roles import Role

Kind = Reference.Kind

NAMES = {Kind.PICTURE: "Image", Kind.VIDEO: "Video", Kind.SOUND: "Audio"}
MENTION = re.compile(r"@([A-Za-z]+[0-9]+)(?![A-Za-z0-9(])")  # in a text made narrow
WIDE_AT = str.maketrans({"＠": "@", "﹫": "@"})  # engines look for the plain one


@dataclass(frozen=True, slots=True)
class Cited:
    """One reference, what it is for, and which part counts (milliseconds, half-open).

    `frame` is where a keyframe stands; `character` is whose it is, where the text names them;
    `light_crosses` whether light may change a performance that is kept as it is.
    """

    reference: UUID
    role: str
    start_ms: int | None = None
    end_ms: int | None = None
    frame: int | None = None
    character: UUID | None = None
    light_crosses: bool = False

    @property
    def span(self) -> tuple[float, float] | None:
        """In seconds; None for all of it."""
        if self.start_ms is None or self.end_ms is None:
            return None
        return self.start_ms / 1000, self.end_ms / 1000


@dataclass(frozen=True, slots=True)
class Said:
    """What a character says, after a pause: a line as it is now, and the part of its take."""

    line: UUID
    character: UUID
    words: str
    pause_ms: int = 0
    dialect: str = ""
    translation: str = ""
    take: UUID | None = None
    start_ms: int | None = None
    end_ms: int | None = None

    @property
    def span(self) -> tuple[float, float] | None:
        """Of the take, in seconds; None for all of it."""
        if self.start_ms is None or self.end_ms is None:
            return None
        return self.start_ms / 1000, self.end_ms / 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything a brief asks for. Citations stand in order; their tags follow from it.

    Those of characters that the text names come last: see `generations.characters.expanded`.
    `layout` and `levels` are as a hand left them, in JSON: see `generations.by_hand`.
    """

    text: str
    engine: str
    width: int
    height: int
    rate: Fraction
    frames: int
    seed: int
    citations: tuple[Cited, ...] = ()
    lines: tuple[Said, ...] = ()
    labels: bool = False
    layout: dict[str, Any] | None = None
    levels: list[dict[str, Any]] = field(default_factory=list)

    @property
    def roles(self) -> dict[UUID, set[str]]:
        """What each reference is for, by its id; a take is for its voice."""
        roles: dict[UUID, set[str]] = {}
        for each in self.citations:
            roles.setdefault(each.reference, set()).add(each.role)
        for take in (each.take for each in self.lines if each.take):
            roles.setdefault(take, set()).add(Role.VOICE)
        return roles

    @classmethod
    def of(cls, brief: Brief) -> "Wanted":
        """What a kept brief asked for."""
        return cls(
            text=brief.text,
            engine=brief.engine,
            width=brief.width,
            height=brief.height,
            rate=Fraction(brief.rate),
            frames=brief.frames,
            seed=brief.seed,
            citations=tuple(
                Cited(**{name: getattr(each, OF_CITATION.get(name, name)) for name in CITED})
                for each in brief.citations.all()
            ),
            lines=tuple(
                Said(**{name: getattr(each, OF_LINE.get(name, name)) for name in SAID})
                for each in brief.lines.all()
            ),
            labels=brief.labels,
            layout=brief.layout,
            levels=brief.levels,
        )


CITED = tuple(each.name for each in fields(Cited))
SAID = tuple(each.name for each in fields(Said))
OF_CITATION = {"reference": "reference_id", "character": "character_id"}
OF_LINE = {"character": "character_id", "take": "take_id"}


def attributes(one: Cited | Said, columns: Mapping[str, str]) -> dict[str, Any]:
    """A row's columns; `columns` names those that are called otherwise there."""
    return {columns.get(each.name, each.name): getattr(one, each.name) for each in fields(one)}


def tags(kinds: Iterable[str]) -> list[str]:
    """Image1, Video1, Image2 …: counted in each kind, in order."""
    seen: Counter[str] = Counter()
    named = []
    for kind in kinds:
        seen[kind] += 1
        named.append(f"{NAMES[Kind(kind)]}{seen[kind]}")
    return named


def found(film_id: UUID, wanted: Wanted) -> dict[UUID, Reference]:
    """The film's own references among those that a brief cites, and the takes of its lines."""
    ids = {each.reference for each in wanted.citations}
    ids |= {each.take for each in wanted.lines if each.take}
    return Reference.objects.filter(film_id=film_id).in_bulk(ids)


def mentions(text: str) -> list[str]:
    """The tags a text names, without @, each once, in order. Width makes no difference."""
    return list(dict.fromkeys(MENTION.findall(narrow(text))))


def with_tags(text: str, tag: Callable[[str], str] = lambda name: f"@{name}") -> str:
    """The text with each of its tags as `tag` writes it; the rest stays as it was typed."""
    parts, end = [], 0
    for named in MENTION.finditer(narrow(text)):
        parts += [text[end : named.start()], tag(named[1])]
        end = named.end()
    return "".join([*parts, text[end:]])


def request(
    wanted: Wanted,
    references: Mapping[UUID, Reference],
    titles: Mapping[UUID, str],
    path_of: Callable[[Reference], Path] = lambda reference: Path(),
    assets: Mapping[UUID, str] | None = None,
) -> Request:
    """The brief as an engine takes it. Engines read our own copies, never a stranger's bytes.

    `titles` are the characters'. Without `path_of` it is only good for being checked. `assets`:
    by the reference, what the engine's provider calls the only person who is in it.
    """
    cited = [(each, references[each.reference]) for each in wanted.citations]
    named = tags(reference.kind for _, reference in cited)
    return Request(
        prompt=with_tags(wanted.text).translate(WIDE_AT),
        width=wanted.width,
        height=wanted.height,
        rate=wanted.rate,
        frames=wanted.frames,
        seed=wanted.seed,
        inputs=tuple(
            Input(
                tag=tag,
                kind=reference.kind,  # type: ignore[arg-type]
                role=each.role,  # type: ignore[arg-type]
                path=path_of(reference),
                digest=reference.proxy_id or "",
                span=each.span,
                frame=each.frame,
                character=titles[each.character] if each.character else "",
                seconds=reference.seconds,
                light_crosses=each.light_crosses,
                asset=(assets or {}).get(reference.id, "") if each.role == Role.SUBJECT else "",
            )
            for tag, (each, reference) in zip(named, cited, strict=True)
        ),
        lines=tuple(line_of(each, references, titles, path_of) for each in wanted.lines),
        labels=wanted.labels,
        layout=None if wanted.layout is None else Layout.from_json(wanted.layout),
        levels=levels_of(wanted, named, references),
    )


def levels_of(
    wanted: Wanted, named: Sequence[str], references: Mapping[UUID, Reference]
) -> tuple[Level, ...]:
    """The curves by tag; that of the lines is also each cited take's which has none of its own."""
    told = levels.from_json(wanted.levels, Fraction(wanted.frames) / wanted.rate)
    points = {each.tag: each.points for each in told}
    if (spoken := points.pop(levels.LINES, None)) is not None:
        takes = {references[each.take].proxy_id for each in wanted.lines if each.take}
        for tag, each in zip(named, wanted.citations, strict=True):
            if references[each.reference].proxy_id in takes:
                points.setdefault(tag, spoken)
        points[""] = spoken
    return tuple(Level(tag, each) for tag, each in points.items())


def line_of(
    said: Said,
    references: Mapping[UUID, Reference],
    titles: Mapping[UUID, str],
    path_of: Callable[[Reference], Path] = lambda reference: Path(),
) -> Line:
    """A line as an engine takes it."""
    take = references[said.take] if said.take else None
    span = said.span
    if take is not None and span is None and take.seconds is not None:
        span = (0.0, take.seconds)
    return Line(
        character=titles[said.character],
        words=said.words,
        dialect=said.dialect,
        translation=said.translation,
        pause=said.pause_ms / 1000,
        take=path_of(take) if take else None,
        digest=(take.proxy_id or "") if take else "",
        span=span,
    )
