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
def approve(this: Act, asked: events.ApproveShot) -> events.ShotApproved:
    """Approve, as a role one has, exactly `digest`: the draft that is selected."""
    subject = _put_forward(this, asked.shot, None, asked.digest)
    said = _approved(this, asked, subject)
    return events.ShotApproved.of(asked, draft=subject.said["draft"], **said)


@action(events.ApproveCut, May.MARK, events.CutApproved)
def approve_cut(this: Act, asked: events.ApproveCut) -> events.CutApproved:
    """Approve, as a role one has, exactly `digest`: the newest version of a cut."""
    subject = _put_forward(this, None, asked.cut, asked.digest)
    said = _approved(this, asked, subject)
    return events.CutApproved.of(asked, version=subject.said["version"], **said)


@action(events.WithdrawApproval, May.MARK, events.ApprovalWithdrawn)
def withdraw(this: Act, asked: events.WithdrawApproval) -> events.ApprovalWithdrawn:
    """Take one's own approval back, before the lock."""
    subject = find(this.film_id, asked.shot, asked.cut)
    given = Approval.objects.filter(**subject.key, role=asked.role, withdrawn_at=None)
    approvals = _withdrawn(this, given.filter(member=_member(this)))
    if not approvals:
        raise Refused("not-said", _("You have not approved this."))
    return events.ApprovalWithdrawn.of(asked, **_part(subject), approvals=approvals)


@action(events.RequestChanges, May.MARK, events.ChangesRequested)
def request_changes(this: Act, asked: events.RequestChanges) -> events.ChangesRequested:
    """Ask for changes in exactly `digest`, as a role one has, and say which.

    An approval of that role does not stand any more, nor what it asked for before. Unlike an
    approval it waits for no other role: who sees early what has to change says so early.
    """
    subject = _put_forward(this, asked.shot, asked.cut, asked.digest)
    member = _member(this)
    mine, _all = _answering(this, subject, member, asked.role)
    if not asked.reason:
        raise Refused("no-reason", _("Say what has to change."))
    approvals = _withdrawn(this, _standing(mine, member))
    replaced = _closed(this, _wanted(subject, mine, member))
    about = {"role": asked.role, "digest": asked.digest, "reason": asked.reason}
    ChangeRequest.objects.create(**_row(this, subject, member), **about)
    return events.ChangesRequested.of(
        asked, **_part(subject), approvals=approvals, replaced=replaced
    )


@action(events.WithdrawRequest, May.MARK, events.RequestWithdrawn)
def withdraw_request(this: Act, asked: events.WithdrawRequest) -> events.RequestWithdrawn:
    """Take one's own request for changes back."""
    subject = find(this.film_id, asked.shot, asked.cut)
    wanted = ChangeRequest.objects.filter(**subject.key, role=asked.role, closed_at=None)
    requests = _closed(this, wanted.filter(member=_member(this)))
    if not requests:
        raise Refused("not-said", _("You have not requested changes to this."))
    return events.RequestWithdrawn.of(asked, **_part(subject), requests=requests)


@action(events.AnswerNever, May.MARK, events.NeverAnswered)
def answer_never(this: Act, asked: events.AnswerNever) -> events.NeverAnswered:
    """Say whether exactly `digest` keeps a never of the film. One's earlier answer is replaced.

    What one member calls broken no other can call kept: it stays so until they say otherwise, or
    leave, or another version is put forward.
    """
    subject = _put_forward(this, asked.shot, asked.cut, asked.digest)
    if asked.never not in Film.objects.values_list("nevers", flat=True).get(id=this.film_id):
        raise Refused("no-never", _("That is no never of this film any more."))
    if not asked.holds and not asked.remark:
        raise Refused("no-reason", _("Say where it is broken."))
    member = _member(this)
    about: dict[str, Any] = {"digest": asked.digest, "never": asked.never}
    mine = NeverAnswer.objects.filter(**about, member=member, replaced_at=None)
    replaced = list(mine.values_list("id", flat=True))
    NeverAnswer.objects.filter(id__in=replaced).update(replaced_at=this.at)
    about |= {"holds": asked.holds, "remark": asked.remark}
    NeverAnswer.objects.create(**_row(this, subject, member), **about)
    return events.NeverAnswered.of(asked, **_part(subject), replaced=replaced)


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
    asked = [each for each in standings if each.role == role]
    if not asked:
        raise Refused("not-asked", _("The approval rules do not ask that role."))
    mine = next((each for each in asked if each.said_by(member)), None)
    if mine is None:
        names = _(", ").join(str(each.performer.person) for each in asked if each.performer)
        said = _("It keeps the performance of %(names)s: nobody else can answer for it.")
        raise Refused("not-your-performance", said % {"names": names})
    return mine, standings


def _approved(
    this: Act, asked: events.ApproveShot | events.ApproveCut, subject: Subject
) -> dict[str, list[UUID]]:
    """Keep a role's yes: the approvals it replaces, the requests it answers. Raises Refused."""
    member = _member(this)
    mine, standings = _answering(this, subject, member, asked.role)
    _refuse_unless_free(mine, standings, member)
    refuse_unrendered(subject.drafts)
    answer = subject.clearance()
    if not answer.cleared:
        raise Refused("uncleared", answer.summed())
    replaced = _withdrawn(this, _standing(mine, member))
    answered = _closed(this, _wanted(subject, mine, member))
    about = {"role": asked.role, "digest": asked.digest, "remark": asked.remark}
    Approval.objects.create(**_row(this, subject, member), **about)
    return {"replaced": replaced, "answered": answered}


def _refuse_unless_free(mine: Standing, found: list[Standing], member: Member) -> None:
    """Raise Refused where a role can't approve now, and say why."""
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


def _standing(mine: Standing, member: Member) -> QuerySet[Approval]:
    """What that role has approved; of a performer's own, what they have."""
    given = Approval.objects.filter(digest=mine.digest, role=mine.role, withdrawn_at=None)
    return given.filter(member=member) if mine.performer else given


def _wanted(subject: Subject, mine: Standing, member: Member) -> QuerySet[ChangeRequest]:
    wanted = ChangeRequest.objects.filter(**subject.key, role=mine.role, closed_at=None)
    return wanted.filter(member=member) if mine.performer else wanted


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
