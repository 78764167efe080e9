"""Who is at an open sitting, and which frames their screens show: told by each page, joined here.

A page says again what was not answered, and two pages of one member say twice: so all is joined.
Moments are this machine's, whatever the pages' clocks say.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from slowfilm.sittings.models import Attending, Sitting
from slowfilm.sittings.spans import joined, longest

Frame = Annotated[int, Field(ge=0, le=100_000_000)]
Told = tuple[Frame, Frame]
SILENT = timedelta(seconds=35)  # after which one had gone: a page tells every ten seconds
MOST_DRAFTS, MOST_SPANS = 400, 200


class Report(BaseModel):
    """What a page shows: spans first ≤ f < last of frames by draft, so far."""

    model_config = ConfigDict(extra="forbid")
    seen: Annotated[dict[UUID, list[Told]], Field(max_length=MOST_DRAFTS)] = {}


def attend(
    sitting: Sitting, member: UUID, spans_by_draft: Mapping[UUID, Sequence[Sequence[int]]]
) -> None:
    """Take in what one page of a member tells."""
    now = timezone.now()
    with transaction.atomic():
        Attending.objects.get_or_create(sitting=sitting, member_id=member)
        row = Attending.objects.select_for_update().get(sitting=sitting, member_id=member)
        row.times = _on(row.times, now)
        row.told_at = now
        for draft, spans in spans_by_draft.items():
            had = row.seen.get(str(draft), [])
            row.seen[str(draft)] = longest(joined([*had, *spans]), MOST_SPANS)
        row.save()


def _on(times: list[list[str]], now: datetime) -> list[list[str]]:
    """The same times, with now: the last one goes on unless one was silent too long."""
    if times and now - datetime.fromisoformat(times[-1][1]) <= SILENT:
        return [*times[:-1], [times[-1][0], now.isoformat()]]
    return [*times, [now.isoformat(), now.isoformat()]]
