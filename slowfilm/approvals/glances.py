"""Shots and cuts of a film at a glance, a page of them: some twenty questions, however many."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Count

from slowfilm.approvals.awaited import Progress, progress_of
from slowfilm.approvals.models import Lock
from slowfilm.approvals.pages import Pages
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


@dataclass
class Shown:
    """What a version of a cut shows: its first draft, and the shot of each."""

    picture: Draft | None
    shots: dict[UUID, UUID]


Where = tuple[UUID, UUID]  # a shot, and a draft of it


@dataclass(frozen=True)
class OpenNotes:
    """Notes that nobody has answered. One over several shots is of each, and once of a cut."""

    alone: dict[Where, int]  # how many lie on one draft only
    over: list[set[Where]]  # of each of the others, where it lies

    def on(self, drafts: Iterable[Where]) -> int:
        """How many lie on any of these drafts."""
        those_drafts = set(drafts)
        alone = sum(self.alone.get(draft, 0) for draft in those_drafts)
        return alone + sum(not those_drafts.isdisjoint(places) for places in self.over)

    def by_shot(self) -> Counter[UUID]:
        """How many lie on each shot."""
        counts: Counter[UUID] = Counter()
        for (shot, _draft), count in self.alone.items():
            counts[shot] += count
        for places in self.over:
            counts.update({shot for shot, _draft in places})
        return counts


@dataclass(frozen=True)
class Glances:
    """A film's cuts, and the scenes of one page with their shots.

    Where there is more than one page, `places` has each scene and the page on which it begins.
    """

    cuts: list[CutGlance]
    scenes: list[tuple[Scene, list[Glance]]]
    page: int
    pages: int
    places: list[tuple[Scene, int]]


def glances_of(film: Film, page: int = 1) -> Glances:
    """The cuts of a film and a page of its shots, in their order; of no such page the nearest."""
    paged = Pages(film)
    page = min(max(page, 1), paged.number)
    shots = paged.shots(page)
    cuts = of_cuts(Cut.objects.filter(film=film))
    progress = progress_of(film, [*map(of_shot, shots), *cuts])
    notes = _open_notes(film)
    of_shots = notes.by_shot()
    latest = _latest(film, [shot.id for shot in shots if shot.selected_id is None])
    lockers, drafts = _lockers(film), _drafts_of(shots)
    rows = (
        Glance(
            shot,
            shot.selected or latest.get(shot.id),
            drafts.get(shot.id, 0),
            of_shots[shot.id],
            progress.get(shot.id),
            lockers.get(shot.id, ""),
        )
        for shot in shots
    )
    by_scene = {id_: list(group) for id_, group in groupby(rows, lambda row: row.shot.scene_id)}
    shown = _shown([cut.part for cut in cuts if isinstance(cut.part, CutVersion)])
    return Glances(
        [
            _of_cut(cut.whole, cut.part, shown, notes, progress, lockers)  # type: ignore[arg-type]
            for cut in cuts
        ],
        [(scene, by_scene.get(scene.id, [])) for scene in paged.scenes(page)],
        page,
        paged.number,
        paged.places() if paged.number > 1 else [],
    )


def _of_cut(
    cut: Cut,
    version: CutVersion | None,
    shown: dict[UUID, Shown],
    notes: OpenNotes,
    progress: dict[UUID, Progress],
    lockers: dict[UUID, str],
) -> CutGlance:
    of_version = shown.get(version.id) if version else None
    shots = of_version.shots if of_version else {}
    return CutGlance(
        cut,
        version,
        of_version.picture if of_version else None,
        len(set(shots.values())),
        notes.on((shot, draft) for draft, shot in shots.items()),
        progress.get(cut.id),
        lockers.get(cut.id, ""),
    )


def _lockers(film: Film) -> dict[UUID, str]:
    """Who locked each shot and cut that is locked, by its id."""
    locks = list(Lock.objects.filter(film=film).values_list("shot", "cut", "locked_by"))
    names = names_of(film.id, {actor for _shot, _cut, actor in locks})
    return {shot or cut: names.get(actor, actor) for shot, cut, actor in locks}


def _shown(versions: list[CutVersion]) -> dict[UUID, Shown]:
    """By the version's id."""
    by_version = {version.id: Shown(None, {}) for version in versions}
    clips = CutClip.objects.filter(version__in=versions).order_by("version", "order")
    for version, draft, shot in clips.values_list("version", "draft", "draft__shot"):
        by_version[version].shots.setdefault(draft, shot)
    firsts = {next(iter(view.shots)) for view in by_version.values() if view.shots}
    drafts = Draft.objects.defer("facts").in_bulk(firsts)
    for view in by_version.values():
        view.picture = drafts[next(iter(view.shots))] if view.shots else None
    return by_version


def _open_notes(film: Film) -> OpenNotes:
    """Where they lie. Keeps are no work left to do."""
    notes = Note.objects.open().filter(draft__film=film).exclude(kind__in=those("bound"))
    alone = notes.unanswered().filter(next_draft=None).values_list("draft__shot", "draft")
    counted = alone.annotate(count=Count("id")).order_by()
    over = list(notes.exclude(next_draft=None).prefetch_related("carried_to__draft"))
    drafts = {part.draft for note in over for part in note.parts}
    shots = dict(Draft.objects.filter(id__in=drafts).values_list("id", "shot"))
    return OpenNotes(
        {(shot, draft): count for shot, draft, count in counted},
        [_where(note, shots) for note in over],
    )


def _where(note: Note, shots: dict[UUID, UUID]) -> set[Where]:
    """The drafts on which a note over several shots lies, and nobody has answered it there."""
    answered = {copy.draft.shot_id for copy in note.carried_to.all()}
    places = {(shots[part.draft], part.draft) for part in note.parts}
    return {(shot, draft) for shot, draft in places if shot not in answered}


def _drafts_of(shots: list[Shot]) -> dict[UUID, int]:
    """How many drafts each shot has."""
    drafts = Draft.objects.filter(shot__in=shots).order_by().values_list("shot")
    return dict(drafts.annotate(number=Count("id")))


def _latest(film: Film, without: Iterable[UUID]) -> dict[UUID, Draft]:
    """The latest draft of each shot that has none selected."""
    drafts = Draft.objects.filter(film=film, shot__in=list(without)).order_by("shot_id", "-version")
    return {draft.shot_id: draft for draft in drafts.defer("facts").distinct("shot_id")}
