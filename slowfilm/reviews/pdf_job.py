"""A PDF of notes: asked for on the notes' page, made by a worker, kept for a day."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from slowfilm import storage
from slowfilm.clearance.presenters import names_of
from slowfilm.films.blobs import erased_note
from slowfilm.films.models import Film, Member
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end, enqueue
from slowfilm.jobs.workplace import workplace
from slowfilm.reviews.kinds import KINDS
from slowfilm.reviews.listing import Wish
from slowfilm.reviews.models import Note, Part, Stroke
from slowfilm.reviews.out import answers_to, drafts_of, few, sheet
from slowfilm.shots.models import Draft

if TYPE_CHECKING:
    from PIL.Image import Image

    from slowfilm.reviews.paper import Said

PDF = JobKind("notes-pdf", "io")
KEPT = timedelta(days=1)  # a file that no record names stays so long: management/tidying.py
MOST = 500  # notes in one
LONGEST = 960  # pixels of a still


def ask(member: Member, query: str, language: str) -> None:
    """Have the notes that a query names written, unless the member waits for some already."""
    if any(not job.ended for job in of_member(member)):
        return
    facts = {"query": query, "language": language, "member": str(member.id)}
    with transaction.atomic():
        enqueue(film_id=member.film_id, kind=PDF, subject=uuid4(), facts=facts)


def of_member(member: Member) -> list[Job]:
    """What a member asked for lately, the newest first."""
    jobs = Job.objects.filter(film=member.film_id, kind=PDF.name, facts__member=str(member.id))
    return list(jobs.filter(queued_at__gt=timezone.now() - KEPT).order_by("-queued_at")[:5])


@PDF.does
def make(job: Job, lease: Lease) -> None:
    """The job. Raises Full, Superseded."""
    from slowfilm.reviews import paper  # its libraries are for workers only

    film = Film.objects.get(id=job.film_id)
    wish = Wish.of(dict(parse_qsl(job.facts["query"])))
    with workplace(job) as folder, override(job.facts["language"]):
        threads = list(wish.threads(film)[:MOST])
        path = folder / "notes.pdf"
        missing = _("This machine has no font with Chinese letters (Noto Sans CJK).")
        paper.write(path, film.title, missing, _notes(film, threads, lease))
        blob = storage.keep(path, "application/pdf", film.id, settled=True)
    end(job, Job.State.DONE, facts={**job.facts, "pdf": blob.digest})


@PDF.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """It could not be made."""
    end(job, Job.State.FAILED, code, {**job.facts, **facts})


def _notes(film: Film, threads: list[Note], lease: Lease) -> Iterator["Said"]:
    from slowfilm.reviews import paper

    answers, drafts = answers_to(threads), drafts_of(threads)
    actors = {note.actor for note in threads}
    actors |= {note.actor for answer in answers.values() for note in answer}
    names = names_of(film.id, actors)
    pictures: dict[tuple[UUID, int], Image] = {}
    for draft in {note.draft_id: note.draft for note in threads}.values():
        frames = [note.first for note in threads if note.draft_id == draft.id]
        pictures |= {(draft.id, frame): still for frame, still in _stills(draft, frames)}
    for number, note in enumerate(threads):
        lease.progress(number / len(threads))
        where = "\n".join(few(_span(drafts[part.draft], part) for part in note.parts))
        state = _("resolved") if note.resolved_at else _("open")
        when = date_format(note.written_at, "DATETIME_FORMAT")
        head = f"{KINDS[note.kind].label} · {state} · {names.get(note.actor, '')} · {when}"
        words = note.text
        if note.reason:
            words += "\n" + _("Kept because: %s") % note.reason
        texts = erased_note(film.id, note.draft.proxy_id)
        texts += [
            f"{names.get(answer.actor, '')}: {answer.text}" for answer in answers.get(note.id, [])
        ]
        yield paper.Said(where, head, words, texts, pictures.get((note.draft_id, note.first)))


def _span(draft: Draft, part: Part) -> str:
    """A draft's name and the timecodes of what a note lies on of it."""
    label = sheet(draft, []).label
    text = f"{draft.name}  {label(part.first)}"
    return text if part.last - part.first == 1 else f"{text} – {label(part.last - 1)}"


def _stills(draft: Draft, frames: list[int]) -> Iterator[tuple[int, "Image"]]:
    """The frames that notes begin on, with the ink that lies on each; none where bytes are lost."""
    from slowfilm.media.snapshots import stills
    from slowfilm.reviews import paper

    if erased_note(draft.film_id, draft.proxy_id) or not storage.there(draft.proxy_id):
        return
    rows = Stroke.objects.filter(draft=draft, frame__in=frames, erased_at=None).order_by("seq")
    strokes = [(row.frame, paper.Ink(row.points, row.width, row.colour)) for row in rows]
    with storage.on_disk(draft.proxy_id) as path:
        for frame, still in stills(path, Fraction(draft.rate), frames, LONGEST):
            yield frame, paper.inked(still, [ink for on, ink in strokes if on == frame])
