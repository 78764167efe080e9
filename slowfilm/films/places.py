"""What can be done to a member's place on a film."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.films.models import Member
from slowfilm.films.roles import RIGHTS, May
from slowfilm.ledger import Refused, act, events
from slowfilm.ledger.models import Entry


def _place(film_id: UUID, member: UUID) -> Member:
    """A present member of the film. Raises Refused."""
    found = Member.objects.present().filter(film_id=film_id, id=member).first()
    if found is None:
        raise Refused("no-member", _("There is no such member on this film."))
    return found


def _keep_a_head(film_id: UUID, but: Member) -> None:
    """Refuse what would leave a film without a director and without a producer."""
    others = Member.objects.present().filter(film_id=film_id).exclude(id=but.id)
    if not others.filter(roles__overlap=list(RIGHTS[May.MANAGE])).exists():
        raise Refused(
            "last-head",
            _(
                "A film needs a director or a producer, and there is no other. "
                "Give somebody else one of these roles first."
            ),
        )


def set_roles(
    *, film_id: UUID, actor: str, command: UUID | None = None, member: UUID, roles: Sequence[str]
) -> Entry:
    """Give a member other roles. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        place = _place(film_id, member)
        if not roles:
            raise Refused("no-role", _("A member has at least one role."))
        place.roles = list(roles)
        if not place.may(May.MANAGE):
            _keep_a_head(film_id, but=place)
        place.save(update_fields=["roles"])
        return this.record(events.RolesChanged(member=place.id, roles=place.roles))


def remove(*, film_id: UUID, actor: str, command: UUID | None = None, member: UUID) -> Entry:
    """Take a member off a film. The room closes on them by this entry. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        place = _place(film_id, member)
        _keep_a_head(film_id, but=place)
        place.removed_at = this.at
        place.save(update_fields=["removed_at"])
        return this.record(events.MemberRemoved(member=place.id))
