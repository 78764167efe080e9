"""A job that meets a full disk waits for room, and is done when there is some."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from slowfilm import tasks
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import ATTEMPTS, Job
from slowfilm.jobs.queue import NO_ROOM, SINCE, WAITS, Lease, claim, end
from slowfilm.jobs.sweeper import Sweeper
from slowfilm.media.errors import MediaError
from slowfilm.storage import Full
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "narrow"
Work = Callable[[Job, Lease], None]


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], list[str]]:
    """Puts a kind of job to work; the errors it was failed with."""
    errors: list[str] = []

    def fail(job: Job, code: str, facts: object) -> None:
        errors.append(code)
        end(job, Job.State.FAILED, code)

    def known(work: Work) -> list[str]:
        narrow = JobKind("narrow", QUEUE)
        narrow.does(work)
        narrow.fails(fail)
        monkeypatch.setitem(tasks.KINDS, narrow.name, narrow)
        Job.objects.create(film=make.film(), kind="narrow", subject=uuid4(), queue=QUEUE)
        return errors

    return known


def due_now() -> None:
    """Let the pause be over."""
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def full(job: Job, lease: Lease) -> None:
    """No room at all."""
    raise Full


def full_in_the_sandbox(job: Job, lease: Lease) -> None:
    """No room for what a child makes."""
    raise MediaError("disk-full")


@pytest.mark.parametrize("work", [full, full_in_the_sandbox])
def test_it_waits_and_uses_no_attempt_up(kind: Callable[[Work], list[str]], work: Work) -> None:
    errors = kind(work)
    for _ in range(ATTEMPTS + 3):
        tasks.look(QUEUE)
        job = Job.objects.get()
        assert (job.state, job.error, job.attempt) == (Job.State.QUEUED, NO_ROOM, 0)
        assert claim(QUEUE) is None, "not at once again"
        due_now()
    assert errors == []


def test_it_is_done_when_there_is_room(kind: Callable[[Work], list[str]]) -> None:
    disk = {"full": True}

    def work(job: Job, lease: Lease) -> None:
        if disk["full"]:
            raise Full
        end(job, Job.State.DONE)

    errors = kind(work)
    tasks.look(QUEUE)
    disk["full"] = False
    said: list[Job] = []
    sweeper = Sweeper([QUEUE], said.append)
    sweeper.sweep()
    assert said == [], "while it is put off nobody is told to look"
    due_now()
    sweeper.sweep()
    assert said == [Job.objects.get()]
    tasks.look(QUEUE)
    job = Job.objects.get()
    assert (job.state, job.error, errors) == (Job.State.DONE, "", [])


def test_it_does_not_wait_for_ever(kind: Callable[[Work], list[str]]) -> None:
    errors = kind(full)
    tasks.look(QUEUE)
    long_ago = timezone.now() - WAITS - timedelta(minutes=1)
    Job.objects.update(facts={SINCE: long_ago.isoformat()})
    due_now()
    tasks.look(QUEUE)
    assert errors == [NO_ROOM]


def test_it_stops_at_what_is_reserved(kind: Callable[[Work], list[str]], settings: Any) -> None:
    """Whatever is being made: an engine that fills the disk stops before the database must."""
    made: list[float] = []

    def work(job: Job, lease: Lease) -> None:
        for share in (0.1, 0.2, 0.3):
            lease.progress(share)
            made.append(share)
            settings.STORAGE_RESERVE = 1 << 60  # as if the disk had filled meanwhile

    kind(work)
    tasks.look(QUEUE)
    assert made == [0.1]
    assert Job.objects.get().error == NO_ROOM
