"""What each person is to do in a shot: whom to look at, when to speak, when the screen calls."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from slowfilm.engines.base import Input, Request
from slowfilm.engines.composite.pixels import Field
from slowfilm.engines.lines import seconds_of
from slowfilm.engines.shared.clip import Clip
from slowfilm.media.probe import probe

LEAD, PAUSE = 0.4, 0.5  # seconds before the first voice, and between two that have no pause
_GLANCE = 1.2  # seconds a change on the screen is looked at
_CUT = 0.08  # of root light on average: what changes by more from frame to frame is another scene
_SMALL = (32, 18)

Time = tuple[float, float]  # half-open, in seconds of the shot


@dataclass(frozen=True, slots=True)
class Conduct:
    """One person over the shot: `toward` is the side of the others (-1 left, 1 right, 0 nobody),
    `speaks` when they speak and `listens` when another does, `glances` when the screen changes
    and on which side it is."""

    toward: int = 0
    speaks: tuple[Time, ...] = ()
    listens: tuple[Time, ...] = ()
    glances: tuple[tuple[float, int], ...] = ()

    def side(self, time: float) -> int:
        """Which way they had best look at a moment."""
        for moment, side in self.glances:
            if moment <= time < moment + _GLANCE:
                return side
        return self.toward

    def talk(self, time: float) -> int:
        """1 where they speak, -1 where they listen, 0 where nobody says anything."""
        if any(start <= time < stop for start, stop in self.speaks):
            return 1
        return -1 if any(start <= time < stop for start, stop in self.listens) else 0


def conducts(
    request: Request, people: Sequence[Input], across: Sequence[float], screen: float | None
) -> list[Conduct]:
    """What each of `people` is to do; `across` is where each stands, `screen` where that is."""
    spoken = when_spoken(request)
    clip = next((i for i in request.inputs if i.role == "screen" and i.kind == "video"), None)
    moments = changes(clip, request) if clip and screen is not None else []
    behaviours = []
    for number, item in enumerate(people):
        own = tuple(time for who, time in spoken if who and who == item.character)
        others = tuple(time for who, time in spoken if who != item.character)
        glances = tuple((moment, _side(across[number], screen or 0)) for moment in moments)
        behaviours.append(Conduct(_toward(number, across), own, others, glances))
    return behaviours


def when_spoken(request: Request) -> list[tuple[str, Time]]:
    """Who speaks when, by the order of the lines, each as long as its take or its words."""
    times, at = [], 0.0
    has_takes = any(line.take for line in request.lines)
    for number, line in enumerate(request.lines):
        at += line.pause or (PAUSE if number else LEAD)
        if has_takes and not line.take:  # nobody is heard meanwhile
            continue
        if line.take and line.span is None:
            long = float(probe(line.take).duration)
        else:
            long = seconds_of(line)
        times.append((line.character, (at, at + long)))
        at += long
    return times


def changes(item: Input, request: Request) -> list[float]:
    """The seconds of the shot at which a clip on the screen goes over to another scene."""
    moments: list[float] = []
    with closing(Clip(item.path, _SMALL, request.rate, item.span)) as clip:
        before: Field | None = None
        for index in range(min(request.frames, clip.length)):
            now = np.array(clip.at(index))
            if before is not None and float(np.abs(now - before).mean()) > _CUT:
                moments.append(index / float(request.rate))
            before = now
    # What flickers calls nobody again and again.
    return [m for n, m in enumerate(moments) if not n or m - moments[n - 1] > _GLANCE]


def _toward(number: int, across: Sequence[float]) -> int:
    others = [x for n, x in enumerate(across) if n != number]
    return _side(across[number], sum(others) / len(others)) if others else 0


def _side(own: float, other: float) -> int:
    return 1 if other > own else -1
