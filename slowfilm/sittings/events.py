"""What is asked for and recorded of sittings."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from slowfilm.ledger.messages import Command, Digest, Fact, Frame, Message, ShortText, Text

Title = Annotated[ShortText, StringConstraints(min_length=1)]
Minutes = Annotated[int, Field(ge=5, le=24 * 60)]
Zone = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_+\-/]+$")]
Milliseconds = Annotated[int, Field(ge=0, le=7 * 24 * 3600 * 1000)]
Speed = Annotated[float, Field(ge=-16, le=16, allow_inf_nan=False)]
Kind = Literal["approved", "changes", "noted"]
MOST_ITEMS, MOST_GUESTS, MOST_STEPS = 200, 200, 400


class Item(Message):
    """A shot or a cut on the agenda."""

    shot: UUID | None = None
    cut: UUID | None = None


class Guest(Message):
    """A member who is invited."""

    member: UUID
    part: Literal["presenter", "guest"] = "guest"


class Step(Message):
    """From `ms` after the opening on: a frame of a draft or of a version of a cut is shown.

    `speed` is 0 where it stands, else it plays from there.
    """

    ms: Milliseconds
    draft: UUID | None = None
    version: UUID | None = None
    frame: Frame
    speed: Speed = 0


class Present(Message):
    """A member was there from one moment to another."""

    member: UUID
    came_at: AwareDatetime
    left_at: AwareDatetime


class Seen(Message):
    """A member saw the frames first ≤ f < last of a draft whose master is `digest`."""

    member: UUID
    draft: UUID
    digest: Digest
    first: Frame
    last: Frame


class PlanSitting(Command):
    """Plan a review session. Its id is the command's."""

    title: Title
    begins_at: AwareDatetime
    zone: Zone
    minutes: Minutes
    agenda: Annotated[list[Item], Field(max_length=MOST_ITEMS)]
    guests: Annotated[list[Guest], Field(max_length=MOST_GUESTS)]


class ChangeSitting(Command):
    """Plan it otherwise, as long as it has not begun."""

    sitting: UUID
    title: Title
    begins_at: AwareDatetime
    zone: Zone
    minutes: Minutes
    agenda: Annotated[list[Item], Field(max_length=MOST_ITEMS)]
    guests: Annotated[list[Guest], Field(max_length=MOST_GUESTS)]


class CallOffSitting(Command):
    """It will not be held."""

    sitting: UUID
    reason: Text = ""


class OpenSitting(Command):
    """Begin. Whoever opens it presents."""

    sitting: UUID


class TakePresenter(Command):
    """Present from now on, instead of whoever does by `hold`."""

    sitting: UUID
    hold: UUID | None


class HandOver(Command):
    """Have another member present instead of oneself; nobody where `to` is null."""

    sitting: UUID
    to: UUID | None


class ShowFrames(Command):
    """Tell for the record what one has just shown, in order."""

    sitting: UUID
    steps: Annotated[list[Step], Field(min_length=1, max_length=MOST_STEPS)]


class NoteDecision(Command):
    """Put down what was decided, of a draft or a version of a cut that is shown.

    `approval` and `request` name an approval or a request for changes of the same member.
    """

    sitting: UUID
    kind: Kind
    draft: UUID | None = None
    frame: Frame | None = None
    version: UUID | None = None
    approval: UUID | None = None
    request: UUID | None = None
    words: Text = ""


class GiveTask(Command):
    """Put down who does what by when."""

    sitting: UUID
    member: UUID
    text: Annotated[Text, StringConstraints(min_length=1)]
    due: date | None = None
    draft: UUID | None = None
    frame: Frame | None = None


class FinishTask(Command):
    """It is done."""

    task: UUID


class ReopenTask(Command):
    """It is not done after all."""

    task: UUID


class EndSitting(Command):
    """End it, and make the record of who was there and saw what."""

    sitting: UUID


class SittingPlanned(Fact):
    """A sitting is planned. Its id is the entry's."""

    title: str
    begins_at: AwareDatetime
    zone: str
    minutes: int
    agenda: list[Item]
    guests: list[Guest]


class SittingChanged(Fact):
    """A sitting is planned otherwise."""

    sitting: UUID
    sequence: int
    title: str
    begins_at: AwareDatetime
    zone: str
    minutes: int
    agenda: list[Item]
    guests: list[Guest]


class SittingCalledOff(Fact):
    """A sitting will not be held."""

    sitting: UUID
    sequence: int
    reason: str


class SittingOpened(Fact):
    """A sitting has begun. The entry's id is the presenter's hold."""

    sitting: UUID
    presenter: UUID


class PresenterChanged(Fact):
    """Another member presents, or nobody. The entry's id is the new hold."""

    sitting: UUID
    presenter: UUID | None
    before: UUID | None


class FramesShown(Fact):
    """The presenter showed this."""

    sitting: UUID
    steps: list[Step]


class DecisionNoted(Fact):
    """Something was decided. The decision's id is the entry's."""

    sitting: UUID
    kind: Kind
    draft: UUID | None
    frame: int | None
    version: UUID | None
    approval: UUID | None
    request: UUID | None
    words: str


class TaskGiven(Fact):
    """A member has something to do. The task's id is the entry's."""

    sitting: UUID
    member: UUID
    text: str
    due: date | None
    draft: UUID | None
    frame: int | None


class TaskFinished(Fact):
    """It is done."""

    sitting: UUID
    task: UUID


class TaskReopened(Fact):
    """It is not done after all."""

    sitting: UUID
    task: UUID


class SittingEnded(Fact):
    """A sitting is over: who was there when, and who saw which frames."""

    sitting: UUID
    present: list[Present]
    seen: list[Seen]
