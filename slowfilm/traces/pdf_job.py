"""The chain of title as a PDF: asked for on its page, made by a worker, kept for a day."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end, enqueue
from slowfilm.jobs.workplace import workplace
from slowfilm.traces.rows import Row
from slowfilm.traces.title import Title, chosen, title_of

if TYPE_CHECKING:
    from slowfilm.reviews.paper import Paper

PDF = JobKind("title-pdf", "io")
KEPT = timedelta(days=1)  # a file that no record names stays so long: management/tidying.py
GREY = 90


def ask(film_id: UUID, shot: UUID | None, language: str) -> None:
    """Have the chain of title of a shot, or of the film, written, unless it is being written."""
    if any(not job.ended for job in asked_for(film_id, shot)):
        return
    facts = {"shot": str(shot or ""), "language": language}
    with transaction.atomic():
        enqueue(film_id=film_id, kind=PDF, subject=uuid4(), facts=facts)


def asked_for(film_id: UUID, shot: UUID | None) -> list[Job]:
    """What was asked for lately, the newest first."""
    jobs = Job.objects.filter(film=film_id, kind=PDF.name, facts__shot=str(shot or ""))
    return list(jobs.filter(queued_at__gt=timezone.now() - KEPT).order_by("-queued_at")[:3])


@PDF.does
def make(job: Job, lease: Lease) -> None:
    """The job. Raises Full, Superseded."""
    from slowfilm.reviews.paper import Paper  # its libraries are for workers only

    film = Film.objects.get(id=job.film_id)
    shot = UUID(job.facts["shot"]) if job.facts["shot"] else None
    with workplace(job) as folder, override(job.facts["language"]):
        name, drafts = chosen(film, shot)
        path = folder / "title.pdf"
        missing = _("This machine has no font with Chinese letters (Noto Sans CJK).")
        paper = Paper(f"{_('Chain of title')} · {name}", missing)
        write(paper, film.title, [draft.name for draft in drafts], title_of(film.id, drafts))
        paper.output(str(path))
        blob = storage.keep(path, "application/pdf", film.id, settled=True)
    end(job, Job.State.DONE, facts={**job.facts, "pdf": blob.digest})


@PDF.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """It could not be made."""
    end(job, Job.State.FAILED, code, {**job.facts, **facts})


def write(paper: "Paper", film: str, drafts: list[str], title: Title) -> None:
    """All of it, one part after the other."""
    paper.say(f"{film} · {date_format(timezone.localtime(), 'DATETIME_FORMAT')}", 8, GREY)
    _heading(paper, _("Drafts"))
    paper.say(_(", ").join(drafts) or _("No draft is selected yet."), 10)
    if title.missing:
        _heading(paper, _("Missing"))
        for sentence in title.missing:
            paper.say(sentence, 10)
    for heading, rows in title.parts:
        _heading(paper, heading)
        for row in rows:
            _row(paper, row)
        if not rows:
            paper.say(_("None."), 10, GREY)
    if title.after:
        _heading(paper, _("After release"))
        for row in title.after:
            _row(paper, row)


def _heading(paper: "Paper", text: str) -> None:
    paper.ln(5)
    paper.say(text, 13)
    paper.ln(1)


def _row(paper: "Paper", row: Row) -> None:
    paper.say(row.what, 10)
    paper.say(" · ".join(filter(None, (row.paper, row.uses, row.state, row.until_words))), 8, GREY)
    paper.ln(1.5)
