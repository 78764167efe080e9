"""Approving, asking for changes, answering for the nevers, and ending change."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slowfilm.approvals import events
from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.gate import gate
from slowfilm.approvals.models import Approval, ChangeRequest, Lock, NeverAnswer
from slowfilm.approvals.role_conditions import standings_of
from slowfilm.clearance.answer import clearance
from slowfilm.films.authority import acting_member
from slowfilm.films.models import Film, Member, Policy
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.shots.models import Draft, Shot


def _selected(film_id: UUID, shot: UUID, digest: str | None) -> tuple[Shot, Draft]:
    """An unlocked shot and its draft, if that is still what `digest` names. Raises Refused."""
    found = Shot.objects.select_related("selected", "scene").filter(film_id=film_id, id=shot)
    one = found.first()
    if one is None:
        raise Refused("no-shot", _("There is no such shot in this film."))
    if one.locked_at is not None:
        raise Refused("locked", _("This shot is locked. Nothing in it can change any more."))
    if one.selected is None:
        raise Refused("no-draft", _("No draft is selected yet."))
    if digest is not None and shot_digest(one.selected) != digest:
        raise Refused("changed", _("It has changed since you looked. Look at it again."))
    return one, one.selected


def _member(this: Act) -> Member:
    return Member.objects.get(film_id=this.film_id, id=acting_member(this))


def _answering(this: Act, role: str) -> tuple[Member, Policy]:
    """Who speaks for a role that the rules ask. Raises Refused."""
    member, policy = _member(this), Policy.objects.get(film_id=this.film_id)
    if role not in member.roles:
        raise Refused("not-your-role", _("You do not have that role on this film."))
    if role not in policy.approving:
        raise Refused("not-asked", _("The approval rules do not ask that role."))
    return member, policy


@action(events.ApproveShot, May.MARK, events.ShotApproved)
def approve(this: Act, asked: events.ApproveShot) -> events.ShotApproved:
    """Approve, as a role one has, exactly `digest`."""
    one, draft = _selected(this.film_id, asked.shot, asked.digest)
    member, policy = _answering(this, asked.role)
    found = standings_of(one, asked.digest, policy)
    mine = next(each for each in found if each.role == asked.role)
    if mine.holds:
        raise Refused("said-already", _("That role has already approved exactly this."))
    if not mine.turn:
        first = next(each for each in found if not each.holds).role.label
        raise Refused("not-your-turn", _("First comes: %(role)s.") % {"role": first})
    if mine.wants_changes and mine.request and mine.request.member_id != member.id:
        said = _(
            "%(name)s requested changes to exactly this, as that role. They can take it back, "
            "or the role approves another version."
        )
        raise Refused("changes-requested", said % {"name": mine.request.member})
    answer = clearance("show", drafts=[draft])
    if not answer.cleared:
        raise Refused("uncleared", " ".join(answer.sentences()))
    replaced = _withdrawn(this, _standing(one, asked.role, asked.digest))
    answered = _closed(this, _wanted(one, asked.role))
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
    return events.ShotApproved.of(asked, draft=draft.id, replaced=replaced, answered=answered)


@action(events.WithdrawApproval, May.MARK, events.ApprovalWithdrawn)
def withdraw(this: Act, asked: events.WithdrawApproval) -> events.ApprovalWithdrawn:
    """Take one's own approval back, before the lock."""
    one, _draft = _selected(this.film_id, asked.shot, None)
    given = Approval.objects.filter(
        shot=one, role=asked.role, member=_member(this), withdrawn_at=None
    )
    if not (approvals := _withdrawn(this, given)):
        raise Refused("not-said", _("You have not approved this."))
    return events.ApprovalWithdrawn.of(asked, approvals=approvals)


