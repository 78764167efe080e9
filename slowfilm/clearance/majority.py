"""Those for whom a guardian signed: when they come of age that ends, and they are asked themselves.

Nothing new is made of them from that day on, whatever is asked, until they have signed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from slowfilm.clearance.models import Release, ReleaseLink
from slowfilm.clearance.paper import end_of, zone_of
from slowfilm.clearance.terms import Terms, of_age

AHEAD = timedelta(days=60)  # so long before, makers are told of it and may make the link
OPEN = timedelta(days=30)  # so long after, the link can be signed


@dataclass(frozen=True)
class ComingOfAge:
    """A guardian's release that is to be confirmed by its person, and by when."""

    release: Release
    due: date  # the day on which they come of age
    until: date  # the last day on which they may sign by the link
    frozen: bool  # that day has come: nothing new is made of them
    asked: bool  # a link is open

    @property
    def link(self) -> str:
        """Where they are asked."""
        people = reverse("people", args=[self.release.film_id])
        return f"{people}#person-{self.release.person_id}"


def due_of(release: Release) -> date | None:
    """When somebody comes of age for whom a guardian signed; None for every other release."""
    born = release.private.get("born")
    if release.limits.authority != "guardian" or not born:
        return None
    return of_age(date.fromisoformat(born))


def minor_until(link: ReleaseLink) -> date | None:
    """The day from which the person themselves may sign by a link; None: from now on."""
    terms, born = Terms.model_validate(link.terms), link.private.get("born")
    if terms.authority != "self" or not born:
        return None
    due = of_age(date.fromisoformat(born))
    return due if timezone.now().astimezone(zone_of(terms.zone)).date() < due else None


def coming_of_age(films: Collection[UUID]) -> list[ComingOfAge]:
    """The guardians' releases of some films that are due, the first to come first: two queries."""
    releases = Release.objects.filter(
        film__in=films, withdrawn_at=None, superseded_by=None, terms__authority="guardian"
    )
    open_ = ReleaseLink.objects.filter(
        film__in=films,
        signed_at=None,
        revoked_at=None,
        expires_at__gt=timezone.now(),
        supersedes__isnull=False,
    )
    superseded_ids = set(open_.values_list("supersedes", flat=True))
    all_ = (
        _coming(release, superseded_ids) for release in releases.select_related("person", "film")
    )
    return sorted((release for release in all_ if release), key=lambda release: release.due)


def _coming(release: Release, superseded_ids: Collection[UUID]) -> ComingOfAge | None:
    due = due_of(release)
    today = timezone.now().astimezone(zone_of(release.limits.zone)).date()
    if due is None or due > today + AHEAD:
        return None
    return ComingOfAge(release, due, due + OPEN, due <= today, release.id in superseded_ids)


def last_moment(born: date, zone: str, moment: datetime) -> datetime | None:
    """Until when one who is a minor at a moment may sign, once of age; None: it is too early."""
    due = of_age(born)
    if due > moment.astimezone(zone_of(zone)).date() + AHEAD:
        return None
    return end_of(due + OPEN, zone)
