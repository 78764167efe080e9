"""Every background job on one page: kind -> what does it, and what says that it failed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections

from slowfilm.archives import actions as archives
from slowfilm.celery import app
from slowfilm.generations import run as generations
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import OUT_OF_REACH, Lease, Superseded, claim, out_of_attempts
from slowfilm.media.errors import MediaError
from slowfilm.references import prepare
from slowfilm.shots import prepare as drafts
from slowfilm.storage import Full

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    """`work` does the job and ends it; `fail` ends it with an error code, in an act."""

    work: Callable[[Job, Lease], None]
    fail: Callable[[Job, str, dict[str, str | int]], None]


KINDS: dict[str, Kind] = {
    "prepare-reference": Kind(prepare.prepare, prepare.fail),
    "generate": Kind(generations.work, generations.fail),
    "prepare-draft": Kind(drafts.work, drafts.fail),
    "take-out": Kind(archives.write, archives.fail),
}


@app.task(name="slowfilm.look")
def look(queue: str) -> None:
    """Claim the next job of a queue and do it. Nothing to claim is no fault."""
    try:
        if job := claim(queue):
            do(job)
    finally:
        close_old_connections()


def do(job: Job) -> None:
    """One job under its lease. Whatever goes wrong is said on the job, in the record."""
    kind = KINDS[job.kind]
    try:
        if out_of_attempts(job):
            kind.fail(job, "worker-lost", {})
            return
        try:
            with Lease(job) as lease:
                kind.work(job, lease)
        except Superseded:
            raise
        except MediaError as error:
            kind.fail(job, error.code, error.facts)
        except OUT_OF_REACH as error:  # nothing can be said now; its lease runs out, and it is
            log.warning("job %s is left to be taken up again: %s", job.id, error)
        except Full:
            kind.fail(job, "disk-full", {})
        except Exception:
            log.exception("job %s (%s) failed", job.id, job.kind)
            kind.fail(job, "broken", {})
    except Superseded:
        log.info("job %s: another attempt has it", job.id)
