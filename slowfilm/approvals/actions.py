"""Saying yes, taking it back, and ending change."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.gate import gate, uncleared
from slowfilm.approvals.models import Approval, Lock
from slowfilm.films.models import Member, Policy
from slowfilm.ledger import Refused, act, events
from slowfilm.ledger.models import Entry
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


def _member(film_id: UUID, actor: str) -> Member:
    return Member.objects.get(film_id=film_id, id=actor.removeprefix("member:"))


def approve(
    *,
    film_id: UUID,
    actor: str,
    command: UUID | None,
    shot: UUID,
    digest: str,
    role: str,
    remark: str = "",
) -> Entry:
    """Say yes, as a role one has, to exactly `digest`. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        one, draft = _put_forward(film_id, shot, digest)
        member = _member(film_id, actor)
        if role not in member.roles:
            raise Refused("not-your-role", _("You do not have that role on this film."))
        if role not in Policy.objects.get(film_id=film_id).approving:
            raise Refused("not-asked", _("The film's policy does not ask that role."))
        standing = Approval.objects.filter(shot=one, digest=digest, role=role, withdrawn_at=None)
        before = standing.select_related("member").first()
        if before and before.counts:
            raise Refused("said-already", _("That role has already said yes to exactly this."))
        if reasons := uncleared(draft):
            raise Refused("uncleared", " ".join(reasons))
        standing.update(withdrawn_at=this.at)  # of one who has left, or has that role no more
        Approval.objects.create(
            id=this.command,
            film_id=film_id,
            shot=one,
            draft=draft,
            member=member,
            role=role,
            digest=digest,
            remark=remark,
            at=this.at,
        )
        return this.record(
            events.ShotApproved(
                shot=one.id, draft=draft.id, digest=digest, role=role, remark=remark
            )
        )


def withdraw(*, film_id: UUID, actor: str, command: UUID | None, shot: UUID, role: str) -> Entry:
    """Take one's own yes back, before the lock. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        one, _draft = _put_forward(film_id, shot, None)
        given = Approval.objects.filter(
            shot=one, role=role, member=_member(film_id, actor), withdrawn_at=None
        )
        if not given.update(withdrawn_at=this.at):
            raise Refused("not-said", _("You have not said yes to this."))
        return this.record(events.ApprovalWithdrawn(shot=one.id, role=role))


def lock(*, film_id: UUID, actor: str, command: UUID | None, shot: UUID, digest: str) -> Entry:
    """End all change to a shot. The gate is asked here, under the head's lock. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        one, draft = _put_forward(film_id, shot, digest)
        asked = gate(one)
        if not asked.open:
            missing = " ".join(line.sentence for line in asked.lines if not line.holds)
            raise Refused("gate", missing)
        Lock.objects.create(
            id=this.command,
            film_id=film_id,
            shot=one,
            draft=draft,
            digest=digest,
            locked_by=actor,
            at=this.at,
        )
        Shot.objects.filter(pk=one.pk).update(locked_at=this.at)
        return this.record(events.ShotLocked(shot=one.id, draft=draft.id, digest=digest))
