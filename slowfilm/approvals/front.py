"""A film's front page: why it is made, what it will not do, and how far each shot has come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from slowfilm.approvals.awaited import Progress, progress_of
from slowfilm.approvals.subjects import of_shot
from slowfilm.films.access import film_page
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import May
from slowfilm.moment import one_moment
from slowfilm.reviews.kinds import those
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft, Scene, Shot
from slowfilm.uploads import claims
from slowfilm.uploads.quotas import archives_of


@dataclass(frozen=True)
class Glance:
    """One shot at a glance: its picture, its version, its open notes, whom it waits for."""

    shot: Shot
    picture: Draft | None  # the selected draft, or the latest where none is selected
    drafts: int
    notes: int  # open ones, on any draft, that nobody has carried on
    progress: Progress | None


@film_page()
@one_moment()
def film_front(request: HttpRequest, member: Member) -> HttpResponse:
    """The page."""
    may_manage = member.may(May.MANAGE)
    context = {
        "film": member.film,
        "member": member,
        "may_manage": may_manage,
        "scenes": list(_scenes(member.film)),
        "standing": claims.standing(member) if may_manage else None,
        "archives": archives_of(member.film) if may_manage else 0,
    }
    return render(request, "approvals/film.html", context)


def _scenes(film: Film) -> Iterator[tuple[Scene, list[Glance]]]:
    shots = list(
        Shot.objects.filter(film=film)
        .select_related("scene", "selected", "lock")
        .annotate(draft_count=Count("drafts"))
        .order_by("number")
    )
    progress = progress_of(film, map(of_shot, shots))
    notes = _open_notes(film)
    latest = _latest(film, shots)
    for scene in Scene.objects.filter(film=film):
        yield (
            scene,
            [
                Glance(
                    shot,
                    shot.selected or latest.get(shot.id),
                    shot.draft_count,
                    notes.get(shot.id, 0),
                    progress.get(shot.id),
                )
                for shot in shots
                if shot.scene_id == scene.id
            ],
        )


def _open_notes(film: Film) -> dict[UUID, int]:
    """How many by shot. Keeps are no work left to do."""
    found = Note.objects.unanswered().filter(draft__film=film).exclude(kind__in=those("bound"))
    counted = found.values_list("draft__shot").annotate(count=Count("id")).order_by()
    return dict(counted)


def _latest(film: Film, shots: Sequence[Shot]) -> dict[UUID, Draft]:
    """The latest draft of each shot that has none selected."""
    without = [shot.id for shot in shots if shot.selected_id is None]
    found = Draft.objects.filter(film=film, shot__in=without).order_by("shot_id", "-version")
    return {draft.shot_id: draft for draft in found.distinct("shot_id")}
