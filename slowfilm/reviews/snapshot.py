"""The reviews' part of the room's snapshot: the notes and marks of the draft one looks at."""

from typing import Any
from uuid import UUID

from django.db.models import Count

from slowfilm.reviews.models import Note, NoteQuerySet, Stroke
from slowfilm.shots.models import Draft

NOTHING: dict[str, Any] = {"notes": [], "earlier": [], "marks": []}


def on_draft(draft: UUID) -> dict[str, Any]:
    """A draft's notes, and its marks as pairs [frame, how many strokes lie on it].

    A note over several shots is a note of each of their drafts.
    """
    ink = (
        Stroke.objects.filter(draft=draft, erased_at__isnull=True)
        .values_list("frame")
        .annotate(strokes=Count("id"))
        .order_by("frame")
    )
    notes = Note.objects.on([draft]).order_by("written_at")
    return {
        "notes": [note_row(note) for note in notes],
        "earlier": [note_row(note) for note in _earlier(draft)],
        "marks": [list(pair) for pair in ink],
    }


def _earlier(draft: UUID) -> NoteQuerySet:
    """The notes of earlier drafts of which it is to be said whether they are still true."""
    row = Draft.objects.only("shot_id", "version").get(id=draft)
    return Note.objects.before(row).order_by("draft__version", "first", "written_at")


def note_row(note: Note) -> dict[str, Any]:
    """A note as the room knows it."""
    return {
        "id": str(note.id),
        "draft": str(note.draft_id),
        "parent": str(note.parent_id) if note.parent_id else None,
        "carried_from": str(note.carried_from_id) if note.carried_from_id else None,
        "first": note.first,
        "last": note.last,
        "next_draft": str(note.next_draft_id) if note.next_draft_id else None,
        "next_first": note.next_first,
        "next_frame": note.next_frame,
        "between": [
            {"draft": str(part.draft), "first": part.first, "last": part.last}
            for part in note.parts[1:-1]
        ],
        "kind": note.kind,
        "text": note.text,
        "reason": note.reason,
        "actor": note.actor,
        "mentions": [str(member) for member in note.mentions],
        "at": note.written_at.isoformat(),
        "resolved_at": note.resolved_at.isoformat() if note.resolved_at else None,
        "resolved_by": note.resolved_by,
    }
