"""What an engine is: plain data in, one clip out. Nothing here knows of Django or of any model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from slowfilm.engines.about import About
from slowfilm.engines.layout import Layout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["picture", "video", "sound"]
Role = Literal[
    "subject",
    "style",
    "motion",
    "camera",
    "place",
    "plate",
    "voice",
    "ambience",
    "music",
    "first-frame",
    "last-frame",
    "keyframe",  # a still that the draft passes through at `frame`
    "driving",  # a performer's motion and expression, to be kept
    "verbatim",  # a performer's pixels, to be kept
    "kept-voice",  # a performer's voice, to be kept
    "composition",  # a sketch of where things stand
    "screen",  # what a screen in the picture shows
]
Determinism = Literal["bit-exact", "same-machine", "none"]
Treatment = Literal["uses", "converts", "ignores"]
Became = Literal["used", "converted", "ignored"]
Size = tuple[int, int]
Progress = Callable[[float], None]
Cancelling = Callable[[], bool]
Preview = Callable[["NDArray[np.uint8]"], None]  # (h, w, 3), or (n, h, w, 3): n frames that move


class Cancelled(Exception):
    """Raised by `generate` once `cancelled()` turned true; nothing is left at the target."""


class Failed(Exception):
    """An engine could not make the draft, and knows why: a code, and the facts its sentence needs.

    Codes: out-of-memory, no-numbers (the model gave NaN), no-weights, out-of-time, refused, and
    what an engine says besides.
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class Input:
    """One cited reference: `tag` is how the prompt names it, `span` is half-open, in seconds.

    `frame` is where a keyframe stands. `character` is whose picture or voice it is, as the prompt
    names them (林遥（1998）); empty where a reference was cited by itself. `seconds` is how long
    the whole is, where that is known. `asset` is what the engine's provider calls the only person
    who is in it, if they are verified there. `light_crosses`: whether light may change a
    performance that is kept as it is.
    """

    tag: str
    kind: Kind
    role: Role
    path: Path
    digest: str
    span: tuple[float, float] | None = None
    frame: int | None = None
    character: str = ""
    seconds: float | None = None
    asset: str = ""
    light_crosses: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words a character says, after `pause` seconds of silence, by a take of recorded sound."""

    character: str
    words: str
    dialect: str = ""
    translation: str = ""
    pause: float = 0.0
    take: Path | None = None
    digest: str = ""  # the take's
    span: tuple[float, float] | None = None  # of the take


@dataclass(frozen=True, slots=True)
class Level:
    """How loud the sound of one input is over the shot: (seconds, dB) points, joined by lines.

    The tag is empty for lines whose take is cited nowhere.
    """

    tag: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """Everything one generation needs. What equal requests give is an engine's `determinism`.

    `layout` says where things stand in the plate, for an engine that joins pictures; None lets it
    guess, and a layout that leaves out a figure lets it guess that one.
    """

    prompt: str
    width: int
    height: int
    rate: Fraction
    frames: int
    seed: int
    inputs: tuple[Input, ...] = ()
    lines: tuple[Line, ...] = ()
    levels: tuple[Level, ...] = ()
    labels: bool = False  # burn into each frame which inputs are on screen
    layout: Layout | None = None

    @property
    def seconds(self) -> Fraction:
        return self.frames / self.rate


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine does with each (kind, role), and within which sizes, rates and lengths.

    `label` is the mark an engine burns into its drafts, empty when it burns none. A pair listed
    nowhere is ignored. `requires` lists what must be there: one input in any role of each set.
    `max_inputs` is the limit over all kinds. Equal requests give equal bits everywhere
    (bit-exact), on one machine (same-machine), or nowhere (none).
    """

    name: str
    title: str
    label: str
    uses: frozenset[tuple[Kind, Role]]
    converts: frozenset[tuple[Kind, Role]]
    sizes: tuple[Size, ...]
    rates: tuple[Fraction, ...]
    min_seconds: Fraction
    max_seconds: Fraction
    sound: bool
    sound_alone: bool
    lines: Treatment = "ignores"
    levels: Treatment = "ignores"
    layout: bool = False  # whether it takes a Layout, and guesses one
    labels: bool = False  # whether it burns in what is on screen, where asked
    own_worker: bool = False  # whether it wants a process of its own, which keeps its model
    determinism: Determinism = "none"
    requires: tuple[frozenset[Role], ...] = ()
    max_pictures: int = 9
    max_videos: int = 3
    max_sounds: int = 3
    max_inputs: int = 12
    max_prompt: int = 5000
    about: About = field(default_factory=About)

    def treatment(self, kind: Kind, role: Role) -> Treatment:
        """Say what becomes of an input of this kind in this role."""
        if (kind, role) in self.uses:
            return "uses"
        return "converts" if (kind, role) in self.converts else "ignores"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a request can't be run; the stages above make a sentence of code and facts."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """The finished master and what the engine says of it.

    `facts["inputs"]` says for each input, in order, what became of it: `become` makes a row.
    `inputs_used` names the tags without which the master would be another one. `copies` is what
    `media.copies.Copies.facts` says of the copies made on the way, which lie beside the master
    under the names it gives; None where they are still to be made from the master.
    """

    master: Path
    facts: Mapping[str, Any]
    inputs_used: tuple[str, ...]
    copies: Mapping[str, Any] | None = None


def become(item: Input, treatment: Became, how: str, **facts: int | str) -> dict[str, Any]:
    """What became of one input, in plain JSON: `how` it was used or converted, or why not.

    `how` is a code that generations/sentences.py says in both languages, with these facts.
    """
    row = {"tag": item.tag, "role": item.role, "treatment": treatment, "how": how}
    return {**row, "facts": facts}


@runtime_checkable
class Guesses(Protocol):
    """An engine that joins pictures, and guesses where everything stands."""

    def guess(self, request: Request) -> Layout:
        """Guess a whole layout. Raises Failed, and MediaError for an input that can't be read."""
        ...


