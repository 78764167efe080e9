"""What is done after a film is shown: copies, check-ins, cases of harm and their remedies."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.clearance import aftercare_events as events
from slowfilm.clearance.aftercare import CheckIn, Copy, HarmCase
from slowfilm.clearance.releases import by_person, link_of, refuse_revoked
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, act, action
from slowfilm.ledger.action import read
from slowfilm.ledger.models import Entry
from slowfilm.people.actions import find_person


@action(events.RecordCopy, May.CLEAR, events.CopyRecorded)
def record_copy(this: Act, command: events.RecordCopy) -> events.CopyRecorded:
    """Write down where a copy went. Its id is the command's."""
    if command.until is not None and command.until < command.sent_on:
        raise Refused("before", _("The last day is before the day on which it was sent."))
    Copy.objects.create(
        id=this.command,
        film_id=this.film_id,
        recorded_by=this.actor,
        recorded_at=this.at,
        **command.model_dump(),
    )
    return events.CopyRecorded.of(command)


@action(events.RecallCopy, May.CLEAR, events.CopyRecalled)
def recall_copy(this: Act, command: events.RecallCopy) -> events.CopyRecalled:
    """Say that a copy is shown no more."""
    copy = _copy(this, command.sent)
    if copy.recalled_at is not None:
        raise Refused("done", _("That is done already."))
    copy.recalled_at, copy.recalled_by = this.at, this.actor
    copy.save(update_fields=["recalled_at", "recalled_by"])
    return events.CopyRecalled.of(command)


@action(events.PlanCheckIn, May.CLEAR, events.CheckInPlanned)
def plan_check_in(this: Act, command: events.PlanCheckIn) -> events.CheckInPlanned:
    """Plan to ask a person how they are. Its id is the command's."""
    CheckIn.objects.create(
        id=this.command,
        film_id=this.film_id,
        person=find_person(this.film_id, command.person),
        due=command.due,
        owner=_member(this, command.owner),
    )
    return events.CheckInPlanned.of(command)


@action(events.FinishCheckIn, May.CLEAR, events.CheckInDone)
def finish_check_in(this: Act, command: events.FinishCheckIn) -> events.CheckInDone:
    """Say what came of it."""
    check_in = CheckIn.objects.filter(film_id=this.film_id, id=command.check_in).first()
    if check_in is None:
        raise Refused("no-check-in", _("There is no such check-in."))
    if check_in.done_at is not None:
        raise Refused("done", _("That is done already."))
    check_in.done_at, check_in.done_by, check_in.outcome = this.at, this.actor, command.outcome
    check_in.save(update_fields=["done_at", "done_by", "outcome"])
    return events.CheckInDone(check_in=check_in.id, seal=this.seal(check_in, "outcome"))


@action(events.OpenHarmCase, May.CLEAR, events.HarmReported)
def open_harm_case(this: Act, command: events.OpenHarmCase) -> events.HarmReported:
    """Open a case for a person. Its id is the command's."""
    return _opened(this, find_person(this.film_id, command.person).id, command.words)


def report_harm(secret: str, words: str) -> Entry:
    """A person says, by their link and without an account, that harm came to them.

    Raises Refused: "no-link", or where the link is revoked or a text can't be kept.
    """
    link = link_of(secret)
    if link is None:
        raise Refused("no-link", _("There is no such link."))
    command = read(events.OpenHarmCase, {"person": link.person_id, "words": words})
    with act(link.film_id, by_person(link.person)) as this:
        now = link_of(secret)
        assert now is not None
        refuse_revoked(now)
        return this.record(_opened(this, link.person_id, command.words))


def _opened(this: Act, person: UUID, words: str) -> events.HarmReported:
    case = HarmCase.objects.create(
        id=this.command,
        film_id=this.film_id,
        person_id=person,
        words=words,
        opened_by=this.actor,
        opened_at=this.at,
    )
    return events.HarmReported(person=person, seal=this.seal(case, "words"))


@action(events.DecideRemedy, May.CLEAR, events.RemedyDecided)
def decide_remedy(this: Act, command: events.DecideRemedy) -> events.RemedyDecided:
    """Say what is done about harm; it can be decided anew until the case is closed."""
    case = _open_case(this, command.case)
    if (command.remedy == "withdraw") != (command.recalled is not None):
        raise Refused("no-copy", _("Say which copy is called back, and only then."))
    case.copy = _copy(this, command.recalled) if command.recalled else None
    case.remedy, case.due, case.decided_at = command.remedy, command.due, this.at
    case.owner = _member(this, command.owner)
    case.save(update_fields=["remedy", "copy", "due", "owner", "decided_at"])
    return events.RemedyDecided.of(command)


@action(events.CloseHarmCase, May.CLEAR, events.HarmCaseClosed)
def close_harm_case(this: Act, command: events.CloseHarmCase) -> events.HarmCaseClosed:
    """Close a case, once it was decided what is done."""
    case = _open_case(this, command.case)
    if not case.remedy:
        raise Refused("no-remedy", _("Decide first what is done about it."))
    if case.copy is not None and case.copy.recalled_at is None:
        raise Refused("not-recalled", _("The copy has not been called back yet."))
    case.closed_at, case.closed_by, case.outcome = this.at, this.actor, command.outcome
    case.save(update_fields=["closed_at", "closed_by", "outcome"])
    return events.HarmCaseClosed(case=case.id, seal=this.seal(case, "outcome"))


def _open_case(this: Act, case: UUID) -> HarmCase:
    harm_case = (
        HarmCase.objects.select_related("copy").filter(film_id=this.film_id, id=case).first()
    )
    if harm_case is None:
        raise Refused("no-case", _("There is no such case."))
    if harm_case.closed_at is not None:
        raise Refused("done", _("That is done already."))
    return harm_case


def _copy(this: Act, copy: UUID) -> Copy:
    row = Copy.objects.filter(film_id=this.film_id, id=copy).first()
    if row is None:
        raise Refused("no-copy", _("There is no such copy."))
    return row


def _member(this: Act, member: UUID) -> Member:
    row = Member.objects.present().filter(film_id=this.film_id, id=member).first()
    if row is None:
        raise Refused("no-member", _("There is no such member on this film."))
    return row
