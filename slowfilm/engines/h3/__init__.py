"""MiniMax H3: pictures, clips and sounds in order become a clip with its sound.

Weights: a folder as diffusers lays H3 out, with `modular_model_index.json` (MiniMax H3 Community
License: not everywhere, to be named, free below a revenue). The folder has two transformers: one
reads references, the other makes a clip between two frames. `task` says which is loaded. What it
can do stands here and loads nothing; what draws it, draw.py, is loaded by a worker.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from slowfilm.engines.about import About, gettext_noop
from slowfilm.engines.base import Capabilities, Kind, Request, Result, Role
from slowfilm.engines.diffusion.engine import ModelEngine
from slowfilm.engines.diffusion.options import Options, creator, sizes
from slowfilm.engines.h3.load import HALVES, WarmH3
from slowfilm.engines.measures import SIZES, Steps

SHOWN: tuple[Role, ...] = ("subject", "style", "place", "composition")
FOLLOWED: tuple[Role, ...] = ("motion", "camera")
HEARD: tuple[Role, ...] = ("voice", "ambience", "music")
MET: tuple[Role, ...] = ("first-frame", "last-frame")


def _pairs(kind: Kind, roles: tuple[Role, ...]) -> Iterator[tuple[Kind, Role]]:
    return ((kind, role) for role in roles)


CAPABILITIES = Capabilities(
    name="h3",
    title="MiniMax H3",
    label="",
    uses=frozenset(
        [*_pairs("picture", SHOWN), *_pairs("video", FOLLOWED), *_pairs("sound", HEARD)]
    ),
    converts=frozenset(_pairs("video", HEARD)),  # its sound only
    sizes=((1344, 768), (768, 1344), *SIZES),
    rates=(Fraction(24),),  # it knows no other, and says nothing of one that is given
    min_seconds=Fraction(1, 2),
    max_seconds=Fraction(345, 24),
    sound=True,
    sound_alone=False,
    lines="converts",  # their words are read, their takes are not heard
    own_worker=True,
    determinism="same-machine",
    requires=(frozenset({*SHOWN, *FOLLOWED}),),
    about=About(
        home="huggingface.co/MiniMaxAI/MiniMax-H3",
        licence=gettext_noop("MIT, as Slowfilm itself."),
        weights="MiniMax H3 Community License",
        territory=gettext_noop(
            "Not licensed in the European Union, the United Kingdom, South Korea and the United "
            "States: neither the model nor what it makes may be used or shown there."
        ),
        naming=gettext_noop(
            "“MiniMax H3” must be shown clearly wherever a commercial work is offered."
        ),
        revenue=gettext_noop(
            "Free below the yearly revenue that the licence names. Above it, MiniMax must agree in "
            "writing."
        ),
        permission=True,
    ),
)
BETWEEN = replace(
    CAPABILITIES,
    uses=frozenset(_pairs("picture", MET)),
    converts=frozenset(),
    sound_alone=True,
    requires=(),
)


@dataclass(frozen=True, kw_only=True)
class H3Options(Options):
    """What engines.toml may say of it.

    `task`: "references", or "frames" for a first and a last frame. `longest`: frames. `pixels`:
    the largest picture it makes itself, larger ones are enlarged.
    """

    task: str = "references"
    steps: int = 49
    longest: int = 345
    pixels: str = "1344x768"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.task not in HALVES:
            raise ValueError(f"task: one of {', '.join(HALVES)}")
        if self.offload == "sequential":
            raise ValueError("offload: one of none, model, group")
        sizes((self.pixels,))

    @property
    def measures(self) -> Steps:
        """What sizes and lengths it makes: none shorter than 124 frames, which is five seconds."""
        (width, height) = sizes((self.pixels,))[0]
        return Steps(32, 17, 5, fewest=124, most=self.longest, pixels=width * height)


class H3(ModelEngine[H3Options]):
    """The engine; its pipeline is loaded with the first draft."""

    can = CAPABILITIES

    def __init__(self, options: H3Options) -> None:
        super().__init__(options, WarmH3(options, options.task))

    def capabilities(self) -> Capabilities:
        """Say what it takes and makes."""
        capabilities = super().capabilities()
        if self.options.task == "references":
            return capabilities
        return replace(BETWEEN, sizes=capabilities.sizes)

    def draw(self, request: Request, *callbacks: Any) -> Result:
        """Write the master."""
        from slowfilm.engines.h3.draw import draw

        return draw(self, request, *callbacks)


create = creator(H3Options, H3)
