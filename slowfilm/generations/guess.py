"""Where an engine thinks that everything stands in a plate: asked for once, made by a worker.

Nothing of the film changes, so no entry is made: what was asked and what came of it are kept with
the job, whose subject follows from the plate, the people and the measures. Asking twice is free.
"""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from slowfilm import engines, storage
from slowfilm.clearance.answer import clearance
from slowfilm.engines.base import Failed
from slowfilm.engines.failures import failure
from slowfilm.generations.characters import Cast
from slowfilm.generations.citations import Cited, Wanted, found, request
from slowfilm.generations.sentences import of_failure, of_problem
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end, enqueue
from slowfilm.ledger import Refused
from slowfilm.media.errors import MediaError
from slowfilm.references.models import Reference

GUESS = JobKind("guess-layout")  # on the queue of its engine
_MEASURES = ("engine", "width", "height", "frames")


@dataclass(frozen=True, slots=True)
class Guess:
    """How far a guess is: waits, is made, done with a layout, or failed with a sentence."""

    state: str
    layout: dict[str, Any] | None = None
    reason: str = ""


def guessed(film_id: UUID, spec: Wanted, *, again: bool = False) -> Guess:
    """The engine's layout for a brief, or how far it is; asked for where nobody has yet.

    `again` asks once more where it failed. Raises Refused where there is nothing to guess from.
    """
    bare_spec, references = _seen(film_id, spec)
    _refuse(film_id, bare_spec, references)
    subject = _subject(film_id, bare_spec, references)
    had = _latest(film_id, subject)
    if had is None or (again and had.state == Job.State.FAILED):
        try:
            with transaction.atomic():
                had = enqueue(
                    film_id=film_id,
                    kind=GUESS,
                    subject=subject,
                    queue=bare_spec.engine,
                    facts={"asked": _asked(bare_spec)},
                )
        except IntegrityError:  # somebody has asked at the same moment
            had = _latest(film_id, subject)
    assert had is not None
    if had.state == Job.State.FAILED:
        return Guess(had.state, reason=of_failure(had.error, had.facts))
    return Guess(had.state, had.facts.get("layout"))


@GUESS.does
def work(job: Job, lease: Lease) -> None:
    """Look at the references, and keep where everything seems to stand. Raises Superseded."""
    spec = _wanted(job.facts["asked"])
    try:
        layout = _guess(job.film_id, spec)
    except Refused as refused:
        fail(job, refused.code, {})
    except Failed as failed:
        fail(job, failed.code, failed.facts)
    except MediaError as error:
        fail(job, error.code, error.facts)
    else:
        with transaction.atomic():
            end(job, Job.State.DONE, facts={"layout": layout})


@GUESS.fails
def fail(job: Job, code: str, facts: Mapping[str, str | int]) -> None:
    """Say that it could not be guessed, and why. Raises Superseded."""
    with transaction.atomic():
        end(job, Job.State.FAILED, code, dict(facts))


def _guess(film_id: UUID, spec: Wanted) -> dict[str, Any]:
    bare_spec, references = _seen(film_id, spec)
    if not clearance("generate", references=references.values(), roles=bare_spec.roles).cleared:
        raise Refused("clearance-withdrawn", _("A reference in it is no longer cleared."))
    titles = Cast.of(film_id).titles
    with ExitStack() as opened:
        paths = {
            reference.id: opened.enter_context(storage.on_disk(str(reference.proxy_id)))
            for reference in references.values()
        }
        try:
            engine = engines.engine(bare_spec.engine)
            guess = engine.guess(
                request(bare_spec, references, titles, lambda reference: paths[reference.id])
            )
        except LookupError as error:
            raise Failed("no-engine") from error
        except (Failed, MediaError):
            raise
        except Exception as error:
            raise failure(error) or error from error
    return guess.to_json()


def _seen(film_id: UUID, spec: Wanted) -> tuple[Wanted, dict[UUID, Reference]]:
    """The brief without words and sounds, and its references. Raises Refused."""
    bare = replace(spec, text="", seed=0, lines=(), labels=False, layout=None, levels=[])
    references = found(film_id, bare)
    if any(citation.reference not in references for citation in bare.citations):
        raise Refused("no-reference", _("A reference in it is not in this film any more."))
    shown = [
        citation
        for citation in bare.citations
        if references[citation.reference].kind not in ("", Reference.Kind.SOUND)
    ]
    return replace(bare, citations=tuple(shown)), {
        citation.reference: references[citation.reference] for citation in shown
    }


def _refuse(film_id: UUID, bare_spec: Wanted, references: Mapping[UUID, Reference]) -> None:
    try:
        engine = engines.engine(bare_spec.engine)
    except LookupError as error:
        raise Refused("no-engine", _("This engine is not switched on here.")) from error
    if engine.capabilities().about.provider is not None:  # nothing leaves that nobody confirmed
        raise Refused("not-confirmed", _("This engine guesses no layout: nothing is sent for one."))
    if not engine.capabilities().layout:
        raise Refused("no-layout", _("This engine places nothing in a plate."))
    for problem in engine.check(request(bare_spec, references, Cast.of(film_id).titles)):
        raise Refused(problem.code, of_problem(problem)[1])
    answer = clearance("generate", references=references.values(), roles=bare_spec.roles)
    for sentence in answer.sentences():
        raise Refused("uncleared", sentence)


def _subject(film_id: UUID, bare_spec: Wanted, references: Mapping[UUID, Reference]) -> UUID:
    """The same for the same plate, people and measures, however the references are called."""
    shown = [
        [references[citation.reference].proxy_id, citation.role, citation.start_ms, citation.end_ms]
        for citation in bare_spec.citations
    ]
    measures = [*(getattr(bare_spec, name) for name in _MEASURES), str(bare_spec.rate)]
    return uuid5(film_id, json.dumps([*measures, shown]))


def _latest(film_id: UUID, subject: UUID) -> Job | None:
    jobs = Job.objects.filter(film_id=film_id, kind=GUESS.name, subject=subject)
    return jobs.exclude(state=Job.State.CANCELLED).order_by("-queued_at").first()


def _asked(bare_spec: Wanted) -> dict[str, Any]:
    cited = [
        {name: None if value is None else str(value) for name, value in asdict(citation).items()}
        for citation in bare_spec.citations
    ]
    fields = {name: getattr(bare_spec, name) for name in _MEASURES}
    return {**fields, "rate": str(bare_spec.rate), "citations": cited}


def _wanted(facts: Mapping[str, Any]) -> Wanted:
    measures = {name: facts[name] for name in _MEASURES}
    cited = tuple(_cited(fact) for fact in facts["citations"])
    return Wanted(text="", seed=0, rate=Fraction(facts["rate"]), citations=cited, **measures)


def _cited(row: Mapping[str, str | None]) -> Cited:
    whole: dict[str, Any] = {
        name: int(row[name] or 0) for name in _COUNTED if row[name] is not None
    }
    whose = row["character"]
    return Cited(
        UUID(row["reference"] or ""),
        row["role"] or "",
        character=UUID(whose) if whose else None,
        **whole,
    )


_COUNTED = ("start_ms", "end_ms", "frame")
