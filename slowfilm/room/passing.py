"""What passes through a room and is never stored: presence, playhead, pointer, wet ink."""

import os
from hashlib import blake2b
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from slowfilm.films.roles import May
from slowfilm.ledger.messages import Colour, Frame, Message, Point, ShortText
from slowfilm.light import events as light

Fraction = Annotated[float, Field(ge=-1, le=2, allow_inf_nan=False)]
_SECRET = os.urandom(32)  # of this process: a connection, and so a stroke, stays in one


class Passing(Message):
    """A message of the moment. Of each kind only a member's latest counts."""

    @property
    def right(self) -> May:
        """What one must be allowed to, to be heard: the right of the act that it announces."""
        return May.LOOK

    def as_told(self) -> dict[str, Any]:
        """Its fields as the others get them."""
        return self.model_dump(mode="json")


class Here(Passing):
    """I am in the room, looking at this draft."""

    draft: UUID | None = None
    away: bool = False


class Playhead(Passing):
    """Where my picture stands, for those who follow. `presenting`: I ask to be followed.

    Who presents takes over from who did, so it takes the right to mark.
    """

    draft: UUID
    frame: Frame
    playing: bool = False
    speed: Annotated[float, Field(ge=-16, le=16, allow_inf_nan=False)] = 0
    presenting: bool = False

    @property
    def right(self) -> May:
        """See Passing.right."""
        return May.MARK if self.presenting else May.LOOK


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

    @property
    def right(self) -> May:
        """See Passing.right."""
        return May.MARK

    def as_told(self) -> dict[str, Any]:
        """The others get a name for the stroke: its id is that of the author's coming command."""
        return super().as_told() | {"stroke": _name_of(self.stroke)}


def _name_of(stroke: UUID) -> str:
    return blake2b(stroke.bytes, key=_SECRET, digest_size=12).hexdigest()


class Presented(Passing):
    """What I show in a sitting: frame `frame` of a draft, or of a version of a cut.

    `hold` is the entry by which I present, `n` grows with every change. It is kept for whoever
    comes later, and said again: so the last one reaches everybody.
    """

    sitting: UUID
    hold: UUID
    n: Annotated[int, Field(ge=0, le=2**53)]
    draft: UUID | None = None
    version: UUID | None = None
    frame: Frame
    speed: Annotated[float, Field(ge=-16, le=16, allow_inf_nan=False)] = 0
    window: Annotated[int, Field(ge=0, le=2**53)] = 0  # which of my windows says it
    ending: bool = False  # I end it in a moment: tell what you have seen

    @property
    def right(self) -> May:
        """See Passing.right."""
        return May.MARK


class Attends(Passing):
    """I am at a sitting: following, or looking around by myself."""

    sitting: UUID
    following: bool = False
    away: bool = False


class Light(Passing):
    """Light I am setting on a frame, before it is a key. Never more than 4 KiB."""

    draft: UUID
    frame: Frame
    light: light.Light

    @model_validator(mode="after")
    def short(self) -> Self:
        """Raises ValueError."""
        if len(self.light.model_dump_json()) > 4096:
            raise ValueError("more than 4 KiB")
        return self

    @property
    def right(self) -> May:
        """See Passing.right."""
        return May.LIGHT


class Brush(Passing):
    """Light I am painting on a frame: the points from index `start` on."""

    draft: UUID
    frame: Frame
    stroke: UUID
    width: light.Width
    stops: light.Stops
    softness: light.Share = 0.5
    erase: bool = False
    mask: light.Mask = ""
    who: light.Who = 0
    start: Annotated[int, Field(ge=0, le=light.MOST_GIVEN)] = 0
    points: Annotated[list[light.LightPoint], Field(max_length=500)]

    @property
    def right(self) -> May:
        """See Passing.right."""
        return May.LIGHT

    def as_told(self) -> dict[str, Any]:
        """The others get a name for the stroke: its id is that of the author's coming command."""
        return super().as_told() | {"stroke": _name_of(self.stroke)}


class Typing(Passing):
    """I am writing a note."""

    draft: UUID
    text: ShortText = ""

    @property
    def right(self) -> May:
        """See Passing.right."""
        return May.MARK


KEPT = "presented"  # each member's latest is told to whoever comes
KINDS: dict[str, type[Passing]] = {kind.__name__.lower(): kind for kind in Passing.__subclasses__()}
