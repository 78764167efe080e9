"""The whole vocabulary: commands a hand sends (imperative), entries the ledger keeps (past tense).

A verb is its class's name in kebab case. Frozen, nothing extra: what is not here does not exist.
static/js/events.js is generated from this file; a check fails when it is stale.
"""

import re
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000)]
Frame = Annotated[int, Field(ge=0, le=100_000_000)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
NoteKind = Literal["change", "question", "keep"]
EndState = Literal["done", "failed", "cancelled"]
# x and y in 65,535ths of the picture (a stroke may leave it), pressure 0–1023, tilts in degrees.
Point = tuple[
    Annotated[int, Field(ge=-65_535, le=131_070)],
    Annotated[int, Field(ge=-65_535, le=131_070)],
    Annotated[int, Field(ge=0, le=1023)],
    Annotated[int, Field(ge=-90, le=90)],
    Annotated[int, Field(ge=-90, le=90)],
]
Points = Annotated[list[Point], Field(min_length=1, max_length=2000)]


class Message(BaseModel):
    """What every command and entry is."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Command(Message):
    """What a hand asks for."""


class Fact(Message):
    """What an entry says was done."""


# ── reviews ──────────────────────────────────────────────────────────────────


class DrawStroke(Command):
    """Ink on a frame. The stroke's id is the command's."""

    draft: UUID
    frame: Frame
    tool: Literal["pen", "marker"]
    colour: Colour
    width: Annotated[int, Field(ge=1, le=400)]  # in 10,000ths of the picture's width
    points: Points


class EraseStroke(Command):
    stroke: UUID


class RestoreStroke(Command):
    stroke: UUID


class WriteNote(Command):
    """Words on frames first ≤ f < last, or a reply. The note's id is the command's."""

    draft: UUID
    first: Frame
    last: Frame
    kind: NoteKind
    text: Text
    reason: Text = ""
    parent: UUID | None = None
    mentions: Annotated[list[UUID], Field(max_length=50)] = []


class ResolveNote(Command):
    note: UUID


class ReopenNote(Command):
    note: UUID


class StrokeDrawn(Fact):
    draft: UUID
    frame: Frame
    tool: str
    colour: str
    width: int
    points: Points


class StrokeErased(Fact):
    stroke: UUID
    draft: UUID
    frame: Frame


class StrokeRestored(Fact):
    stroke: UUID
    draft: UUID
    frame: Frame


class NoteWritten(Fact):
    draft: UUID
    first: Frame
    last: Frame
    kind: NoteKind
    text: str
    reason: str
    parent: UUID | None
    mentions: list[UUID]


class NoteResolved(Fact):
    note: UUID
    draft: UUID


class NoteReopened(Fact):
    note: UUID
    draft: UUID


# ── shots ────────────────────────────────────────────────────────────────────


class AddScene(Command):
    title: Line = ""


class AddShot(Command):
    scene: UUID
    title: Line = ""
    intent: Text = ""


class SelectDraft(Command):
    """Put a draft forward as the shot's picture: what will be approved and locked."""

    draft: UUID


class SceneAdded(Fact):
    number: int
    title: str


class ShotAdded(Fact):
    scene: UUID
    number: int
    name: str
    title: str
    intent: str


class DraftMade(Fact):
    """A draft is there to be looked at. The draft's id is the entry's command."""

    draft: UUID
    shot: UUID
    version: int
    name: str
    origin: Literal["generated", "uploaded", "relit"]
    engine: str
    master: Digest
    frames: int
    rate: str
    generation: UUID | None = None
    upload: UUID | None = None


class DraftUploadStarted(Fact):
    """A draft made elsewhere is in and being prepared. The upload's id is the entry's command."""

    shot: UUID
    filename: str


class DraftUploadFailed(Fact):
    shot: UUID
    upload: UUID
    filename: str
    error: str


class DraftSelected(Fact):
    shot: UUID
    draft: UUID


# ── generations ──────────────────────────────────────────────────────────────


class CancelGeneration(Command):
    generation: UUID


class GenerationQueued(Fact):
    shot: UUID
    brief: UUID
    engine: str
    text: str
    references: list[UUID]


class GenerationStarted(Fact):
    generation: UUID
    shot: UUID
    attempt: int


class CancelAsked(Fact):
    generation: UUID
    shot: UUID


class GenerationEnded(Fact):
    generation: UUID
    shot: UUID
    state: EndState
    error: str = ""
    draft: UUID | None = None


# ── references ───────────────────────────────────────────────────────────────


class DeclareNobody(Command):
    """Say, having looked and listened, that nobody is seen or heard in a reference."""

    reference: UUID


class RetryReference(Command):
    reference: UUID


class RemoveReference(Command):
    """Take away a file that never became a picture, clip or sound."""

    reference: UUID


class ReferenceAdded(Fact):
    reference: UUID
    name: str
    maker: str
    year: str
    place: str
    medium: str
    rights: str
    study: bool


class ReferenceDescribed(Fact):
    reference: UUID
    name: str
    maker: str
    year: str
    place: str
    medium: str
    rights: str
    study: bool


class ReferencePrepared(Fact):
    reference: UUID
    kind: Literal["picture", "video", "sound"]
    digest: Digest


class ReferenceFailed(Fact):
    reference: UUID
    error: str


class ReferenceRetried(Fact):
    reference: UUID


class ReferenceRemoved(Fact):
    reference: UUID
    name: str


class NobodyDeclared(Fact):
    reference: UUID


# ── films ────────────────────────────────────────────────────────────────────


class FilmFounded(Fact):
    title: str
    team: str


class FilmChanged(Fact):
    title: str
    why: str
    nevers: list[str]


class YearDeclared(Fact):
    year: int | None
    opt_out: str


class PolicyChanged(Fact):
    approving: list[str]
    waiting_days: int
    change_notes_closed: bool


class MemberInvited(Fact):
    invitation: UUID
    roles: list[str]


class InvitationWithdrawn(Fact):
    invitation: UUID


class MemberJoined(Fact):
    member: UUID
    name: str
    roles: list[str]


class RolesChanged(Fact):
    member: UUID
    roles: list[str]


class MemberRemoved(Fact):
    member: UUID


class PayloadsErased(Fact):
    """At a person's demand the payloads of these entries are gone; the chain still verifies."""

    seqs: list[int]


class ArchiveAsked(Fact):
    """Everything of the film is to be written into one archive."""


class ArchiveFailed(Fact):
    error: str


class FilmTakenOut(Fact):
    """Everything of the film was written into one archive."""

    archive: Digest
    size: int


class FilmBroughtIn(Fact):
    """A film read back in from an archive: the chain it came with goes on from `head`."""

    entries: int
    head: Digest


# ── approvals ────────────────────────────────────────────────────────────────


class ApproveShot(Command):
    """A role's yes to exactly `digest`."""

    shot: UUID
    digest: Digest
    role: Line
    remark: Text = ""


class WithdrawApproval(Command):
    shot: UUID
    role: Line


class LockShot(Command):
    shot: UUID
    digest: Digest


class ShotApproved(Fact):
    shot: UUID
    draft: UUID
    digest: Digest
    role: str
    remark: str


class ApprovalWithdrawn(Fact):
    shot: UUID
    role: str


class ShotLocked(Fact):
    shot: UUID
    draft: UUID
    digest: Digest


def verb_of(kind: type[Message]) -> str:
    """StrokeDrawn → stroke-drawn."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


COMMANDS: dict[str, type[Command]] = {verb_of(kind): kind for kind in Command.__subclasses__()}
FACTS: dict[str, type[Fact]] = {verb_of(kind): kind for kind in Fact.__subclasses__()}
