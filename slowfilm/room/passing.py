"""What passes through a room and is never stored: presence, playhead, pointer, wet ink."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from slowfilm.ledger.messages import Colour, Frame, Message, Point, ShortText

Fraction = Annotated[float, Field(ge=-1, le=2, allow_inf_nan=False)]


class Passing(Message):
    """A message of the moment. Of each kind only a member's latest counts."""


class Here(Passing):
    """I am in the room, looking at this draft."""

    draft: UUID | None = None
    away: bool = False


class Playhead(Passing):
    """Where my picture stands, for those who follow. `presenting`: I ask to be followed."""

    draft: UUID
    frame: Frame
    playing: bool = False
    speed: Annotated[float, Field(ge=-16, le=16, allow_inf_nan=False)] = 0
    presenting: bool = False


class Pointer(Passing):
    """Where my pen or mouse hovers, in fractions of the picture."""

    draft: UUID
    frame: Frame
    x: Fraction
    y: Fraction
    mode: Literal["point", "ink", "light"] = "point"


class Ink(Passing):
    """A stroke under way: the points from index `start` on."""

    draft: UUID
    frame: Frame
    stroke: UUID
    tool: Literal["pen", "marker"]
    colour: Colour
    width: Annotated[int, Field(ge=1, le=400)]
    start: Annotated[int, Field(ge=0, le=2000)] = 0
    points: Annotated[list[Point], Field(max_length=500)]


class Typing(Passing):
    """I am writing a note."""

    draft: UUID
    text: ShortText = ""


KINDS: dict[str, type[Passing]] = {kind.__name__.lower(): kind for kind in Passing.__subclasses__()}
