"""A light space as a description: no pixels in it, so it can be rendered at any size.

Places are shares of the picture's width and height from its upper left, lengths are shares of its
height, angles are degrees. Light is linear: 1 is a white wall in the film's own light.
"""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]
Across = Annotated[float, Field(ge=-1, le=2)]  # a little outside of the picture is allowed
Length = Annotated[float, Field(gt=0, le=3)]
Degrees = Annotated[float, Field(ge=-180, le=180)]
Power = Annotated[float, Field(ge=0, le=20)]
Channel = Annotated[float, Field(ge=0, le=4)]
Colour = tuple[Channel, Channel, Channel]  # linear red, green, blue

MOST_LAMPS, MOST_APERTURES, MOST_STROKES, MOST_POINTS = 12, 6, 16, 24


class Part(BaseModel):
    """What every part of a light space is."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Lamp(Part):
    """A light in the haze: a core of `radius` and a wide glow."""

    x: Across
    y: Across
    radius: Length
    power: Power
    colour: Colour


class Aperture(Part):
    """A window or a gap: it shines, and throws a beam of length `throw` toward `fall`.

    `turn` turns it, `lean` shears it; `across` and `down` are its panes. Its edge is `soft`.
    With less `shine` it is seen less itself, and its beam alone tells of it.
    """

    x: Across
    y: Across
    width: Length
    height: Length
    turn: Degrees = 0
    lean: Annotated[float, Field(ge=-2, le=2)] = 0
    across: Annotated[int, Field(ge=1, le=3)] = 1
    down: Annotated[int, Field(ge=1, le=4)] = 1
    soft: Annotated[float, Field(ge=0.002, le=0.5)] = 0.02
    shine: Share = 1
    power: Power
    colour: Colour
    throw: Annotated[float, Field(ge=0, le=3)] = 0
    fall: Degrees = 60


class Stroke(Part):
    """What the pen drew: light where `power` is above 0, in stops of shadow where it is below."""

    points: Annotated[
        tuple[tuple[Across, Across], ...], Field(min_length=1, max_length=MOST_POINTS)
    ]
    width: Annotated[float, Field(ge=0.003, le=1)]
    power: Annotated[float, Field(ge=-6, le=20)]
    colour: Colour = (1.0, 1.0, 1.0)


class Air(Part):
    """What fills the space: its light above, at the horizon and below, and how thick it hangs."""

    top: Colour
    middle: Colour
    bottom: Colour
    horizon: Annotated[float, Field(ge=-0.5, le=1.5)] = 0.6
    haze: Share = 0.5


class Veil(Part):
    """What the light comes through: so many folds of cloth or patches between leaves in a height.

    Below the horizon water mirrors it.
    """

    curtain: Share = 0
    folds: Annotated[float, Field(ge=1, le=30)] = 6
    leaves: Share = 0
    patches: Annotated[float, Field(ge=1, le=40)] = 5
    water: Share = 0


class State(Part):
    """A light space at one moment."""

    air: Air
    veil: Veil = Veil()
    lamps: Annotated[tuple[Lamp, ...], Field(max_length=MOST_LAMPS)] = ()
    apertures: Annotated[tuple[Aperture, ...], Field(max_length=MOST_APERTURES)] = ()
    strokes: Annotated[tuple[Stroke, ...], Field(max_length=MOST_STROKES)] = ()
    exposure: Annotated[float, Field(ge=-4, le=4)] = 0  # stops


class Space(Part):
    """A light space: one moment that stays, or two, and how long it takes from one to the other."""

    seed: Annotated[int, Field(ge=0, le=0xFFFF)] = 1
    grain: Share = 0.35
    first: State
    last: State | None = None
    seconds: Annotated[float, Field(ge=1, le=30)] = 4

    @model_validator(mode="after")
    def _same_parts(self) -> Self:
        """Between two keys everything moves and changes; nothing comes or goes."""
        if self.last is not None and _parts(self.first) != _parts(self.last):
            raise ValueError("the two keys do not have the same parts")
        return self


def _parts(state: State) -> tuple[int, list[tuple[int, int]], list[int]]:
    panes = [(aperture.across, aperture.down) for aperture in state.apertures]
    return len(state.lamps), panes, [len(stroke.points) for stroke in state.strokes]
