"""What is asked for and recorded of abstractions and light spaces."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slowfilm.ledger.messages import Command, Digest, Fact, Frame, Message
from slowfilm.media.guards import Guard
from slowfilm.media.lightspace.space import Space
from slowfilm.references.events import Described, Milliseconds, Name

Look = Literal["haze", "curtain", "water"]
Seed = Annotated[int, Field(ge=0, le=0xFFFF)]
GivenName = Annotated[Name, StringConstraints(min_length=1, strip_whitespace=True)]


class Span(Message):
    """Part of a sound, half-open."""

    start_ms: Milliseconds
    end_ms: Milliseconds


class Hidden(Message):
    """What may not be seen or heard, and what stands in its place."""

    guards: Annotated[list[Guard], Field(max_length=40)]
    spans: Annotated[list[Span], Field(max_length=200)]
    look: Look
    seed: Seed


class AbstractReference(Command, Hidden):
    """Make another reference of one, with light where its guards are. It has the command's id."""

    source: UUID
    name: GivenName


class PreviewAbstraction(Command, Hidden):
    """Show how one frame would look; asked by its page, and never recorded."""

    frame: Frame = 0


class MakeLightSpace(Command):
    """Make a reference of nothing but light. It has the command's id."""

    name: GivenName
    space: Space
    made_from: UUID | None = None


class RenderAgain(Command):
    """Have a reference made once more that could not be made."""

    reference: UUID


class RemoveAbstraction(Command):
    """Take away an abstraction that could not be made."""

    reference: UUID


class RemoveLightSpace(Command):
    """Take away a light space that could not be rendered."""

    reference: UUID


class ReferenceAbstracted(Fact, Described, Hidden):
    """A reference is being made of another, whose original is `digest`."""

    source: UUID
    digest: Digest


class LightSpaceMade(Fact, Described):
    """A reference is being made of nothing but light."""

    space: Space
    made_from: UUID | None


class RenderAskedAgain(Fact):
    """A reference is being made once more."""

    reference: UUID


class AbstractionRemoved(Fact):
    """An abstraction that could not be made was taken away, and its reference."""

    reference: UUID
    name: str


class LightSpaceRemoved(Fact):
    """A light space that could not be rendered was taken away, and its reference."""

    reference: UUID
    name: str
