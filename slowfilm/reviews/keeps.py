"""The keeps that stand: spans that are to stay as they are, each with its reason."""

from uuid import UUID

from slowfilm.reviews.kinds import those
from slowfilm.reviews.models import Note, NoteQuerySet


def keeps_of(film_id: UUID) -> NoteQuerySet:
    """Of a film, in its order: those that nobody released or carried over to a later draft."""
    notes = Note.objects.unanswered().filter(draft__film=film_id, kind__in=those("bound"))
    order = ("draft__shot__scene__number", "draft__shot__number", "first")
    return notes.select_related("draft__shot__scene").order_by(*order)


def keeps_in(shot: UUID) -> NoteQuerySet:
    """Of one shot: what a new draft of it would have to keep."""
    notes = Note.objects.unanswered().filter(draft__shot=shot, kind__in=those("bound"))
    return notes.select_related("draft__shot__scene").order_by("draft__version", "first")
