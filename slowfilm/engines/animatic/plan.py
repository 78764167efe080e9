"""Which picture or clip is on screen when: the animatic's cutting plan.

Stills that must be met (first frame, last frame, keyframes) stand where they must; everything
else is laid, in the order it was cited, into the time that is left. Positions are frames.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from slowfilm.engines.base import Kind, Request

SHOWN_ROLES = frozenset({"subject", "place", "motion"})
_WEIGHTS = {"subject": 1.2, "place": 1.0, "motion": 0.9}


@dataclass(frozen=True, slots=True)
class Passage:
    """One still or clip on screen over the half-open span `start`..`stop`.

    `fade_in` and `fade_out` are the frames it overlaps its neighbours by on either side; `met` is
    the frame at which a still must be shown whole and untouched. A keyframe has no tag.
    """

    tag: str
    kind: Kind
    role: str
    path: Path
    span: tuple[float, float] | None = None
    start: int = 0
    stop: int = 0
    fade_in: int = 0
    fade_out: int = 0
    met: int | None = None

    @property
    def first(self) -> int:
        return self.start - self.fade_in

    @property
    def end(self) -> int:
        return self.stop + self.fade_out


def passages(request: Request, lengths: Mapping[str, int]) -> list[Passage]:
    """Lay out the request; `lengths` holds the frames that each clip has, by tag."""
    fixed = _fixed(request)
    free = _free(request, bool(fixed))
    gaps = _gaps([p.met for p in fixed if p.met is not None], request)
    filled = [
        _laid(chosen, gap, lengths) for chosen, gap in zip(_shared(free, gaps), gaps, strict=True)
    ]
    row = [
        passage
        for pair in zip(filled, [*([p] for p in fixed), []], strict=True)
        for part in pair
        for passage in part
    ]
    return _faded(_joined(row, request.frames), round(request.rate / 4)) if row else []


def plate(request: Request) -> Passage | None:
    """Return the plate that lies under the whole shot, if there is one and something is on it."""
    for item in request.inputs:
        if item.role == "plate" and item.kind != "sound":
            over = any(i.role in SHOWN_ROLES and i.kind != "sound" for i in request.inputs)
            whole = Passage(item.tag, item.kind, "plate", item.path, item.span, 0, request.frames)
            return whole if over else None
    return None


def _fixed(request: Request) -> list[Passage]:
    places = {"first-frame": 0, "last-frame": request.frames - 1}
    met = {}
    for item in request.inputs:
        if item.kind == "picture" and item.role in ("first-frame", "last-frame", "keyframe"):
            frame = places.get(item.role, item.frame or 0)
            met[frame] = Passage(item.tag, "picture", "met", item.path)
    return [replace(met[frame], met=frame) for frame in sorted(met)]


def _free(request: Request, fixed: bool) -> list[Passage]:
    shown = [i for i in request.inputs if i.kind != "sound" and i.role in SHOWN_ROLES]
    if not shown and not fixed:
        shown = [i for i in request.inputs if i.kind != "sound" and i.role == "plate"][:1]
    return [Passage(i.tag, i.kind, str(i.role), i.path, i.span) for i in shown]


def _gaps(met: list[int], request: Request) -> list[tuple[int, int]]:
    """The free spans before, between and after the stills that must be met."""
    if not met:
        return [(0, request.frames)]
    hold = round(request.rate * 3 / 4)
    first, last = met[0], request.frames - 1 - met[-1]
    between = [_between(a, b, hold) for a, b in pairwise(met)]
    before = (0, first - min(hold, first // 2))
    after = (met[-1] + 1 + min(hold, last // 2), request.frames)
    return [before, *between, after]


def _between(before: int, after: int, hold: int) -> tuple[int, int]:
    """What lies behind one met still and before the next, once each was held a while."""
    margin = min(hold, (after - before - 1) // 3)
    return before + 1 + margin, after - margin


def _shared(free: list[Passage], gaps: list[tuple[int, int]]) -> list[list[Passage]]:
    """Spread the passages over the gaps, in order and by the gaps' lengths."""
    chosen: list[list[Passage]] = [[] for _ in gaps]
    total = sum(stop - start for start, stop in gaps)
    for number, passage in enumerate(free):
        place = (number + 0.5) / len(free) * total
        for index, (start, stop) in enumerate(gaps):
            place -= stop - start
            if place < 0:
                chosen[index].append(passage)
                break
    return chosen


def _laid(chosen: list[Passage], gap: tuple[int, int], lengths: Mapping[str, int]) -> list[Passage]:
    """Give each passage its part of the gap; a clip gets no more than it has, if others can."""
    start, stop = gap
    shares = _shares(chosen, stop - start, lengths)
    laid, edge = [], float(start)
    for passage, share in zip(chosen, shares, strict=True):
        laid.append(replace(passage, start=round(edge), stop=round(edge + share)))
        edge += share
    return [passage for passage in laid if passage.stop > passage.start]


def _shares(chosen: list[Passage], length: int, lengths: Mapping[str, int]) -> list[float]:
    caps = {n: lengths[p.tag] for n, p in enumerate(chosen) if p.tag in lengths}
    weights = {n: _WEIGHTS.get(p.role, 1.0) for n, p in enumerate(chosen)}
    shares: dict[int, float] = {}
    while weights:
        unit = (length - sum(shares.values())) / sum(weights.values())
        short = [n for n in weights if n in caps and caps[n] < unit * weights[n]]
        if not short or len(short) == len(weights):
            shares |= {n: unit * weight for n, weight in weights.items()}
            break
        for n in short:
            shares[n] = caps[n]
            del weights[n]
    return [shares[n] for n in range(len(chosen))]


def _joined(row: list[Passage], frames: int) -> list[Passage]:
    """Close the holes around the met stills, so that every frame has exactly one passage."""
    edges = [0, *(_edge(a, b) for a, b in pairwise(row)), frames]
    return [replace(p, start=a, stop=b) for p, (a, b) in zip(row, pairwise(edges), strict=True)]


def _edge(before: Passage, after: Passage) -> int:
    if after.met is None:
        return after.start
    return before.stop if before.met is None else (before.met + after.met + 1) // 2


def _faded(row: list[Passage], longest: int) -> list[Passage]:
    """Let neighbours dissolve into each other, never across a still that must be met."""
    if not row:
        return []
    fades = [min(longest, _room(a)[1], _room(b)[0]) for a, b in pairwise(row)]
    return [
        replace(p, fade_in=fade_in, fade_out=fade_out)
        for p, fade_in, fade_out in zip(row, [0, *fades], [*fades, 0], strict=True)
    ]


def _room(passage: Passage) -> tuple[int, int]:
    if passage.met is not None:
        return passage.met - passage.start, passage.stop - 1 - passage.met
    quarter = (passage.stop - passage.start) // 4
    return quarter, quarter
