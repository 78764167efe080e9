"""Spans of frames, first ≤ f < last: joined, cut down to each other, and what a trail shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Protocol
from uuid import UUID

Span = tuple[int, int]


class Step(Protocol):
    """A moment of a presenter's trail: see models.SittingShown."""

    ms: int
    draft_id: UUID | None
    version_id: UUID | None
    frame: int
    speed: float


def joined(spans: Iterable[Sequence[int]]) -> list[Span]:
    """The same frames in as few spans as can be, in order; empty and turned ones are left out."""
    joined_spans: list[Span] = []
    for first, last in sorted((span[0], span[1]) for span in spans):
        if first >= last:
            continue
        if joined_spans and first <= joined_spans[-1][1]:
            joined_spans[-1] = joined_spans[-1][0], max(joined_spans[-1][1], last)
        else:
            joined_spans.append((first, last))
    return joined_spans


def both(first: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """The frames that lie in both."""
    return joined((max(a, c), min(b, d)) for a, b in first for c, d in other)


def longest(spans: Sequence[Span], most: int) -> list[Span]:
    """At most so many of them: the longest, in order. So less is claimed, never more."""
    selection = sorted(spans, key=lambda span: span[0] - span[1])[:most]
    return sorted(selection)


@dataclass(frozen=True)
class Reel:
    """What a draft or a version is: its rate, its frames, and where its frames come from."""

    rate: Fraction
    frames: int


def presented(steps: Sequence[Step], reels: dict[UUID, Reel], ended: int) -> dict[UUID, list[Span]]:
    """The frames that a trail shows of each draft and version; `ended`: ms when it ends.

    Where it plays, a second more at either side: no two screens keep time to the frame.
    """
    by_id: dict[UUID, list[Span]] = {}
    for step, until in _with_ends(steps, ended):
        id_ = step.draft_id or step.version_id
        reel = reels.get(id_) if id_ else None
        if id_ is None or reel is None:
            continue
        first, last = _shown(step, until, reel)
        by_id.setdefault(id_, []).append((max(0, first), min(reel.frames, last)))
    return {id_: joined(spans) for id_, spans in by_id.items()}


def _with_ends(steps: Sequence[Step], ended: int) -> Iterable[tuple[Step, int]]:
    yield from ((step, two.ms) for step, two in pairwise(steps))
    if steps:
        yield steps[-1], max(ended, steps[-1].ms)


def _shown(step: Step, until: int, reel: Reel) -> Span:
    if step.speed == 0:
        return step.frame, step.frame + 1
    slack = ceil(reel.rate)
    went = ceil((until - step.ms) / 1000 * float(reel.rate) * step.speed)
    ends = sorted((step.frame, step.frame + went))
    return ends[0] - slack, ends[1] + 1 + slack
