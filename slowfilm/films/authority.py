"""Whether a member may act, asked under the lock of the film's head."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm import prepared
from slowfilm.accounts.credentials import Credential
from slowfilm.films.roles import RIGHTS, May
from slowfilm.ledger import Act, Actor, Refused
from slowfilm.ledger.actors import Answer

# clock_timestamp: the transaction began before it waited for the lock.
STANDING = """
SELECT member.roles, who.password,
    (SELECT expire_date > clock_timestamp() FROM django_session WHERE session_key = %s),
    (SELECT revoked_at IS NULL FROM slowfilm_token WHERE digest = %s)
FROM slowfilm_member member JOIN slowfilm_user who ON who.id = member.user_id
WHERE member.id = %s AND member.film_id = %s AND member.removed_at IS NULL AND who.is_active
"""


class MemberActor(Actor):
    """A member, and by what they came: a session, a token, or nothing (a shell, a test)."""

    __slots__ = ("credential", "member_id")
    member_id: UUID
    credential: Credential | None

    def __new__(cls, member_id: UUID, credential: Credential | None = None) -> "MemberActor":
        self = super().__new__(cls, f"member:{member_id}")
        self.member_id, self.credential = member_id, credential
        return self

    def ask(self, film_id: UUID) -> Answer:
        """See Actor.ask."""
        came_by = self.credential or Credential()
        cursor = prepared.ask(STANDING, [came_by.session, came_by.token, self.member_id, film_id])

        def answer(right: str | None) -> None:
            row = cursor.fetchone()
            if row is None:
                raise Refused("not-a-member", _("You are not a member of this film any more."))
            roles, password, session, token = row
            if self.credential and not self.credential.holds(password, session, token):
                raise Refused("signed-out", _("You have been signed out. Sign in again."))
            if right is not None and RIGHTS[May(right)].isdisjoint(roles):
                raise Refused("not-allowed", _("Your role on this film does not allow that."))

        return answer


class NewMember(MemberActor):
    """One who joins by this very act, and so has no rights yet: the action checks instead."""

    def ask(self, film_id: UUID) -> Answer:
        """Nothing to ask."""
        return lambda right: None


def acting_member(this: Act) -> UUID:
    """The member who acts, in an act that only members may do."""
    member = member_of(this.actor)
    if member is None:
        raise Refused("not-a-member", _("You are not a member of this film any more."))
    return member


def member_of(actor: str) -> UUID | None:
    """The member that an entry's actor is; None for a machine."""
    kind, _colon, id_ = actor.partition(":")
    return UUID(id_) if kind == "member" else None
