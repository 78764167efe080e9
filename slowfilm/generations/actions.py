"""What can be done to generations: asked for, asked for again, cancelled, begun, ended."""

import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from slowfilm.clearance.answer import clearance
from slowfilm.clearance.extent import Extent
from slowfilm.clearance.naming_places import stopped
from slowfilm.clearance.providers import provider_of
from slowfilm.films.roles import May
from slowfilm.generations import events
from slowfilm.generations.by_hand import tidied
from slowfilm.generations.characters import Cast
from slowfilm.generations.check import LARGEST_SEED, faults
from slowfilm.generations.citations import (
    OF_CITATION,
    OF_LINE,
    Wanted,
    attributes,
    found,
    tags,
)
from slowfilm.generations.differences import ask_differences
from slowfilm.generations.models import Brief, BriefLine, Citation, Generation
from slowfilm.generations.permissions import permitted
from slowfilm.generations.sending import confirmed, refuse_elsewhere
from slowfilm.generations.variants import variant
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import end, enqueue, notify_workers
from slowfilm.ledger import Act, Refused, act, action
from slowfilm.ledger.actors import engine
from slowfilm.ledger.models import Entry, Head
from slowfilm.shots.actions import open_shot
from slowfilm.shots.make import Files, Source, make_draft
from slowfilm.uploads.quotas import refuse_full

GENERATE = JobKind("generate")  # on the queue of its engine


@action(events.QueueGeneration, May.MAKE, events.GenerationQueued)
def queue_generation(this: Act, command: events.QueueGeneration) -> events.GenerationQueued:
    """Keep a brief and ask for one run of it. The generation's id is the command's.

    The brief as a whole is checked again, whoever asks.
    """
    shot = open_shot(this.film_id, command.shot)
    spec = Cast.of(this.film_id).expanded(command.wanted)
    _refuse(this.film_id, spec, shot.scene_id)
    spec = tidied(spec)
    sent_to = confirmed(this.film_id, spec, command.confirmed)
    refuse_full(this.film_id)
    return _queue(this, _written(this, command.shot, spec), sent_to, command.confirmed)


@action(events.QueueAgain, May.MAKE, events.GenerationQueued)
def queue_again(this: Act, command: events.QueueAgain) -> events.GenerationQueued:
    """Ask for another run of the very same brief."""
    brief = _generation(this.film_id, command.generation).brief
    shot = open_shot(this.film_id, brief.shot_id)
    spec = Wanted.of(brief)
    _refuse(this.film_id, spec, shot.scene_id)
    sent_to = confirmed(this.film_id, spec, command.confirmed)
    refuse_full(this.film_id)
    return _queue(this, brief, sent_to, command.confirmed)


@action(events.QueueVariant, May.MAKE, events.GenerationQueued)
def queue_variant(this: Act, command: events.QueueVariant) -> events.GenerationQueued:
    """Keep a brief that differs from a generation's in one thing, and ask for one run of it.

    The references of characters stay those that the brief was sent with.
    """
    brief = _generation(this.film_id, command.generation).brief
    shot = open_shot(this.film_id, brief.shot_id)
    spec = Wanted.of(brief)
    kinds = {
        reference_id: reference.kind
        for reference_id, reference in found(this.film_id, spec).items()
    }
    spec = variant(spec, kinds, command.seed, command.engine, command.without)
    _refuse(this.film_id, spec, shot.scene_id)
    spec = tidied(spec)
    sent_to = confirmed(this.film_id, spec, command.confirmed)
    refuse_full(this.film_id)
    return _queue(this, _written(this, brief.shot_id, spec), sent_to, command.confirmed)


@action(events.CancelGeneration, May.MAKE, events.GenerationEnded, events.CancelAsked)
def cancel_generation(
    this: Act, command: events.CancelGeneration
) -> events.GenerationEnded | events.CancelAsked:
    """Stop a generation: at once while it waits, as soon as its engine hears it while it runs."""
    generation = _generation(this.film_id, command.generation)
    job = Job.objects.filter(pk=generation.job_id)
    waiting = job.filter(state=Job.State.QUEUED)
    if generation.memory and waiting.update(cancel_asked_at=this.at, lease_until=None):
        notify_workers(generation.job)  # something is under way elsewhere: a worker takes it back
        return events.CancelAsked(generation=generation.id, shot=generation.shot_id)
    if waiting.update(state=Job.State.CANCELLED, cancel_asked_at=this.at, ended_at=this.at):
        return _ended(generation, "cancelled")
    running = job.filter(state=Job.State.RUNNING, cancel_asked_at=None)
    if running.update(cancel_asked_at=this.at):
        return events.CancelAsked(generation=generation.id, shot=generation.shot_id)
    generation.job.refresh_from_db()
    if generation.job.ended:
        raise Refused("ended", _("This generation has ended already."))
    raise Refused("asked-already", _("It is being stopped already."))


def begin_generation(*, generation: Generation, job: Job) -> Entry:
    """A worker takes it up. Raises Refused where it may no longer be made."""
    with act(generation.film_id, engine(job.queue)) as this:
        open_shot(generation.film_id, generation.shot_id)
        refuse_uncleared(generation)
        return this.record(
            events.GenerationStarted(
                generation=generation.id, shot=generation.shot_id, attempt=job.attempt
            )
        )


