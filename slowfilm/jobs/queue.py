"""A job's life: asked for, claimed under a lease, renewed, ended. Each step is one UPDATE."""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError

from slowfilm.celery import app
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import ATTEMPTS, LEASE, RENEWAL, Job
from slowfilm.ledger import chain, wire
from slowfilm.storage import need_room

log = logging.getLogger(__name__)
TELL_EVERY = 0.5  # seconds between two words of progress
STOPPED = "stopped"  # the error of a job that was taken away: what it uses is to be erased
LISTEN_EVERY = 1.0  # seconds between two looks for a wish to cancel
NO_ROOM = "disk-full"  # the error of a job that waits for room, or waited in vain
SINCE = "no_room_since"  # where its facts say since when
SOONEST, LATEST = timedelta(seconds=15), timedelta(minutes=5)  # until it is tried again
WAITS = timedelta(days=7)  # as long as an upload is kept

OUT_OF_REACH = (OperationalError, InterfaceError)  # the database restarts, or the line to it broke


class Superseded(Exception):
    """Another attempt has this job, or it has ended: what was made here does not count."""


def enqueue(
    *,
    film_id: UUID,
    kind: JobKind,
    subject: UUID,
    queue: str = "",
    facts: dict[str, Any] | None = None,
) -> Job:
    """Ask for a piece of work, inside an act. The message leaves after commit.

    `facts` are what the work needs to know and no row says.
    """
    job = Job.objects.create(
        film_id=film_id,
        kind=kind.name,
        subject=subject,
        queue=queue or kind.queue,
        facts=facts or {},
    )
    transaction.on_commit(lambda: notify_workers(job))
    return job


def notify_workers(job: Job) -> None:
    """Tell the workers of a job's queue that it waits. Losing it costs a sweep's time.

    The message names the job, so that whoever inspects a worker sees what it is at.
    """
    try:
        app.send_task(
            "slowfilm.look",
            args=[job.queue, job.kind, str(job.id)],
            queue=job.queue,
            retry=False,
        )
    except (KombuError, OSError) as error:
        log.warning("no word to queue %s, the sweeper will say it: %s", job.queue, error)


def claim(queue: str, named: str = "") -> Job | None:
    """Take the job that is `named`, or else the oldest, if it is due.

    A job out of attempts is claimed to be failed.
    """
    worker = f"{socket.gethostname()}:{os.getpid()}"
    now = timezone.now()
    with transaction.atomic():
        free = (
            Job.objects.due()
            .filter(queue=queue)
            .select_for_update(skip_locked=True)
            .order_by("queued_at")
        )
        job = (free.filter(pk=named).first() if named else None) or free.first()
        if job is None:
            return None
        job.state, job.worker, job.started_at = Job.State.RUNNING, worker, now
        job.attempt, job.lease_until, job.progress = job.attempt + 1, now + LEASE, 0
        job.error = ""
        job.save()
    return job


def out_of_attempts(job: Job) -> bool:
    """Whether the job has been lost too often to be tried again."""
    return job.attempt > ATTEMPTS


def end(job: Job, state: str, error: str = "", facts: dict[str, Any] | None = None) -> None:
    """End a job, inside the act that records what came of it. Raises Superseded."""
    ended = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING).update(
        state=state,
        error=error,
        facts=facts or {},
        progress=1.0 if state == Job.State.DONE else job.progress,
        ended_at=timezone.now(),
        lease_until=None,
    )
    if not ended:
        raise Superseded


def put_off(job: Job) -> bool:
    """Let a job that found no room wait, as if it had never been claimed, and be claimed later.

    False when it has waited for WAITS: then it is to be failed. Raises Superseded.
    """
    now = timezone.now()
    since = datetime.fromisoformat(job.facts.get(SINCE, now.isoformat()))
    if now - since > WAITS:
        return False
    pause = min(max((now - since) / 4, SOONEST), LATEST)
    waits = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING).update(
        state=Job.State.QUEUED,
        attempt=F("attempt") - 1,
        lease_until=now + pause,
        progress=0,
        error=NO_ROOM,
        facts={**job.facts, SINCE: since.isoformat()},
    )
    if not waits:
        raise Superseded
    _tell(job, share=0, eta=None, waits=NO_ROOM)
    return True


