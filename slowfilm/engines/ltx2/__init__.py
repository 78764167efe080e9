"""LTX-2: picture and sound together, keyframes, a motion to follow, a performer's own voice kept.

Weights: LTX-2 or 2.3 as diffusers saves them (LTX-2 Community License: free below a revenue
limit). What it can do stands here and loads nothing; what draws it, draw.py, is loaded by a
worker.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from slowfilm.engines.about import About, gettext_noop
from slowfilm.engines.base import (
    Capabilities,
    Kind,
    Request,
    Result,
    Role,
)
from slowfilm.engines.diffusion.engine import ModelEngine
from slowfilm.engines.diffusion.options import Options, creator, sizes
from slowfilm.engines.diffusion.warm import Warm
from slowfilm.engines.ltx2.pipes import prepared
from slowfilm.engines.measures import RATES, SIZES, Steps

CONTROLS = ("as-is", "grey", "lines")
MET: tuple[Role, ...] = ("first-frame", "last-frame", "keyframe")
FOLLOWED: tuple[Role, ...] = ("motion", "camera")
EVERY = 8  # frames in one latent
# The schedule of distilled weights, as the model's makers give it.
DISTILLED = (1.0, 0.99375, 0.9875, 0.98125, 0.975, 0.909375, 0.725, 0.421875)
NEGATIVE = (
    "blurry, out of focus, overexposed, underexposed, low contrast, washed out colors, excessive "
    "noise, grainy texture, flickering, distorted proportions, deformed facial features, extra "
    "limbs, disfigured hands, artifacts around text, inconsistent perspective, mismatched lip "
    "sync, distorted voice, robotic voice, echo, off-sync audio, added dialogue, repetitive "
    "speech, jittery movement, unnatural transitions"
)


def _pairs(kinds: tuple[Kind, ...], *roles: Role) -> Iterator[tuple[Kind, Role]]:
    return ((kind, role) for kind in kinds for role in roles)


CAPABILITIES = Capabilities(
    name="ltx2",
    title="LTX-2",
    label="",
    uses=frozenset(
        [*_pairs(("picture",), *MET), *_pairs(("video",), *FOLLOWED), ("sound", "kept-voice")]
    ),
    converts=frozenset([("video", "kept-voice")]),  # its sound only
    sizes=((768, 512), (512, 768), *SIZES),
    rates=RATES,
    min_seconds=Fraction(1, 2),
    max_seconds=Fraction(20),
    sound=True,
    sound_alone=True,
    lines="uses",
    own_worker=True,
    determinism="same-machine",
    about=About(
        home="github.com/Lightricks/LTX-2",
        licence=gettext_noop("MIT, as Slowfilm itself."),
        weights="LTX-2 Community License",
        revenue=gettext_noop(
            "Free below the yearly revenue that the licence names. Above it, Lightricks sells one."
        ),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Ltx2Options(Options):
    """What engines.toml may say of it.

    `control`: what is taken of a motion or camera clip: all as it is, its greys, or its lines.
    `references`: of such clips, at most; `reference_scale`: how much smaller they are given than
    the picture. `sigmas`: a schedule of its own instead of `steps`, as distilled weights need it,
    and `voice_sigmas` the one that counts where a voice is kept: such drafts take no guidance.
    Both fall, and end above 0: the schedule adds the 0. `longest`: frames. `pixels`: the largest
    picture it makes itself.
    """

    steps: int = 30
    guidance: float = 3.0
    audio_guidance: float = 7.0
    stg: float = 1.0
    stg_blocks: tuple[int, ...] | list[int] = (28,)
    modality: float = 3.0
    rescale: float = 0.7
    cross_timestep: bool = True  # LTX-2.3 and later; false for 2.0
    sigmas: tuple[float, ...] | list[float] = ()
    voice_sigmas: tuple[float, ...] | list[float] = DISTILLED
    control: str = "as-is"
    references: int = 2
    reference_scale: int = 1
    reference_strength: float = 1.0
    strength: float = 1.0  # of pictures that are met
    longest: int = 481
    pixels: str = "1920x1088"
    negative: str = NEGATIVE
    tokens: int = 1024  # of the text that are read

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.control not in CONTROLS:
            raise ValueError(f"control: one of {', '.join(CONTROLS)}")
        _check_sigmas("sigmas", self.sigmas)
        _check_sigmas("voice_sigmas", self.voice_sigmas)
        if not self.voice_sigmas:
            raise ValueError("voice_sigmas: at least one number")
        if not isinstance(self.reference_scale, int) or self.reference_scale < 1:
            raise ValueError("reference_scale: a whole number from 1")
        sizes((self.pixels,))

    @property
    def measures(self) -> Steps:
        """What sizes and lengths it makes."""
        (width, height) = sizes((self.pixels,))[0]
        return Steps(32, EVERY, 1, fewest=EVERY + 1, most=self.longest, pixels=width * height)


def _check_sigmas(name: str, sigmas: Any) -> None:
    """Raise ValueError unless they fall from at most 1 and end above 0.

    A 0 at the end would be divided by: the picture would have no numbers.
    """
    if not isinstance(sigmas, tuple | list) or any(
        isinstance(sigma, bool) or not isinstance(sigma, int | float) for sigma in sigmas
    ):
        raise ValueError(f"{name}: a list of numbers reads [1.0, 0.75, 0.5]")
    falls = all(first > second for first, second in pairwise(sigmas))
    if sigmas and not (falls and sigmas[0] <= 1 and sigmas[-1] > 0):
        raise ValueError(f"{name}: numbers that fall from at most 1 and end above 0")


class Ltx2(ModelEngine[Ltx2Options]):
    """The engine; its pipeline is loaded with the first draft."""

    can = CAPABILITIES

    def __init__(self, options: Ltx2Options) -> None:
        super().__init__(options, Warm(options, "LTX2InContextPipeline", None, prepared))

    def capabilities(self) -> Capabilities:
        """Say what it takes and makes."""
        can = super().capabilities()
        if self.options.control == "as-is":
            return can
        followed = frozenset(_pairs(("video",), *FOLLOWED))
        return replace(can, uses=can.uses - followed, converts=can.converts | followed)

    def draw(self, request: Request, *callbacks: Any) -> Result:
        """Write the master."""
        from slowfilm.engines.ltx2.draw import draw

        return draw(self, request, *callbacks)


create = creator(Ltx2Options, Ltx2)
