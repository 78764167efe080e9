"""People set into a plate and lit by it. CPU only; it generates nothing.

Each subject is cut out of its own picture or clip, its own light is divided out, and it is lit
again by the plate's lamps, surroundings and screen. What it can do stands here and loads nothing;
what draws it, draw.py, is loaded by a worker.
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
from slowfilm.engines.composite.weights import readable
from slowfilm.engines.layout import Layout
from slowfilm.engines.limits import problems
from slowfilm.engines.measures import RATES, SIZES

PERSON: tuple[Role, ...] = ("subject", "driving", "verbatim")  # whose pixels are used
SPOKEN: tuple[Role, ...] = ("voice", "kept-voice")
HEARD: tuple[Role, ...] = (*SPOKEN, "ambience", "music")

_STILL: tuple[Kind, ...] = ("picture",)
_MOVING: tuple[Kind, ...] = ("video",)
_SEEN: tuple[Kind, ...] = ("picture", "video")
_SOUND: tuple[Kind, ...] = ("sound",)


def _pairs(kinds: tuple[Kind, ...], *roles: Role) -> Iterator[tuple[Kind, Role]]:
    return ((kind, role) for kind in kinds for role in roles)


CAPABILITIES = Capabilities(
    name="composite",
    title="Composite",
    label="",
    uses=frozenset(
        [
            *_pairs(_SEEN, "plate", "subject", "screen"),
            *_pairs(_MOVING, "driving", "verbatim"),
            *_pairs(_SOUND, *HEARD),
        ]
    ),
    # A style is read for its tint, a sketch for where figures stand; of a clip in a sound's role
    # only the sound is taken.
    converts=frozenset(
        [*_pairs(_SEEN, "style"), *_pairs(_STILL, "composition"), *_pairs(_MOVING, *HEARD)]
    ),
    sizes=SIZES,
    rates=RATES,
    min_seconds=Fraction(1),
    max_seconds=Fraction(15),
    sound=True,
    sound_alone=False,
    lines="uses",
    levels="uses",
    labels=True,
    determinism="same-machine",
    requires=(frozenset({"plate"}), frozenset(PERSON)),
    max_sounds=6,
    about=About(
        home="@mediapipe/pose (npm)",
        licence=gettext_noop("MIT, as Slowfilm itself."),
        weights="Apache-2.0",
    ),
)


class Composite:
    """The engine for a brief that has a plate and a person."""

    def capabilities(self) -> Capabilities:
        """Say what it takes and makes."""
        return CAPABILITIES

    def lacks(self) -> Problem | None:
        """The network's weights, if they can't be read."""
        return None if readable() else Problem("no-weights")

    def check(self, request: Request) -> list[Problem]:
        """List what stands against running the request."""
        faults = problems(request, CAPABILITIES)
        plates = sum(item.role == "plate" for item in request.inputs)
        if plates > 1:
            faults.append(Problem("more-than-one-plate"))
        if sum(item.role in PERSON for item in request.inputs) > MOST_PEOPLE:
            faults.append(Problem("too-many-people", {"limit": MOST_PEOPLE}))
        return faults

    def guess(self, request: Request) -> Layout:
        """Guess where everything stands. Raises as `generate` does."""
        from slowfilm.engines.composite.guess import guess

        return guess(request)

    def generate(
        self,
        request: Request,
        target: Path,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
    ) -> Result:
        """Write the master; see `Engine.generate`. Fails with no-person where none is found."""
        from slowfilm.engines.composite.draw import draw

        if faults := self.check(request):
            raise ValueError(", ".join(problem.code for problem in faults))
        return draw(request, target, progress, cancelled, preview)


MOST_PEOPLE = 4


def create() -> Composite:
    """Return the engine."""
    return Composite()
