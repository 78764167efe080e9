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
def trace_figures(this: Act, asked: events.TraceFigures) -> events.FiguresAsked:
    """Have the people in a draft traced. Refused while they are, and once they were."""
    frames_of_open(this.film_id, asked.draft)
    if DraftFigures.objects.filter(draft=asked.draft).exists():
        raise Refused("traced", _("The people in this draft are traced already."))
    if under_way(asked.draft).exists():
        raise Refused("under-way", _("The people in this draft are being traced already."))
    enqueue(film_id=this.film_id, kind=TRACE, subject=asked.draft)
    return events.FiguresAsked(draft=asked.draft)


def under_way(draft: UUID) -> Any:
    """The job that traces a draft's people, if one does."""
    return Job.objects.open().filter(kind=TRACE.name, subject=draft)


def state(draft: Draft) -> dict[str, Any] | None:
    """What is known of the people in a draft: None, or the job's state, or how many they are."""
    if found := DraftFigures.objects.filter(draft=draft).first():
        return {"mattes": found.mattes_id, "people": found.people}
    if job := under_way(draft.id).first():
        return {"job": str(job.id), "state": job.state, "progress": job.progress}
    return None


def need_figures(
    draft: UUID, light: events.Light | None = None, mask: str = "", who: int = 0
) -> None:
    """Raise Refused where a light needs to know of people, and they are not traced, or fewer."""
    asked = [(mask, who)]
    if light is not None:
        asked += [(each.mask, each.who) for each in light.lamps]
        asked += [(each.mask, each.who) for each in (light.qualifier,) if each]
    follows = light is not None and light.follow is not None and light.follow.to == "person"
    if not follows and not any(mask for mask, _who in asked):
        return
    people = DraftFigures.objects.filter(draft=draft).values_list("people", flat=True).first()
    if people is None:
        raise Refused("not-traced", _("Have the people in this draft traced first."))
    if (most := max((who for mask, who in asked if mask), default=0)) > people:
        said = _("No person %(number)s was found in this draft.")
        raise Refused("no-person", said % {"number": most})


def own_mattes(draft: Draft) -> str:
    """The digest of what a draft's engine says of where its people are; "" where it says nothing.

    A re-lit draft has the people of the draft it was made of, where they were.
    """
    seen = draft
    while seen.mattes_id is None and seen.origin == Draft.Origin.RELIT:
        earlier = seen.sources.filter(role="light", earlier__isnull=False).first()
        if earlier is None or earlier.earlier is None:
            return ""
        seen = earlier.earlier
    return seen.mattes_id or ""


def traced(*, job: Job, file: Path, people: int) -> None:
    """Keep what was traced, and end the job. Raises Superseded, Refused."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.DONE)
        frames_of_open(job.film_id, job.subject)
        blob = storage.keep(file, MATTES_TYPE, job.film_id)
        told = {"draft_id": job.subject, "mattes": blob, "people": people}
        DraftFigures.objects.create(id=this.command, traced_at=this.at, **told)
        this.record(
            events.FiguresTraced(draft=job.subject, mattes=blob.digest, people=people),
        )


@TRACE.fails
def fail(job: Job, code: str, facts: Mapping[str, str | int]) -> None:
    """It could not be done. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.FAILED, code, {**job.facts, **facts})
        this.record(events.TracingFailed(draft=job.subject, error=code))
