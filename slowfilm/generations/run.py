"""One run of a brief, in a worker: from the job's claim to the draft in its shot."""

import logging
import math
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from slowfilm import engines, storage
from slowfilm.engines.base import Cancelled, Failed, Request, Result
from slowfilm.engines.failures import failure
from slowfilm.generations import actions
from slowfilm.generations.actions import GENERATE
from slowfilm.generations.characters import Cast
from slowfilm.generations.citations import Wanted, found, request
from slowfilm.generations.look import saved
from slowfilm.generations.memory import Kept
from slowfilm.generations.models import Generation
from slowfilm.generations.sending import asset_ids
from slowfilm.jobs.models import RENEWAL, Job
from slowfilm.jobs.queue import Lease, tolerate_outage
from slowfilm.jobs.stall import watched
from slowfilm.jobs.workplace import workplace
from slowfilm.ledger import Refused
from slowfilm.media import sandbox
from slowfilm.media.errors import MediaError
from slowfilm.media.names import MASTER
from slowfilm.references.models import Reference
from slowfilm.shots.make import keep_files
from slowfilm.uploads.quotas import refuse_full

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)
PROXY_SIDE = 1920  # pixels
COPYING = 600.0  # seconds the copies of a master may take, where the engine made none
MADE = 0.97  # the share of the work that is the engine's
FIRST_LOOK = 2.0  # seconds until the first look at the picture; each next takes twice as long
A_PIXEL = 2.5  # bytes of a lossless master, as the largest that were measured


@GENERATE.does
def work(job: Job, lease: Lease) -> None:
    """Make the draft. Ends the job, whatever becomes of it. Raises Full, Superseded."""
    generation = Generation.objects.select_related("brief").get(pk=job.subject)
    watch = Watch(generation, lease)
    try:
        if job.cancel_asked_at is not None:
            raise Cancelled
        refuse_full(generation.film_id)
        storage.need_room(Path(settings.DATA) / "tmp", expected_size(generation))
        actions.begin_generation(generation=generation, job=job)
        with workplace(job) as folder:
            _make(generation, job, folder, watch)
    except Refused as refused:
        fail(job, refused.code, {})
    except Failed as failed:
        fail(job, failed.code, failed.facts)
    except Cancelled:
        _stopped(generation, job, watch)
    except MediaError as error:
        if error.code != "cancelled":
            raise
        _stopped(generation, job, watch)


def expected_size(generation: Generation) -> int:
    """About how many bytes its master takes."""
    brief = generation.brief
    return round(brief.frames * brief.width * brief.height * A_PIXEL)


@GENERATE.fails
def fail(job: Job, code: str, facts: Mapping[str, str | int]) -> None:
    """Say that a generation failed, and why. Raises Superseded."""
    generation = Generation.objects.select_related("brief").get(pk=job.subject)
    _abandon(generation, job)
    actions.end_generation(
        generation=generation, job=job, state=Job.State.FAILED, error=code, facts=dict(facts)
    )


class Watch:
    """What happens around the engine while it works: wishes to stop, clearance, progress, looks."""

    def __init__(self, generation: Generation, lease: Lease) -> None:
        self.generation, self.lease = generation, lease
        self.withdrawn = self.late = False
        self.latest = math.inf  # when the engine must be done, on the monotonic clock
        self.alive: Callable[[], None] = lambda: None
        self.asked_at = self.looked_at = time.monotonic()
        self.pause = FIRST_LOOK
        self.poster = ""

    def stopped(self) -> bool:
        """Whether to stop now. Clearance is asked as often as the lease is renewed."""
        if time.monotonic() - self.asked_at >= RENEWAL:
            self.asked_at = time.monotonic()
            try:
                with tolerate_outage():
                    actions.refuse_uncleared(self.generation)
            except Refused:
                self.withdrawn = True
        self.late = self.late or time.monotonic() > self.latest
        return self.withdrawn or self.late or self.lease.cancelled()

    def progress(self, share: float) -> None:
        """The engine's share of the work, 0–1."""
        self.alive()
        self.lease.progress(share * MADE, poster=self.poster)

    def preview(self, folder: Path, picture: "NDArray[np.uint8]") -> None:
        """A look at the picture as it comes, uint8 of shape (h, w, 3) or (n, h, w, 3); few are
        kept."""
        if time.monotonic() - self.looked_at < self.pause:
            return
        self.looked_at, self.pause = time.monotonic(), self.pause * 2
        brief = self.generation.brief
        path, kind = saved(picture, float(brief.frames / Fraction(brief.rate)), folder)
        with tolerate_outage():
            blob = storage.keep(path, kind, self.generation.film_id)
            rows = Generation.objects.filter(pk=self.generation.pk, job__state=Job.State.RUNNING)
            if rows.filter(job__attempt=self.lease.job.attempt).update(poster=blob):
                self.poster = blob.digest


