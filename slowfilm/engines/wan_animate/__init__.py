"""Wan Animate: a character, as a picture shows them, moved by a performer's clip.

Weights: Wan2.2-Animate-14B as diffusers saves it (Apache-2.0). The performer's pose and face are
found by `@mediapipe/pose`, an approximation of what the model was taught with; a film of poses
that was made elsewhere may be given instead, as a motion. What it can do stands here and loads
nothing; what draws it, draw.py, is loaded by a worker.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any

from slowfilm.engines.about import About, gettext_noop
from slowfilm.engines.base import (
    Capabilities,
    Kind,
    Problem,
    Request,
    Result,
    Role,
    Size,
)
from slowfilm.engines.diffusion.engine import ModelEngine, one_plate
from slowfilm.engines.diffusion.options import Options, creator, sizes
from slowfilm.engines.diffusion.wan import STEPS, looks
from slowfilm.engines.diffusion.warm import Warm
from slowfilm.engines.measures import RATES, SIZES, Fit, Steps, fit

NEGATIVE = (
    "Bright tones, overexposed, static, blurred details, subtitles, overall gray, worst quality, "
    "low quality, JPEG compression residue, ugly, extra fingers, poorly drawn hands, poorly drawn "
    "faces, deformed, disfigured, misshapen limbs, fused fingers, still picture, three legs"
)
MOVING: tuple[Role, ...] = ("driving", "motion")


def _pairs(kinds: tuple[Kind, ...], *roles: Role) -> Iterator[tuple[Kind, Role]]:
    return ((kind, role) for kind in kinds for role in roles)


CAPABILITIES = Capabilities(
    name="wan-animate",
    title="Wan Animate",
    label="",
    uses=frozenset(
        [
            ("picture", "subject"),
            *_pairs(("picture", "video"), "plate"),
            *_pairs(("video",), "motion", "verbatim"),
        ]
    ),
    # Of a performer the pose and the face are taken, of a moving subject its first picture, of a
    # sketch where the character stands in the plate.
    converts=frozenset([*_pairs(("video",), "driving", "subject"), ("picture", "composition")]),
    sizes=((832, 480), (480, 832), *SIZES),
    rates=(*RATES, Fraction(16)),
    min_seconds=Fraction(1, 2),
    max_seconds=Fraction(10),
    sound=False,
    sound_alone=False,
    own_worker=True,
    determinism="same-machine",
    requires=(frozenset({"subject"}), frozenset(MOVING)),
    about=About(
        home="github.com/Wan-Video/Wan2.2",
        licence=gettext_noop("MIT, as Slowfilm itself."),
        weights="Apache-2.0",
    ),
)


@dataclass(frozen=True, kw_only=True)
class AnimateOptions(Options):
    """What engines.toml may say of it.

    `segment`: frames that are made at once; a longer shot is made of several, each of which goes
    on from the last picture of the one before. `longest`: frames. `pixels`: the largest picture
    it makes itself, larger ones are enlarged. `shift`: the schedule's, 0 for that of the folder.
    """

    steps: int = 20
    guidance: float = 1.0
    segment: int = 77
    longest: int = 305
    pixels: str = "1280x720"
    shift: float = 0.0
    negative: str = NEGATIVE
    tokens: int = 512  # of the text that are read

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.segment, int) or self.segment < 9 or self.segment % 4 != 1:
            raise ValueError("segment: a number of frames from 9 that is one more than 4 × n")
        sizes((self.pixels,))

    @property
    def measures(self) -> Steps:
        """What sizes and lengths it makes."""
        (width, height) = sizes((self.pixels,))[0]
        return replace(STEPS, fewest=5, most=self.longest, pixels=width * height)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made for an order: `segments` of `segment` frames, each but the first without its
    first frame, together `fit.frames`."""

    fit: Fit
    segments: int
    segment: int


def plan(order: Size, frames: int, options: AnimateOptions) -> Plan:
    """Share a shot out into equal segments. Raises ValueError for one that is too long."""
    whole = fit(order, frames, options.measures)
    segments = max(1, ceil((whole.frames - 1) / (options.segment - 1)))
    span = ceil((whole.frames - 1) / segments / 4) * 4
    length = segments * span + 1
    return Plan(replace(whole, frames=length, trimmed=length - frames), segments, span + 1)


class WanAnimate(ModelEngine[AnimateOptions]):
    """The engine; its pipeline is loaded with the first draft."""

    can = CAPABILITIES

    def __init__(self, options: AnimateOptions) -> None:
        plain = {"vae": "float32", "image_encoder": "float32"}
        super().__init__(options, Warm(options, "WanAnimatePipeline", plain, looks))

    def besides(self, request: Request) -> Iterator[Problem]:
        """There is one background."""
        return one_plate(request)

    def draw(self, request: Request, *callbacks: Any) -> Result:
        """Write the master. Fails with no-person where none is found."""
        from slowfilm.engines.wan_animate.draw import draw

        return draw(self, request, *callbacks)


create = creator(AnimateOptions, WanAnimate)
