"""What is asked for and recorded of light."""

import itertools
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from slowfilm.ledger.messages import Command, Digest, Fact, Frame, Message, ShortText
from slowfilm.references.events import Described

How = Literal["hold", "linear", "smooth"]
Stops = Annotated[float, Field(ge=-4, le=4, allow_inf_nan=False)]
Tone = Annotated[float, Field(ge=-10, le=6, allow_inf_nan=False)]  # stops around middle grey
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Warmth = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]
Across = Annotated[float, Field(ge=-1, le=2, allow_inf_nan=False)]  # of the width or the height
Width = Annotated[float, Field(ge=0.0005, le=1, allow_inf_nan=False)]  # of the picture's width
Curve = Annotated[list[tuple[Tone, Tone]], Field(max_length=16)]
Name = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,40}$")]
LightPoint = tuple[Across, Across, Share, Share]  # x, y, pressure, tilt (1: lying flat)
MOST_GIVEN = 10_000  # points that a stroke may come with
LightPoints = Annotated[list[LightPoint], Field(min_length=1, max_length=MOST_GIVEN)]
ExposurePoint = tuple[Frame, Stops]
Mask = Literal["", "on", "off"]  # light on people alone, or kept off them
Who = Annotated[int, Field(ge=0, le=64)]  # which of them, by number from 1; 0: all
PathPoint = tuple[Frame, Across, Across]  # where something is at a frame


class Spare(Message):
    """Says nothing of a field that came later and is not used, so that older light reads alike."""

    LATER: ClassVar[tuple[str, ...]] = ()

    @model_serializer(mode="wrap")
    def spare(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """As JSON."""
        fields: dict[str, Any] = handler(self)
        return {name: value for name, value in fields.items() if value or name not in self.LATER}


class Qualifier(Spare):
    """Which tones and hues a curve concerns, and whether on people alone or off them.

    `tone`: from, to, softness, in stops. `hue`: middle, spread, softness, in degrees.
    """

    LATER = ("mask", "who")

    tone: tuple[Tone, Tone, Annotated[float, Field(ge=0, le=16, allow_inf_nan=False)]] | None = None
    hue: (
        tuple[
            Annotated[float, Field(ge=0, le=360, allow_inf_nan=False)],
            Annotated[float, Field(ge=0, le=180, allow_inf_nan=False)],
            Annotated[float, Field(ge=0, le=180, allow_inf_nan=False)],
        ]
        | None
    ) = None
    mask: Mask = ""
    who: Who = 0


class Lamp(Spare):
    """A shaped fall-off of light. Radii in picture widths, the turn in degrees.

    `fixed`: it stands still where the light of its key follows something.
    """

    LATER = ("mask", "who", "fixed")

    id: Name
    kind: Literal["lamp"]
    x: Across
    y: Across
    rx: Annotated[float, Field(ge=0.005, le=4, allow_inf_nan=False)]
    ry: Annotated[float, Field(ge=0.005, le=4, allow_inf_nan=False)]
    turn: Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)] = 0
    softness: Share = 1
    stops: Stops
    warmth: Warmth = 0
    mask: Mask = ""
    who: Who = 0
    fixed: bool = False


class Gradient(Spare):
    """Light that is whole at the first point and gone at the second."""

    LATER = ("mask", "who", "fixed")

    id: Name
    kind: Literal["gradient"]
    x1: Across
    y1: Across
    x2: Across
    y2: Across
    stops: Stops
    warmth: Warmth = 0
    mask: Mask = ""
    who: Who = 0
    fixed: bool = False


class Follow(Spare):
    """What the lamps and the painted light of a key go along with.

    A person, by their number among those that were traced, or a path: where it is at frames. At
    `since` they lie where they were set; elsewhere they are moved by as much as it has gone.
    """

    LATER = ("person", "path")

    to: Literal["person", "path"]
    since: Frame
    person: Annotated[int, Field(ge=0, le=63)] = 0
    path: Annotated[list[PathPoint], Field(max_length=64)] = []

    @model_validator(mode="after")
    def ordered(self) -> Self:
        """Raises PydanticCustomError where a path has no points, or goes back in time."""
        if self.to == "path":
            frames = [point[0] for point in self.path]
            if not frames or any(b <= a for a, b in itertools.pairwise(frames)):
                sentence = _("a path's points go from the first frame to the last, each on its own")
                raise PydanticCustomError("text", sentence)
        return self


