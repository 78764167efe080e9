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
from slowfilm.reviews.models import Note, Part
from slowfilm.shots.models import Draft
from slowfilm.shots.source import source_timecode
from slowfilm.timecode import parse_rate, timecode

MOST_TOLD = 6  # of the drafts that one note lies on


def sheet(draft: Draft, threads: Iterable[Note]) -> Sheet:
    """The notes of a draft as markers; answers follow the words they answer.

    One over several shots lies on this draft's own frames.
    """
    threads = list(threads)
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
                first,
                last,
                note.kind,
                _words(note, answers.get(note.id, []), names),
                names.get(note.actor, note.actor),
                note.resolved_at is not None,
            )
            for first, last, note in _here(draft, threads)
        ],
        source_timecode(draft),
    )


def _here(draft: Draft, threads: list[Note]) -> list[tuple[int, int, Note]]:
    """The frames first ≤ f < last of a draft that each note lies on, in the picture's order."""
    entries = [
        (part.first, part.last, note)
        for note in threads
        for part in note.parts
        if part.draft == draft.id
    ]
    return sorted(entries, key=lambda entry: (entry[0], entry[2].written_at))


def drafts_of(threads: Iterable[Note]) -> dict[UUID, Draft]:
    """All drafts that notes lie on, with their names, by their ids."""
    ids = {part.draft for note in threads for part in note.parts}
    return Draft.objects.select_related("shot__scene").in_bulk(ids)


def as_table(film: Film, threads: Iterable[Note]) -> str:
    """Notes and answers as CSV, a row each; one over several shots has a row for each of them."""
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
    also: list[str]  # the other drafts that it lies on, and from when on
    kind: str
    by: str
    written: str
    room: str  # the address at which its frame is seen
    answers: list[tuple[str, str]]


def shown(film: Film, threads: list[Note]) -> list[Shown]:
    """Threads with their names."""
    answers = answers_to(threads)
    names = _names(film.id, threads, answers)
    drafts = drafts_of(note for note in threads if note.next_draft_id)
    room = reverse("room", args=[film.id])
    return [
        Shown(
            note,
            _time(note.draft, note.first),
            few(
                f"{drafts[part.draft].name} {_time(drafts[part.draft], part.first)}"
                for part in note.parts[1:]
            ),
            str(KINDS[note.kind].label),
            names.get(note.actor, ""),
            date_format(localtime(note.written_at), "DATETIME_FORMAT"),
            f"{room}?shot={note.draft.shot_id}&draft={note.draft_id}&frame={note.first}",
            [(names.get(answer.actor, ""), answer.text) for answer in answers.get(note.id, [])],
        )
        for note in threads
    ]


def few(parts: Iterable[str]) -> list[str]:
    """A list as it is read at a glance: of many the first four and the last."""
    texts = list(parts)
    return texts if len(texts) <= MOST_TOLD else [*texts[: MOST_TOLD - 2], "…", texts[-1]]


def _time(draft: Draft, frame: int) -> str:
    return timecode(frame, parse_rate(draft.rate))


def answers_to(threads: list[Note]) -> dict[UUID, list[Note]]:
    """The answers in each thread, the first one first."""
    by_thread: dict[UUID, list[Note]] = {}
    for note in Note.objects.filter(parent__in=threads).order_by("written_at"):
        by_thread.setdefault(note.parent_id, []).append(note)  # type: ignore[arg-type]
    return by_thread


def _rows(
    threads: list[Note], answers: dict[UUID, list[Note]], names: dict[str, str]
) -> Iterator[list[str]]:
    drafts = drafts_of(threads)
    for thread in threads:
        state = _("resolved") if thread.resolved_at else _("open")
        own, *others = [_where(drafts[part.draft], part) for part in thread.parts]
        rows = [(own, thread), *((where, thread) for where in others)]
        rows += [(own, answer) for answer in answers.get(thread.id, [])]
        for where, note in rows:
            about = [str(KINDS[note.kind].label), state, names.get(note.actor, note.actor)]
            written = [note.written_at.isoformat(timespec="seconds"), note.text, note.reason]
            answered = thread.text if note is not thread else ""
            yield [*where, *about, *written, answered]


def _where(draft: Draft, part: Part) -> list[str]:
    """A draft's name, and the timecodes and numbers of the first and last frame of a part of it."""
    label = Sheet("", Fraction(draft.rate), 1, 1, 1, start=source_timecode(draft)).label
    last = part.last - 1
    return [draft.name, label(part.first), label(last), str(part.first), str(last)]


def _words(note: Note, answers: list[Note], names: dict[str, str]) -> str:
    parts = [note.text, note.reason and _("Kept because: %s") % note.reason]
    parts += [f"{names.get(answer.actor, answer.actor)}: {answer.text}" for answer in answers]
    return "\n".join(part for part in parts if part)


def _names(
    film_id: UUID, threads: Iterable[Note], answers: dict[UUID, list[Note]]
) -> dict[str, str]:
    actors = {note.actor for note in threads}
    actors |= {note.actor for answer in answers.values() for note in answer}
    return names_of(film_id, actors)
