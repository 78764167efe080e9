"""What is asked for and recorded of scans, and of what they found."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from slowfilm.clearance.events import Ids, Sighted
from slowfilm.ledger.messages import Command, Digest, Fact, Frame, Message, ShortText, Text

Kind = Literal["face", "voice", "place", "sign"]
Side = Annotated[int, Field(ge=0, le=10_000)]  # in 10,000ths of the picture
Box = Annotated[list[Side], Field(min_length=4, max_length=4)]  # left, top, width, height
Tracks = Annotated[list[UUID], Field(min_length=1, max_length=500)]
Because = Annotated[Text, Field(min_length=1, max_length=1000)]


class ScanAgain(Command):
    """Have references and drafts looked through for faces and voices, now."""

    references: Ids = []
    drafts: Ids = []


class AddTrack(Command):
    """Add what the scan missed: a face or a sign in a box, a voice in a span, a place.

    A sign is a house number, a plate or a name. The track's id is the command's.

    `first` and `end`: frames, of a voice milliseconds; half-open.
    """

    reference: UUID | None = None
    draft: UUID | None = None
    kind: Kind
    first: Frame = 0
    end: Annotated[Frame, Field(ge=1)] = 1
    box: Box | None = None
    words: ShortText = ""


class NameTracks(Command):
    """Say who is seen or heard in tracks: a person of the film, a stranger, or nobody known."""

    tracks: Tracks
    person: UUID | None = None
    stranger: bool = False


class PlaceTracks(Command):
    """Say which real place tracks of places and signs show; without `place` that nobody knows."""

    tracks: Tracks
    place: UUID | None = None


class DoubtTracks(Command):
    """Say that nobody is there, and why. It counts once a second member has said so too."""

    tracks: Tracks
    reason: Because


class DismissTracks(Command):
    """Say, as the second member, that nobody is there."""

    tracks: Tracks


class RestoreTracks(Command):
    """Say that somebody is there after all, or that it is not sure that nobody is."""

    tracks: Tracks


class Found(Message):
    """A face or voice that a scan found; where a face is largest. Its boxes are sealed."""

    track: UUID
    kind: Kind
    first: int
    end: int
    frame: int
    box: list[int]


class ScanAsked(Fact):
    """References and drafts are to be scanned."""

    references: list[UUID]
    drafts: list[UUID]


class ScanDone(Fact):
    """A file was looked through. The scan's id is the entry's. `tracks` are new."""

    reference: UUID | None = None
    draft: UUID | None = None
    digest: Digest
    detector: str
    tracks: list[Found]
    seal: Digest


class ScanFailed(Fact):
    """A file could not be looked through, so who is in it is not known."""

    reference: UUID | None = None
    draft: UUID | None = None
    digest: Digest
    error: str


class TrackAdded(Fact):
    """A member added what the scan had missed. Its id is the entry's."""

    reference: UUID | None = None
    draft: UUID | None = None
    kind: Kind
    first: int
    end: int
    box: list[int]
    words: str


class TracksNamed(Fact):
    """Somebody said who is in tracks.

    `sightings` are new, `ended` those that no longer stand; all others stand as before.
    """

    tracks: list[UUID]
    person: UUID | None
    stranger: bool
    references: list[UUID]
    drafts: list[UUID]
    sightings: list[Sighted]
    ended: list[UUID]


class TracksPlaced(Fact):
    """Somebody said which real place is seen in tracks."""

    tracks: list[UUID]
    place: UUID | None
    references: list[UUID]
    drafts: list[UUID]


class TracksDoubted(Fact):
    """A member said that nobody is there, and why."""

    tracks: list[UUID]
    reason: str


class TracksDismissed(Fact):
    """A second member said that nobody is there."""

    tracks: list[UUID]


class TracksRestored(Fact):
    """What was said against tracks does not count."""

    tracks: list[UUID]
