"""How approvals and locks follow from the ledger."""

from typing import Any

from django.db.models import Model

from slowfilm.approvals import events
from slowfilm.approvals.models import Approval, ChangeRequest, Lock, NeverAnswer
from slowfilm.cuts.guards import in_cut
from slowfilm.cuts.models import Cut
from slowfilm.films.authority import member_of
from slowfilm.ledger.guards import Guard, final
from slowfilm.ledger.records import (
    ACTOR,
    AT,
    COMMAND,
    FILM,
    ITEM,
    More,
    Record,
    changed,
    from_actor,
    made,
)
from slowfilm.shots.guards import in_shot
from slowfilm.shots.models import Shot
from slowfilm.storage import Holding

# A lock and the `locked_at` of its shot or cut come together, at one time, or neither does.
LOCKS_IT = Guard(
    "locks_it",
    "INSERT",
    "the shot or cut does not say that it is locked",
    "NOT EXISTS (SELECT FROM slowfilm_shot WHERE id = NEW.shot_id AND locked_at = NEW.at"
    " UNION ALL SELECT FROM slowfilm_cut WHERE id = NEW.cut_id AND locked_at = NEW.at)",
    deferred=True,
)


def locked_by_a_lock(column: str) -> Guard:
    """A shot or cut is locked only with a lock; `column` leads from the lock to it."""
    return Guard(
        "locked_by_a_lock",
        "INSERT OR UPDATE",  # not of the column alone: a cut had none when it was first guarded
        "no lock says so",
        "NEW.locked_at IS NOT NULL AND NOT EXISTS"
        f" (SELECT FROM slowfilm_lock WHERE {column} = NEW.id AND at = NEW.locked_at)",
        deferred=True,
    )


# As a locked shot's files, those that are heard on a locked cut's tracks are kept.
HOLDING = Guard(
    "cut_locked",
    "UPDATE OF film_id, blob_id OR DELETE",
    "a locked cut needs it",
    """EXISTS (
    SELECT FROM slowfilm_lock AS lock
    JOIN slowfilm_cutsound AS sound ON sound.version_id = lock.version_id
    JOIN slowfilm_reference AS reference ON reference.id = sound.reference_id
    WHERE lock.film_id = OLD.film_id AND reference.proxy_id = OLD.blob_id)""",
)


def both(model: type[Model]) -> tuple[Guard, ...]:
    """What was said of a shot or a cut stands still once that is locked."""
    return *in_shot(model), *in_cut(model)


ONE = ("shot", "draft", "cut", "version")
NO_CUT: dict[str, Any] = {"cut": None, "version": None}
NO_SHOT: dict[str, Any] = {"shot": None, "draft": None}
SAID: dict[str, Any] = {
    "id": COMMAND,
    "film": FILM,
    "member": from_actor(member_of),
    "at": AT,
}
LOCKED: dict[str, Any] = {"film": FILM, "act": COMMAND, "locked_by": ACTOR, "at": AT}

RECORDS = (
    Record(
        Approval,
        rules=(
            made(
                events.ShotApproved,
                *("shot", "draft", "role", "digest", "remark"),
                **SAID,
                **NO_CUT,
                withdrawn_at=None,
            ),
            made(
                events.CutApproved,
                *("cut", "version", "role", "digest", "remark"),
                **SAID,
                **NO_SHOT,
                withdrawn_at=None,
            ),
            changed(events.ShotApproved, key=ITEM, each="replaced", withdrawn_at=AT),
            changed(events.CutApproved, key=ITEM, each="replaced", withdrawn_at=AT),
            changed(events.ApprovalWithdrawn, key=ITEM, each="approvals", withdrawn_at=AT),
            changed(events.ChangesRequested, key=ITEM, each="approvals", withdrawn_at=AT),
        ),
        guards=both(Approval),
    ),
    Record(
        ChangeRequest,
        rules=(
            made(
                events.ChangesRequested,
                *(*ONE, "role", "digest", "reason"),
                **SAID,
                closed_at=None,
            ),
            changed(events.ChangesRequested, key=ITEM, each="replaced", closed_at=AT),
            changed(events.RequestWithdrawn, key=ITEM, each="requests", closed_at=AT),
            changed(events.ShotApproved, key=ITEM, each="answered", closed_at=AT),
            changed(events.CutApproved, key=ITEM, each="answered", closed_at=AT),
        ),
        guards=both(ChangeRequest),
    ),
    Record(
        NeverAnswer,
        rules=(
            made(
                events.NeverAnswered,
                *(*ONE, "digest", "never", "holds", "remark"),
                **SAID,
                replaced_at=None,
            ),
            changed(events.NeverAnswered, key=ITEM, each="replaced", replaced_at=AT),
        ),
        guards=both(NeverAnswer),
    ),
    Record(
        Lock,
        rules=(
            made(
                events.ShotLocked,
                *("shot", "draft", "digest"),
                id=COMMAND,
                **LOCKED,
                **NO_CUT,
            ),
            made(
                events.CutLocked,
                *("cut", "version", "digest"),
                id=COMMAND,
                **LOCKED,
                **NO_SHOT,
            ),
            made(
                events.CutLocked,
                *events.LockedShot.model_fields,
                each="shots",
                **LOCKED,
                **NO_CUT,
            ),
        ),
        born="act",
        guards=(*final("a lock is final"), LOCKS_IT),
    ),
    More(
        Shot,
        rules=(
            changed(events.ShotLocked, key="shot", locked_at=AT),
            changed(events.CutLocked, key="shot", each="shots", locked_at=AT),
        ),
        guards=(locked_by_a_lock("shot_id"),),
    ),
    More(
        Cut,
        rules=(changed(events.CutLocked, key="cut", locked_at=AT),),
        guards=(locked_by_a_lock("cut_id"),),
    ),
    More(Holding, guards=(HOLDING,)),
)
