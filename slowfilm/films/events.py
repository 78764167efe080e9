"""What is asked for and recorded of films and their members."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from slowfilm.films.roles import Role
from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText, Text, keepable

Never = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(keepable)
]
# Stored as text: a fact is dumped to JSON and read back, and a role is its value there.
Roles = list[Role]


class Described(Message):
    """What a film is called, why it is made, and what will not be done."""

    title: Annotated[ShortText, Field(min_length=1)]
    why: Text = ""
    nevers: Annotated[list[Never], Field(max_length=100)] = []


class ChangeFilm(Command, Described):
    """Say anew what the film is called, why it is made, and what will not be done."""


class DeclareYear(Command):
    """Declare the team's film of a year, or, with None, take that back."""

    year: int | None
    opt_out: Text = ""


class Rules(Message):
    """What must be true before a shot is locked."""

    approving: Roles
    waiting_days: Annotated[int, Field(ge=0, le=10_000)]
    change_notes_closed: bool
    in_order: bool = False
    hand_set_key: bool = False  # in every generated shot light must be set by hand


class SetPolicy(Command, Rules):
    """Say what must be true before a shot is locked."""


class SetRoles(Command):
    """Give a member other roles."""

    member: UUID
    roles: Roles


class RemoveMember(Command):
    """Take a member off the film."""

    member: UUID


class LeaveFilm(Command):
    """Take oneself off the film."""


class InviteMember(Command):
    """Invite somebody by a link. The invitation's id is the command's."""

    roles: Roles
    note: ShortText = ""


class WithdrawInvitation(Command):
    """Make an invitation worthless."""

    invitation: UUID


class FilmFounded(Fact):
    """A film was begun. Its id is the entry's, and its policy has the same."""

    title: str
    why: str
    nevers: list[str]
    team: str
    rate: str
    width: int
    height: int
    approving: Roles
    waiting_days: int
    change_notes_closed: bool
    in_order: bool = False
    hand_set_key: bool = False


class FilmChanged(Fact, Described):
    """The film has another title, why or nevers."""


class TeamJoined(Fact):
    """The film, read in from an archive, is of another team now; `by` is that team's founder."""

    team: str
    by: str


class TeamDeclined(Fact):
    """The film, read in from an archive, stays in its own team: another's founder said no."""

    team: str
    by: str


class YearDeclared(Fact):
    """The film is, or is no more, the team's film of a year."""

    year: int | None
    opt_out: str


class PolicyChanged(Fact, Rules):
    """Something else must be true before a shot is locked."""


class MemberInvited(Fact):
    """Somebody was invited. What was noted of them is sealed."""

    invitation: UUID
    roles: Roles
    expires_at: datetime
    seal: Digest


class InvitationWithdrawn(Fact):
    """An invitation is worthless."""

    invitation: UUID


class MemberJoined(Fact):
    """Somebody is on the film, by an invitation if there was one.

    Who was never on it before is known by the entry's id.
    """

    member: UUID
    user: UUID
    name: str
    roles: Roles
    invitation: UUID | None = None


class RolesChanged(Fact):
    """A member has other roles. `ended` are invitations that the member gave."""

    member: UUID
    roles: Roles
    ended: list[UUID] = []


class MemberRemoved(Fact):
    """A member is off the film. `ended` are invitations that the member gave."""

    member: UUID
    ended: list[UUID] = []
