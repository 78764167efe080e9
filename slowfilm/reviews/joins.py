"""Where a note lies beyond its own draft: on the one that follows a join, and on those between."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.ledger import Refused
from slowfilm.reviews import events
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft


def over_joins(film_id: UUID, note: events.WriteNote | Note) -> dict[str, Any]:
    """The fields of a note over one join or more, checked; empty ones without any.

    Those of a thread were checked when it was begun. Raises Refused.
    """
    if isinstance(note, Note):
        return {
            "next_draft": note.next_draft_id,
            "next_first": note.next_first,
            "next_frame": note.next_frame,
            "between": [events.DraftFrames(**part._asdict()) for part in note.parts[1:-1]],
        }
    draft, first, frame, between = (
        note.next_draft,
        note.next_first,
        note.next_frame,
        note.between,
    )
    if draft is None or frame is None:
        if draft or first is not None or frame is not None or between:
            raise Refused("no-join", _("A join has two sides: a draft and its frame."))
        return {}
    first = frame if first is None else first
    spans = [*between, events.DraftFrames(draft=draft, first=first, last=frame + 1)]
    _refuse_empty(spans)
    _refuse_elsewhere(film_id, spans)
    return {
        "next_draft": draft,
        "next_first": note.next_first,
        "next_frame": frame,
        "between": between,
    }


def _refuse_empty(spans: list[events.DraftFrames]) -> None:
    if any(span.first >= span.last for span in spans):
        raise Refused("no-span", _("A note lies on at least one frame."))


def _refuse_elsewhere(film_id: UUID, spans: list[events.DraftFrames]) -> None:
    """Refuse drafts and frames that there are not in the film: one question for all."""
    ids = {span.draft for span in spans}
    drafts = Draft.objects.filter(film_id=film_id, id__in=ids)
    frames = dict(drafts.values_list("id", "frames"))
    if len(frames) != len(ids):
        raise Refused("no-draft", _("There is no such draft in this film."))
    if any(span.last > frames[span.draft] for span in spans):
        raise Refused("no-frame", _("The draft has no such frame."))
