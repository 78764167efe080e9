"""A draft beside what it was to keep: a keyframe and what came, a performance at quarter speed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.generations import anchors
from slowfilm.generations.models import Generation
from slowfilm.moment import one_moment
from slowfilm.references.models import Reference
from slowfilm.references.roles import Role
from slowfilm.shots.models import Draft, DraftSource

PERFORMED = (Role.VERBATIM, Role.DRIVING, Role.MOTION)  # moving, and to be held against a draft


@dataclass(frozen=True)
class Pair:
    """A keyframe as it was ordered, and the frame of the draft that came."""

    source: DraftSource
    frame: int
    said: list[str]


def pairs_of(draft: Draft) -> list[Pair]:
    """Of every keyframe that was measured both pictures, by frame."""
    sources = draft.sources.filter(role__in=anchors.MET).select_related("reference")
    by_tag = {source.tag: source for source in sources}
    pairs = [
        Pair(by_tag[tag], frame, anchors.sentences(row))
        for row in anchors.rows_of(draft.facts)
        if (tag := str(row.get("tag", ""))) in by_tag
        and isinstance(frame := row.get("frame"), int)
        and 0 <= frame < draft.frames
    ]
    return sorted(pairs, key=lambda pair: pair.frame)


@dataclass(frozen=True)
class Side:
    """What a draft was to keep, to be held against it; `made`: the draft that an engine made of it.

    `draft` is `made`, or what light made of it.
    """

    draft: Draft
    made: Draft
    source: DraftSource

    @property
    def reference(self) -> Reference:
        """The performance or voice."""
        assert self.source.reference is not None
        return self.source.reference

    @property
    def moving(self) -> bool:
        """Whether both have a picture to be seen side by side."""
        return self.reference.kind == "video" and self.source.role in PERFORMED

    @property
    def role(self) -> str:
        """What it was cited for, in the reader's language."""
        return str(Role(self.source.role).label)

    @property
    def measured(self) -> list[str]:
        """How close the draft came to it."""
        return [sentence for row in self._rows for sentence in anchors.sentences(row)]

    @property
    def last(self) -> int:
        """The draft's last frame."""
        return self.draft.frames - 1

    @property
    def about(self) -> dict[str, Any]:
        """What the page's script has to know."""
        drift = next((drift for row in self._rows if isinstance(drift := _late(row), int)), 0)
        return {
            "frames": self.draft.frames,
            "rate": str(self.draft.rate),
            "start": _start(self.made, self.source.tag),
            "drift": drift,
        }

    @property
    def _rows(self) -> list[dict[str, Any]]:
        rows = anchors.rows_of(self.made.facts)
        return [row for row in rows if row.get("tag") == self.source.tag]


def sides_of(draft: Draft, ancestor: Draft, tags: Sequence[str]) -> list[Side]:
    """What was cited under these tags for a draft, in order."""
    sources = ancestor.sources.filter(tag__in=tags).exclude(reference=None)
    return [Side(draft, ancestor, source) for source in sources.select_related("reference")]


@require_safe
@film_page()
@one_moment()
def beside(request: HttpRequest, member: Member, draft_id: UUID, tag: str) -> HttpResponse:
    """A performance and the draft it led, side by side, at quarter speed."""
    drafts = Draft.objects.select_related("shot__scene", "proxy").filter(film=member.film)
    draft = get_object_or_404(drafts, id=draft_id)
    side = next(
        (candidate for candidate in sides_of(draft, draft, [tag]) if candidate.moving), None
    )
    if side is None:
        raise Http404
    context = {"film": member.film, "member": member, "draft": draft, "side": side}
    return render(request, "generations/beside.html", context)


def _late(row: Any) -> Any:
    """By how many frames the draft is late: as its face says, if one was seen."""
    face = row.get("face")
    return face.get("drift") if isinstance(face, dict) else row.get("drift")


def _start(draft: Draft, tag: str) -> float:
    """Where in its clip the cited part begins, in seconds."""
    generation: Any = Generation.objects.select_related("brief").filter(draft=draft).first()
    cited = generation.brief.citations.filter(tag=tag).first() if generation else None
    return float(Fraction(cited.start_ms or 0, 1000)) if cited else 0.0
