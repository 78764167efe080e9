"""What is asked for and recorded of approvals and locks."""

from uuid import UUID

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


class ApprovalWithdrawn(Fact):
    """An approval was taken back."""

    shot: UUID
    role: str
    approvals: list[UUID]


class ShotLocked(Fact):
    """Nothing in the shot can change any more."""

    shot: UUID
    draft: UUID
    digest: Digest
