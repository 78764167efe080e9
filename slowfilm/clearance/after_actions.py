"""What is done after a release: pictures shown first, questions, the steps of a withdrawal."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.clearance import after_events as events
from slowfilm.clearance.after import PersonMessage, PersonView, Venues, WithdrawalStep
from slowfilm.clearance.models import ReleaseLink
from slowfilm.clearance.releases import by_person, link_of, refuse_revoked
from slowfilm.clearance.resting import freeze, resting_on
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, act, action
from slowfilm.ledger.action import read
from slowfilm.ledger.models import Entry
from slowfilm.people.actions import find_person
from slowfilm.people.models import Person


@action(events.SetVenues, May.CLEAR, events.VenuesSet)
def set_venues(this: Act, command: events.SetVenues) -> events.VenuesSet:
    """Say where the film is meant to be shown."""
    Venues.objects.create(
        id=this.command,
        film_id=this.film_id,
        media=command.media,
        territory=command.territory,
        said_by=this.actor,
        said_at=this.at,
    )
    return events.VenuesSet.of(command)


def view_draft(secret: str, draft: UUID, agrees: bool) -> Entry:
    """A person says, by their link, whether a draft that they are in may be approved.

    Raises Refused: "no-draft" where they are not in it.
    """
    link = _link(secret)
    with act(link.film_id, by_person(link.person)) as this:
        refuse_revoked(_link(secret))
        if draft not in resting_on(link.person_id).drafts:
            raise Refused("no-draft", _("You are not in that picture."))
        PersonView.objects.create(
            id=this.command,
            film_id=this.film_id,
            person=link.person,
            draft_id=draft,
            agrees=agrees,
            said_by=this.actor,
            said_at=this.at,
        )
        return this.record(events.PersonViewed(person=link.person_id, draft=draft, agrees=agrees))


def ask_makers(secret: str, text: str) -> Entry:
    """A person asks the makers something, by their link. Raises Refused."""
    link, command = _link(secret), read(events.AskMakers, {"text": text})
    with act(link.film_id, by_person(link.person)) as this:
        refuse_revoked(_link(secret))
        return this.record(_written(this, link.person, command.text))


@action(events.WriteToPerson, May.CLEAR, events.PersonWritten)
def write_to_person(this: Act, command: events.WriteToPerson) -> events.PersonWritten:
    """Write to a person, on their own page."""
    return _written(this, find_person(this.film_id, command.person), command.text)


def _written(this: Act, person: Person, text: str) -> events.PersonWritten:
    message = PersonMessage.objects.create(
        id=this.command,
        film_id=this.film_id,
        person=person,
        text=text,
        said_by=this.actor,
        said_at=this.at,
    )
    return events.PersonWritten(person=person.id, seal=this.seal(message, "text"))


@action(events.SetWithdrawalStep, May.CLEAR, events.WithdrawalStepSet)
def set_step(this: Act, command: events.SetWithdrawalStep) -> events.WithdrawalStepSet:
    """Give a step another date and owner."""
    step = _open_step(this, command.step)
    present = Member.objects.present().filter(film_id=this.film_id)
    if command.owner is not None and not present.filter(id=command.owner).exists():
        raise Refused("no-member", _("There is no such member on this film."))
    step.due, step.owner_id = command.due, command.owner
    step.save(update_fields=["due", "owner"])
    return events.WithdrawalStepSet.of(command)


@action(events.FinishWithdrawalStep, May.CLEAR, events.WithdrawalStepDone)
def finish_step(this: Act, command: events.FinishWithdrawalStep) -> events.WithdrawalStepDone:
    """Say that a step is done, and how."""
    step = _open_step(this, command.step)
    step.done_at, step.done_by, step.remark = this.at, this.actor, command.remark
    step.save(update_fields=["done_at", "done_by", "remark"])
    return events.WithdrawalStepDone(step=step.id, seal=this.seal(step, "remark"))


@action(events.HideWhatRests, May.CLEAR, events.RestHidden)
def hide_what_rests(this: Act, command: events.HideWhatRests) -> events.RestHidden:
    """Hide what rests on a person from all members, or show it again."""
    person = find_person(this.film_id, command.person)
    freeze(person.id, this.at if command.hidden else None)
    return events.RestHidden.of(command)


def _open_step(this: Act, step: UUID) -> WithdrawalStep:
    row = WithdrawalStep.objects.filter(film_id=this.film_id, id=step).first()
    if row is None:
        raise Refused("no-step", _("There is no such step."))
    if row.done_at is not None:
        raise Refused("done", _("That is done already."))
    return row


def _link(secret: str) -> ReleaseLink:
    link = link_of(secret)
    if link is None:
        raise Refused("no-link", _("There is no such link."))
    return link
