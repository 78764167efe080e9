"""The record of a sitting as a PDF: asked for on its page, made by a worker, kept for a day."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from slowfilm import storage
from slowfilm.films.blobs import erased_note
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end, enqueue
from slowfilm.jobs.workplace import workplace
from slowfilm.sittings.letters import agenda, when
from slowfilm.sittings.models import Sitting
from slowfilm.sittings.presenters import Attendant, Kept, Moment, record_of

if TYPE_CHECKING:
    from PIL.Image import Image

    from slowfilm.reviews.paper import Paper, Said

PDF = JobKind("sitting-pdf", "io")
KEPT = timedelta(days=1)  # a file that no record names stays so long: management/tidying.py
LONGEST = 960  # pixels of a still


def ask(sitting: Sitting, language: str, key: UUID | None = None) -> Job:
    """Have the record written, unless it is being written in that language already.

    `key` is whoever asks' own id of this wish: with the same one it is asked once.
    """
    with transaction.atomic():
        for job in asked_for(sitting).filter(facts__language=language):
            if job.subject == key or not job.ended:
                return job
        facts = {"sitting": str(sitting.id), "language": language}
        return enqueue(film_id=sitting.film_id, kind=PDF, subject=key or uuid4(), facts=facts)


def asked_for(sitting: Sitting) -> QuerySet[Job]:
    """What was asked for in the last day, the newest first."""
    jobs = Job.objects.filter(film=sitting.film_id, kind=PDF.name, facts__sitting=str(sitting.id))
    return jobs.filter(queued_at__gt=timezone.now() - KEPT).order_by("-queued_at")


def of_sitting(sitting: Sitting) -> list[Job]:
    """The newest three of it."""
    return list(asked_for(sitting)[:3])


@PDF.does
def make(job: Job, lease: Lease) -> None:
    """The job. Raises Full, Superseded."""
    from slowfilm.reviews.paper import Paper  # its libraries are for workers only

    sitting = Sitting.objects.select_related("film").get(id=job.facts["sitting"])
    with workplace(job) as folder, override(job.facts["language"]):
        path = folder / "sitting.pdf"
        missing = _("This machine has no font with Chinese letters (Noto Sans CJK).")
        paper = Paper(f"{sitting.title} · {sitting.film.title}", missing)
        write(paper, record_of(sitting))
        paper.output(str(path))
        blob = storage.keep(path, "application/pdf", sitting.film_id, settled=True)
    end(job, Job.State.DONE, facts={**job.facts, "pdf": blob.digest})


@PDF.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """It could not be made."""
    end(job, Job.State.FAILED, code, {**job.facts, **facts})


def write(paper: "Paper", record: Kept) -> None:
    """All of a record, one part after the other."""
    for size, line in _lines(record):
        paper.say(line, size)
    _heading(paper, _("Notes and decisions"))
    for moment, still in _with_stills(record.moments):
        paper.note(_said(record.sitting, moment, still))
    if not record.moments:
        paper.say(_("Nothing was noted."), 10)
    _heading(paper, _("Who does what by when"))
    for task in record.tasks:
        due = date_format(task.due) if task.due else _("no date")
        done = _("done") if task.done_at else _("open")
        paper.say(f"{task.member} · {due} · {done}\n{task.text}", 10)
    if not record.tasks:
        paper.say(_("Nobody was given anything to do."), 10)


def _heading(paper: "Paper", text: str) -> None:
    paper.ln(4)
    paper.say(text, 13)


def _lines(record: Kept) -> Iterator[tuple[int, str]]:
    sitting = record.sitting
    yield 10, when(sitting)
    opened, ended = _local(sitting, sitting.opened_at), _local(sitting, sitting.ended_at)
    yield 10, _("Held from %(from)s to %(to)s.") % {"from": opened, "to": ended}
    if record.presenters:
        yield 10, _("Presented by %(names)s.") % {"names": _(", ").join(record.presenters)}
    yield 13, _("Agenda")
    yield from ((10, line) for line in agenda(sitting))
    yield 13, _("Who was there")
    for attendant in record.attendants:
        yield 10, f"{attendant.member} · {_times(sitting, attendant)}"
    yield 13, _("What was shown")
    for look in record.looked:
        yield 10, f"{look.draft.name}  {_(', ').join(look.spans)}"
        yield 8, f"SHA-256 {look.draft.master_id}"
        for name, spans in look.seen:
            yield (
                8,
                _("Seen by %(name)s: %(spans)s")
                % {
                    "name": name,
                    "spans": _(", ").join(spans),
                },
            )


def _times(sitting: Sitting, attendant: Attendant) -> str:
    if not attendant.times:
        return _("invited, did not come")
    spans = [f"{_local(sitting, came)}–{_local(sitting, left)}" for came, left in attendant.times]
    return _(", ").join(spans)


def _local(sitting: Sitting, moment: object) -> str:
    return time_format(moment.astimezone(ZoneInfo(sitting.zone)), "H:i")  # type: ignore[attr-defined]


def _said(sitting: Sitting, moment: Moment, still: "Image | None") -> "Said":
    from slowfilm.reviews.paper import Said

    head = f"{moment.label} · {moment.who} · {_local(sitting, moment.at)}"
    answers = [f"SHA-256 {moment.digest}"] if moment.digest else []
    if moment.draft:
        answers += erased_note(sitting.film_id, moment.draft.proxy_id)
    return Said(moment.where, head, moment.words, answers, still)


def _with_stills(moments: list[Moment]) -> Iterator[tuple[Moment, "Image | None"]]:
    """Each with the frame it is about, where the bytes are there."""
    from slowfilm.media.snapshots import stills

    pictures: dict[tuple[object, int], Image] = {}
    for draft in {moment.draft.id: moment.draft for moment in moments if moment.draft}.values():
        frames = {
            moment.frame for moment in moments if moment.draft == draft and moment.frame is not None
        }
        gone = erased_note(draft.film_id, draft.proxy_id)
        if not frames or gone or not storage.there(draft.proxy_id):
            continue
        with storage.on_disk(draft.proxy_id) as path:
            for frame, still in stills(path, Fraction(draft.rate), sorted(frames), LONGEST):
                pictures[draft.id, frame] = still.convert("RGB")
    for moment in moments:
        key = (moment.draft.id, moment.frame) if moment.draft and moment.frame is not None else None
        yield moment, pictures.get(key) if key else None
