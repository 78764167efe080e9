"""A process that hangs is of no use: it ends itself, and is started again by whoever keeps it."""

import faulthandler
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import requeue

log = logging.getLogger(__name__)
EXIT = 70  # EX_SOFTWARE
STDERR = 2  # Celery puts a logger in the place of sys.stderr
LOOK = 1.0  # seconds between two looks at the clock, at most
AFTER = 30.0  # seconds later it ends even where no Python can run any more


@contextmanager
def watched(job: Job, limit: float) -> Iterator[Callable[[], None]]:
    """While inside, the process ends unless what this gives is called every `limit` seconds.

    The job then counts as lost, and is due at once. What else the process had in hand waits
    again as if it had never been claimed.
    """
    alive = threading.Event()
    stop = threading.Event()
    watch = threading.Thread(
        target=_watch, args=(job, limit, alive, stop), name=f"stall-{job.id}", daemon=True
    )
    watch.start()
    try:
        yield alive.set
    finally:
        stop.set()
        watch.join()
        faulthandler.cancel_dump_traceback_later()


def _watch(job: Job, limit: float, alive: threading.Event, stop: threading.Event) -> None:
    last = time.monotonic()
    faulthandler.dump_traceback_later(limit + AFTER, exit=True, file=STDERR)
    while not stop.wait(min(LOOK, limit / 4)):
        if alive.is_set():
            alive.clear()
            last = time.monotonic()
            faulthandler.dump_traceback_later(limit + AFTER, exit=True, file=STDERR)
        elif time.monotonic() - last >= limit:
            _end(job, limit)


def _end(job: Job, limit: float) -> None:
    log.error("job %s made no progress for %g s: this worker ends", job.id, limit)
    faulthandler.dump_traceback(all_threads=True, file=STDERR)
    jobs = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING)
    try:
        jobs.update(lease_until=timezone.now() - timedelta(seconds=1), worker="")
        requeue(job.worker)
    except DatabaseError as error:  # then its lease runs out by itself
        log.warning("job %s is not given back: %s", job.id, error)
    finally:
        connection.close()
        os._exit(EXIT)
