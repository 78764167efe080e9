"""Approving, asking for changes and answering for the nevers: of a shot's draft or of a cut."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slowfilm.approvals import events
from slowfilm.approvals.light_conditions import refuse_unrendered
from slowfilm.approvals.models import Approval, ChangeRequest, NeverAnswer
from slowfilm.approvals.roles import Standing
from slowfilm.approvals.subjects import Subject, find
from slowfilm.approvals.words import digests_of, words_of
from slowfilm.films.authority import acting_member
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action


@action(events.ApproveShot, May.MARK, events.ShotApproved)
def approve(this: Act, command: events.ApproveShot) -> events.ShotApproved:
    """Approve, as a role one has, exactly `digest`: the draft that is selected."""
    subject = _put_forward(this, command.shot, None, command.digest)
    facts = _approved(this, command, subject)
    return events.ShotApproved.of(command, draft=subject.said["draft"], **facts)


@action(events.ApproveCut, May.MARK, events.CutApproved)
def approve_cut(this: Act, command: events.ApproveCut) -> events.CutApproved:
    """Approve, as a role one has, exactly `digest`: the newest version of a cut."""
    subject = _put_forward(this, None, command.cut, command.digest)
    facts = _approved(this, command, subject)
    return events.CutApproved.of(command, version=subject.said["version"], **facts)


@action(events.WithdrawApproval, May.MARK, events.ApprovalWithdrawn)
def withdraw(this: Act, command: events.WithdrawApproval) -> events.ApprovalWithdrawn:
    """Take one's own approval back, before the lock."""
    subject = find(this.film_id, command.shot, command.cut)
    rows = Approval.objects.filter(**subject.key, role=command.role, withdrawn_at=None)
    approvals = _withdrawn(this, rows.filter(member=_member(this)))
    if not approvals:
        raise Refused("not-said", _("You have not approved this."))
    return events.ApprovalWithdrawn.of(command, **_part(subject), approvals=approvals)


@action(events.RequestChanges, May.MARK, events.ChangesRequested)
def request_changes(this: Act, command: events.RequestChanges) -> events.ChangesRequested:
    """Ask for changes in exactly `digest`, as a role one has, and say which.

    An approval of that role does not stand any more, nor what it asked for before. Unlike an
    approval it waits for no other role: who sees early what has to change says so early.
    """
    subject = _put_forward(this, command.shot, command.cut, command.digest)
    member = _member(this)
    standing, _all = _answering(this, subject, member, command.role)
    if not command.reason:
        raise Refused("no-reason", _("Say what has to change."))
    approvals = _withdrawn(this, _standing(standing, member))
    replaced = _closed(this, _wanted(subject, standing, member))
    about = {"role": command.role, "digest": command.digest, "reason": command.reason}
    ChangeRequest.objects.create(**_row(this, subject, member), **about)
    return events.ChangesRequested.of(
        command, **_part(subject), approvals=approvals, replaced=replaced
    )


@action(events.WithdrawRequest, May.MARK, events.RequestWithdrawn)
def withdraw_request(this: Act, command: events.WithdrawRequest) -> events.RequestWithdrawn:
    """Take one's own request for changes back."""
    subject = find(this.film_id, command.shot, command.cut)
    rows = ChangeRequest.objects.filter(**subject.key, role=command.role, closed_at=None)
    requests = _closed(this, rows.filter(member=_member(this)))
    if not requests:
        raise Refused("not-said", _("You have not requested changes to this."))
    return events.RequestWithdrawn.of(command, **_part(subject), requests=requests)


@action(events.AnswerNever, May.MARK, events.NeverAnswered)
def answer_never(this: Act, command: events.AnswerNever) -> events.NeverAnswered:
    """Say whether exactly `digest` keeps a never of the film. One's earlier answer is replaced.

    What one member calls broken no other can call kept: it stays so until they say otherwise, or
    leave, or another version is put forward.
    """
    subject = _put_forward(this, command.shot, command.cut, command.digest)
    if command.never not in Film.objects.values_list("nevers", flat=True).get(id=this.film_id):
        raise Refused("no-never", _("That is no never of this film any more."))
    if not command.holds and not command.remark:
        raise Refused("no-reason", _("Say where it is broken."))
    member = _member(this)
    about: dict[str, Any] = {"digest": command.digest, "never": command.never}
    answers = NeverAnswer.objects.filter(**about, member=member, replaced_at=None)
    replaced = list(answers.values_list("id", flat=True))
    NeverAnswer.objects.filter(id__in=replaced).update(replaced_at=this.at)
    about |= {"holds": command.holds, "remark": command.remark}
    NeverAnswer.objects.create(**_row(this, subject, member), **about)
    return events.NeverAnswered.of(command, **_part(subject), replaced=replaced)


