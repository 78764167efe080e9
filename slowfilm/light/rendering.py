"""The light of a draft as a draft of its own: asked for, then made or given up, each in one act."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.films.roles import May
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import end, enqueue
from slowfilm.ledger import SYSTEM, Act, Refused, act, action
from slowfilm.ledger.actors import Actor
from slowfilm.light import events
from slowfilm.light.spared import need_where
from slowfilm.light.state import rendered, standing
from slowfilm.reviews.actions import frames_of_open
from slowfilm.shots.make import Files, Source, make_draft
from slowfilm.shots.models import Draft

PASS = JobKind("light-pass", "io")


@action(events.RenderLight, May.LIGHT, events.LightRenderAsked)
def render_light(this: Act, command: events.RenderLight) -> events.LightRenderAsked:
    """Have a draft's light rendered. Refused while it is, where it is already, and without any."""
    frames_of_open(this.film_id, command.draft)
    digest = standing(command.draft).digest
    if not digest:
        raise Refused("no-light", _("No light is set on this draft yet."))
    need_where(command.draft)
    if under_way(command.draft).exists():
        raise Refused("under-way", _("The light of this draft is being rendered already."))
    if rendering := rendered(Draft.objects.get(id=command.draft), digest):
        raise Refused(
            "rendered", _("This light is rendered: %(draft)s.") % {"draft": rendering.name}
        )
    facts = {"light": digest, "by": str(this.actor)}
    enqueue(film_id=this.film_id, kind=PASS, subject=command.draft, facts=facts)
    return events.LightRenderAsked(draft=command.draft, light=digest)


def under_way(draft: UUID) -> Any:
    """The job that renders a draft's light, if one does."""
    return Job.objects.open().filter(kind=PASS.name, subject=draft)


def state(draft: Draft) -> dict[str, Any] | None:
    """What has become of the light as it is now: None, or its job, or the draft made of it."""
    if job := under_way(draft.id).first():
        return {"job": str(job.id), "state": job.state, "progress": job.progress}
    if not Draft.objects.filter(origin=Draft.Origin.RELIT, sources__earlier=draft).exists():
        return None
    digest = standing(draft.id).digest
    rendering = rendered(draft, digest) if digest else None
    return {"draft": str(rendering.id), "name": rendering.name} if rendering else None


def passed(*, job: Job, files: Files, facts: Mapping[str, Any], actor: Actor) -> Draft:
    """Put the draft into its shot, and end the job. Raises Superseded, Refused."""
    with act(job.film_id, actor) as this:
        end(job, Job.State.DONE)
        parent = Draft.objects.get(id=job.subject)
        return make_draft(
            this,
            shot=parent.shot_id,
            files=files,
            origin="relit",
            facts=facts,
            sources=[Source("light", earlier=parent.id)],
            nobody_declared_by=parent.nobody_else_by,
        )


@PASS.fails
def fail(job: Job, code: str, facts: Mapping[str, str | int]) -> None:
    """It could not be done. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.FAILED, code, {**job.facts, **facts})
        this.record(events.LightRenderFailed(draft=job.subject, error=code))
