"""What is asked for and recorded of scenes, shots and drafts."""

from typing import Literal
from uuid import UUID

from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText, Text


class AddScene(Command):
    """Begin the next scene. Its id is the command's."""

    title: ShortText = ""


class AddShot(Command):
    """Add a shot at the end of a scene. Its id is the command's."""

    scene: UUID
    title: ShortText = ""
    intent: Text = ""


class ChangeScene(Command):
    """Call a scene something else."""

    scene: UUID
    title: ShortText


class ChangeShot(Command):
    """Say anew what a shot is called and meant to be; what is None stays.

    `was` is the digest of both as one saw them (`Shot.wording`): refused where they are others.
    """

    shot: UUID
    title: ShortText | None = None
    intent: Text | None = None
    was: Digest | None = None


class MoveShot(Command):
    """Put a shot behind another of its scene, or first. Its number and so its name are new."""

    shot: UUID
    after: UUID | None = None


class SelectDraft(Command):
    """Put a draft forward as the shot's picture: what will be approved and locked."""

    draft: UUID


class UploadDraft(Command):
    """A whole upload is to become a draft of a shot. The command's id is the upload's."""

    shot: UUID
    filename: str


class SceneAdded(Fact):
    """A scene was begun. Its id is the entry's."""

    number: int
    title: str


class ShotAdded(Fact):
    """A shot was added. Its id is the entry's."""

    scene: UUID
    number: int
    name: str
    title: str
    intent: str


class SceneChanged(Fact):
    """A scene is called something else."""

    scene: UUID
    title: str


class ShotChanged(Fact):
    """A shot is called and meant to be something else."""

    shot: UUID
    title: str
    intent: str


class ShotMoved(Fact):
    """A shot stands elsewhere in its scene, with another number and name."""

    shot: UUID
    number: int
    name: str


class MadeFrom(Message):
    """One thing a draft is made from, and what it was for."""

    role: str
    tag: str
    reference: UUID | None
    earlier: UUID | None


class DraftMade(Fact):
    """A draft is there to be looked at. The draft's id is the entry's command.

    What its engine or the probe found is sealed.
    """

    draft: UUID
    shot: UUID
    version: int
    name: str
    origin: Literal["generated", "uploaded", "relit"]
    engine: str
    master: Digest
    proxy: Digest
    poster: Digest
    filmstrip: Digest
    waveform: Digest | None
    width: int
    height: int
    frames: int
    rate: str
    nobody_declared_by: str
    sources: list[MadeFrom]
    seal: Digest
    generation: UUID | None = None
    upload: UUID | None = None
    mattes: Digest | None = None


class DraftUploadStarted(Fact):
    """A draft made elsewhere is in and being prepared. The upload's id is the entry's command."""

    shot: UUID
    filename: str


class DraftUploadFailed(Fact):
    """An upload became no draft."""

    shot: UUID
    upload: UUID
    filename: str
    error: str


class DraftSelected(Fact):
    """A draft is the shot's picture now."""

    shot: UUID
    draft: UUID
