"""Planning a sitting: its time, agenda and guests; changing that, and calling it off."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowfilm.cuts.models import Cut
from slowfilm.films.authority import acting_member
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.shots.models import Shot
from slowfilm.sittings import events
from slowfilm.sittings.models import Sitting, SittingGuest, SittingItem

Planned = events.PlanSitting | events.ChangeSitting


@action(events.PlanSitting, May.MAKE, events.SittingPlanned)
def plan(this: Act, command: events.PlanSitting) -> events.SittingPlanned:
    """Plan a sitting. Its id is the command's."""
    _check(this.film_id, command)
    sitting = Sitting.objects.create(
        id=this.command,
        film_id=this.film_id,
        plan=this.command,
        planned_by=this.actor,
        **_when(command),
    )
    _put(this, sitting, command)
    return events.SittingPlanned.of(command)


@action(events.ChangeSitting, May.MAKE, events.SittingChanged)
def change(this: Act, command: events.ChangeSitting) -> events.SittingChanged:
    """Plan it otherwise. Only until it begins: what people came for stays as it is."""
    sitting = _to_come(this, command.sitting)
    _check(this.film_id, command)
    sequence = sitting.sequence + 1
    columns = {**_when(command), "plan": this.command, "sequence": sequence}
    Sitting.objects.filter(pk=sitting.pk).update(**columns)
    _put(this, sitting, command)
    return events.SittingChanged.of(command, sequence=sequence)


@action(events.CallOffSitting, May.MAKE, events.SittingCalledOff)
def call_off(this: Act, command: events.CallOffSitting) -> events.SittingCalledOff:
    """It will not be held."""
    sitting = _to_come(this, command.sitting)
    sequence = sitting.sequence + 1
    Sitting.objects.filter(pk=sitting.pk).update(
        called_off=this.command, called_off_at=this.at, reason=command.reason, sequence=sequence
    )
    return events.SittingCalledOff.of(command, sequence=sequence)


def sitting_of(film_id: UUID, sitting: UUID) -> Sitting:
    """A sitting of the film. Raises Refused."""
    row = Sitting.objects.filter(film_id=film_id, id=sitting).first()
    if row is None:
        raise Refused("no-sitting", _("There is no such sitting in this film."))
    return row


def may_change(sitting: Sitting, member: Member) -> bool:
    """Whoever planned it, and who manages the film."""
    return sitting.planned_by == member.actor or member.may(May.MANAGE)


def _to_come(this: Act, sitting: UUID) -> Sitting:
    row = sitting_of(this.film_id, sitting)
    member = Member.objects.get(id=acting_member(this))
    if not may_change(row, member):
        sentence = _("Only who planned it, a director or a producer can change this sitting.")
        raise Refused("not-yours", sentence)
    if row.called_off_at:
        raise Refused("called-off", _("This sitting has been called off."))
    if row.opened_at:
        raise Refused("begun", _("This sitting has begun. Its plan can't change any more."))
    return row


def _check(film_id: UUID, schedule: Planned) -> None:
    """Raise Refused where the plan names what is not in the film, or says nothing that holds."""
    try:
        ZoneInfo(schedule.zone)
    except (KeyError, ValueError, OSError):
        raise Refused("no-zone", _("There is no such time zone.")) from None
    if any((item.shot is None) == (item.cut is None) for item in schedule.agenda):
        raise Refused("malformed", _("Each line of the agenda is one shot or one cut."))
    shots = {item.shot for item in schedule.agenda if item.shot}
    cuts = {item.cut for item in schedule.agenda if item.cut}
    if Shot.objects.filter(film_id=film_id, id__in=shots).count() != len(shots):
        raise Refused("no-shot", _("There is no such shot in this film."))
    if Cut.objects.filter(film_id=film_id, id__in=cuts).count() != len(cuts):
        raise Refused("no-cut", _("There is no such cut in this film."))
    _check_guests(film_id, schedule.guests)


def _check_guests(film_id: UUID, guests: list[events.Guest]) -> None:
    member_ids = [guest.member for guest in guests]
    if len(set(member_ids)) != len(member_ids):
        raise Refused("twice", _("A member is invited twice."))
    by_id = Member.objects.present().filter(film_id=film_id).in_bulk(member_ids)
    if len(by_id) != len(member_ids):
        raise Refused("no-member", _("There is no such member on this film."))
    for guest in guests:
        if guest.part == "presenter" and not by_id[guest.member].may(May.MARK):
            sentence = _("%(name)s may only look at this film, and so can't present.")
            raise Refused("not-allowed", sentence % {"name": by_id[guest.member]})


def _when(schedule: Planned) -> dict[str, object]:
    names = ("title", "begins_at", "zone", "minutes")
    return {name: getattr(schedule, name) for name in names}


def _put(this: Act, sitting: Sitting, schedule: Planned) -> None:
    SittingItem.objects.bulk_create(
        SittingItem(
            act=this.command, order=order, sitting=sitting, shot_id=item.shot, cut_id=item.cut
        )
        for order, item in enumerate(schedule.agenda)
    )
    SittingGuest.objects.bulk_create(
        SittingGuest(
            act=this.command, order=order, sitting=sitting, member_id=guest.member, part=guest.part
        )
        for order, guest in enumerate(schedule.guests)
    )
