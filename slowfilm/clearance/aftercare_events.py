"""What is asked for and recorded after a film is shown: copies, check-ins, cases of harm."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from slowfilm.ledger.messages import Command, Digest, Fact, ShortText, Text

Name = Annotated[ShortText, Field(min_length=1, max_length=200)]
Where = Literal["cinema", "exhibition", "television", "online"]
Territory = Annotated[ShortText, Field(pattern=r"^([A-Z]{2})?$")]
Remedy = Literal["recut", "abstract", "withdraw", "none"]
Words = Annotated[Text, Field(min_length=1)]


class RecordCopy(Command):
    """Write down that a copy of the film went to a venue."""

    venue: Name
    medium: Where
    territory: Territory = ""
    version: Name
    sent_on: date
    until: date | None = None


class CopyRecorded(Fact):
    """A copy of the film went to a venue."""

    venue: Name
    medium: Where
    territory: Territory
    version: Name
    sent_on: date
    until: date | None


class RecallCopy(Command):
    """Say that a copy was called back and is shown there no more."""

    sent: UUID


class CopyRecalled(Fact):
    """A copy was called back."""

    sent: UUID


class PlanCheckIn(Command):
    """Plan to ask a person how they are, by a day."""

    person: UUID
    due: date
    owner: UUID


class CheckInPlanned(Fact):
    """Somebody is to ask a person how they are, by a day."""

    person: UUID
    due: date
    owner: UUID


class FinishCheckIn(Command):
    """Say what came of asking a person how they are."""

    check_in: UUID
    outcome: Words


class CheckInDone(Fact):
    """A person was asked how they are. What came of it is sealed."""

    check_in: UUID
    seal: Digest


class OpenHarmCase(Command):
    """Write down that harm came to a person by the film."""

    person: UUID
    words: Words


class HarmReported(Fact):
    """Harm came to a person. What happened is sealed."""

    person: UUID
    seal: Digest


class DecideRemedy(Command):
    """Say what is done about harm, by when and by whom; which copy is called back, if one is."""

    case: UUID
    remedy: Remedy
    recalled: UUID | None = None
    due: date
    owner: UUID


class RemedyDecided(Fact):
    """What is done about harm was decided."""

    case: UUID
    remedy: Remedy
    recalled: UUID | None
    due: date
    owner: UUID


class CloseHarmCase(Command):
    """Close a case of harm: what was done."""

    case: UUID
    outcome: Words


class HarmCaseClosed(Fact):
    """A case of harm is closed. What was done is sealed."""

    case: UUID
    seal: Digest