Leaving = Callable[[], None]


class Memory(Protocol):
    """What an engine keeps of one draft over all attempts at it: plain JSON, like a task's id."""

    def recall(self) -> dict[str, Any]:
        """What was kept last; empty at first."""
        ...

    def keep(self, facts: dict[str, Any]) -> None:
        """Keep this in the place of what was kept; it is safe once this returns.

        Raises where it can't be kept, or another attempt has the draft by now.
        """
        ...


@runtime_checkable
class Lacks(Protocol):
    """An engine that may be switched on and not be able to work."""

    def lacks(self) -> Problem | None:
        """What it lacks to work in this process, such as its key or weights; None if nothing."""
        ...


@runtime_checkable
class Abandons(Protocol):
    """An engine that has something to stop elsewhere when nobody waits for a draft any more."""

    def abandon(self, memory: Memory) -> None:
        """Stop what was begun, as far as that can be done. Never raises."""
        ...


class Engine(Protocol):
    """What every engine answers to.

    One whose `generate` has a parameter `memory` is given a Memory by that name. One that sends
    what it is given out of the house has a parameter `leaving`: to be called immediately before
    anything leaves. It raises Cancelled, or what its caller is to hear, where it may not.
    """

    def capabilities(self) -> Capabilities:
        """Say what this engine takes and makes."""
        ...

    def check(self, request: Request) -> list[Problem]:
        """List what stands against running the request; empty when nothing does."""
        ...

    def generate(
        self,
        request: Request,
        target: Path,
        progress: Progress,
        cancelled: Cancelling,
        preview: Preview | None = None,
    ) -> Result:
        """Write the master to `target`, in a folder where the copies may lie beside it.

        `progress` is called with rising shares of the work, at the end with 1; `preview` now and
        then with a picture of what is coming, 8-bit RGB (h, w, 3), or a few small ones of one
        size that show how it moves (n, h, w, 3). Raises Cancelled, Failed,
        MediaError for an input that can't be read, ValueError for a request `check` refuses;
        after any of them nothing is left in the folder.
        """
        ...
