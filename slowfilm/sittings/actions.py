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
def plan(this: Act, asked: events.PlanSitting) -> events.SittingPlanned:
    """Plan a sitting. Its id is the command's."""
    _check(this.film_id, asked)
    sitting = Sitting.objects.create(
        id=this.command,
        film_id=this.film_id,
        plan=this.command,
        planned_by=this.actor,
        **_when(asked),
    )
    _put(this, sitting, asked)
    return events.SittingPlanned.of(asked)


@action(events.ChangeSitting, May.MAKE, events.SittingChanged)
def change(this: Act, asked: events.ChangeSitting) -> events.SittingChanged:
    """Plan it otherwise. Only until it begins: what people came for stays as it is."""
    sitting = _to_come(this, asked.sitting)
    _check(this.film_id, asked)
    sequence = sitting.sequence + 1
    told = {**_when(asked), "plan": this.command, "sequence": sequence}
    Sitting.objects.filter(pk=sitting.pk).update(**told)
    _put(this, sitting, asked)
    return events.SittingChanged.of(asked, sequence=sequence)


@action(events.CallOffSitting, May.MAKE, events.SittingCalledOff)
def call_off(this: Act, asked: events.CallOffSitting) -> events.SittingCalledOff:
    """It will not be held."""
    sitting = _to_come(this, asked.sitting)
    sequence = sitting.sequence + 1
    Sitting.objects.filter(pk=sitting.pk).update(
        called_off=this.command, called_off_at=this.at, reason=asked.reason, sequence=sequence
    )
    return events.SittingCalledOff.of(asked, sequence=sequence)


def sitting_of(film_id: UUID, sitting: UUID) -> Sitting:
    """A sitting of the film. Raises Refused."""
    found = Sitting.objects.filter(film_id=film_id, id=sitting).first()
    if found is None:
        raise Refused("no-sitting", _("There is no such sitting in this film."))
    return found


def may_change(sitting: Sitting, member: Member) -> bool:
    """Whoever planned it, and who manages the film."""
    return sitting.planned_by == member.actor or member.may(May.MANAGE)


def _to_come(this: Act, sitting: UUID) -> Sitting:
    found = sitting_of(this.film_id, sitting)
    member = Member.objects.get(id=acting_member(this))
    if not may_change(found, member):
        said = _("Only who planned it, a director or a producer can change this sitting.")
        raise Refused("not-yours", said)
    if found.called_off_at:
        raise Refused("called-off", _("This sitting has been called off."))
    if found.opened_at:
        raise Refused("begun", _("This sitting has begun. Its plan can't change any more."))
    return found


def _check(film_id: UUID, asked: Planned) -> None:
    """Raise Refused where the plan names what is not in the film, or says nothing that holds."""
    try:
        ZoneInfo(asked.zone)
    except (KeyError, ValueError, OSError):
        raise Refused("no-zone", _("There is no such time zone.")) from None
    if any((each.shot is None) == (each.cut is None) for each in asked.agenda):
        raise Refused("malformed", _("Each line of the agenda is one shot or one cut."))
    shots = {each.shot for each in asked.agenda if each.shot}
    cuts = {each.cut for each in asked.agenda if each.cut}
    if Shot.objects.filter(film_id=film_id, id__in=shots).count() != len(shots):
        raise Refused("no-shot", _("There is no such shot in this film."))
    if Cut.objects.filter(film_id=film_id, id__in=cuts).count() != len(cuts):
        raise Refused("no-cut", _("There is no such cut in this film."))
    _check_guests(film_id, asked.guests)


def _check_guests(film_id: UUID, guests: list[events.Guest]) -> None:
    wanted = [each.member for each in guests]
    if len(set(wanted)) != len(wanted):
        raise Refused("twice", _("A member is invited twice."))
    there = Member.objects.present().filter(film_id=film_id).in_bulk(wanted)
    if len(there) != len(wanted):
        raise Refused("no-member", _("There is no such member on this film."))
    for each in guests:
        if each.part == "presenter" and not there[each.member].may(May.MARK):
            said = _("%(name)s may only look at this film, and so can't present.")
            raise Refused("not-allowed", said % {"name": there[each.member]})


def _when(asked: Planned) -> dict[str, object]:
    names = ("title", "begins_at", "zone", "minutes")
    return {name: getattr(asked, name) for name in names}


def _put(this: Act, sitting: Sitting, asked: Planned) -> None:
    SittingItem.objects.bulk_create(
        SittingItem(
            act=this.command, order=order, sitting=sitting, shot_id=each.shot, cut_id=each.cut
        )
        for order, each in enumerate(asked.agenda)
    )
    SittingGuest.objects.bulk_create(
        SittingGuest(
            act=this.command, order=order, sitting=sitting, member_id=each.member, part=each.part
        )
        for order, each in enumerate(asked.guests)
    )
