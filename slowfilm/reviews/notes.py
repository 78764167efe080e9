"""What can be done with words on a draft."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.reviews import events
from slowfilm.reviews.actions import frames_of_open
from slowfilm.reviews.joins import over_joins
from slowfilm.reviews.kinds import KINDS
from slowfilm.reviews.models import Note, Part
from slowfilm.shots.models import Draft
from slowfilm.timecode import frame_at, parse_rate


@action(events.WriteNote, May.MARK, events.NoteWritten)
def write_note(this: Act, command: events.WriteNote) -> events.NoteWritten:
    """Write on the frames first ≤ f < last, or answer `parent`. The note's id is the command's.

    An answer lies on its thread's frames and is of its kind, whatever it says.
    """
    frames = frames_of_open(this.film_id, command.draft)
    thread = _thread(command.draft, command.parent) if command.parent else None
    first, last, kind = command.first, command.last, command.kind
    if thread:
        first, last, kind = thread.first, thread.last, thread.kind
    _check_words(kind, command.text, command.reason, answer=thread is not None)
    _check_span(first, last, frames)
    over = over_joins(this.film_id, thread or command)
    written = events.NoteWritten.of(
        command,
        first=first,
        last=last,
        kind=kind,
        parent=thread.id if thread else None,
        mentions=_check_mentions(this.film_id, command.mentions),
        **over,
    )
    Note.objects.create(
        id=this.command,
        draft_id=written.draft,
        parent_id=written.parent,
        next_draft_id=written.next_draft,
        next_first=written.next_first,
        next_frame=written.next_frame,
        between=[join.draft for join in written.between],
        between_frames=events.flat(written.between),
        first=written.first,
        last=written.last,
        kind=written.kind,
        text=written.text,
        reason=written.reason,
        actor=this.actor,
        mentions=written.mentions,
        written_at=this.at,
    )
    return written


@action(events.ResolveNote, May.MARK, events.NoteResolved)
def resolve_note(this: Act, command: events.ResolveNote) -> events.NoteResolved:
    """Close a thread: what it asks for is done or answered, or a keep is let go."""
    note = _first_of_thread(this.film_id, command.note)
    if note.resolved_at is not None:
        raise Refused("resolved-already", _("That note is resolved already."))
    note.resolved_at, note.resolved_by = this.at, this.actor
    note.save(update_fields=["resolved_at", "resolved_by"])
    return events.NoteResolved(note=note.id, draft=note.draft_id)


@action(events.ReopenNote, May.MARK, events.NoteReopened)
def reopen_note(this: Act, command: events.ReopenNote) -> events.NoteReopened:
    """Open a resolved thread again."""
    note = _first_of_thread(this.film_id, command.note)
    if note.resolved_at is None:
        raise Refused("not-resolved", _("That note is open."))
    note.resolved_at, note.resolved_by = None, ""
    note.save(update_fields=["resolved_at", "resolved_by"])
    return events.NoteReopened(note=note.id, draft=note.draft_id)


def _thread(draft: UUID, parent: UUID) -> Note:
    """The first note of the thread that `parent` is in."""
    note = Note.objects.select_related("parent").filter(draft=draft, id=parent).first()
    if note is None:
        raise Refused("no-note", _("The note you answer is not on this draft."))
    return note.parent or note


def _first_of_thread(film_id: UUID, note: UUID) -> Note:
    row = Note.objects.filter(id=note, draft__film_id=film_id).first()
    if row is None:
        raise Refused("no-note", _("There is no such note in this film."))
    if row.parent_id is not None:
        raise Refused("an-answer", _("A thread is resolved at its first note."))
    frames_of_open(film_id, row.draft_id)
    return row


def _check_words(kind: str, text: str, reason: str, *, answer: bool) -> None:
    if not text:
        raise Refused("no-words", _("A note needs words."))
    if KINDS[kind].asks_reason and not answer and not reason:
        raise Refused("no-reason", _("Say why it is kept."))


def _check_span(first: int, last: int, frames: int) -> None:
    if first >= last:
        raise Refused("no-span", _("A note lies on at least one frame."))
    if last > frames:
        raise Refused("no-frame", _("The draft has no such frame."))


def _check_mentions(film_id: UUID, mentions: Sequence[UUID]) -> list[UUID]:
    """The members named, each once."""
    named = list(dict.fromkeys(mentions))
    count = Member.objects.present().filter(film_id=film_id, id__in=named).count()
    if count != len(named):
        raise Refused("no-member", _("Somebody you name is not on this film."))
    return named


@action(events.CarryNote, May.MARK, events.NoteCarried)
def carry_note(this: Act, command: events.CarryNote) -> events.NoteCarried:
    """Say that an open note of an earlier draft is still true of a later draft of its shot.

    It becomes a note of that draft, on the frames at the same time, and points to the old one. What
    lies on several shots is asked of each: the new note is of this one's alone.
    """
    frames = frames_of_open(this.film_id, command.draft)
    into = Draft.objects.get(id=command.draft)
    old = Note.objects.before(into).filter(id=command.note).first()
    if old is None:
        raise Refused(
            "nothing-to-carry",
            _("No earlier draft of this shot has that note open, or it was answered already."),
        )
    part, rate = _part_before(old, into)
    first, last = _span_in(part, rate, into, frames)
    carried = events.NoteCarried.of(
        command, first=first, last=last, kind=old.kind, text=old.text, reason=old.reason
    )
    Note.objects.create(
        id=this.command,
        draft=into,
        carried_from=old,
        first=first,
        last=last,
        kind=old.kind,
        text=old.text,
        reason=old.reason,
        actor=this.actor,
        written_at=this.at,
    )
    return carried


def _part_before(old: Note, into: Draft) -> tuple[Part, Fraction]:
    """The part of an old note on an earlier draft of this one's shot, and that draft's rate."""
    ids = {part.draft for part in old.parts}
    earlier = Draft.objects.filter(id__in=ids, shot=into.shot_id, version__lt=into.version)
    rates = dict(earlier.values_list("id", "rate"))
    part = next(part for part in old.parts if part.draft in rates)
    return part, parse_rate(rates[part.draft])


def _span_in(old: Part, was: Fraction, into: Draft, frames: int) -> tuple[int, int]:
    """An old note's span at the same time in another draft; its last frame at the latest."""
    now = parse_rate(into.rate)
    first = min(frame_at(Fraction(old.first) / was, now), frames - 1)
    last = min(ceil(Fraction(old.last) / was * now), frames)
    return first, max(last, first + 1)
