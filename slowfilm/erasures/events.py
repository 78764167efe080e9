"""What is asked for and recorded before something is erased; that it was: ledger/events.py."""

from uuid import UUID

from slowfilm.ledger.messages import Command, Digest, Fact


class AskErasure(Command):
    """Ask that what rests on a person goes for good. `digest` is that of the list one has seen."""

    person: UUID
    digest: Digest


class ErasureAsked(Fact):
    """A member asks that what rests on a person goes for good; another has to confirm it."""

    person: UUID
    digest: Digest


class DropErasure(Command):
    """Let an erasure be, before it is confirmed."""

    erasure: UUID


class ErasureDropped(Fact):
    """An erasure that was asked for is not done."""

    erasure: UUID


class ConfirmErasure(Command):
    """Erase, as another member asked. `digest` is that of the list one has seen."""

    erasure: UUID
    digest: Digest
