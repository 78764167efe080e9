"""What is asked for and recorded of people."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText


class Described(Message):
    """What a person is called, and which member of the film it is, if any."""

    name: Annotated[ShortText, Field(min_length=1)]
    member: UUID | None = None


class AddPerson(Command, Described):
    """Add a real individual to the film. The person's id is the command's."""

    note: ShortText = ""


class DescribePerson(Command, Described):
    """Say anew what a person is called, and which member it is."""

    person: UUID
    note: ShortText = ""


class SetAsset(Command):
    """Say what a provider calls a person who is verified there; empty: nothing any more."""

    person: UUID
    provider: Annotated[ShortText, Field(min_length=1, max_length=80)]
    asset: Annotated[ShortText, Field(pattern=r"^[A-Za-z0-9._-]*$", max_length=120)]


class PersonAdded(Fact, Described):
    """A person is in the film. The id is the entry's. What was noted of them is sealed."""

    seal: Digest


class PersonDescribed(Fact, Described):
    """A person has another name, member or note. What was noted is sealed."""

    person: UUID
    seal: Digest


class AssetsSet(Fact):
    """What providers call a person who is verified there, by the provider: all of it."""

    person: UUID
    assets: dict[str, str]
