"""What can be done to places: added, described anew, answered for."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.people import place_events as events
from slowfilm.people.place import Place


@action(events.AddPlace, May.CLEAR, events.PlaceAdded)
def add_place(this: Act, command: events.AddPlace) -> events.PlaceAdded:
    """Add a real place. The place's id is the command's."""
    _refuse_called(this.film_id, command.name)
    place = Place.objects.create(
        id=this.command,
        film_id=this.film_id,
        name=command.name,
        kind=command.kind,
        residents=command.residents,
        added_by=this.actor,
        added_at=this.at,
    )
    return events.PlaceAdded.of(command, seal=this.seal(place, "residents"))


@action(events.DescribePlace, May.CLEAR, events.PlaceDescribed)
def describe_place(this: Act, command: events.DescribePlace) -> events.PlaceDescribed:
    """Say anew what a place is called, and who lives there."""
    place = find_place(this.film_id, command.place)
    _refuse_called(this.film_id, command.name, besides=place)
    place.name, place.kind, place.residents = command.name, command.kind, command.residents
    place.save(update_fields=["name", "kind", "residents"])
    return events.PlaceDescribed.of(command, seal=this.seal(place, "residents"))


@action(events.RecordAgreement, May.CLEAR, events.AgreementRecorded)
def record_agreement(this: Act, command: events.RecordAgreement) -> events.AgreementRecorded:
    """Say what those who live there agreed to."""
    place = find_place(this.film_id, command.place)
    if command.agreed == "conditions" and not command.conditions:
        raise Refused("no-conditions", _("Write down the conditions."))
    conditions = command.conditions if command.agreed == "conditions" else ""
    place.agreed, place.conditions = command.agreed, conditions
    place.answered_at, place.answered_by = this.at, this.actor
    place.save(update_fields=["agreed", "conditions", "answered_at", "answered_by"])
    return events.AgreementRecorded(place=place.id, agreed=command.agreed, conditions=conditions)


def find_place(film_id: UUID, place: UUID) -> Place:
    """One place of a film. Raises Refused."""
    row = Place.objects.filter(film_id=film_id, id=place).first()
    if row is None:
        raise Refused("no-place", _("There is no such place in this film."))
    return row


def _refuse_called(film_id: UUID, name: str, besides: Place | None = None) -> None:
    """Two places of one name could not be told apart in a brief."""
    others = Place.objects.filter(film_id=film_id, name__iexact=name)
    if besides is not None:
        others = others.exclude(id=besides.id)
    if others.exists():
        raise Refused("called-so", _("Another place of this film has this name."))
