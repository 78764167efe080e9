"""What a sitting's page shows before its socket is open: rows and the ledger's seq, of one moment.

It is the room's shape (static/js/room/first-paint.js), and the sitting besides
(static/js/sittings/paint.js).
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from slowfilm.cuts import snapshot as cuts
from slowfilm.cuts.models import CutVersion
from slowfilm.films import snapshot as films
from slowfilm.films.models import Member
from slowfilm.ledger.models import Head
from slowfilm.shots import snapshot as shots
from slowfilm.sittings.holding import may_present
from slowfilm.sittings.models import (
    Sitting,
    SittingDecision,
    SittingGuest,
    SittingShown,
    SittingTask,
)

Row = dict[str, Any]


def of_sitting(member: Member, sitting: Sitting) -> Row:
    """All that the page of a sitting needs at once; to be asked within one moment."""
    seq = Head.objects.values_list("seq", flat=True).get(film_id=member.film_id)
    paint: Row = {"seq": seq}
    paint |= films.of_film(member) | shots.of_film(member) | {"generations": []}
    paint |= {"shot": None, "draft": None, "notes": [], "marks": [], "lines": []}
    items = list(sitting.items.filter(act=sitting.plan).select_related("shot__scene", "cut"))
    guests = SittingGuest.objects.filter(act=sitting.plan)
    return {
        **paint,
        "now": timezone.now().isoformat(),
        "sitting": sitting_row(sitting),
        "agenda": [{"shot": _id(item.shot_id), "cut": _id(item.cut_id)} for item in items],
        "guests": [{"member": str(guest.member_id), "part": guest.part} for guest in guests],
        "may_present": may_present(sitting, member),
        "cuts": [_cut(member, item.cut.versions.last()) for item in items if item.cut],
        "decisions": [decision_row(decision) for decision in sitting.decisions.all()],
        "tasks": [task_row(task) for task in sitting.tasks.all()],
    }


def sitting_row(sitting: Sitting) -> Row:
    """A sitting as its page knows it."""
    return {
        "id": str(sitting.id),
        "title": sitting.title,
        "state": sitting.state,
        "begins_at": sitting.begins_at.isoformat(),
        "minutes": sitting.minutes,
        "opened_at": _moment(sitting.opened_at),
        "ended_at": _moment(sitting.ended_at),
        "presenter": _id(sitting.presenter_id),
        "hold": _id(sitting.hold),
    }


def decision_row(decision: SittingDecision) -> Row:
    """A decision as the page knows it."""
    return {
        "id": str(decision.id),
        "kind": decision.kind,
        "member": str(decision.member_id),
        "draft": _id(decision.draft_id),
        "frame": decision.frame,
        "words": decision.words,
    }


def task_row(task: SittingTask) -> Row:
    """A task as the page knows it."""
    return {
        "id": str(task.id),
        "member": str(task.member_id),
        "text": task.text,
        "due": task.due.isoformat() if task.due else None,
        "done": task.done_at is not None,
    }


def step_row(step: SittingShown) -> Row:
    """A step of what was shown."""
    return {
        "ms": step.ms,
        "draft": _id(step.draft_id),
        "version": _id(step.version_id),
        "frame": step.frame,
        "speed": step.speed,
    }


def of_replay(member: Member, sitting: Sitting) -> Row:
    """What the page needs that shows a sitting again, from its record."""
    steps = list(sitting.shown.all())
    version_ids = {step.version_id for step in steps if step.version_id}
    versions = CutVersion.objects.select_related("cut").filter(id__in=version_ids)
    return {
        **of_sitting(member, sitting),
        "steps": [step_row(step) for step in steps],
        "cuts": [_cut(member, version) for version in versions],
        "lasts": _lasts(sitting),
    }


def _lasts(sitting: Sitting) -> int:
    """Milliseconds from its opening to its end."""
    assert sitting.opened_at is not None
    until = sitting.ended_at or timezone.now()
    return int((until - sitting.opened_at).total_seconds() * 1000)


def _cut(member: Member, version: CutVersion | None) -> Row | None:
    """A version of a cut, in the shape of static/js/cuts/paint.js."""
    if version is None:
        return None
    whole = cuts.of_cut(member, version.cut, version)
    names = ("cut", "clips", "sounds", "heard", "frozen", "on_drafts")
    return {"id": str(version.id), "number": version.number} | {name: whole[name] for name in names}


def _id(value: object) -> str | None:
    return str(value) if value else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
