"""The animatic: an honest moving draft of real pictures, clips and sounds. CPU only, no weights.

It generates nothing. Stills get slow camera moves, clips are cut in as they are, sounds are mixed;
a brief without material becomes a slate with its words. Every frame is marked as an animatic.

What it can do stands here and loads nothing; what draws it, draw.py, is loaded by a worker.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from slowfilm.engines.about import About, gettext_noop
from slowfilm.engines.base import (
    Cancelling,
    Capabilities,
    Kind,
    Preview,
    Problem,
    Progress,
    Request,
    Result,
    Role,
)
from slowfilm.engines.limits import problems
from slowfilm.engines.measures import RATES, SIZES

LABEL = "ANIMATIC · 动态分镜"  # burnt into every frame

_SHOWN: tuple[Role, ...] = ("subject", "place", "motion", "plate")
_MET: tuple[Role, ...] = ("first-frame", "last-frame", "keyframe")
_HEARD: tuple[Role, ...] = ("voice", "ambience", "music")
_READ: tuple[Role, ...] = ("style", "camera")
_STILL: tuple[Kind, ...] = ("picture",)
_MOVING: tuple[Kind, ...] = ("video",)
_SEEN: tuple[Kind, ...] = ("picture", "video")
_SOUND: tuple[Kind, ...] = ("sound",)


def _pairs(kinds: tuple[Kind, ...], *roles: Role) -> Iterator[tuple[Kind, Role]]:
    return ((kind, role) for kind in kinds for role in roles)


CAPABILITIES = Capabilities(
    name="animatic",
    title="Animatic",
    label=LABEL,
    uses=frozenset([*_pairs(_SEEN, *_SHOWN), *_pairs(_STILL, *_MET), *_pairs(_SOUND, *_HEARD)]),
    # A style or camera reference is read for its tint or direction; of a clip in a sound's role
    # only the sound is taken.
    converts=frozenset([*_pairs(_SEEN, *_READ), *_pairs(_MOVING, *_HEARD)]),
    sizes=SIZES,
    rates=RATES,
    min_seconds=Fraction(1),
    max_seconds=Fraction(15),
    sound=True,
    sound_alone=True,
    lines="converts",  # their takes are heard; words without one are seen on a slate alone
    labels=True,
    determinism="same-machine",
    about=About(licence=gettext_noop("MIT, as Slowfilm itself.")),
)


class Animatic:
    """The engine that is always there."""

    def capabilities(self) -> Capabilities:
        """Say what it takes and makes."""
        return CAPABILITIES

    def check(self, request: Request) -> list[Problem]:
        """List what stands against running the request."""
        return problems(request, CAPABILITIES)

    def generate(
        self,
        request: Request,
        target: Path,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
    ) -> Result:
        """Write the master; see `Engine.generate`."""
        from slowfilm.engines.animatic.draw import draw

        if faults := self.check(request):
            raise ValueError(", ".join(problem.code for problem in faults))
        return draw(request, target, progress, cancelled, preview)


def create() -> Animatic:
    """Return the engine."""
    return Animatic()
