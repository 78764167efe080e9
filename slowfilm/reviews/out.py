"""Notes as files: a table of any, and markers of one draft for editing programs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from slowfilm.clearance.presenters import names_of
from slowfilm.films.models import Film
from slowfilm.markers import Marker, Sheet, table
from slowfilm.reviews.kinds import KINDS
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft
from slowfilm.shots.source import source_timecode
from slowfilm.timecode import parse_rate, timecode


def sheet(draft: Draft, threads: Iterable[Note]) -> Sheet:
    """The notes of a draft as markers; answers follow the words they answer."""
    threads = sorted(threads, key=lambda note: (note.first, note.written_at))
    answers = answers_to(threads)
    names = _names(draft.film_id, threads, answers)
    return Sheet(
        draft.name,
        Fraction(draft.rate),
        draft.frames,
        draft.width,
        draft.height,
        [
            Marker(
                note.first,
                note.last,
                note.kind,
                _words(note, answers.get(note.id, []), names),
                names.get(note.actor, note.actor),
                note.resolved_at is not None,
            )
            for note in threads
        ],
        source_timecode(draft),
    )


def as_table(film: Film, threads: Iterable[Note]) -> str:
    """Notes and answers as CSV, a row each."""
    threads = list(threads)
    answers = answers_to(threads)
    names = _names(film.id, threads, answers)
    head = [
        *(_("Draft"), _("From"), _("To"), _("First frame"), _("Last frame")),
        *(_("Kind"), _("State"), _("By"), _("Written"), _("Text"), _("Reason"), _("Answer to")),
    ]
    return table.write(head, _rows(threads, answers, names))


@dataclass(frozen=True)
class Shown:
    """A thread as a page shows it: where it lies, its kind and writer, who answered what."""

    note: Note
    where: str
    kind: str
    by: str
    written: str
    room: str  # the address at which its frame is seen
    answers: list[tuple[str, str]]


def shown(film: Film, threads: list[Note]) -> list[Shown]:
    """Threads with their names."""
    answers = answers_to(threads)
    names = _names(film.id, threads, answers)
    room = reverse("room", args=[film.id])
    return [
        Shown(
            note,
            timecode(note.first, parse_rate(note.draft.rate)),
            str(KINDS[note.kind].label),
            names.get(note.actor, ""),
            date_format(localtime(note.written_at), "DATETIME_FORMAT"),
            f"{room}?shot={note.draft.shot_id}&draft={note.draft_id}&frame={note.first}",
            [(names.get(each.actor, ""), each.text) for each in answers.get(note.id, [])],
        )
        for note in threads
    ]


def answers_to(threads: list[Note]) -> dict[UUID, list[Note]]:
    """The answers in each thread, the first one first."""
    found: dict[UUID, list[Note]] = {}
    for note in Note.objects.filter(parent__in=threads).order_by("written_at"):
        found.setdefault(note.parent_id, []).append(note)  # type: ignore[arg-type]
    return found


def _rows(
    threads: list[Note], answers: dict[UUID, list[Note]], names: dict[str, str]
) -> Iterator[list[str]]:
    for thread in threads:
        rate, start = Fraction(thread.draft.rate), source_timecode(thread.draft)
        label = Sheet("", rate, 1, 1, 1, start=start).label
        where = [label(thread.first), label(thread.last - 1)]
        where += [str(thread.first), str(thread.last - 1)]
        state = _("resolved") if thread.resolved_at else _("open")
        for note in (thread, *answers.get(thread.id, [])):
            about = [str(KINDS[note.kind].label), state, names.get(note.actor, note.actor)]
            written = [note.written_at.isoformat(timespec="seconds"), note.text, note.reason]
            answered = thread.text if note is not thread else ""
            yield [thread.draft.name, *where, *about, *written, answered]


def _words(note: Note, answers: list[Note], names: dict[str, str]) -> str:
    parts = [note.text, note.reason and _("Kept because: %s") % note.reason]
    parts += [f"{names.get(each.actor, each.actor)}: {each.text}" for each in answers]
    return "\n".join(part for part in parts if part)


def _names(
    film_id: UUID, threads: Iterable[Note], answers: dict[UUID, list[Note]]
) -> dict[str, str]:
    actors = {note.actor for note in threads}
    actors |= {note.actor for each in answers.values() for note in each}
    return names_of(film_id, actors)
