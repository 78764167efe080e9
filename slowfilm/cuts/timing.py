"""Where a cut's frames come from: pure arithmetic, the same in static/js/cuts/timing.js.

A cut has a rate of its own. A clip is the frames first ≤ f < last of a draft at the draft's rate;
in the cut it keeps its time, so each frame of the cut shows the draft's frame at its middle. A
dissolve begins where the clip before it ends and shows frames after that one's `last`: its handle.
A dip goes to black before the join and comes back after it.

tests/cut_vectors.json holds what both must answer.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import ceil, floor
from typing import Literal

Kind = Literal["cut", "dissolve", "dip"]
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Clip:
    """The frames first ≤ f < last of a draft that has `frames` of them, `rate` a second.

    `join` says how it follows the clip before it, over `join_frames` frames of the cut.
    """

    first: int
    last: int
    frames: int
    rate: Fraction
    join: Kind = "cut"
    join_frames: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """What one frame of a cut shows: frame `frame` of clip `clip`.

    In a dissolve `under` is (clip, frame) of what goes, and `share` how much of it this one covers.
    `light` is 1, less in a dip.
    """

    clip: int
    frame: int
    under: tuple[int, int] | None = None
    share: Fraction = Fraction(1)
    light: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with clip `clip`: of what it needs `need` frames, it has `have`."""

    clip: int
    code: Literal["no-frames", "no-handle", "too-short", "nothing-before"]
    need: int = 0
    have: int = 0


def length(clip: Clip, rate: Fraction) -> int:
    """How many frames of a cut at `rate` a clip takes."""
    return max(1, floor((clip.last - clip.first) * rate / clip.rate + HALF))


def handle(clip: Clip, rate: Fraction) -> int:
    """How many frames of the cut the draft goes on for after the clip's last."""
    return floor((clip.frames - clip.last) * rate / clip.rate)


def source_frame(clip: Clip, offset: int, rate: Fraction) -> int:
    """The draft's frame that the cut shows `offset` frames after the clip's beginning."""
    frame = clip.first + floor((offset + HALF) * clip.rate / rate)
    end = clip.last if offset < length(clip, rate) else clip.frames
    return max(clip.first, min(frame, end - 1))


class Timing:
    """The clips of a cut laid out at its rate."""

    def __init__(self, clips: Sequence[Clip], rate: Fraction) -> None:
        self.clips, self.rate = clips, rate
        self.lengths = [length(clip, rate) for clip in clips]
        self.starts = [0, *accumulate(self.lengths)][: len(clips)]
        self.frames = sum(self.lengths)

    def at(self, frame: int) -> Shown:
        """What frame 0 ≤ f < frames shows."""
        index = bisect_right(self.starts, frame) - 1
        clip, offset = self.clips[index], frame - self.starts[index]
        shown = source_frame(clip, offset, self.rate)
        under, share = None, Fraction(1)
        if clip.join == "dissolve" and index and offset < clip.join_frames:
            gone = self.lengths[index - 1] + offset
            under = index - 1, source_frame(self.clips[index - 1], gone, self.rate)
            share = Fraction(offset + 1, clip.join_frames + 1)
        return Shown(index, shown, under, share, self._light(index, offset))

    def _light(self, index: int, offset: int) -> Fraction:
        light, rising = Fraction(1), self.dip_in(index)
        if offset < rising:
            light = Fraction(offset + 1, rising + 1)
        falling, left = self.dip_out(index), self.lengths[index] - 1 - offset
        if left < falling:
            light *= Fraction(left + 1, falling + 1)
        return light

    def cut_frame(self, index: int, frame: int) -> int:
        """The first frame of the cut that shows a draft's frame in clip `index`, or a later one."""
        clip = self.clips[index]
        offset = ceil((frame - clip.first) * self.rate / clip.rate - HALF)
        return self.starts[index] + min(max(0, offset), self.lengths[index] - 1)

    def dip_in(self, index: int) -> int:
        """Over how many frames a clip comes out of black; the first one over the whole dip."""
        clip = self.clips[index]
        if clip.join != "dip":
            return 0
        return clip.join_frames - (clip.join_frames // 2 if index else 0)

    def dip_out(self, index: int) -> int:
        """Over how many frames a clip goes to black."""
        following = self.clips[index + 1] if index + 1 < len(self.clips) else None
        return following.join_frames // 2 if following and following.join == "dip" else 0

    @cached_property
    def faults(self) -> list[Fault]:
        """What can't be played as it is said, in order."""
        faults = []
        for index, clip in enumerate(self.clips):
            if not 0 <= clip.first < clip.last <= clip.frames:
                faults.append(Fault(index, "no-frames", clip.last, clip.frames))
            elif clip.join == "dissolve":
                faults += self._of_dissolve(index, clip)
            elif self.dip_in(index) > self.lengths[index]:
                faults.append(Fault(index, "too-short", self.dip_in(index), self.lengths[index]))
            if self.dip_out(index) > self.lengths[index]:
                faults.append(Fault(index, "too-short", self.dip_out(index), self.lengths[index]))
        return faults

    def _of_dissolve(self, index: int, clip: Clip) -> list[Fault]:
        if index == 0:
            return [Fault(index, "nothing-before")]
        faults, need = [], clip.join_frames
        if (have := handle(self.clips[index - 1], self.rate)) < need:
            faults.append(Fault(index - 1, "no-handle", need, have))
        if (have := self.lengths[index]) < need:
            faults.append(Fault(index, "too-short", need, have))
        return faults
