"""Who has seen what, as viewings say."""

from collections.abc import Iterable
from uuid import UUID

from slowfilm.films.models import Member
from slowfilm.reviews.models import Viewing
from slowfilm.shots.models import Draft


def seen_whole(draft: Draft, members: Iterable[Member]) -> set[UUID]:
    """Which of these members have seen every frame of a draft, at once or piece by piece."""
    spans: dict[UUID, list[tuple[int, int]]] = {}
    viewings = Viewing.objects.filter(draft=draft, digest=draft.master_id, member__in=list(members))
    for member, first, last in viewings.values_list("member", "first", "last").order_by("first"):
        spans.setdefault(member, []).append((first, last))
    return {member for member, own_spans in spans.items() if _reach(own_spans) >= draft.frames}


def _reach(spans: Iterable[tuple[int, int]]) -> int:
    """Up to which frame spans in order cover all from the first on."""
    reached = 0
    for first, last in spans:
        if first > reached:
            break
        reached = max(reached, last)
    return reached
