"""What is asked for and recorded of approvals and locks."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from slowfilm.ledger.messages import Command, Digest, Fact, ShortText, Text


class ApproveShot(Command):
    """A role's yes to exactly `digest`."""

    shot: UUID
    digest: Digest
    role: ShortText
    remark: Text = ""


class WithdrawApproval(Command):
    """Take one's own approval back."""

    shot: UUID
    role: ShortText


class RequestChanges(Command):
    """A role's wish for changes in exactly `digest`."""

    shot: UUID
    digest: Digest
    role: ShortText
    reason: Text


class WithdrawRequest(Command):
    """Take one's own request for changes back."""

    shot: UUID
    role: ShortText


class AnswerNever(Command):
    """Say whether exactly `digest` keeps a never of the film; `remark` says how it does not."""

    shot: UUID
    digest: Digest
    never: Annotated[Text, Field(max_length=300)]
    holds: bool
    remark: Text = ""


class LockShot(Command):
    """End all change to a shot whose digest is `digest`."""

    shot: UUID
    digest: Digest


class ShotApproved(Fact):
    """A role approved."""

    shot: UUID
    draft: UUID
    digest: Digest
    role: str
    remark: str
    replaced: list[UUID]  # of those who have left, or have that role no more
    answered: list[UUID] = []  # requests for changes that this answers


class ApprovalWithdrawn(Fact):
    """An approval was taken back."""

    shot: UUID
    role: str
    approvals: list[UUID]


class ChangesRequested(Fact):
    """A role asked for changes."""

    shot: UUID
    draft: UUID
    digest: Digest
    role: str
    reason: str
    approvals: list[UUID]  # that role's, which do not stand any more
    replaced: list[UUID]  # that role's earlier requests


class RequestWithdrawn(Fact):
    """A request for changes was taken back."""

    shot: UUID
    role: str
    requests: list[UUID]


class NeverAnswered(Fact):
    """A member said whether a never of the film is kept."""

    shot: UUID
    draft: UUID
    digest: Digest
    never: str
    holds: bool
    remark: str
    replaced: list[UUID]  # the same member's earlier answers


class ShotLocked(Fact):
    """Nothing in the shot can change any more."""

    shot: UUID
    draft: UUID
    digest: Digest
