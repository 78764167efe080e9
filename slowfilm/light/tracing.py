"""The people in a draft, traced once: asked for, then made or given up, each in one act."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm import storage
from slowfilm.films.roles import May
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import end, enqueue
from slowfilm.ledger import SYSTEM, Act, Refused, act, action
from slowfilm.light import events
from slowfilm.light.models import DraftFigures
from slowfilm.media.names import MATTES_TYPE
from slowfilm.reviews.actions import frames_of_open
from slowfilm.shots.models import Draft

TRACE = JobKind("trace-figures", "scan")


@action(events.TraceFigures, May.LIGHT, events.FiguresAsked)
def trace_figures(this: Act, command: events.TraceFigures) -> events.FiguresAsked:
    """Have the people in a draft traced. Refused while they are, and once they were."""
    frames_of_open(this.film_id, command.draft)
    if DraftFigures.objects.filter(draft=command.draft).exists():
        raise Refused("traced", _("The people in this draft are traced already."))
    if under_way(command.draft).exists():
        raise Refused("under-way", _("The people in this draft are being traced already."))
    enqueue(film_id=this.film_id, kind=TRACE, subject=command.draft)
    return events.FiguresAsked(draft=command.draft)


def under_way(draft: UUID) -> Any:
    """The job that traces a draft's people, if one does."""
    return Job.objects.open().filter(kind=TRACE.name, subject=draft)


def state(draft: Draft) -> dict[str, Any] | None:
    """What is known of the people in a draft: None, or the job's state, or how many they are."""
    if figures := DraftFigures.objects.filter(draft=draft).first():
        return {"mattes": figures.mattes_id, "people": figures.people}
    if job := under_way(draft.id).first():
        return {"job": str(job.id), "state": job.state, "progress": job.progress}
    return None


def need_figures(
    draft: UUID, light: events.Light | None = None, mask: str = "", who: int = 0
) -> None:
    """Raise Refused where a light needs to know of people, and they are not traced, or fewer."""
    pairs = [(mask, who)]
    if light is not None:
        pairs += [(lamp.mask, lamp.who) for lamp in light.lamps]
        pairs += [(qualifier.mask, qualifier.who) for qualifier in (light.qualifier,) if qualifier]
    follows = light is not None and light.follow is not None and light.follow.to == "person"
    if not follows and not any(mask for mask, _who in pairs):
        return
    people = DraftFigures.objects.filter(draft=draft).values_list("people", flat=True).first()
    if people is None:
        raise Refused("not-traced", _("Have the people in this draft traced first."))
    if (most := max((who for mask, who in pairs if mask), default=0)) > people:
        sentence = _("No person %(number)s was found in this draft.")
        raise Refused("no-person", sentence % {"number": most})


def own_mattes(draft: Draft) -> str:
    """The digest of what a draft's engine says of where its people are; "" where it says nothing.

    A re-lit draft has the people of the draft it was made of, where they were.
    """
    ancestor = draft
    while ancestor.mattes_id is None and ancestor.origin == Draft.Origin.RELIT:
        earlier = ancestor.sources.filter(role="light", earlier__isnull=False).first()
        if earlier is None or earlier.earlier is None:
            return ""
        ancestor = earlier.earlier
    return ancestor.mattes_id or ""


def traced(*, job: Job, file: Path, people: int) -> None:
    """Keep what was traced, and end the job. Raises Superseded, Refused."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.DONE)
        frames_of_open(job.film_id, job.subject)
        blob = storage.keep(file, MATTES_TYPE, job.film_id)
        columns = {"draft_id": job.subject, "mattes": blob, "people": people}
        DraftFigures.objects.create(id=this.command, traced_at=this.at, **columns)
        this.record(
            events.FiguresTraced(draft=job.subject, mattes=blob.digest, people=people),
        )


@TRACE.fails
def fail(job: Job, code: str, facts: Mapping[str, str | int]) -> None:
    """It could not be done. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.FAILED, code, {**job.facts, **facts})
        this.record(events.TracingFailed(draft=job.subject, error=code))