class Light(Spare):
    """What is set at a key, but for what is painted: curves, of one tone or of each colour, lamps.

    Curves of the other mode are kept, and do nothing.
    """

    LATER = ("follow",)

    mode: Literal["luma", "rgb"] = "luma"
    luma: Curve = []
    r: Curve = []
    g: Curve = []
    b: Curve = []
    qualifier: Qualifier | None = None
    lamps: Annotated[
        list[Annotated[Lamp | Gradient, Field(discriminator="kind")]], Field(max_length=12)
    ] = []
    follow: Follow | None = None

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Raises PydanticCustomError where points do not go from left to right."""
        for name in ("luma", "r", "g", "b"):
            points = getattr(self, name)
            if any(b[0] <= a[0] for a, b in itertools.pairwise(points)):
                sentence = _("a curve's points go from dark to bright, each at a tone of its own")
                raise PydanticCustomError("text", sentence)
        if len({lamp.id for lamp in self.lamps}) < len(self.lamps):
            raise PydanticCustomError("text", _("two lamps have the same name"))
        return self


class SetLightKey(Command):
    """Say what the light of a draft is at a frame, and how it goes on to the next key.

    A key that is there is set anew: the last word counts, both stand in the record.
    """

    draft: UUID
    frame: Frame
    how: How = "smooth"
    light: Light


class MoveLightKey(Command):
    """Put a key on another frame."""

    key: UUID
    frame: Frame


class CopyLightKey(Command):
    """Put the same light, what is painted as well, on another frame. The new key's id is ours."""

    key: UUID
    frame: Frame


class RemoveLightKey(Command):
    """Take a key away."""

    key: UUID


class RestoreLightKey(Command):
    """Bring a key back."""

    key: UUID


class LightBrush(Message):
    """A stroke of light or shadow. x and y in shares of width and height, width of the width."""

    key: UUID
    points: LightPoints
    width: Width
    stops: Stops
    softness: Share = 0.5
    erase: bool = False
    mask: Mask = ""
    who: Who = 0


class PaintLight(Command, LightBrush):
    """Brush light onto a key. The stroke's id is the command's."""


class TakeBackLightStroke(Command):
    """Take a stroke of light away."""

    stroke: UUID


class GiveBackLightStroke(Command):
    """Bring a stroke of light back."""

    stroke: UUID


class SetExposure(Command):
    """Say how the exposure of a draft goes over its frames: [frame, stops], in order."""

    draft: UUID
    points: Annotated[list[ExposurePoint], Field(max_length=200)]


class TraceFigures(Command):
    """Have the people in a draft traced, so that light can be kept on or off them, or follow them.

    Once a draft: of what was traced nothing changes.
    """

    draft: UUID


class RenderLight(Command):
    """Have the light of a draft rendered into a new draft."""

    draft: UUID


class TakeFrames(Command):
    """Have frames first ≤ f < last of a draft made a reference, in its light or as they are.

    The reference has the command's id.
    """

    draft: UUID
    first: Frame
    last: Frame
    lit: bool = True
    name: ShortText = ""


class LightReference(Command):
    """Have another reference made of a picture or clip, in this light."""

    source: UUID
    light: Light
    name: ShortText = ""


class LightKeySet(Fact):
    """A key was set. Its id is that of the first command that set it.

    `risen`: curves that turned back, and were made to rise.
    """

    key: UUID
    draft: UUID
    frame: Frame
    how: How
    light: Light
    risen: list[str] = []


class LightKeyMoved(Fact):
    """A key stands on another frame."""

    key: UUID
    draft: UUID
    frame: Frame
    was: Frame


class CopiedStroke(Message):
    """What is painted on a copied key: a stroke as it was, with an id of its own."""

    id: UUID
    points: list[LightPoint]
    width: float
    stops: float
    softness: float
    erase: bool
    mask: str
    who: int = 0


class LightKeyCopied(Fact):
    """A key's light stands on another frame too. The new key's id is the entry's."""

    key: UUID  # the one it was copied from
    draft: UUID
    frame: Frame
    how: How
    light: Light
    strokes: list[CopiedStroke]


class LightKeyRemoved(Fact):
    """A key was taken away."""

    key: UUID
    draft: UUID
    frame: Frame


class LightKeyRestored(Fact):
    """A key is back."""

    key: UUID
    draft: UUID
    frame: Frame


class LightPainted(Fact, LightBrush):
    """Light was brushed onto a key. `given`: how many points came, where some were left out."""

    draft: UUID
    frame: Frame
    given: int | None = None


class LightStrokeTakenBack(Fact):
    """A stroke of light was taken away."""

    stroke: UUID
    key: UUID
    draft: UUID


class LightStrokeGivenBack(Fact):
    """A stroke of light is back."""

    stroke: UUID
    key: UUID
    draft: UUID


class ExposureSet(Fact):
    """The exposure of a draft over its frames was set."""

    draft: UUID
    points: list[ExposurePoint]
    replaced: list[UUID]


class FiguresAsked(Fact):
    """The people in a draft are to be traced."""

    draft: UUID


class FiguresTraced(Fact):
    """The people in a draft were traced: a file of mattes, and how many people there are."""

    draft: UUID
    mattes: Digest
    people: int


class TracingFailed(Fact):
    """The people in a draft could not be traced."""

    draft: UUID
    error: str


class LightRenderAsked(Fact):
    """The light of a draft is to be rendered."""

    draft: UUID
    light: Digest


class LightRenderFailed(Fact):
    """The light of a draft could not be rendered."""

    draft: UUID
    error: str


class FramesTaken(Fact, Described):
    """Frames of a draft are being made a reference. `light`: the digest of what lights them."""

    draft: UUID
    first: Frame
    last: Frame
    light: str = ""


class ReferenceLit(Fact, Described):
    """A reference is being made of another, in this light."""

    source: UUID
    light: Light
