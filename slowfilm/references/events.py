"""What is asked for and recorded of references."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText, Text, keepable

Milliseconds = Annotated[int, Field(ge=0, le=1_000_000_000)]
Period = Annotated[ShortText, StringConstraints(min_length=1, max_length=40)]
Words = Annotated[Text, StringConstraints(max_length=2000)]
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


# The number of a picture or sound in its file, and of a channel in a sound, from 0.
TrackNumber = Annotated[int, Field(ge=0, le=1000)]
ChannelNumber = Annotated[int, Field(ge=0, le=63)]


class Tracks(Message):
    """Which picture is seen, and which sounds are heard together; of one its channels.

    One channel is heard on both sides, of a pair the first at the left; none named: all, mixed.
    """

    picture: TrackNumber | None = None
    sounds: Annotated[list[TrackNumber], Field(max_length=64)] = []
    channels: Annotated[list[ChannelNumber], Field(max_length=2)] = []


class ChooseTracks(Command, Tracks):
    """Have other tracks of a reference's file seen and heard; its length stays."""

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


class ReferenceTracksAsked(Fact, Tracks):
    """Copies of a reference are being made of other tracks of its file."""

    reference: UUID


class ReferenceTracksChosen(Fact, Tracks):
    """Other tracks of a reference's file are seen and heard. The digests are its copies'."""

    reference: UUID
    proxy: Digest | None
    poster: Digest | None
    filmstrip: Digest | None
    waveform: Digest | None
    seal: Digest  # of what the probe found in it


class ReferenceTracksFailed(Fact):
    """The other tracks could not be prepared: what is seen and heard stays."""

    reference: UUID
    error: str


class AddCharacter(Command):
    """Add a person at a period. The character's id is the command's."""

    person: UUID
    period: Period


class ChangeCharacter(Command):
    """Say anew which period a character is of."""

    character: UUID
    period: Period


class RemoveCharacter(Command):
    """Take a character away that has neither references nor lines, and is in no brief."""

    character: UUID


class GiveReference(Command):
    """A reference is of a character, in a role. What this makes has the command's id."""

    character: UUID
    reference: UUID
    role: str


class TakeReferenceAway(Command):
    """A reference is no longer of a character, in one role."""

    material: UUID


class OrderMaterial(Command):
    """Say anew in which order a character's references stand."""

    character: UUID
    material: Annotated[list[UUID], Field(max_length=200)]


class Spoken(Message):
    """Words, the dialect they are in, what they mean, and the part of the take that says them."""

    words: Annotated[Words, StringConstraints(min_length=1)]
    dialect: Annotated[ShortText, StringConstraints(max_length=80)] = ""
    translation: Words = ""
    take: UUID | None = None
    start_ms: Milliseconds | None = None
    end_ms: Milliseconds | None = None


class WriteLine(Command, Spoken):
    """Write down what a character says. The line's id is the command's."""

    character: UUID


class ChangeLine(Command, Spoken):
    """Say anew what a line is."""

    line: UUID


class RemoveLine(Command):
    """Take a line away. Briefs that were sent keep what it was."""

    line: UUID


class CharacterAdded(Fact):
    """A person at a period is in the film."""

    person: UUID
    period: str


class CharacterChanged(Fact):
    """A character is of another period."""

    character: UUID
    period: str


class CharacterRemoved(Fact):
    """A character was taken away."""

    character: UUID


class ReferenceGiven(Fact):
    """A reference is of a character, in a role, at a place in their order."""

    character: UUID
    reference: UUID
    role: str
    order: int


class ReferenceTakenAway(Fact):
    """A reference is no longer of a character, in one role."""

    material: UUID
    character: UUID


class MaterialOrdered(Fact):
    """A character's references stand in this order."""

    character: UUID
    material: list[UUID]


class LineWritten(Fact, Spoken):
    """A character has a line. Its id is the entry's."""

    character: UUID


class LineChanged(Fact, Spoken):
    """A line is another."""

    line: UUID


class LineRemoved(Fact):
    """A line was taken away."""

    line: UUID
