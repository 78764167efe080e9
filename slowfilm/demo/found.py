"""What the demo's members say of the faces and voices that scans found."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db.models import Q

from slowfilm.clearance import scanning, tracks
from slowfilm.clearance.scan_models import Scan, Track, TrackQuerySet
from slowfilm.demo.steps import PATIENCE, Steps, until
from slowfilm.jobs.models import Job
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft


def scanned(steps: Steps, *, references: Collection[UUID] = (), draft: Draft | None = None) -> None:
    """Wait until these were scanned; what was not, is once more. Raises TimeoutError."""
    drafts = [draft.id] if draft else []
    subjects = {*references, *drafts}
    until(lambda: not Job.objects.open().filter(subject__in=subjects).exists(), PATIENCE)
    done = Scan.objects.filter(error="")
    scanned_ids = {*done.values_list("reference", flat=True), *done.values_list("draft", flat=True)}
    ready = Reference.objects.filter(id__in=references).exclude(proxy=None)
    unseen = [id_ for id_ in ready.values_list("id", flat=True) if id_ not in scanned_ids]
    new = [id_ for id_ in drafts if id_ not in scanned_ids]
    if unseen or new:
        again = partial(scanning.scan_again, film_id=steps.film.id)
        steps.take("lin.yao", partial(again, references=unseen, drafts=new))
        until(lambda: not Job.objects.open().filter(subject__in=subjects).exists(), PATIENCE)


def name(steps: Steps, step: str, person: UUID, subject: UUID) -> None:
    """Everybody who was found in one thing is this person."""
    if ids := _ids(_unsaid(subject)):
        say = partial(tracks.name_tracks, film_id=steps.film.id, command=steps.command(step))
        steps.take("lin.yao", partial(say, tracks=ids, person=person))


def nobody(steps: Steps, reason: str, subject: UUID) -> None:
    """Nobody is where a scan found somebody: one member says why, another agrees."""
    if ids := _ids(_unsaid(subject)):
        film = steps.film.id
        doubt = partial(tracks.doubt_tracks, film_id=film, tracks=ids, reason=reason)
        steps.take("lin.yao", doubt)
        steps.take("he.yu", partial(tracks.dismiss_tracks, film_id=film, tracks=ids))


def _unsaid(subject: UUID) -> TrackQuerySet:
    """What was found in a reference or draft, and nobody has said anything of."""
    all_tracks = Track.objects.standing().filter(Q(reference=subject) | Q(draft=subject))
    return all_tracks.filter(scan__isnull=False, named_at=None, doubted_at=None)


def _ids(selection: TrackQuerySet) -> list[UUID]:
    return list(selection.values_list("id", flat=True))