def waiting_for_room() -> str:
    """What a job that was put off is doing, in the reader's language."""
    return _("The studio's disk is full. This goes on by itself when there is room.")


def requeue(worker: str) -> int:
    """Let the jobs of a worker wait again, as if it had never claimed them; how many they were.

    Only for one that was stopped on purpose and is known to be gone: its attempt does not count.
    """
    had = Job.objects.filter(worker=worker, state=Job.State.RUNNING)
    return had.update(
        state=Job.State.QUEUED, attempt=F("attempt") - 1, lease_until=None, progress=0
    )


def take_away(jobs: Iterable[UUID], moment: datetime) -> int:
    """Within an act: take jobs from whoever has them, to be ended by whoever claims them next.

    What a worker that has one still makes does not count. How many were open.
    """
    open_ = Job.objects.open().filter(pk__in=jobs)
    taken = list(open_.select_for_update().order_by("pk"))
    open_.update(
        state=Job.State.QUEUED, cancel_asked_at=moment, lease_until=None, progress=0, error=""
    )
    for job in taken:
        transaction.on_commit(partial(notify_workers, job))
    return len(taken)


@contextmanager
def tolerate_outage() -> Iterator[None]:
    """What is asked of the database in here is asked again soon: do without it while it is away."""
    try:
        yield
    except OUT_OF_REACH as error:
        log.warning("out of reach: %s", error)
        connection.close()


def _tell(job: Job, **more: float | str | None) -> None:
    """Say to the room how a job stands."""
    word = {
        "type": "progress",
        "member": f"engine:{job.queue}",
        "kind": job.kind,
        "subject": str(job.subject),
        **more,
    }
    wire.broadcast_transient(job.film_id, chain.canonical({"type": "passing", "batch": [word]}))


class Lease:
    """A worker's hold on a job: says "I live" every 5 s, hears the wish to cancel within 1 s."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.stop = threading.Event()
        self.over = False  # cancelled, or another attempt has it
        self.told_at = 0.0
        self.thread = threading.Thread(target=self._renew, name=f"lease-{job.id}", daemon=True)

    def __enter__(self) -> "Lease":
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop.set()
        self.thread.join()

    def cancelled(self) -> bool:
        """Whether to stop now. Cheap: may be asked at every frame."""
        return self.over

    def progress(self, share: float, **more: str) -> None:
        """Tell the room how far the work is, 0–1, and what `more`; at most twice a second.

        Raises Full when the work has come down to what is reserved for the database.
        """
        need_room(Path(settings.DATA) / "tmp")
        now = time.monotonic()
        if now - self.told_at < TELL_EVERY and share < 1:
            return
        self.told_at = now
        self.job.progress = share
        with tolerate_outage():
            self._mine().update(progress=share)
        started = self.job.started_at or timezone.now()
        spent = (timezone.now() - started).total_seconds()
        eta = round(spent / share - spent, 1) if share > 0.02 else None
        _tell(self.job, share=round(share, 3), eta=eta, **more)

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=Job.State.RUNNING)

    def _renew(self) -> None:
        due = time.monotonic() + RENEWAL
        try:
            while not self.stop.wait(LISTEN_EVERY):
                try:
                    if time.monotonic() >= due:
                        self._mine().update(lease_until=timezone.now() + LEASE)
                        due = time.monotonic() + RENEWAL
                    self.over = not self._mine().filter(cancel_asked_at=None).exists()
                except DatabaseError as error:
                    log.warning("lease of job %s not renewed: %s", self.job.id, error)
                finally:
                    connection.close()
        finally:
            connection.close()
