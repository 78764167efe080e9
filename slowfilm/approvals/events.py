"""What is asked for and recorded of approvals and locks."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText, Text


class OnOne(Command):
    """About a shot or about a cut: exactly one of them."""

    shot: UUID | None = None
    cut: UUID | None = None


class ApproveShot(Command):
    """A role's yes to exactly `digest`."""

    shot: UUID
    digest: Digest
    role: ShortText
    remark: Text = ""


class ApproveCut(Command):
    """A role's yes to exactly `digest`: the newest version of a cut."""

    cut: UUID
    digest: Digest
    role: ShortText
    remark: Text = ""


class WithdrawApproval(OnOne):
    """Take one's own approval back."""

    role: ShortText


class RequestChanges(OnOne):
    """A role's wish for changes in exactly `digest`."""

    digest: Digest
    role: ShortText
    reason: Text


class WithdrawRequest(OnOne):
    """Take one's own request for changes back."""

    role: ShortText


class AnswerNever(OnOne):
    """Say whether exactly `digest` keeps a never of the film; `remark` says how it does not."""

    digest: Digest
    never: Annotated[Text, Field(max_length=300)]
    holds: bool
    remark: Text = ""


class LockShot(Command):
    """End all change to a shot whose digest is `digest`."""

    shot: UUID
    digest: Digest


class LockCut(Command):
    """End all change to a cut whose digest is `digest`, and to every shot in it."""

    cut: UUID
    digest: Digest


class SaidOfOne(Message):
    """About a draft of a shot, or about a version of a cut."""

    shot: UUID | None = None
    draft: UUID | None = None
    cut: UUID | None = None
    version: UUID | None = None


class ShotApproved(Fact):
    """A role approved."""

    shot: UUID
    draft: UUID
    digest: Digest
    role: str
    remark: str
    replaced: list[UUID]  # of those who have left, or have that role no more
    answered: list[UUID] = []  # requests for changes that this answers


class CutApproved(Fact):
    """A role approved a version of a cut."""

    cut: UUID
    version: UUID
    digest: Digest
    role: str
    remark: str
    replaced: list[UUID]  # of those who have left, or have that role no more
    answered: list[UUID]  # requests for changes that this answers


class ApprovalWithdrawn(SaidOfOne, Fact):
    """An approval was taken back."""

    role: str
    approvals: list[UUID]


class ChangesRequested(SaidOfOne, Fact):
    """A role asked for changes."""

    digest: Digest
    role: str
    reason: str
    approvals: list[UUID]  # that role's, which do not stand any more
    replaced: list[UUID]  # that role's earlier requests


class RequestWithdrawn(SaidOfOne, Fact):
    """A request for changes was taken back."""

    role: str
    requests: list[UUID]


class NeverAnswered(SaidOfOne, Fact):
    """A member said whether a never of the film is kept."""

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


class LockedShot(Message):
    """A shot that a cut's lock has locked. `id` is its own lock's."""

    id: UUID
    shot: UUID
    draft: UUID
    digest: Digest


class CutLocked(Fact):
    """Nothing in the cut can change any more, nor in its shots: those it locked are named."""

    cut: UUID
    version: UUID
    digest: Digest
    shots: list[LockedShot]
