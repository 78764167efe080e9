"""What is asked for and recorded of ink and notes."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from slowfilm.ledger.messages import Colour, Command, Fact, Frame, Message, Points, Text
from slowfilm.reviews.kinds import NoteKind

MOST_BETWEEN = 400  # shots between the first and the last one that a note lies on


class Ink(Message):
    """Points of a tool on one frame."""

    draft: UUID
    frame: Frame
    tool: Literal["pen", "marker"]
    colour: Colour
    width: Annotated[int, Field(ge=1, le=400)]  # in 10,000ths of the picture's width
    points: Points


class DrawStroke(Command, Ink):
    """Ink on a frame. The stroke's id is the command's."""


class EraseStroke(Command):
    """Take one's own ink off a frame."""

    stroke: UUID


class RestoreStroke(Command):
    """Bring one's own erased ink back."""

    stroke: UUID


class DraftFrames(Message):
    """The frames first ≤ f < last of a draft that a note over several shots lies on."""

    draft: UUID
    first: Frame
    last: Frame


def flat(spans: list[DraftFrames]) -> list[int]:
    """The first and last frames, one after the other, as a note keeps them."""
    return [frame for span in spans for frame in (span.first, span.last)]


# The drafts between the first and the last one of a note over several shots, in their order.
Betweens = Annotated[list[DraftFrames], Field(max_length=MOST_BETWEEN)]


class WriteNote(Command):
    """Words on frames first ≤ f < last, or a reply. The note's id is the command's."""

    draft: UUID
    first: Frame
    last: Frame
    kind: NoteKind
    text: Text
    reason: Text = ""
    parent: UUID | None = None
    mentions: Annotated[list[UUID], Field(max_length=50)] = []
    # On a join: the draft that follows, and its frames next_first ≤ f ≤ next_frame; without
    # next_first that one frame.
    next_draft: UUID | None = None
    next_first: Frame | None = None
    next_frame: Frame | None = None
    between: Betweens = []


class ResolveNote(Command):
    """Close a thread."""

    note: UUID


class ReopenNote(Command):
    """Open a resolved thread again."""

    note: UUID


class CarryNote(Command):
    """Say that a note of an earlier draft is still true of this one. The new note's id is ours."""

    note: UUID
    draft: UUID


class StrokeDrawn(Fact, Ink):
    """Ink was put on a frame."""


class StrokeErased(Fact):
    """Ink was taken off."""

    stroke: UUID
    draft: UUID
    frame: Frame


class StrokeRestored(Fact):
    """Erased ink is back."""

    stroke: UUID
    draft: UUID
    frame: Frame


class NoteWritten(Fact):
    """Words were written on frames, or an answer."""

    draft: UUID
    first: Frame
    last: Frame
    kind: NoteKind
    text: str
    reason: str
    parent: UUID | None
    mentions: list[UUID]
    next_draft: UUID | None = None
    next_first: Frame | None = None
    next_frame: Frame | None = None
    between: Betweens = []


class NoteCarried(Fact):
    """A note of an earlier draft is still true: it stands on a later one too."""

    note: UUID
    draft: UUID
    first: Frame
    last: Frame
    kind: NoteKind
    text: str
    reason: str


class NoteResolved(Fact):
    """A thread was closed."""

    note: UUID
    draft: UUID


class NoteReopened(Fact):
    """A thread is open again."""

    note: UUID
    draft: UUID
