"""What is asked for and recorded of generations."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, PlainSerializer, WithJsonSchema

from slowfilm.generations.citations import Wanted
from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText

WANTED = (
    "text",
    "engine",
    "width",
    "height",
    "rate",
    "frames",
    "seed",
    "labels",
    "layout",
    "levels",
)
ComparisonKind = Literal["seeds", "engines", "left-out"]
EndState = Literal["done", "failed", "cancelled"]
# In JSON a decimal string: scripts count exactly only up to 2**53. Older entries hold numbers.
Seed = Annotated[
    int,
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
]


# The digest of what a member was shown before it leaves for a provider; see sending.py.
Confirmed = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]


class QueueGeneration(Command):
    """Keep a brief and ask for one run of it. The generation's id is the command's."""

    shot: UUID
    wanted: Wanted
    confirmed: Confirmed = ""


class QueueAgain(Command):
    """Ask for another run of the very same brief."""

    generation: UUID
    confirmed: Confirmed = ""


class QueueVariant(Command):
    """Ask for a run of a generation's brief with another seed, on another engine, or less an input.

    `without` is the tag of the input that is left out: its mentions go out of the text with it.
    """

    generation: UUID
    seed: Seed | None = None
    engine: ShortText = ""
    without: ShortText = ""
    confirmed: Confirmed = ""


class Compared(Message):
    """A generation in a comparison, and the tag of the input that it lacks."""

    generation: UUID
    without: str = ""


class Compare(Command):
    """Put generations of one shot side by side. The comparison's id is the command's.

    Of the kind `left-out` the first one has all inputs, and the others are held against it.
    """

    kind: ComparisonKind
    cells: list[Compared]


class CancelGeneration(Command):
    """Stop a generation."""

    generation: UUID


class PermitEngine(Command):
    """Record that the team may use an engine, under the terms that were shown, and why."""

    engine: Annotated[ShortText, Field(min_length=1, max_length=40)]
    terms: Digest
    basis: Annotated[ShortText, Field(min_length=1)]


class WithdrawPermission(Command):
    """Say that the team may use an engine no more."""

    permission: UUID


class CitationMade(Message):
    """A reference in a brief: its tag, what it is for, and the part that counts (milliseconds).

    `frame` is where a keyframe stands; `character` is whose it is, where the text names them;
    `light_crosses` whether light may change a performance that is kept as it is.
    """

    reference: UUID
    tag: str
    role: str
    start_ms: int | None
    end_ms: int | None
    frame: int | None = None
    character: UUID | None = None
    light_crosses: bool = False


class Said(Message):
    """What a character says in a brief, after a pause, as it was when the brief was sent."""

    line: UUID
    character: UUID
    pause_ms: int
    words: str
    dialect: str
    translation: str
    take: UUID | None
    start_ms: int | None
    end_ms: int | None


class GenerationQueued(Fact):
    """A generation waits for its engine. Its id is the entry's, and a new brief has the same.

    `sent_to`: the provider that its references leave for. `confirmed` is the digest of what the
    actor was shown of that, and confirmed.
    """

    shot: UUID
    brief: UUID
    engine: str
    text: str
    width: int
    height: int
    rate: str
    frames: int
    seed: Seed
    labels: bool = False
    layout: dict[str, Any] | None = None
    levels: list[dict[str, Any]] = []
    citations: list[CitationMade]
    lines: list[Said] = []
    sent_to: str = ""
    confirmed: Confirmed = ""


class ComparisonMade(Fact):
    """Generations are to be seen side by side. The comparison's id is the entry's."""

    shot: UUID
    kind: ComparisonKind
    cells: list[Compared]


class GenerationStarted(Fact):
    """A worker has taken a generation up."""

    generation: UUID
    shot: UUID
    attempt: int


class CancelAsked(Fact):
    """A running generation is to stop."""

    generation: UUID
    shot: UUID


class GenerationEnded(Fact):
    """A generation came to nothing, or was cancelled."""

    generation: UUID
    shot: UUID
    state: EndState
    error: str = ""
    draft: UUID | None = None


class EnginePermitted(Fact):
    """The team may use an engine under these terms, the actor says. The id is the entry's."""

    engine: str
    terms: Digest
    basis: str


class PermissionWithdrawn(Fact):
    """The team may use an engine no more."""

    permission: UUID
