"""What is asked for and recorded after a release: pictures shown, questions, steps."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from slowfilm.clearance.terms import Country
from slowfilm.ledger.messages import Command, Digest, Fact, Text

Media = list[Literal["cinema", "exhibition", "television", "online"]]


class SetVenues(Command):
    """Say where the film is meant to be shown: nothing that a person has not allowed is locked."""

    media: Media = []
    territory: Annotated[list[Country], Field(max_length=60)] = []


class VenuesSet(Fact):
    """Where the film is meant to be shown."""

    media: Media
    territory: list[Country]


class PersonViewed(Fact):
    """A person was shown a draft, and said whether it may be approved."""

    person: UUID
    draft: UUID
    agrees: bool


class WriteToPerson(Command):
    """Write to a person, on their own page."""

    person: UUID
    text: Annotated[Text, Field(min_length=1)]


class AskMakers(Command):
    """Ask the makers, as a person. By their link: not a live command."""

    text: Annotated[Text, Field(min_length=1)]


class PersonWritten(Fact):
    """A person asked something, or was told something. The words are sealed."""

    person: UUID
    seal: Digest


class SetWithdrawalStep(Command):
    """Give a step of a withdrawal another date and owner."""

    step: UUID
    due: date
    owner: UUID | None = None


class WithdrawalStepSet(Fact):
    """A step of a withdrawal has another date and owner."""

    step: UUID
    due: date
    owner: UUID | None


class FinishWithdrawalStep(Command):
    """Say that a step of a withdrawal is done, and how."""

    step: UUID
    remark: Text = ""


class WithdrawalStepDone(Fact):
    """A step of a withdrawal is done. What was said of it is sealed."""

    step: UUID
    seal: Digest


class HideWhatRests(Command):
    """Hide from members, or show again, the pictures and sounds that rest on a person."""

    person: UUID
    hidden: bool


class RestHidden(Fact):
    """The pictures and sounds that rest on a person are hidden from members, or shown again."""

    person: UUID
    hidden: bool