def _put_forward(this: Act, shot: UUID | None, cut: UUID | None, digest: str) -> Subject:
    """What is to be answered, if that is still what `digest` names. Raises Refused."""
    subject = find(this.film_id, shot, cut)
    if digests_of([subject])[subject.whole.id] != digest:
        raise Refused("changed", _("It has changed since you looked. Look at it again."))
    return subject


def _part(subject: Subject) -> dict[str, UUID | None]:
    """What an entry says beside what was asked: which draft or version it is about."""
    return {name: id_ for name, id_ in subject.said.items() if name != subject.kind}


def _row(this: Act, subject: Subject, member: Member) -> dict[str, Any]:
    """What every answer's row says."""
    whose = {"id": this.command, "film_id": this.film_id, "member": member, "at": this.at}
    return {**whose, **subject.columns}


def _member(this: Act) -> Member:
    return Member.objects.get(film_id=this.film_id, id=acting_member(this))


def _answering(
    this: Act, subject: Subject, member: Member, role: str
) -> tuple[Standing, list[Standing]]:
    """Where a role stands for which a member speaks, and all of them. Raises Refused."""
    if role not in member.roles:
        raise Refused("not-your-role", _("You do not have that role on this film."))
    standings = words_of(this.film_id, [subject]).standings(subject)
    candidates = [candidate for candidate in standings if candidate.role == role]
    if not candidates:
        raise Refused("not-asked", _("The approval rules do not ask that role."))
    standing = next((candidate for candidate in candidates if candidate.said_by(member)), None)
    if standing is None:
        names = _(", ").join(
            str(candidate.performer.person) for candidate in candidates if candidate.performer
        )
        sentence = _("It keeps the performance of %(names)s: nobody else can answer for it.")
        raise Refused("not-your-performance", sentence % {"names": names})
    return standing, standings


def _approved(
    this: Act, command: events.ApproveShot | events.ApproveCut, subject: Subject
) -> dict[str, list[UUID]]:
    """Keep a role's yes: the approvals it replaces, the requests it answers. Raises Refused."""
    member = _member(this)
    standing, standings = _answering(this, subject, member, command.role)
    _refuse_unless_free(standing, standings, member)
    refuse_unrendered(subject.drafts)
    answer = subject.clearance()
    if not answer.cleared:
        raise Refused("uncleared", answer.summed())
    replaced = _withdrawn(this, _standing(standing, member))
    answered = _closed(this, _wanted(subject, standing, member))
    about = {"role": command.role, "digest": command.digest, "remark": command.remark}
    Approval.objects.create(**_row(this, subject, member), **about)
    return {"replaced": replaced, "answered": answered}


def _refuse_unless_free(standing: Standing, standings: list[Standing], member: Member) -> None:
    """Raise Refused where a role can't approve now, and say why."""
    if standing.holds:
        raise Refused("said-already", _("That role has already approved exactly this."))
    if not standing.turn:
        first = next(other for other in standings if not other.holds).role.label
        raise Refused("not-your-turn", _("First comes: %(role)s.") % {"role": first})
    if standing.wants_changes and standing.request and standing.request.member_id != member.id:
        sentence = _(
            "%(name)s requested changes to exactly this, as that role. They can take it back, "
            "or the role approves another version."
        )
        raise Refused("changes-requested", sentence % {"name": standing.request.member})


def _standing(standing: Standing, member: Member) -> QuerySet[Approval]:
    """What that role has approved; of a performer's own, what they have."""
    approvals = Approval.objects.filter(
        digest=standing.digest, role=standing.role, withdrawn_at=None
    )
    return approvals.filter(member=member) if standing.performer else approvals


def _wanted(subject: Subject, standing: Standing, member: Member) -> QuerySet[ChangeRequest]:
    requests = ChangeRequest.objects.filter(**subject.key, role=standing.role, closed_at=None)
    return requests.filter(member=member) if standing.performer else requests


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
