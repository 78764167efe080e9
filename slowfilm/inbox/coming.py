"""What is to be done by a day, for those who may do it: who comes of age and is to be asked."""

from collections.abc import Iterable

from django.utils import timezone

from slowfilm.clearance.majority import ComingOfAge, coming_of_age
from slowfilm.films.models import Member
from slowfilm.films.roles import May

# Days before it on which a letter goes out for this alone.
TOLD = (60, 30, 7, 0)


def coming_for(places: Iterable[Member]) -> list[ComingOfAge]:
    """Whose confirmation is due on the films on which somebody may clear: two queries."""
    return coming_of_age([place.film_id for place in places if place.may(May.CLEAR)])


def tells_today(coming: Iterable[ComingOfAge]) -> bool:
    """Whether a letter is written for these, where there is no other news."""
    today = timezone.localdate()
    return any((release.due - today).days in TOLD for release in coming)
