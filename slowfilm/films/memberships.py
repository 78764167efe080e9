"""What can be done to a member's place on a film."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.films import events
from slowfilm.films.authority import acting_member
from slowfilm.films.invitations import end_those_of
from slowfilm.films.models import Member
from slowfilm.films.roles import RIGHTS, May
from slowfilm.ledger import Act, Refused, action


def _place(film_id: UUID, member: UUID) -> Member:
    """A present member of the film. Raises Refused."""
    row = Member.objects.present().filter(film_id=film_id, id=member).first()
    if row is None:
        raise Refused("no-member", _("There is no such member on this film."))
    return row


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


@action(events.SetRoles, May.MANAGE, events.RolesChanged)
def set_roles(this: Act, command: events.SetRoles) -> events.RolesChanged:
    """Give a member other roles."""
    place = _place(this.film_id, command.member)
    if not command.roles:
        raise Refused("no-role", _("A member has at least one role."))
    place.roles, ended = list(command.roles), []
    if not place.may(May.MANAGE):
        _keep_a_head(this.film_id, but=place)
        ended = end_those_of(place, this.at)
    place.save(update_fields=["roles"])
    return events.RolesChanged.of(command, ended=ended)


@action(events.RemoveMember, May.MANAGE, events.MemberRemoved)
def remove(this: Act, command: events.RemoveMember) -> events.MemberRemoved:
    """Take a member off a film. The room closes on them by this entry."""
    return _remove(this, command.member)


@action(events.LeaveFilm, May.LOOK, events.MemberRemoved)
def leave(this: Act, command: events.LeaveFilm) -> events.MemberRemoved:
    """Take oneself off a film."""
    return _remove(this, acting_member(this))


def _remove(this: Act, member: UUID) -> events.MemberRemoved:
    place = _place(this.film_id, member)
    _keep_a_head(this.film_id, but=place)
    place.removed_at = this.at
    place.save(update_fields=["removed_at"])
    return events.MemberRemoved(member=place.id, ended=end_those_of(place, this.at))
