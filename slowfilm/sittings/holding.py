"""Holding a sitting: who presents, what is shown, what is decided, who does what."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.approvals.models import Approval, ChangeRequest
from slowfilm.cuts.models import CutVersion
from slowfilm.films.authority import acting_member
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.shots.models import Draft
from slowfilm.sittings import events
from slowfilm.sittings.actions import sitting_of
from slowfilm.sittings.models import (
    Sitting,
    SittingDecision,
    SittingGuest,
    SittingShown,
    SittingTask,
)


@action(events.OpenSitting, May.MARK, events.SittingOpened)
def open_sitting(this: Act, command: events.OpenSitting) -> events.SittingOpened:
    """Begin. Whoever may present may open it, and presents then."""
    sitting, member = sitting_of(this.film_id, command.sitting), _presenting(this, command.sitting)
    if sitting.called_off_at:
        raise Refused("called-off", _("This sitting has been called off."))
    if sitting.opened_at:
        raise Refused("begun", _("This sitting has begun already."))
    columns = {"opened_at": this.at, "presenter": member, "hold": this.command}
    Sitting.objects.filter(pk=sitting.pk).update(**columns)
    return events.SittingOpened(sitting=sitting.id, presenter=member.id)


@action(events.TakePresenter, May.MARK, events.PresenterChanged)
def take_presenter(this: Act, command: events.TakePresenter) -> events.PresenterChanged:
    """Present from now on. Of two who saw the same presenter, one wins: the other is told."""
    sitting = under_way(this.film_id, command.sitting)
    if sitting.presenter_id == acting_member(this):
        member = _member(this)  # in another window, or after a reload
    else:
        member = _presenting(this, sitting.id)
    if command.hold != sitting.hold:
        raise Refused("conflict", _("Somebody else has just begun to present."))
    return _present(this, sitting, member)


@action(events.HandOver, May.MARK, events.PresenterChanged)
def hand_over(this: Act, command: events.HandOver) -> events.PresenterChanged:
    """Have another member present. Only who presents can."""
    sitting = under_way(this.film_id, command.sitting)
    if sitting.presenter_id != acting_member(this):
        raise Refused("not-presenting", _("You do not present just now."))
    if command.to is None:
        return _present(this, sitting, None)
    other = Member.objects.present().filter(film_id=this.film_id, id=command.to).first()
    if other is None:
        raise Refused("no-member", _("There is no such member on this film."))
    if not other.may(May.MARK):
        sentence = _("%(name)s may only look at this film, and so can't present.")
        raise Refused("not-allowed", sentence % {"name": other})
    return _present(this, sitting, other)


def _present(this: Act, sitting: Sitting, member: Member | None) -> events.PresenterChanged:
    Sitting.objects.filter(pk=sitting.pk).update(presenter=member, hold=this.command)
    return events.PresenterChanged(
        sitting=sitting.id, presenter=member.id if member else None, before=sitting.presenter_id
    )


@action(events.ShowFrames, May.MARK, events.FramesShown)
def show_frames(this: Act, command: events.ShowFrames) -> events.FramesShown:
    """Put down what the presenter has just shown. Their clock is kept within the sitting's."""
    sitting = under_way(this.film_id, command.sitting)
    if sitting.presenter_id != acting_member(this):
        raise Refused("not-presenting", _("You do not present just now."))
    steps = _in_time(this, sitting, command.steps)
    if any((step.draft is None) == (step.version is None) for step in steps):
        raise Refused("malformed", _("Each step shows a draft or a version of a cut."))
    check_drafts(this.film_id, {step.draft for step in steps if step.draft})
    check_versions(this.film_id, {step.version for step in steps if step.version})
    SittingShown.objects.bulk_create(
        SittingShown(
            act=this.command,
            order=order,
            sitting=sitting,
            member_id=sitting.presenter_id,
            draft_id=step.draft,
            version_id=step.version,
            ms=step.ms,
            frame=step.frame,
            speed=step.speed,
        )
        for order, step in enumerate(steps)
    )
    return events.FramesShown(sitting=sitting.id, steps=steps)


def _in_time(this: Act, sitting: Sitting, steps: list[events.Step]) -> list[events.Step]:
    """Not before what was shown last, nor in time to come: whatever the presenter's clock says."""
    assert sitting.opened_at is not None
    now = int((this.at - sitting.opened_at).total_seconds() * 1000)
    last = SittingShown.objects.filter(sitting=sitting).order_by("-ms").values_list("ms", flat=True)
    least = last.first() or 0
    timed_steps = []
    for step in steps:
        least = max(least, min(step.ms, now))
        timed_steps.append(step.model_copy(update={"ms": least}))
    return timed_steps


