"""What changed between two versions of a cut. Pure: clips as (shot, draft, first, last, join)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Part:
    """A clip, as far as versions differ in it."""

    shot: UUID
    draft: UUID
    first: int
    last: int
    join: str
    join_frames: int
    level: int


What = Literal["added", "removed", "moved", "draft", "trimmed", "join", "level"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `was` is the clip's place in the earlier version, `now` in the later."""

    what: What
    was: int | None
    now: int | None


def changes(earlier: Sequence[Part], later: Sequence[Part]) -> list[Change]:
    """Every difference, in the order of the later version; what is gone comes last.

    A clip is the same when it is of the same shot, whatever its draft.
    """
    pairs, moved = _paired([part.shot for part in earlier], [part.shot for part in later])
    differences: list[Change] = []
    for now, part in enumerate(later):
        was = pairs.get(now)
        if was is None:
            differences.append(Change("added", None, now))
            continue
        if now in moved:
            differences.append(Change("moved", was, now))
        differences += (Change(what, was, now) for what in _differences(earlier[was], part))
    gone = set(range(len(earlier))) - set(pairs.values())
    return differences + [Change("removed", was, None) for was in sorted(gone)]


def _paired(earlier: list[UUID], later: list[UUID]) -> tuple[dict[int, int], set[int]]:
    """For each later place the earlier one it was at, and which of them have moved."""
    pairs: dict[int, int] = {}
    for was, now, size in SequenceMatcher(
        None, earlier, later, autojunk=False
    ).get_matching_blocks():
        pairs |= {now + step: was + step for step in range(size)}
    left: dict[UUID, list[int]] = defaultdict(list)
    partners = set(pairs.values())
    for was, shot in enumerate(earlier):
        if was not in partners:
            left[shot].append(was)
    moved = set()
    for now, shot in enumerate(later):
        if now not in pairs and left[shot]:
            pairs[now] = left[shot].pop(0)
            moved.add(now)
    return pairs, moved


def _differences(was: Part, now: Part) -> Iterator[What]:
    if was.draft != now.draft:
        yield "draft"
    if (was.first, was.last) != (now.first, now.last):
        yield "trimmed"
    if (was.join, was.join_frames) != (now.join, now.join_frames):
        yield "join"
    if was.level != now.level:
        yield "level"
