"""Saying yes, taking it back, and ending change."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slowfilm.approvals import events
from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.gate import gate
from slowfilm.approvals.models import Approval, Lock
from slowfilm.clearance.answer import clearance
from slowfilm.films.authority import acting_member
from slowfilm.films.models import Member, Policy
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.shots.models import Draft, Shot


def _put_forward(film_id: UUID, shot: UUID, digest: str | None) -> tuple[Shot, Draft]:
    """An unlocked shot and its draft, if that is still what `digest` names. Raises Refused."""
    found = Shot.objects.select_related("selected", "scene").filter(film_id=film_id, id=shot)
    one = found.first()
    if one is None:
        raise Refused("no-shot", _("There is no such shot in this film."))
    if one.locked_at is not None:
        raise Refused("locked", _("This shot is locked. Nothing in it can change any more."))
    if one.selected is None:
        raise Refused("no-draft", _("No draft has been put forward yet."))
    if digest is not None and shot_digest(one.selected) != digest:
        raise Refused("changed", _("It has changed since you looked. Look at it again."))
    return one, one.selected


def _member(this: Act) -> Member:
    return Member.objects.get(film_id=this.film_id, id=acting_member(this))


@action(events.ApproveShot, May.MARK, events.ShotApproved)
def approve(this: Act, asked: events.ApproveShot) -> events.ShotApproved:
    """Say yes, as a role one has, to exactly `digest`."""
    one, draft = _put_forward(this.film_id, asked.shot, asked.digest)
    member = _member(this)
    if asked.role not in member.roles:
        raise Refused("not-your-role", _("You do not have that role on this film."))
    if asked.role not in Policy.objects.get(film_id=this.film_id).approving:
        raise Refused("not-asked", _("The film's policy does not ask that role."))
    standing = Approval.objects.filter(
        shot=one, digest=asked.digest, role=asked.role, withdrawn_at=None
    )
    before = standing.select_related("member").first()
    if before and before.counts:
        raise Refused("said-already", _("That role has already said yes to exactly this."))
    answer = clearance("show", drafts=[draft])
    if not answer.cleared:
        raise Refused("uncleared", " ".join(answer.sentences()))
    replaced = _withdrawn(this, standing)
    Approval.objects.create(
        id=this.command,
        film_id=this.film_id,
        shot=one,
        draft=draft,
        member=member,
        role=asked.role,
        digest=asked.digest,
        remark=asked.remark,
        at=this.at,
    )
    return events.ShotApproved.of(asked, draft=draft.id, replaced=replaced)


@action(events.WithdrawApproval, May.MARK, events.ApprovalWithdrawn)
def withdraw(this: Act, asked: events.WithdrawApproval) -> events.ApprovalWithdrawn:
    """Take one's own yes back, before the lock."""
    one, _draft = _put_forward(this.film_id, asked.shot, None)
    given = Approval.objects.filter(
        shot=one, role=asked.role, member=_member(this), withdrawn_at=None
    )
    if not (approvals := _withdrawn(this, given)):
        raise Refused("not-said", _("You have not said yes to this."))
    return events.ApprovalWithdrawn.of(asked, approvals=approvals)


def _withdrawn(this: Act, approvals: QuerySet[Approval]) -> list[UUID]:
    """Withdraw approvals; which they were."""
    ids = list(approvals.values_list("id", flat=True))
    Approval.objects.filter(id__in=ids).update(withdrawn_at=this.at)
    return ids


@action(events.LockShot, May.LOCK, events.ShotLocked)
def lock(this: Act, asked: events.LockShot) -> events.ShotLocked:
    """End all change to a shot. The gate is asked here, under the head's lock."""
    one, draft = _put_forward(this.film_id, asked.shot, asked.digest)
    now = gate(one)
    if not now.open:
        missing = " ".join(line.sentence for line in now.lines if not line.holds)
        raise Refused("gate", missing)
    Lock.objects.create(
        id=this.command,
        film_id=this.film_id,
        shot=one,
        draft=draft,
        digest=asked.digest,
        locked_by=this.actor,
        at=this.at,
    )
    Shot.objects.filter(pk=one.pk).update(locked_at=this.at)
    return events.ShotLocked.of(asked, draft=draft.id)
