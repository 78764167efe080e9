"""What is asked for and recorded of references."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, StringConstraints

from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText, Text, keepable

Name = Annotated[str, StringConstraints(max_length=255), AfterValidator(keepable)]


class Described(Message):
    """What a reference is called, and where it comes from."""

    name: Name
    maker: ShortText
    year: ShortText
    place: ShortText
    medium: ShortText
    rights: Text
    study: bool


class AddReference(Command, Described):
    """A whole upload becomes a reference, which takes its id; the command's id is the same."""

    reference: UUID


class DescribeReference(Command, Described):
    """Say what a reference is called and where it comes from."""

    reference: UUID


class RetryReference(Command):
    """Have a failed reference prepared once more."""

    reference: UUID


class RemoveReference(Command):
    """Take away a file that never became a picture, clip or sound."""

    reference: UUID


class StripReference(Command):
    """Keep a copy of a reference's original without what it tells of people, instead of it."""

    reference: UUID


class ReferenceAdded(Fact, Described):
    """A reference is in, and will be prepared."""

    reference: UUID


class ReferenceDescribed(Fact, Described):
    """A reference has another name or origin."""

    reference: UUID


class ReferencePrepared(Fact):
    """A reference can be looked at. `digest` is its original's, others its copies'.

    What the probe found is sealed: a file may say more of where it was made than all should know.
    """

    reference: UUID
    kind: Literal["picture", "video", "sound"]
    digest: Digest
    proxy: Digest | None = None
    poster: Digest | None = None
    filmstrip: Digest | None = None
    waveform: Digest | None = None
    seal: Digest


class ReferenceFailed(Fact):
    """A reference could not be prepared."""

    reference: UUID
    error: str


class ReferenceRetried(Fact):
    """A failed reference is being prepared once more."""

    reference: UUID


class ReferenceRemoved(Fact):
    """A failed reference was taken away."""

    reference: UUID
    name: str


class ReferenceStripAsked(Fact):
    """A copy of a reference's original is being made that tells of nobody."""

    reference: UUID


class ReferenceStripped(Fact):
    """Such a copy has taken the original's place, and the film let go of that.

    `digest` is the new original's; the others are its copies', as they are now.
    """

    reference: UUID
    digest: Digest
    proxy: Digest | None
    poster: Digest | None
    filmstrip: Digest | None
    waveform: Digest | None
    seal: Digest  # of what the probe found in it


class ReferenceStripFailed(Fact):
    """No such copy could be made: the original stays."""

    reference: UUID
    error: str
