"""Invitations: signed links that let one person in, once, for a week."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.core import signing
from django.utils.translation import gettext as _

from slowfilm.accounts.models import User
from slowfilm.films import events
from slowfilm.films.actions import joined
from slowfilm.films.authority import NewMember, acting_member
from slowfilm.films.models import Invitation, Member
from slowfilm.films.roles import May
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
def invite(this: Act, command: events.InviteMember) -> events.MemberInvited:
    """Invite somebody. The invitation's id is the command's."""
    if not command.roles:
        raise Refused("no-role", _("A member has at least one role."))
    invitation = Invitation.objects.create(
        id=this.command,
        film_id=this.film_id,
        roles=list(command.roles),
        note=command.note,
        invited_by_id=acting_member(this),
        created_at=this.at,
        expires_at=this.at + LASTS,
    )
    return events.MemberInvited(
        invitation=invitation.id,
        roles=command.roles,
        expires_at=invitation.expires_at,
        seal=this.seal(invitation, "note"),
    )


@action(events.WithdrawInvitation, May.MANAGE, events.InvitationWithdrawn)
def withdraw(this: Act, command: events.WithdrawInvitation) -> events.InvitationWithdrawn:
    """Make an invitation worthless."""
    invitation = _still_open(this.film_id, command.invitation)
    invitation.withdrawn_at = this.at
    invitation.save(update_fields=["withdrawn_at"])
    return events.InvitationWithdrawn.of(command)


def accept(*, film_id: UUID, user: User, invitation: UUID) -> Entry:
    """A user takes the place an invitation holds for them. Raises Refused."""
    before = Member.objects.filter(film_id=film_id, user=user).first()
    # Read before the film's lock, so whoever opens two links at once is the same newcomer twice.
    place = before or Member(id=uuid5(film_id, user.id.hex), film_id=film_id, user=user)
    with act(film_id, NewMember(place.id), None if before else place.id) as this:
        row = _still_open(film_id, invitation)
        if Member.objects.present().filter(film_id=film_id, user=user).exists():
            raise Refused("on-it-already", _("You are on this film already."))
        if is_older_than_removal(row, user):
            raise Refused("ended", _("You have left this film since this invitation was written."))
        place.roles, place.removed_at = row.roles, None
        if not before:
            place.joined_at = this.at
        place.save()
        row.used_at, row.used_by = this.at, place
        row.save(update_fields=["used_at", "used_by"])
        return this.record(joined(place, row.id))


def is_older_than_removal(invitation: Invitation, user: User) -> bool:
    """Whether somebody left the film, or was removed, after an invitation was written.

    Nobody comes back by a link from before: not by one they gave, nor by one they kept.
    """
    left = Member.objects.filter(
        film=invitation.film_id, user=user, removed_at__gte=invitation.created_at
    )
    return left.exists()


def end_those_of(giver: Member, at: datetime) -> list[UUID]:
    """What a member gave ends with their right, and does not come back with it; which it was."""
    invitations = Invitation.objects.filter(
        invited_by=giver, used_at=None, withdrawn_at=None, ended_at=None, expires_at__gt=at
    )
    ended = list(invitations.values_list("id", flat=True))
    Invitation.objects.filter(id__in=ended).update(ended_at=at)
    return ended


def _still_open(film_id: UUID, invitation: UUID) -> Invitation:
    """An invitation that can still be used or withdrawn. Raises Refused."""
    invitations = Invitation.objects.select_related("invited_by__user")
    row = invitations.filter(film_id=film_id, id=invitation).first()
    if row is None:
        raise Refused("no-invitation", _("There is no such invitation."))
    match row.state:
        case Invitation.State.USED:
            raise Refused("used", _("This invitation has been used."))
        case Invitation.State.WITHDRAWN:
            raise Refused("withdrawn", _("This invitation was withdrawn."))
        case Invitation.State.ENDED:
            raise Refused("ended", _("Who gave this invitation may no longer invite anybody."))
        case Invitation.State.EXPIRED:
            raise Refused("expired", _("This invitation has expired."))
    return row
