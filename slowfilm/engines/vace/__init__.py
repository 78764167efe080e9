"""Wan VACE: references, a control video, a mask, keyframes and a plate become a new shot.

Weights: Wan2.1-VACE-1.3B or -14B as diffusers saves them (Apache-2.0). What it can do stands
here and loads nothing; what draws it, draw.py, is loaded by a worker.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from slowfilm.engines.about import About, gettext_noop
from slowfilm.engines.base import (
    Capabilities,
    Kind,
    Problem,
    Request,
    Result,
    Role,
)
from slowfilm.engines.diffusion.engine import ModelEngine, one_plate
from slowfilm.engines.diffusion.looks import Looks
from slowfilm.engines.diffusion.options import Options, creator, sizes
from slowfilm.engines.diffusion.wan import STEPS, looks
from slowfilm.engines.diffusion.warm import Warm
from slowfilm.engines.measures import RATES, SIZES, Steps

CONTROLS = ("grey", "lines", "as-is")
REFERENCED: tuple[Role, ...] = ("subject", "style", "place")
MET: tuple[Role, ...] = ("first-frame", "last-frame", "keyframe")
# What the model was taught to keep away from.
NEGATIVE = (
    "Bright tones, overexposed, static, blurred details, subtitles, overall gray, worst quality, "
    "low quality, JPEG compression residue, ugly, incomplete, extra fingers, poorly drawn hands, "
    "poorly drawn faces, deformed, disfigured, misshapen limbs, fused fingers, still picture, "
    "messy background, three legs, walking backwards"
)

_STILL: tuple[Kind, ...] = ("picture",)
_MOVING: tuple[Kind, ...] = ("video",)
_SEEN: tuple[Kind, ...] = ("picture", "video")


def _pairs(kinds: tuple[Kind, ...], *roles: Role) -> Iterator[tuple[Kind, Role]]:
    return ((kind, role) for kind in kinds for role in roles)


CAPABILITIES = Capabilities(
    name="vace",
    title="Wan VACE",
    label="",
    uses=frozenset(
        [
            *_pairs(_STILL, *REFERENCED, *MET),
            *_pairs(_SEEN, "plate"),
            *_pairs(_MOVING, "verbatim"),
        ]
    ),
    # Of a moving subject its first picture is taken, of a motion its greys or lines, of a sketch
    # where something is to be made in the plate.
    converts=frozenset([*_pairs(_MOVING, "subject", "motion"), *_pairs(_STILL, "composition")]),
    sizes=((832, 480), (480, 832), *SIZES),
    rates=(*RATES, Fraction(16)),
    min_seconds=Fraction(1, 2),
    max_seconds=Fraction(5),
    sound=False,
    sound_alone=False,
    own_worker=True,
    determinism="same-machine",
    about=About(
        home="github.com/Wan-Video/Wan2.1",
        licence=gettext_noop("MIT, as Slowfilm itself."),
        weights="Apache-2.0",
    ),
)


@dataclass(frozen=True, kw_only=True)
class VaceOptions(Options):
    """What engines.toml may say of it.

    `control`: what is taken of a motion clip: its greys, its lines, or all as it is (a film of
    poses or depth, made elsewhere). `longest`: frames; it was taught with 81. `pixels`: the
    largest picture it makes itself, larger ones are enlarged. `shift`: the schedule's, 0 for that
    of the folder. `strength`: of all that is given besides the text.
    """

    control: str = "grey"
    longest: int = 121
    pixels: str = "1280x720"
    shift: float = 0.0
    strength: float = 1.0
    negative: str = NEGATIVE
    references: int = 4  # at most
    tokens: int = 512  # of the text that are read

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.control not in CONTROLS:
            raise ValueError(f"control: one of {', '.join(CONTROLS)}")
        sizes((self.pixels,))

    @property
    def measures(self) -> Steps:
        """What sizes and lengths it makes."""
        (width, height) = sizes((self.pixels,))[0]
        return replace(STEPS, most=self.longest, pixels=width * height)


class Vace(ModelEngine[VaceOptions]):
    """The engine; its pipeline is loaded with the first draft."""

    can = CAPABILITIES

    def __init__(self, options: VaceOptions) -> None:
        warm = Warm(options, "WanVACEPipeline", {"vae": "float32"}, self._prepared)
        super().__init__(options, warm)

    def _prepared(self, pipe: Any) -> Looks:
        """Set a pipeline that was just loaded as the options say; what shows its latents."""
        if self.options.shift:
            options = {shift_name(pipe): self.options.shift}
            pipe.scheduler = type(pipe.scheduler).from_config(pipe.scheduler.config, **options)
        return looks(pipe)

    def besides(self, request: Request) -> Iterator[Problem]:
        """There is one background."""
        return one_plate(request)

    def draw(self, request: Request, *callbacks: Any) -> Result:
        """Write the master."""
        from slowfilm.engines.vace.draw import draw

        return draw(self, request, *callbacks)


def shift_name(pipe: Any) -> str:
    """How a pipeline's schedule calls its shift."""
    return "flow_shift" if "flow_shift" in pipe.scheduler.config else "shift"


create = creator(VaceOptions, Vace)
