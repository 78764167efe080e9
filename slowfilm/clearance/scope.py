"""Whether what a release says can be: who signs, where, until when. Raises Refused."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from slowfilm.clearance.majority import last_moment
from slowfilm.clearance.models import Release
from slowfilm.clearance.paper import end_of, zone_of
from slowfilm.clearance.terms import Private, Terms, of_age
from slowfilm.ledger import Act, Refused
from slowfilm.people.models import Person
from slowfilm.shots.models import Scene


def checked(
    this: Act, person: Person, terms: Terms, private: Private, *, ahead: bool = False
) -> None:
    """Refuse what nobody can sign.

    `ahead`: it is only asked for, so that one who soon comes of age may sign it then.
    """
    today = this.at.astimezone(_zone(terms)).date()
    born, by = private.born, terms.authority
    minor = born is not None and today < of_age(born)
    if by != "self" and not private.representative:
        raise Refused("no-representative", _("Say who signs for them."))
    if by == "guardian" and born is None:
        raise Refused(
            "no-birth", _("Say when they were born: a guardian signs until they come of age.")
        )
    if by == "guardian" and not minor:
        sentence = _("%(person)s is of age and signs themselves.")
        raise Refused("of-age", sentence % {"person": person.name})
    soon = ahead and born is not None and last_moment(born, terms.zone, this.at) is not None
    if by == "self" and minor and not soon:
        sentence = _("%(person)s is a minor: a guardian signs for them.")
        raise Refused("minor", sentence % {"person": person.name})
    scenes = Scene.objects.filter(film=person.film_id, id__in=terms.scenes)
    if scenes.count() < len(set(terms.scenes)):
        raise Refused("no-scene", _("There is no such scene in this film."))


def end(day: date | None, terms: Terms, private: Private, moment: datetime) -> datetime | None:
    """When a term ends whose last day is this one, at the latest when a minor comes of age.

    None: it has no end. Raises Refused: "ended" for a day that is over, "too-late" for one too far.
    """
    zone = str(_zone(terms))
    if terms.authority == "guardian" and private.born:
        last = of_age(private.born) - timedelta(days=1)
        day = min(day, last) if day else last
    try:
        ends_at = end_of(day, zone)
    except OverflowError as error:
        raise Refused("too-late", _("That day is too far away.")) from error
    if ends_at is not None and ends_at <= moment:
        raise Refused("ended", _("The last day is over already."))
    return ends_at


def supersedable(person: Person, release: UUID | None) -> None:
    """Refuse to replace what is not there, or is another's, or no longer stands."""
    if release is None:
        return
    row = Release.objects.filter(person=person, id=release).first()
    if row is None or row.superseded_by_id or row.withdrawn_at:
        raise Refused("no-release", _("There is no such release to replace."))


def _zone(terms: Terms) -> ZoneInfo:
    try:
        return zone_of(terms.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused("no-zone", _("There is no such time zone.")) from error
