"""The keeps that stand: spans that are to stay as they are, each with its reason."""

from dataclasses import dataclass
from uuid import UUID

from slowfilm.reviews.kinds import those
from slowfilm.reviews.models import Note, NoteQuerySet
from slowfilm.shots.models import Draft


@dataclass(frozen=True)
class Kept:
    """The frames first ≤ f < last of a draft that a keep lies on, and what it says."""

    draft: Draft
    first: int
    last: int
    text: str
    reason: str

    @property
    def draft_id(self) -> UUID:
        """As a note has it."""
        return self.draft.id


def keeps_of(film_id: UUID) -> NoteQuerySet:
    """Of a film, in its order: those that nobody released or carried over to a later draft."""
    notes = Note.objects.unanswered().filter(draft__film=film_id, kind__in=those("bound"))
    order = ("draft__shot__scene__number", "draft__shot__number", "first")
    return notes.select_related("draft__shot__scene").order_by(*order)


def keeps_in(shot: UUID) -> list[Kept]:
    """What a new draft of a shot would have to keep; of one over several its own frames."""
    rows = Draft.objects.filter(shot=shot).select_related("shot__scene").defer("facts")
    drafts = {draft.id: draft for draft in rows}
    notes = Note.objects.open().on(drafts).filter(kind__in=those("bound"))
    kept = [
        Kept(drafts[part.draft], part.first, part.last, note.text, note.reason)
        for note in notes.exclude(carried_to__draft__shot=shot).order_by("id")
        for part in note.parts
        if part.draft in drafts
    ]
    return sorted(kept, key=lambda each: (each.draft.version, each.first))
