"""What can be done to people: added, described anew."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.people import events
from slowfilm.people.models import Person


@action(events.AddPerson, May.CLEAR, events.PersonAdded)
def add_person(this: Act, command: events.AddPerson) -> events.PersonAdded:
    """Add a real individual. The person's id is the command's."""
    _check_member(this, command.member, None)
    person = Person.objects.create(
        id=this.command,
        film_id=this.film_id,
        name=command.name,
        member_id=command.member,
        note=command.note,
        added_by=this.actor,
        added_at=this.at,
    )
    return events.PersonAdded.of(command, seal=this.seal(person, "note"))


@action(events.DescribePerson, May.CLEAR, events.PersonDescribed)
def describe_person(this: Act, command: events.DescribePerson) -> events.PersonDescribed:
    """Say anew what a person is called. A paper stands for who signed it, so then it is fixed."""
    person = find_person(this.film_id, command.person)
    if (person.name, person.member_id) != (command.name, command.member):
        _refuse_signed(person)
    _check_member(this, command.member, person)
    person.name, person.member_id, person.note = command.name, command.member, command.note
    person.save(update_fields=["name", "member", "note"])
    return events.PersonDescribed.of(command, seal=this.seal(person, "note"))


@action(events.SetAsset, May.CLEAR, events.AssetsSet)
def set_asset(this: Act, command: events.SetAsset) -> events.AssetsSet:
    """Say what a provider calls a person who is verified there."""
    person = find_person(this.film_id, command.person)
    assets = {**person.assets, command.provider: command.asset}
    person.assets = {provider: asset for provider, asset in assets.items() if asset}
    person.save(update_fields=["assets"])
    return events.AssetsSet(person=person.id, assets=person.assets)


def find_person(film_id: UUID, person: UUID) -> Person:
    """One person of a film. Raises Refused."""
    row = Person.objects.select_related("member__user").filter(film_id=film_id, id=person).first()
    if row is None:
        raise Refused("no-person", _("There is no such person in this film."))
    return row


def _check_member(this: Act, member: UUID | None, person: Person | None) -> None:
    """Refuse a member who is not on the film, or is another person in it."""
    if member is None or (person and person.member_id == member):
        return
    if not Member.objects.present().filter(film_id=this.film_id, id=member).exists():
        raise Refused("no-member", _("There is no such member on this film."))
    other = Person.objects.filter(film_id=this.film_id, member=member).first()
    if other is not None:
        sentence = _("That member is already in the list, as %(person)s.")
        raise Refused("linked-already", sentence % {"person": other.name})


def _refuse_signed(person: Person) -> None:
    if person.signed_at is not None:
        sentence = _("%(person)s has signed a release under this name. Add another person instead.")
        raise Refused("signed", sentence % {"person": person.name})
