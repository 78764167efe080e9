"""The end of all change: of a shot, or of a cut with all its shots."""

from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slowfilm.approvals import events
from slowfilm.approvals.digest import digests
from slowfilm.approvals.gate import Gate, gate
from slowfilm.approvals.models import Lock
from slowfilm.approvals.subjects import find
from slowfilm.clearance.answer import in_short
from slowfilm.cuts.models import Cut, CutVersion
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.shots.models import Draft, Shot


@action(events.LockShot, May.LOCK, events.ShotLocked)
def lock(this: Act, command: events.LockShot) -> events.ShotLocked:
    """End all change to a shot. The gate is asked here, under the head's lock."""
    subject = _open(this, command.shot, None, command.digest).subject
    about = {"film_id": this.film_id, "locked_by": this.actor, "at": this.at}
    Lock.objects.create(
        id=this.command, act=this.command, digest=command.digest, **subject.columns, **about
    )
    Shot.objects.filter(id=command.shot).update(locked_at=this.at)
    return events.ShotLocked.of(command, draft=subject.said["draft"])


@action(events.LockCut, May.LOCK, events.CutLocked)
def lock_cut(this: Act, command: events.LockCut) -> events.CutLocked:
    """End all change to a cut and to every shot in it: all of them or none.

    The gate asks each shot what it would be asked alone. What is locked already stays as it is.
    """
    version = _open(this, None, command.cut, command.digest).subject.part
    assert isinstance(version, CutVersion)
    drafts = Draft.objects.filter(clips__version=version, shot__locked_at=None).distinct()
    shots = _shots(drafts.order_by("shot__scene__number", "shot__number").defer("facts"))
    whose = {"film_id": this.film_id, "act": this.command, "locked_by": this.actor, "at": this.at}
    of_cut = Lock(
        id=this.command, cut_id=command.cut, version=version, digest=command.digest, **whose
    )
    of_shots = [
        Lock(id=shot.id, shot_id=shot.shot, draft_id=shot.draft, digest=shot.digest, **whose)
        for shot in shots
    ]
    Lock.objects.bulk_create([of_cut, *of_shots])
    Shot.objects.filter(id__in=[shot.shot for shot in shots]).update(locked_at=this.at)
    Cut.objects.filter(id=command.cut).update(locked_at=this.at)
    return events.CutLocked.of(command, version=version.id, shots=shots)


def _open(this: Act, shot: UUID | None, cut: UUID | None, digest: str) -> Gate:
    """The gate of what is to be locked, with nothing missing. Raises Refused."""
    now = gate(find(this.film_id, shot, cut).whole)
    if now.digest != digest:
        raise Refused("changed", _("It has changed since you looked. Look at it again."))
    if not now.open:
        raise Refused("gate", in_short([condition.whole for condition in now.missing]))
    return now


def _shots(drafts: QuerySet[Draft]) -> list[events.LockedShot]:
    all_drafts = list(drafts)
    named = digests(all_drafts)
    return [
        events.LockedShot(id=uuid4(), shot=draft.shot_id, draft=draft.id, digest=named[draft.id])
        for draft in all_drafts
    ]