def finish_generation(
    *, generation: Generation, job: Job, files: Files, facts: dict[str, object]
) -> Entry:
    """The draft is there: draft, sources and the job's end in one act.

    Raises Superseded when another attempt has the job, Refused when it may no longer be made.
    """
    with act(generation.film_id, engine(job.queue)) as this:
        refuse_uncleared(generation)
        end(job, Job.State.DONE)
        draft = make_draft(
            this,
            shot=generation.shot_id,
            files=files,
            origin="generated",
            engine=generation.brief.engine,
            facts=facts,
            sources=[
                Source(role=citation.role, tag=citation.tag, reference=citation.reference_id)
                for citation in generation.brief.citations.all()
            ]
            + [
                Source(role="line", tag=f"Line{number}", reference=line.take_id)
                for number, line in enumerate(generation.brief.lines.all(), 1)
                if line.take_id
            ],
            generation=generation.id,
        )
        Generation.objects.filter(pk=generation.pk).update(draft=draft)
        ask_differences(generation.id)
        assert this.entry is not None
        return this.entry


def end_generation(
    *, generation: Generation, job: Job, state: str, error: str, facts: dict[str, str | int]
) -> Entry:
    """It came to nothing: failed, or cancelled. Raises Superseded."""
    with act(generation.film_id, engine(job.queue)) as this:
        end(job, state, error, facts)
        return this.record(_ended(generation, state, error))


def refuse_uncleared(generation: Generation) -> None:
    """Raise Refused when a cited reference is cleared no more, here or at the provider."""
    refuse_elsewhere(generation)
    if not permitted(generation.film_id, generation.brief.engine):
        raise Refused("not-permitted", _("The team may not use this engine any more."))
    spec = Wanted.of(generation.brief)
    answer = clearance(
        "generate",
        references=found(generation.film_id, spec).values(),
        roles=spec.roles,
        provider=provider_of(spec.engine),
        extent=Extent(generation.shot.scene_id, spec.height),
    )
    if not answer.cleared:
        raise Refused("clearance-withdrawn", _("A reference in it is no longer cleared."))
    for place in stopped(generation.film_id, spec.text, generation.shot.scene_id):
        raise Refused("clearance-withdrawn", place.sentence)


def refuse_leaving(generation: Generation) -> None:
    """Raise Refused where its references may not leave at this moment, whatever was said before.

    Asked under the film's lock: what is withdrawn by then is known.
    """
    with transaction.atomic():
        Head.objects.select_for_update().get(film=generation.film_id)
        refuse_uncleared(generation)


def new_seed() -> int:
    """A seed nobody chose."""
    return secrets.randbelow(LARGEST_SEED + 1)


def _generation(film_id: UUID, generation: UUID) -> Generation:
    found_one = (
        Generation.objects.select_related("brief", "job")
        .filter(film_id=film_id, id=generation)
        .first()
    )
    if found_one is None:
        raise Refused("no-generation", _("There is no such generation in this film."))
    return found_one


def _refuse(film_id: UUID, spec: Wanted, scene: UUID) -> None:
    for fault in faults(film_id, spec, scene):
        raise Refused(fault.code, fault.sentence)


def _written(this: Act, shot: UUID, spec: Wanted) -> Brief:
    """Keep a brief. Its id is the command's."""
    brief = Brief.objects.create(
        id=this.command,
        film_id=this.film_id,
        shot_id=shot,
        text=spec.text,
        engine=spec.engine,
        width=spec.width,
        height=spec.height,
        rate=str(spec.rate),
        frames=spec.frames,
        seed=spec.seed,
        labels=spec.labels,
        layout=spec.layout,
        levels=spec.levels,
        written_by=this.actor,
        written_at=this.at,
    )
    _keep(brief, spec)
    return brief


def _keep(brief: Brief, spec: Wanted) -> None:
    """What a brief cites and who says what in it."""
    references = found(brief.film_id, spec)
    named = tags(references[citation.reference].kind for citation in spec.citations)
    Citation.objects.bulk_create(
        Citation(brief=brief, order=order, tag=tag, **attributes(citation, OF_CITATION))
        for order, (tag, citation) in enumerate(zip(named, spec.citations, strict=True))
    )
    BriefLine.objects.bulk_create(
        BriefLine(brief=brief, order=order, **attributes(line, OF_LINE))
        for order, line in enumerate(spec.lines)
    )


def _queue(this: Act, brief: Brief, sent_to: str, confirmed: str) -> events.GenerationQueued:
    job = enqueue(film_id=this.film_id, kind=GENERATE, subject=this.command, queue=brief.engine)
    Generation.objects.create(
        id=this.command,
        film_id=this.film_id,
        shot_id=brief.shot_id,
        brief=brief,
        job=job,
        sent_to=sent_to,
        asked_by=this.actor,
        asked_at=this.at,
    )
    return events.GenerationQueued(
        shot=brief.shot_id,
        brief=brief.id,
        **{name: getattr(brief, name) for name in events.WANTED},
        citations=[
            events.CitationMade(**citation)
            for citation in brief.citations.values(*events.CitationMade.model_fields)
        ],
        lines=[events.Said(**line) for line in brief.lines.values(*events.Said.model_fields)],
        sent_to=sent_to,
        confirmed=confirmed if sent_to else "",
    )


def _ended(generation: Generation, state: str, error: str = "") -> events.GenerationEnded:
    return events.GenerationEnded(
        generation=generation.id,
        shot=generation.shot_id,
        state=state,  # type: ignore[arg-type]
        error=error,
    )