@action(events.RequestChanges, May.MARK, events.ChangesRequested)
def request_changes(this: Act, asked: events.RequestChanges) -> events.ChangesRequested:
    """Ask for changes in exactly `digest`, as a role one has, and say which.

    An approval of that role does not stand any more, nor what it asked for before. Unlike an
    approval it waits for no other role: who sees early what has to change says so early.
    """
    one, draft = _selected(this.film_id, asked.shot, asked.digest)
    member, _policy = _answering(this, asked.role)
    if not asked.reason:
        raise Refused("no-reason", _("Say what has to change."))
    approvals = _withdrawn(this, _standing(one, asked.role, asked.digest))
    replaced = _closed(this, _wanted(one, asked.role))
    ChangeRequest.objects.create(
        id=this.command,
        film_id=this.film_id,
        shot=one,
        draft=draft,
        member=member,
        role=asked.role,
        digest=asked.digest,
        reason=asked.reason,
        at=this.at,
    )
    return events.ChangesRequested.of(asked, draft=draft.id, approvals=approvals, replaced=replaced)


@action(events.WithdrawRequest, May.MARK, events.RequestWithdrawn)
def withdraw_request(this: Act, asked: events.WithdrawRequest) -> events.RequestWithdrawn:
    """Take one's own request for changes back."""
    one, _draft = _selected(this.film_id, asked.shot, None)
    requests = _closed(this, _wanted(one, asked.role).filter(member=_member(this)))
    if not requests:
        raise Refused("not-said", _("You have not requested changes to this."))
    return events.RequestWithdrawn.of(asked, requests=requests)


@action(events.AnswerNever, May.MARK, events.NeverAnswered)
def answer_never(this: Act, asked: events.AnswerNever) -> events.NeverAnswered:
    """Say whether exactly `digest` keeps a never of the film. One's earlier answer is replaced.

    What one member calls broken no other can call kept: it stays so until they say otherwise, or
    leave, or another version is selected.
    """
    one, draft = _selected(this.film_id, asked.shot, asked.digest)
    if asked.never not in Film.objects.values_list("nevers", flat=True).get(id=this.film_id):
        raise Refused("no-never", _("That is no never of this film any more."))
    if not asked.holds and not asked.remark:
        raise Refused("no-reason", _("Say where it is broken."))
    member = _member(this)
    mine = NeverAnswer.objects.filter(
        shot=one, digest=asked.digest, never=asked.never, member=member, replaced_at=None
    )
    replaced = list(mine.values_list("id", flat=True))
    NeverAnswer.objects.filter(id__in=replaced).update(replaced_at=this.at)
    NeverAnswer.objects.create(
        id=this.command,
        film_id=this.film_id,
        shot=one,
        draft=draft,
        member=member,
        digest=asked.digest,
        never=asked.never,
        holds=asked.holds,
        remark=asked.remark,
        at=this.at,
    )
    return events.NeverAnswered.of(asked, draft=draft.id, replaced=replaced)


def _standing(shot: Shot, role: str, digest: str) -> QuerySet[Approval]:
    return Approval.objects.filter(shot=shot, digest=digest, role=role, withdrawn_at=None)


def _wanted(shot: Shot, role: str) -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.filter(shot=shot, role=role, closed_at=None)


def _withdrawn(this: Act, approvals: QuerySet[Approval]) -> list[UUID]:
    """Withdraw approvals; which they were."""
    ids = list(approvals.values_list("id", flat=True))
    Approval.objects.filter(id__in=ids).update(withdrawn_at=this.at)
    return ids


def _closed(this: Act, requests: QuerySet[ChangeRequest]) -> list[UUID]:
    """Close requests for changes; which they were."""
    ids = list(requests.values_list("id", flat=True))
    ChangeRequest.objects.filter(id__in=ids).update(closed_at=this.at)
    return ids


@action(events.LockShot, May.LOCK, events.ShotLocked)
def lock(this: Act, asked: events.LockShot) -> events.ShotLocked:
    """End all change to a shot. The gate is asked here, under the head's lock."""
    one, draft = _selected(this.film_id, asked.shot, asked.digest)
    now = gate(one)
    if not now.open:
        missing = " ".join(each.sentence for each in now.conditions if not each.holds)
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
