"""Every shot and cut of a film at a glance: some twenty questions, however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Count

from slowfilm.approvals.awaited import Progress, progress_of
from slowfilm.approvals.models import Lock
from slowfilm.approvals.subjects import of_cuts, of_shot
from slowfilm.clearance.presenters import names_of
from slowfilm.cuts.models import Cut, CutClip, CutVersion
from slowfilm.films.models import Film
from slowfilm.reviews.kinds import those
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft, Scene, Shot


@dataclass(frozen=True)
class Glance:
    """One shot at a glance: its picture, its version, its open notes, whom it waits for."""

    shot: Shot
    picture: Draft | None  # the selected draft, or the latest where none is selected
    drafts: int
    notes: int  # open ones, on any draft, that nobody has carried on
    progress: Progress | None
    locked_by: str = ""


@dataclass(frozen=True)
class CutGlance:
    """One cut at a glance, as its newest version has it."""

    cut: Cut
    version: CutVersion | None
    picture: Draft | None  # the first it shows
    shots: int
    notes: int  # open ones on the drafts that it shows
    progress: Progress | None
    locked_by: str = ""


@dataclass(frozen=True)
class Glances:
    """A film's cuts, and its scenes with their shots."""

    cuts: list[CutGlance]
    scenes: list[tuple[Scene, list[Glance]]]


def glances_of(film: Film) -> Glances:
    """All of a film."""
    shots = list(
        Shot.objects.filter(film=film)
        .select_related("scene", "selected__shot__scene", "lock")
        .defer("selected__facts")
        .annotate(draft_count=Count("drafts"))
        .order_by("scene__number", "number")
    )
    cuts = of_cuts(Cut.objects.filter(film=film))
    progress = progress_of(film, [*map(of_shot, shots), *cuts])
    notes = _open_notes(film)
    of_shots = _notes_of_shots(notes)
    latest = _latest(film, [shot.id for shot in shots if shot.selected_id is None])
    lockers = _lockers(film)
    rows = (
        Glance(
            shot,
            shot.selected or latest.get(shot.id),
            shot.draft_count,
            of_shots.get(shot.id, 0),
            progress.get(shot.id),
            lockers.get(shot.id, ""),
        )
        for shot in shots
    )
    by_scene = {id_: list(each) for id_, each in groupby(rows, lambda row: row.shot.scene_id)}
    shown = _shown([each.part for each in cuts if isinstance(each.part, CutVersion)])
    return Glances(
        [
            _of_cut(each.whole, each.part, shown, notes, progress, lockers)  # type: ignore[arg-type]
            for each in cuts
        ],
        [(scene, by_scene.get(scene.id, [])) for scene in Scene.objects.filter(film=film)],
    )


def _of_cut(
    cut: Cut,
    version: CutVersion | None,
    shown: dict[UUID, list[Draft]],
    notes: dict[tuple[UUID, UUID], int],
    progress: dict[UUID, Progress],
    lockers: dict[UUID, str],
) -> CutGlance:
    drafts = shown.get(version.id, []) if version else []
    seen = {draft.id: draft.shot_id for draft in drafts}
    return CutGlance(
        cut,
        version,
        drafts[0] if drafts else None,
        len(set(seen.values())),
        sum(notes.get((shot, draft), 0) for draft, shot in seen.items()),
        progress.get(cut.id),
        lockers.get(cut.id, ""),
    )


def _lockers(film: Film) -> dict[UUID, str]:
    """Who locked each shot and cut that is locked, by its id."""
    locks = list(Lock.objects.filter(film=film).values_list("shot", "cut", "locked_by"))
    names = names_of(film.id, {actor for _shot, _cut, actor in locks})
    return {shot or cut: names.get(actor, actor) for shot, cut, actor in locks}


def _shown(versions: list[CutVersion]) -> dict[UUID, list[Draft]]:
    """The drafts that versions show, in order."""
    found: dict[UUID, list[Draft]] = {}
    clips = CutClip.objects.filter(version__in=versions).select_related("draft")
    for clip in clips.defer("draft__facts").order_by("order"):
        found.setdefault(clip.version_id, []).append(clip.draft)
    return found


def _open_notes(film: Film) -> dict[tuple[UUID, UUID], int]:
    """How many by shot and draft. Keeps are no work left to do."""
    found = Note.objects.unanswered().filter(draft__film=film).exclude(kind__in=those("bound"))
    counted = found.values_list("draft__shot", "draft").annotate(count=Count("id")).order_by()
    return {(shot, draft): count for shot, draft, count in counted}


def _notes_of_shots(notes: dict[tuple[UUID, UUID], int]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for (shot, _draft), count in notes.items():
        found[shot] = found.get(shot, 0) + count
    return found


def _latest(film: Film, without: Iterable[UUID]) -> dict[UUID, Draft]:
    """The latest draft of each shot that has none selected."""
    found = Draft.objects.filter(film=film, shot__in=list(without)).order_by("shot_id", "-version")
    return {draft.shot_id: draft for draft in found.defer("facts").distinct("shot_id")}
