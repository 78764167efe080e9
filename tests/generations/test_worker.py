"""Real workers, one of them killed with -9 in the middle of its work."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import notify_workers
from slowfilm.ledger.models import Entry
from slowfilm.shots.models import Draft
from tests import make
from tests.conftest import Site
from tests.generations import made
from tests.generations.worker import WORKER, running_worker
from tests.waiting import until

pytestmark = pytest.mark.slow


def another_is_made() -> None:
    """A later brief is drawn: by then all that was said in the queue before has been heard."""
    generation = made.queue(make.shot(make.film()), made.wanted(frames=24))
    later = Job.objects.filter(pk=generation.job_id)
    until(lambda: later.filter(state=Job.State.DONE).exists(), 90)


def test_a_worker_killed_in_the_middle_leads_to_one_retry_and_one_draft(site: Site) -> None:
    film = make.film()
    generation = made.queue(make.shot(film), made.wanted(frames=240))
    job = Job.objects.filter(pk=generation.job_id)
    with running_worker(site) as worker:
        until(lambda: job.filter(progress__gt=0.05).exists(), 60)
        worker.kill()
        worker.wait()
    assert not Draft.objects.filter(film=film).exists()
    job.update(lease_until=timezone.now() + timedelta(minutes=10))
    with running_worker(site):
        another_is_made()
        assert job.get().attempt == 1, "while the lease runs it is nobody else's"
        job.update(lease_until=timezone.now())
        until(lambda: job.filter(attempt=2).exists())
        until(lambda: job.filter(state=Job.State.DONE).exists(), 90)
        another_is_made()
    assert Draft.objects.filter(film=film).count() == 1
    assert job.get().attempt == 2
    assert Generation.objects.get(pk=generation.pk).draft is not None
    made_entries = Entry.objects.filter(film_id=film.id, verb="draft-made")
    assert made_entries.count() == 1
    left = (Path(settings.DATA) / "tmp").glob(f"{generation.job_id}-*")
    assert list(left) == [], "what the killed attempt left is gone"


def test_a_database_that_goes_away_meanwhile_costs_nothing(site: Site) -> None:
    film = make.film()
    generation = made.queue(make.shot(film), made.wanted(frames=300))
    job = Job.objects.filter(pk=generation.job_id)
    with running_worker(site):
        for share in (0.05, 0.3):
            until(lambda share=share: job.filter(progress__gt=share).exists(), 60)  # type: ignore[misc]
            cut_lines(seconds=1.5)
        until(lambda: job.exclude(state=Job.State.RUNNING).exists(), 90)
    assert (job.get().state, job.get().attempt) == (Job.State.DONE, 1)
    assert Draft.objects.filter(film=film).count() == 1


def cut_lines(seconds: float) -> None:
    """The worker's lines to the database break, and break again, as while it starts anew."""
    its = "FROM pg_stat_activity WHERE application_name = %s"
    cut, ends = 0, time.monotonic() + seconds
    while time.monotonic() < ends or cut < 2:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) {its}", [WORKER])
            cut += len(cursor.fetchall())
        time.sleep(0.02)


def test_a_message_said_to_two_workers_makes_one_draft(site: Site) -> None:
    film = make.film()
    generation = made.queue(make.shot(film), made.wanted())
    job = Job.objects.filter(pk=generation.job_id)
    for _ in range(8):
        notify_workers(job.get())
    job = Job.objects.filter(pk=generation.job_id)
    with running_worker(site), running_worker(site):
        until(lambda: job.filter(state=Job.State.DONE).exists(), 90)
        another_is_made()
    assert Draft.objects.filter(film=film).count() == 1
    assert job.get().attempt == 1