def _make(generation: Generation, job: Job, folder: Path, watch: Watch) -> None:
    spec = Wanted.of(generation.brief)
    references = found(generation.film_id, spec)
    titles = Cast.of(generation.film_id).titles
    with ExitStack() as opened:
        paths = {
            reference.id: opened.enter_context(_on_disk(reference))
            for reference in references.values()
        }
        assets = asset_ids(references, generation.sent_to)
        order = request(spec, references, titles, lambda reference: paths[reference.id], assets)
        result = _generate(spec.engine, order, folder, watch, Kept(generation, job))
        anchor_facts = _anchors(order, result)
    copies = _copies(result, spec, folder, watch)
    files = keep_files(generation.film_id, folder, copies, spec.rate, spec.frames)
    facts = {
        **result.facts,
        "inputs_used": list(result.inputs_used),
        "copies": copies,
        **anchor_facts,
    }
    actions.finish_generation(generation=generation, job=job, files=files, facts=facts)


def _generate(name: str, order: Request, folder: Path, watch: Watch, memory: Kept) -> Result:
    """What the engine makes. Raises what it raises, and Failed for what went wrong in its model."""
    try:
        engine = engines.engine(name)
    except LookupError as error:
        raise Failed("no-engine") from error
    if (lacks := engine.lacks()) is not None:
        raise Failed(lacks.code, **lacks.facts)
    if engine.check(order):
        raise Failed("not-offered")
    watch.latest = time.monotonic() + engines.time_limit(name)
    hooks = (watch.progress, watch.stopped, partial(watch.preview, folder))
    leaving = partial(actions.refuse_leaving, watch.generation)
    try:
        with watched(watch.lease.job, engines.stall_limit(name)) as watch.alive:
            return engine.generate(order, folder / MASTER, *hooks, memory=memory, leaving=leaving)
    except (Cancelled, Failed, MediaError, Refused):
        raise
    except Exception as error:
        why = failure(error)
        if why is None:
            raise
        log.warning("engine %s: %s", name, why.code, exc_info=error)
        raise why from error


def _anchors(order: Request, result: Result) -> dict[str, Any]:
    """How close it came to what it was to keep, where anything was: engines/anchors.py."""
    from slowfilm.engines import anchors  # its libraries are for workers only

    rows = anchors.measured(order, result.master, placed="layout" in result.facts)
    return {"anchors": rows} if rows else {}


def _on_disk(reference: Reference) -> AbstractContextManager[Path]:
    return storage.on_disk(str(reference.proxy_id))


def _copies(result: Result, spec: Wanted, folder: Path, watch: Watch) -> dict[str, Any]:
    """The names of everything that lies in the folder, made now if the engine made none."""
    copies = dict(result.copies or {})
    if not copies:
        order = {"path": str(result.master), "folder": str(folder), "max_side": PROXY_SIDE}
        copies = sandbox.run("video", order, seconds=COPYING, cancelled=watch.stopped)
    copies["master"] = {"name": MASTER, "width": spec.width, "height": spec.height}
    return copies


def _stopped(generation: Generation, job: Job, watch: Watch) -> None:
    if watch.withdrawn or watch.late:
        fail(job, "clearance-withdrawn" if watch.withdrawn else "out-of-time", {})
        return
    _abandon(generation, job)
    actions.end_generation(
        generation=generation, job=job, state=Job.State.CANCELLED, error="", facts={}
    )


def _abandon(generation: Generation, job: Job) -> None:
    """Let the engine stop what an earlier attempt may have begun elsewhere."""
    memory = Kept(generation, job)
    if not memory.recall():
        return
    try:
        engines.engine(generation.brief.engine).abandon(memory)
    except LookupError:  # it is not switched on here any more
        log.warning("generation %s: what was begun for it elsewhere is left", generation.id)
