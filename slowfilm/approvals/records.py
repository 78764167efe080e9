"""How approvals and locks follow from the ledger."""

from slowfilm.approvals import events
from slowfilm.approvals.models import Approval, ChangeRequest, Lock, NeverAnswer
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

# A lock and its shot's `locked_at` come together, at one time, or neither does.
LOCKS_ITS_SHOT = Guard(
    "locks_its_shot",
    "INSERT",
    "the shot does not say that it is locked",
    "NOT EXISTS (SELECT FROM slowfilm_shot WHERE id = NEW.shot_id AND locked_at = NEW.at)",
    deferred=True,
)
LOCKED_BY_A_LOCK = Guard(
    "locked_by_a_lock",
    "INSERT OR UPDATE OF locked_at",
    "no lock says so",
    "NEW.locked_at IS NOT NULL AND NOT EXISTS"
    " (SELECT FROM slowfilm_lock WHERE shot_id = NEW.id AND at = NEW.locked_at)",
    deferred=True,
)

RECORDS = (
    Record(
        Approval,
        rules=(
            made(
                events.ShotApproved,
                *("shot", "draft", "role", "digest", "remark"),
                id=COMMAND,
                film=FILM,
                member=from_actor(member_of),
                at=AT,
                withdrawn_at=None,
            ),
            changed(events.ShotApproved, key=ITEM, each="replaced", withdrawn_at=AT),
            changed(events.ApprovalWithdrawn, key=ITEM, each="approvals", withdrawn_at=AT),
            changed(events.ChangesRequested, key=ITEM, each="approvals", withdrawn_at=AT),
        ),
        guards=in_shot(Approval),
    ),
    Record(
        ChangeRequest,
        rules=(
            made(
                events.ChangesRequested,
                *("shot", "draft", "role", "digest", "reason"),
                id=COMMAND,
                film=FILM,
                member=from_actor(member_of),
                at=AT,
                closed_at=None,
            ),
            changed(events.ChangesRequested, key=ITEM, each="replaced", closed_at=AT),
            changed(events.RequestWithdrawn, key=ITEM, each="requests", closed_at=AT),
            changed(events.ShotApproved, key=ITEM, each="answered", closed_at=AT),
        ),
        guards=in_shot(ChangeRequest),
    ),
    Record(
        NeverAnswer,
        rules=(
            made(
                events.NeverAnswered,
                *("shot", "draft", "digest", "never", "holds", "remark"),
                id=COMMAND,
                film=FILM,
                member=from_actor(member_of),
                at=AT,
                replaced_at=None,
            ),
            changed(events.NeverAnswered, key=ITEM, each="replaced", replaced_at=AT),
        ),
        guards=in_shot(NeverAnswer),
    ),
    Record(
        Lock,
        rules=(
            made(
                events.ShotLocked,
                *("shot", "draft", "digest"),
                id=COMMAND,
                film=FILM,
                locked_by=ACTOR,
                at=AT,
            ),
        ),
        guards=(*final("a lock is final"), LOCKS_ITS_SHOT),
    ),
    More(
        Shot,
        rules=(changed(events.ShotLocked, key="shot", locked_at=AT),),
        guards=(LOCKED_BY_A_LOCK,),
    ),
)
