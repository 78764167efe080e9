"""Invitations: signed links that let one person in, once, for a week."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.core import signing
from django.utils.translation import gettext as _

from slowfilm.accounts.models import User
from slowfilm.films import events
from slowfilm.films.authority import NewMember, acting_member
from slowfilm.films.models import Invitation, Member
from slowfilm.films.roles import May, Role
from slowfilm.ledger import Act, Refused, act, action
from slowfilm.ledger.models import Entry

LASTS = timedelta(days=7)
_signer = signing.Signer(salt="slowfilm.invitation", sep=".")


def token_of(invitation: Invitation) -> str:
    """What the link carries: the id and a signature of it."""
    return _signer.sign(invitation.id.hex)


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link names, whatever its state."""
    try:
        invitation_id = UUID(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return (
        Invitation.objects.select_related("film__team", "invited_by__user")
        .filter(id=invitation_id)
        .first()
    )


@action(events.InviteMember, May.MANAGE, events.MemberInvited)
def invite(this: Act, asked: events.InviteMember) -> events.MemberInvited:
    """Invite somebody. The invitation's id is the command's."""
    if not asked.roles:
        raise Refused("no-role", _("A member has at least one role."))
    invitation = Invitation.objects.create(
        id=this.command,
        film_id=this.film_id,
        roles=list(asked.roles),
        note=asked.note,
        invited_by_id=acting_member(this),
        created_at=this.at,
        expires_at=this.at + LASTS,
    )
    return events.MemberInvited(invitation=invitation.id, roles=asked.roles)


@action(events.WithdrawInvitation, May.MANAGE, events.InvitationWithdrawn)
def withdraw(this: Act, asked: events.WithdrawInvitation) -> events.InvitationWithdrawn:
    """Make an invitation worthless."""
    found = _still_open(this.film_id, asked.invitation)
    found.withdrawn_at = this.at
    found.save(update_fields=["withdrawn_at"])
    return events.InvitationWithdrawn.of(asked)


def accept(*, film_id: UUID, user: User, invitation: UUID) -> Entry:
    """A user takes the place an invitation holds for them. Raises Refused."""
    before = Member.objects.filter(film_id=film_id, user=user).first()
    place = before or Member(id=uuid4(), film_id=film_id, user=user)
    with act(film_id, NewMember(place.id)) as this:
        found = _still_open(film_id, invitation)
        if Member.objects.present().filter(film_id=film_id, user=user).exists():
            raise Refused("on-it-already", _("You are on this film already."))
        place.roles, place.removed_at = found.roles, None
        place.save()
        found.used_at, found.used_by = this.at, place
        found.save(update_fields=["used_at", "used_by"])
        joined = events.MemberJoined(
            member=place.id, name=str(place), roles=[Role(role) for role in place.roles]
        )
        return this.record(joined)


def _still_open(film_id: UUID, invitation: UUID) -> Invitation:
    """An invitation that can still be used or withdrawn. Raises Refused."""
    found = Invitation.objects.filter(film_id=film_id, id=invitation).first()
    if found is None:
        raise Refused("no-invitation", _("There is no such invitation."))
    match found.state:
        case Invitation.State.USED:
            raise Refused("used", _("This invitation has been used."))
        case Invitation.State.WITHDRAWN:
            raise Refused("withdrawn", _("This invitation was withdrawn."))
        case Invitation.State.EXPIRED:
            raise Refused("expired", _("This invitation has expired."))
    return found