@action(events.NoteDecision, May.MARK, events.DecisionNoted)
def note_decision(this: Act, command: events.NoteDecision) -> events.DecisionNoted:
    """Put down what was decided. A yes or no that binds is an approval or request of its own."""
    sitting = under_way(this.film_id, command.sitting)
    member = acting_member(this)
    _check_decision(this, command, member)
    check_drafts(this.film_id, some(command.draft))
    check_versions(this.film_id, some(command.version))
    fields = command.model_dump(exclude={"sitting", "draft", "version", "approval", "request"})
    SittingDecision.objects.create(
        id=this.command,
        sitting=sitting,
        member_id=member,
        draft_id=command.draft,
        version_id=command.version,
        approval_id=command.approval,
        request_id=command.request,
        at=this.at,
        **fields,
    )
    return events.DecisionNoted.of(command)


def _check_decision(this: Act, command: events.NoteDecision, member: UUID) -> None:
    if command.kind == "noted" and not command.words:
        raise Refused("no-words", _("Say what was decided."))
    approvals = Approval.objects.filter(film_id=this.film_id, member=member)
    requests = ChangeRequest.objects.filter(film_id=this.film_id, member=member)
    if (command.kind == "approved" or command.approval) and not approvals.filter(
        id__in=some(command.approval)
    ).exists():
        raise Refused("no-approval", _("There is no such approval of yours."))
    if (command.kind == "changes" or command.request) and not requests.filter(
        id__in=some(command.request)
    ).exists():
        raise Refused("no-request", _("There is no such request of yours."))


@action(events.GiveTask, May.MARK, events.TaskGiven)
def give_task(this: Act, command: events.GiveTask) -> events.TaskGiven:
    """Put down who does what by when."""
    sitting = under_way(this.film_id, command.sitting)
    if not Member.objects.present().filter(film_id=this.film_id, id=command.member).exists():
        raise Refused("no-member", _("There is no such member on this film."))
    check_drafts(this.film_id, some(command.draft))
    SittingTask.objects.create(
        id=this.command,
        sitting=sitting,
        member_id=command.member,
        draft_id=command.draft,
        given_by=this.actor,
        given_at=this.at,
        **command.model_dump(exclude={"sitting", "member", "draft"}),
    )
    return events.TaskGiven.of(command)


@action(events.FinishTask, May.MARK, events.TaskFinished)
def finish_task(this: Act, command: events.FinishTask) -> events.TaskFinished:
    """Say that it is done."""
    task = _task(this, command.task)
    if task.done_at:
        raise Refused("done", _("This has been done already."))
    SittingTask.objects.filter(pk=task.pk).update(done_at=this.at, done_by=this.actor)
    return events.TaskFinished(sitting=task.sitting_id, task=task.id)


@action(events.ReopenTask, May.MARK, events.TaskReopened)
def reopen_task(this: Act, command: events.ReopenTask) -> events.TaskReopened:
    """Say that it is not done after all."""
    task = _task(this, command.task)
    if not task.done_at:
        raise Refused("not-done", _("This has not been done yet."))
    SittingTask.objects.filter(pk=task.pk).update(done_at=None, done_by="")
    return events.TaskReopened(sitting=task.sitting_id, task=task.id)


def may_present(sitting: Sitting, member: Member) -> bool:
    """Whoever is invited to, and who manages the film."""
    invited = SittingGuest.objects.filter(act=sitting.plan, member=member, part="presenter")
    return member.may(May.MANAGE) or (member.may(May.MARK) and invited.exists())


def under_way(film_id: UUID, sitting: UUID) -> Sitting:
    """A sitting that is open. Raises Refused."""
    row = sitting_of(film_id, sitting)
    if row.state != "open":
        raise Refused("not-open", _("This sitting is not under way."))
    return row


def _member(this: Act) -> Member:
    return Member.objects.get(id=acting_member(this))


def _presenting(this: Act, sitting: UUID) -> Member:
    """The acting member, who may present. Raises Refused."""
    member = _member(this)
    if not may_present(sitting_of(this.film_id, sitting), member):
        raise Refused("not-presenter", _("You are not invited to present in this sitting."))
    return member


def some(id_: UUID | None) -> set[UUID]:
    """What is named, if anything is."""
    return set() if id_ is None else {id_}


def check_drafts(film_id: UUID, drafts: Iterable[UUID]) -> None:
    """Raise Refused unless all are the film's."""
    ids = set(drafts)
    if Draft.objects.filter(film_id=film_id, id__in=ids).count() != len(ids):
        raise Refused("no-draft", _("There is no such draft in this film."))


def check_versions(film_id: UUID, versions: Iterable[UUID]) -> None:
    """Raise Refused unless all are the film's."""
    ids = set(versions)
    if CutVersion.objects.filter(cut__film_id=film_id, id__in=ids).count() != len(ids):
        raise Refused("no-version", _("There is no such version in this film."))


def _task(this: Act, task: UUID) -> SittingTask:
    row = SittingTask.objects.filter(sitting__film_id=this.film_id, id=task).first()
    if row is None:
        raise Refused("no-task", _("There is no such task in this film."))
    return row
