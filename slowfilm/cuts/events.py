"""What is asked for and recorded of cuts."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slowfilm.ledger.messages import Command, Digest, Fact, Frame, Message, ShortText
from slowfilm.media.names import EDL_TYPE, MASTER_TYPE, OTIO_TYPE
from slowfilm.references.events import Milliseconds

Title = Annotated[ShortText, StringConstraints(min_length=1)]
Kind = Literal["cut", "dissolve", "dip"]
Level = Annotated[int, Field(ge=-60, le=12)]  # dB; −60 is silence
# (seconds after the sound's beginning, dB)
Point = tuple[
    Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)],
    Annotated[float, Field(ge=-60, le=12, allow_inf_nan=False)],
]
# What the files of a rendered cut are.
RENDERED = {"master": MASTER_TYPE, "proxy": "video/mp4", "subtitles": "text/vtt"}
# What the files are that a cut is read from, by their ending.
TIMELINES = {".otio": OTIO_TYPE, ".edl": EDL_TYPE}
MOST_CLIPS, MOST_SOUNDS, MOST_POINTS, MOST_LEFT_OUT = 2000, 200, 64, 2000


class Clip(Message):
    """The frames first ≤ f < last of a draft, and how they follow the clip before.

    A join takes `join_frames` frames of the cut. `level` is that of the draft's own sound.
    """

    draft: UUID
    first: Frame
    last: Frame
    join: Kind = "cut"
    join_frames: Annotated[int, Field(ge=0, le=1000)] = 0
    level: Level = 0


class Sound(Message):
    """A part of a reference's sound on one of two tracks, from frame `at` of the cut on."""

    track: Annotated[int, Field(ge=1, le=2)]
    reference: UUID
    at: Frame
    start_ms: Milliseconds
    end_ms: Milliseconds
    levels: Annotated[list[Point], Field(max_length=MOST_POINTS)] = []
    fade_in_ms: Annotated[int, Field(ge=0, le=60_000)] = 0
    fade_out_ms: Annotated[int, Field(ge=0, le=60_000)] = 0


# What of a file was not understood (cuts/left_out.py has the sentences), and of what: (code, name).
LeftOut = tuple[
    Literal[
        "track",
        "not-ours",
        "last-transition",
        "effects",
        "markers",
        "frames",
        "transition",
        "short-dissolve",
        "sound",
    ],
    ShortText,
]


class AddCut(Command):
    """Begin a cut, still empty. Its id is the command's."""

    title: Title


class RenameCut(Command):
    """Call a cut something else."""

    cut: UUID
    title: Title


class SaveCut(Command):
    """Keep a cut as its next version. `made_from` is the version one had open; 0 is the empty cut.

    The version's id is the command's. `file` is the digest of the OTIO or EDL that it was read
    from, which the film holds, with what it was called and what in it was not understood.
    """

    cut: UUID
    made_from: Annotated[int, Field(ge=0, le=1_000_000)]
    note: ShortText = ""
    clips: Annotated[list[Clip], Field(max_length=MOST_CLIPS)]
    sounds: Annotated[list[Sound], Field(max_length=MOST_SOUNDS)] = []
    file: Digest | None = None
    file_name: ShortText = ""
    left_out: Annotated[list[LeftOut], Field(max_length=MOST_LEFT_OUT)] = []


class RenderCut(Command):
    """Have a version of a cut rendered: a proxy to look at and a master."""

    version: UUID


class CutAdded(Fact):
    """A cut was begun. Its id is the entry's. Its measures are the film's."""

    title: str
    rate: str
    width: int
    height: int


class CutRenamed(Fact):
    """A cut is called something else."""

    cut: UUID
    title: str


class CutSaved(Fact):
    """A cut has another version, whose id is the entry's; `frames` is its length."""

    cut: UUID
    number: int
    note: str
    frames: int
    clips: list[Clip]
    sounds: list[Sound]
    file: Digest | None = None
    file_name: str = ""
    left_out: list[LeftOut] = []


class CutRenderAsked(Fact):
    """A version of a cut is to be rendered."""

    cut: UUID
    version: UUID


class CutRendered(Fact):
    """A version of a cut is there as one file."""

    cut: UUID
    version: UUID
    master: Digest
    proxy: Digest
    subtitles: Digest | None


class CutRenderFailed(Fact):
    """A version of a cut could not be rendered."""

    cut: UUID
    version: UUID
    error: str
