"""A draft beside what it was to keep: a keyframe and what came, a performance at quarter speed."""

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
    there = {source.tag: source for source in sources}
    found = [
        Pair(there[tag], frame, anchors.sentences(row))
        for row in anchors.rows_of(draft.facts)
        if (tag := str(row.get("tag", ""))) in there
        and isinstance(frame := row.get("frame"), int)
        and 0 <= frame < draft.frames
    ]
    return sorted(found, key=lambda pair: pair.frame)


@require_safe
@film_page()
@one_moment()
def beside(request: HttpRequest, member: Member, draft_id: UUID, tag: str) -> HttpResponse:
    """A performance and the draft it led, side by side, at quarter speed."""
    drafts = Draft.objects.select_related("shot__scene", "proxy").filter(film=member.film)
    draft = get_object_or_404(drafts, id=draft_id)
    sources = draft.sources.filter(tag=tag, role__in=PERFORMED).exclude(reference=None)
    source = sources.select_related("reference").first()
    if source is None or source.reference is None or source.reference.kind != "video":
        raise Http404
    rows = [row for row in anchors.rows_of(draft.facts) if row.get("tag") == tag]
    drift = next((drift for row in rows if isinstance(drift := _late(row), int)), 0)
    about = {
        "frames": draft.frames,
        "rate": str(draft.rate),
        "start": _start(draft, tag),
        "drift": drift,
    }
    return render(
        request,
        "generations/beside.html",
        {
            "film": member.film,
            "member": member,
            "draft": draft,
            "source": source,
            "reference": source.reference,
            "role": Role(source.role).label,
            "measured": [said for row in rows for said in anchors.sentences(row)],
            "about": about,
            "last": draft.frames - 1,
        },
    )


def _late(row: Any) -> Any:
    """By how many frames the draft is late: as its face says, if one was seen."""
    face = row.get("face")
    return face.get("drift") if isinstance(face, dict) else row.get("drift")


def _start(draft: Draft, tag: str) -> float:
    """Where in its clip the cited part begins, in seconds."""
    made: Any = Generation.objects.select_related("brief").filter(draft=draft).first()
    cited = made.brief.citations.filter(tag=tag).first() if made else None
    return float(Fraction(cited.start_ms or 0, 1000)) if cited else 0.0
