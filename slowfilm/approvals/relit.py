"""A draft whose light was set by hand, and the drafts it was rendered from."""

from collections.abc import Iterable
from uuid import UUID

from slowfilm.shots.models import Draft, DraftSource


def lines_of(drafts: Iterable[Draft]) -> dict[UUID, list[Draft]]:
    """Each of these drafts and those that light made it of, the newest first, by its id.

    One question for each generation of light, however many drafts there are.
    """
    lines = {draft.id: [draft] for draft in drafts}
    growing = list(lines.values())
    while growing := [line for line in growing if line[-1].origin == Draft.Origin.RELIT]:
        ends = [line[-1].id for line in growing]
        sources = DraftSource.objects.filter(draft__in=ends, role="light").exclude(earlier=None)
        earlier = {source.draft_id: source.earlier for source in sources.select_related("earlier")}
        growing = [line for line in growing if line[-1].id in earlier]
        for line in growing:
            before = earlier[line[-1].id]
            assert before is not None
            line.append(before)
    return lines
