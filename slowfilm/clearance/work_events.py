"""What is asked for and recorded of licences, places shown, rulings and decisions."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText, Text

Ids = Annotated[list[UUID], Field(max_length=2000)]
Some = Annotated[list[UUID], Field(min_length=1, max_length=2000)]
LongText = Annotated[Text, StringConstraints(max_length=2000)]
Reasoned = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]
Allows = Annotated[list[Literal["engine", "alter", "show"]], Field(min_length=1, max_length=3)]
Kind = Literal["own", "contract", "cc", "public-domain"]
Part = Literal["whole", "composition", "recording"]
Ground = Literal["news", "public-event", "archive"]
PAPERS = ("application/pdf", "image/jpeg", "image/png", "image/webp")


class LicenceTerms(Message):
    """What a licence is, and what it allows."""

    kind: Kind
    part: Part = "whole"
    holder: ShortText = ""
    terms: LongText = ""
    allows: Allows
    media: ShortText = ""
    territory: ShortText = ""
    paper: Digest | None = None
    paper_name: ShortText = ""


class RecordLicence(Command, LicenceTerms):
    """Record what the rights holder of works allows. The licence's id is the command's.

    `paper` is the digest of a file that the film holds. Both days count wholly.
    """

    references: Ids = []
    starts_on: date | None = None
    ends_on: date | None = None


class LicenseWorks(Command):
    """Say that a licence is for more works, or with `licensed` false for fewer."""

    licence: UUID
    references: Some
    licensed: bool = True


class WithdrawLicence(Command):
    """Say that a licence allows nothing any more."""

    licence: UUID


class LicenceRecorded(Fact, LicenceTerms):
    """A licence is recorded. Its id is the entry's."""

    references: list[UUID]
    starts_at: datetime
    ends_at: datetime | None


class WorksLicensed(Fact):
    """A licence is for these works: all of them."""

    licence: UUID
    references: list[UUID]


class LicenceWithdrawn(Fact):
    """A licence allows nothing any more."""

    licence: UUID


class ShowPlace(Command):
    """Say that references, drafts and scenes show a place; with `shown` false, that they do not."""

    place: UUID
    references: Ids = []
    drafts: Ids = []
    scenes: Ids = []
    shown: bool = True


class PlaceShown(Fact):
    """A place is shown in these references, drafts and scenes: all of them."""

    place: UUID
    references: list[UUID]
    drafts: list[UUID]
    scenes: list[UUID]


class RefuseOutOfCare(Command):
    """Refuse every use of a reference or draft, whatever was signed. Say why."""

    reference: UUID | None = None
    draft: UUID | None = None
    reason: Reasoned


class WriteReason(Command):
    """Write down by which right something may be shown as it was, though nobody signed for it.

    It counts once a second member has signed it.
    """

    reference: UUID | None = None
    draft: UUID | None = None
    ground: Ground
    reason: Reasoned


class SignReason(Command):
    """Sign, as the second member, what another wrote down."""

    ruling: UUID


class EndRuling(Command):
    """End a refusal out of care, or a reason under the law."""

    ruling: UUID


class Ruled(Message):
    """What a ruling is about, and why."""

    reference: UUID | None
    draft: UUID | None
    reason: str


class CareTaken(Fact, Ruled):
    """Clearance refuses every use of it. The ruling's id is the entry's."""


class ReasonWritten(Fact, Ruled):
    """A reason under the law is written down and awaits its signature."""

    ground: Ground


class ReasonSigned(Fact):
    """A second member has signed a reason under the law."""

    ruling: UUID


class RulingEnded(Fact):
    """A refusal out of care, or a reason under the law, has ended."""

    ruling: UUID


class Decided(Message):
    """What was wanted, what was refused, why, and what came instead."""

    wanted: Annotated[Text, StringConstraints(min_length=1)]
    refused: Text = ""
    why: Text = ""
    instead: Text = ""
    scene: UUID | None = None
    shot: UUID | None = None
    place: UUID | None = None
    instead_reference: UUID | None = None
    instead_shot: UUID | None = None
    in_seal: bool = False


class WriteDecision(Command, Decided):
    """Write down what was given up, and what came instead. The decision's id is the command's."""


class ChangeDecision(Command, Decided):
    """Say anew what a decision was."""

    decision: UUID


class Disagree(Command):
    """Say that one sees a decision otherwise; it stands beside it. Its id is the command's."""

    decision: UUID
    words: Reasoned


class DecisionWritten(Fact, Decided):
    """A decision is written down. Its id is the entry's."""


class DecisionChanged(Fact, Decided):
    """A decision is said anew."""

    decision: UUID


class DissentStated(Fact):
    """A member sees a decision otherwise."""

    decision: UUID
    words: str
