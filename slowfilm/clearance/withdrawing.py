"""What a withdrawal does, in the act that records it: the uses end, and a case begins.

Nothing new begins from then on, since every new use asks clearance. What rests on the person is
hidden from whoever only looks, at once.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from slowfilm.clearance import events
from slowfilm.clearance.after import WithdrawalStep
from slowfilm.clearance.models import Consent, Release
from slowfilm.clearance.resting import hide_from_lookers
from slowfilm.films.models import Member
from slowfilm.films.roles import Role
from slowfilm.ledger import Act, Refused

# By when each is due; they can be set otherwise.
DAYS = {"notice": 1, "dispute": 14, "removal": 30}
OWNERS = (Role.CLEARANCE, Role.PRODUCER, Role.DIRECTOR)


def end_uses(
    this: Act, release: Release, uses: Sequence[str]
) -> events.ReleaseWithdrawn | events.UsesWithdrawn:
    """End a release, or some of its uses. Raises Refused."""
    if release.withdrawn_at is not None:
        raise Refused("withdrawn", _("This release was withdrawn already."))
    standing = release.granted
    if not set(uses) <= set(standing):
        raise Refused("not-given", _("That is not allowed by this release."))
    steps = _begin_case(this, release)
    hide_from_lookers(release.person_id, this.at)
    about: dict[str, Any] = {"release": release.id, "person": release.person_id, "steps": steps}
    if uses and set(uses) < set(standing):
        gone = {*release.withdrawn_uses, *uses}
        release.withdrawn_uses = [use for use in Consent.values if use in gone]
        release.save(update_fields=["withdrawn_uses"])
        return events.UsesWithdrawn(**about, uses=release.withdrawn_uses)
    release.withdrawn_at, release.withdrawn_by = this.at, this.actor
    release.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return events.ReleaseWithdrawn(**about)


def _begin_case(this: Act, release: Release) -> list[events.Step]:
    """Notice, dispute and removal, each by a date and of somebody."""
    owner, today = _owner(release), timezone.localdate(this.at)
    rows = [
        WithdrawalStep(
            id=uuid4(),
            film_id=this.film_id,
            release=release,
            withdrawal=this.command,
            kind=kind,
            due=today + timedelta(days=days),
            owner=owner,
        )
        for kind, days in DAYS.items()
    ]
    WithdrawalStep.objects.bulk_create(rows)
    return [
        events.Step(step=row.id, kind=row.kind, due=row.due, owner=row.owner_id)  # type: ignore[arg-type]
        for row in rows
    ]


def _owner(release: Release) -> Member | None:
    """Whoever clears the film; where nobody does, its producer, then its director."""
    present = list(Member.objects.present().filter(film=release.film_id).order_by("joined_at"))
    for role in OWNERS:
        for member in present:
            if role in member.roles:
                return member
    return None
