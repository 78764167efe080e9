"""What is asked for and recorded of places."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText, Text

LongText = Annotated[Text, StringConstraints(max_length=2000)]
Kind = Literal["home", "lane", "work", "public", "sacred", "land", "other"]
Agreed = Literal["unasked", "asked", "yes", "conditions", "no"]


class PlaceDescription(Message):
    """What a place is called, and what kind of place it is."""

    name: Annotated[ShortText, Field(min_length=1, max_length=120)]
    kind: Kind = "other"


class AddPlace(Command, PlaceDescription):
    """Add a real place to the film. The place's id is the command's."""

    residents: LongText = ""


class DescribePlace(Command, PlaceDescription):
    """Say anew what a place is called, and who lives there."""

    place: UUID
    residents: LongText = ""


class RecordAgreement(Command):
    """Say what those who live in a place agreed to. Conditions are for `conditions`."""

    place: UUID
    agreed: Agreed
    conditions: LongText = ""


class PlaceAdded(Fact, PlaceDescription):
    """A place is in the film. The id is the entry's. Who lives there is sealed."""

    seal: Digest


class PlaceDescribed(Fact, PlaceDescription):
    """A place has another name, kind or residents. Who lives there is sealed."""

    place: UUID
    seal: Digest


class AgreementRecorded(Fact):
    """Those who live in a place agreed, refused, or have been asked."""

    place: UUID
    agreed: Agreed
    conditions: str
