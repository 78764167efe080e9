"""What a brief says, as plain data: its words, its measures, and the references it cites."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from uuid import UUID

from slowfilm.engines.base import Input, Request
from slowfilm.generations.models import Brief, Citation
from slowfilm.references.models import Reference

Kind = Reference.Kind
Role = Citation.Role

NAMES = {Kind.PICTURE: "Image", Kind.VIDEO: "Video", Kind.SOUND: "Audio"}
MENTION = re.compile(r"@([A-Za-z]+[0-9]+)")

_SEEN = (Role.SUBJECT, Role.PLACE, Role.STYLE, Role.CAMERA, Role.PLATE, Role.SCREEN)
_HEARD = (Role.AMBIENCE, Role.VOICE, Role.MUSIC)
ROLES: dict[str, tuple[Role, ...]] = {
    Kind.PICTURE: (*_SEEN, Role.FIRST_FRAME, Role.LAST_FRAME),
    Kind.VIDEO: (*_SEEN, Role.MOTION, *_HEARD),
    Kind.SOUND: _HEARD,
}


@dataclass(frozen=True, slots=True)
class Cited:
    """One reference, what it is for, and which part counts (milliseconds, half-open)."""

    reference: UUID
    role: str
    start_ms: int | None = None
    end_ms: int | None = None

    @property
    def span(self) -> tuple[float, float] | None:
        """In seconds; None for all of it."""
        if self.start_ms is None or self.end_ms is None:
            return None
        return self.start_ms / 1000, self.end_ms / 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything a brief asks for. Citations stand in order; their tags follow from it."""

    text: str
    engine: str
    width: int
    height: int
    rate: Fraction
    frames: int
    seed: int
    citations: tuple[Cited, ...] = ()

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
                Cited(each.reference_id, each.role, each.start_ms, each.end_ms)
                for each in brief.citations.all()
            ),
        )


def tags(kinds: Iterable[str]) -> list[str]:
    """Image1, Video1, Image2 …: counted in each kind, in order."""
    seen: Counter[str] = Counter()
    named = []
    for kind in kinds:
        seen[kind] += 1
        named.append(f"{NAMES[Kind(kind)]}{seen[kind]}")
    return named


def found(film_id: UUID, citations: Iterable[Cited]) -> dict[UUID, Reference]:
    """The film's own references among those cited."""
    ids = {each.reference for each in citations}
    return Reference.objects.filter(film_id=film_id).in_bulk(ids)


def seconds(reference: Reference) -> float | None:
    """How long a clip or sound is, by its probe; None for a picture."""
    if reference.kind == Kind.PICTURE or "duration" not in reference.facts:
        return None
    return float(Fraction(reference.facts["duration"]))


def mentions(text: str) -> list[str]:
    """The tags a text names, without @, each once, in order."""
    return list(dict.fromkeys(MENTION.findall(text)))


def request(
    wanted: Wanted,
    references: Mapping[UUID, Reference],
    path_of: Callable[[Reference], Path] = lambda reference: Path(),
) -> Request:
    """The brief as an engine takes it. Engines read our own copies, never a stranger's bytes.

    Without `path_of` it is only good for being checked.
    """
    cited = [(each, references[each.reference]) for each in wanted.citations]
    named = tags(reference.kind for _, reference in cited)
    return Request(
        prompt=wanted.text,
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
            )
            for tag, (each, reference) in zip(named, cited, strict=True)
        ),
    )
