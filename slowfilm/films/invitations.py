"""Invitations: signed links that let one person in, once, for a week."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from django.core import signing
from django.utils.translation import gettext as _

from slowfilm.accounts.models import User
from slowfilm.films.models import Invitation, Member
from slowfilm.ledger import Refused, act, events
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


def invite(
    *,
    film_id: UUID,
    actor: str,
    command: UUID | None = None,
    invited_by: Member,
    roles: Sequence[str],
    note: str = "",
) -> Entry:
    """Invite somebody. The invitation's id is the command's. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        if not roles:
            raise Refused("no-role", _("A member has at least one role."))
        invitation = Invitation.objects.create(
            id=this.command,
            film_id=film_id,
            roles=list(roles),
            note=note,
            invited_by=invited_by,
            created_at=this.at,
            expires_at=this.at + LASTS,
        )
        return this.record(events.MemberInvited(invitation=invitation.id, roles=invitation.roles))


def withdraw(*, film_id: UUID, actor: str, command: UUID | None = None, invitation: UUID) -> Entry:
    """Make an invitation worthless. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        found = _still_open(film_id, invitation)
        found.withdrawn_at = this.at
        found.save(update_fields=["withdrawn_at"])
        return this.record(events.InvitationWithdrawn(invitation=found.id))


def accept(*, film_id: UUID, user: User, command: UUID | None = None, invitation: UUID) -> Entry:
    """A user takes the place an invitation holds for them. Raises Refused."""
    before = Member.objects.filter(film_id=film_id, user=user).first()
    place = before or Member(id=uuid4(), film_id=film_id, user=user)
    with act(film_id, place.actor, command, joining=True) as this:
        if this.done:
            return this.done
        found = _still_open(film_id, invitation)
        if Member.objects.present().filter(film_id=film_id, user=user).exists():
            raise Refused("on-it-already", _("You are on this film already."))
        place.roles, place.removed_at = found.roles, None
        place.save()
        found.used_at, found.used_by = this.at, place
        found.save(update_fields=["used_at", "used_by"])
        return this.record(events.MemberJoined(member=place.id, name=str(place), roles=place.roles))


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
