"""What is written: one clip, and the markers on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from slowfilm.markers.words import one_line, words
from slowfilm.timecode import DROP_RATES, drops, parse_timecode, timecode

ONE_HOUR = "01:00:00:00"  # where editing programs let a timeline begin


@dataclass(frozen=True)
class Marker:
    """A note on the frames first ≤ f < last. Its words are made safe for any file."""

    first: int
    last: int
    kind: str  # change, question, keep, or another: shown by its colour
    text: str
    author: str
    resolved: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", words(self.text))
        object.__setattr__(self, "author", one_line(self.author))

    @property
    def frames(self) -> int:
        """How long it is."""
        return self.last - self.first

    @property
    def one_line(self) -> str:
        """The words without line ends and tabs, for formats that know only lines."""
        return one_line(self.text)


@dataclass(frozen=True)
class Sheet:
    """A clip of so many frames at a rate in frames a second, and the markers on it in order."""

    name: str
    rate: Fraction
    frames: int
    width: int
    height: int
    markers: Sequence[Marker] = field(default_factory=list)
    start: str = ""  # what its file calls its first frame; without, an hour

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", one_line(self.name))

    @property
    def base(self) -> int:
        """How many labels a second has: 30 at 30000/1001."""
        return max(1, floor(self.rate + Fraction(1, 2)))

    @property
    def drop(self) -> bool:
        """Whether its timecode is drop-frame: as its file has it, else wherever there is such."""
        return drops(self.start, self.rate) if self.start else self.rate in DROP_RATES

    @property
    def first_frame(self) -> int:
        """The frame that its first label names."""
        return parse_timecode(self.start or ONE_HOUR, self.rate, drop=self.drop)

    def label(self, frame: int) -> str:
        """The timecode of a frame of the clip."""
        return timecode(self.first_frame + frame, self.rate, drop=self.drop)

    def seconds(self, frames: int) -> Fraction:
        """How long so many frames last."""
        return frames / self.rate
