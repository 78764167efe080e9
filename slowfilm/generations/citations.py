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
        for citation in self.citations:
            roles.setdefault(citation.reference, set()).add(citation.role)
        for take in (line.take for line in self.lines if line.take):
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
                Cited(**{name: getattr(citation, OF_CITATION.get(name, name)) for name in CITED})
                for citation in brief.citations.all()
            ),
            lines=tuple(
                Said(**{name: getattr(line, OF_LINE.get(name, name)) for name in SAID})
                for line in brief.lines.all()
            ),
            labels=brief.labels,
            layout=brief.layout,
            levels=brief.levels,
        )


CITED = tuple(attribute.name for attribute in fields(Cited))
SAID = tuple(attribute.name for attribute in fields(Said))
OF_CITATION = {"reference": "reference_id", "character": "character_id"}
OF_LINE = {"character": "character_id", "take": "take_id"}


def attributes(row: Cited | Said, columns: Mapping[str, str]) -> dict[str, Any]:
    """A row's columns; `columns` names those that are called otherwise there."""
    return {
        columns.get(attribute.name, attribute.name): getattr(row, attribute.name)
        for attribute in fields(row)
    }


def tags(kinds: Iterable[str]) -> list[str]:
    """Image1, Video1, Image2 …: counted in each kind, in order."""
    counts: Counter[str] = Counter()
    named = []
    for kind in kinds:
        counts[kind] += 1
        named.append(f"{NAMES[Kind(kind)]}{counts[kind]}")
    return named


def found(film_id: UUID, spec: Wanted) -> dict[UUID, Reference]:
    """The film's own references among those that a brief cites, and the takes of its lines."""
    ids = {citation.reference for citation in spec.citations}
    ids |= {line.take for line in spec.lines if line.take}
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
    spec: Wanted,
    references: Mapping[UUID, Reference],
    titles: Mapping[UUID, str],
    path_of: Callable[[Reference], Path] = lambda reference: Path(),
    assets: Mapping[UUID, str] | None = None,
) -> Request:
    """The brief as an engine takes it. Engines read our own copies, never a stranger's bytes.

    `titles` are the characters'. Without `path_of` it is only good for being checked. `assets`:
    by the reference, what the engine's provider calls the only person who is in it.
    """
    cited = [(citation, references[citation.reference]) for citation in spec.citations]
    named = tags(reference.kind for _, reference in cited)
    return Request(
        prompt=with_tags(spec.text).translate(WIDE_AT),
        width=spec.width,
        height=spec.height,
        rate=spec.rate,
        frames=spec.frames,
        seed=spec.seed,
        inputs=tuple(
            Input(
                tag=tag,
                kind=reference.kind,  # type: ignore[arg-type]
                role=citation.role,  # type: ignore[arg-type]
                path=path_of(reference),
                digest=reference.proxy_id or "",
                span=citation.span,
                frame=citation.frame,
                character=titles[citation.character] if citation.character else "",
                seconds=reference.seconds,
                light_crosses=citation.light_crosses,
                asset=(assets or {}).get(reference.id, "") if citation.role == Role.SUBJECT else "",
            )
            for tag, (citation, reference) in zip(named, cited, strict=True)
        ),
        lines=tuple(line_of(line, references, titles, path_of) for line in spec.lines),
        labels=spec.labels,
        layout=None if spec.layout is None else Layout.from_json(spec.layout),
        levels=levels_of(spec, named, references),
    )


def levels_of(
    spec: Wanted, named: Sequence[str], references: Mapping[UUID, Reference]
) -> tuple[Level, ...]:
    """The curves by tag; that of the lines is also each cited take's which has none of its own."""
    curves = levels.from_json(spec.levels, Fraction(spec.frames) / spec.rate)
    points = {curve.tag: curve.points for curve in curves}
    if (spoken := points.pop(levels.LINES, None)) is not None:
        takes = {references[line.take].proxy_id for line in spec.lines if line.take}
        for tag, citation in zip(named, spec.citations, strict=True):
            if references[citation.reference].proxy_id in takes:
                points.setdefault(tag, spoken)
        points[""] = spoken
    return tuple(Level(tag, points_of_tag) for tag, points_of_tag in points.items())


def line_of(
    line: Said,
    references: Mapping[UUID, Reference],
    titles: Mapping[UUID, str],
    path_of: Callable[[Reference], Path] = lambda reference: Path(),
) -> Line:
    """A line as an engine takes it."""
    take = references[line.take] if line.take else None
    span = line.span
    if take is not None and span is None and take.seconds is not None:
        span = (0.0, take.seconds)
    return Line(
        character=titles[line.character],
        words=line.words,
        dialect=line.dialect,
        translation=line.translation,
        pause=line.pause_ms / 1000,
        take=path_of(take) if take else None,
        digest=(take.proxy_id or "") if take else "",
        span=span,
    )
