"""Real workers, one of them killed with -9 in the middle of its work."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.ledger.models import Entry
from slowfilm.shots.models import Draft
from tests import make
from tests.conftest import Site
from tests.generations import made
from tests.generations.worker import WORKER, running_worker

pytestmark = pytest.mark.slow


def wait(holds: Callable[[], bool], seconds: float) -> float:
    """Until something holds; how long it took, in seconds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, "it did not come to be"
        time.sleep(0.1)
    return time.monotonic() - began


def test_a_worker_killed_in_the_middle_leads_to_one_retry_and_one_draft(site: Site) -> None:
    film = make.film()
    brief = made.wanted(frames=360, width=1280, height=720)
    generation = made.queue(make.shot(film), brief)
    job = Job.objects.filter(pk=generation.job_id)
    with running_worker(site) as worker:
        wait(lambda: job.filter(progress__gt=0.05).exists(), 30)
        worker.kill()
        worker.wait()
    assert not Draft.objects.filter(film=film).exists()
    with running_worker(site):
        took = wait(lambda: job.filter(attempt=2).exists(), 30)
        print(f"taken up again after {took:.1f} s")
        wait(lambda: job.filter(state=Job.State.DONE).exists(), 90)
        time.sleep(1)
    assert Draft.objects.filter(film=film).count() == 1
    assert job.get().attempt == 2
    assert Generation.objects.get(pk=generation.pk).draft is not None
    made_entries = Entry.objects.filter(film_id=film.id, verb="draft-made")
    assert made_entries.count() == 1
    left = (Path(settings.DATA) / "tmp").glob(f"{generation.job_id}-*")
    assert list(left) == [], "what the killed attempt left is gone"


def test_a_database_that_goes_away_meanwhile_costs_nothing(site: Site) -> None:
    film = make.film()
    generation = made.queue(make.shot(film), made.wanted(frames=200, width=1280, height=720))
    job = Job.objects.filter(pk=generation.job_id)
    with running_worker(site):
        for share in (0.05, 0.3):
            wait(lambda share=share: job.filter(progress__gt=share).exists(), 60)
            cut_lines(seconds=3)
        wait(lambda: job.exclude(state=Job.State.RUNNING).exists(), 90)
    assert (job.get().state, job.get().attempt) == (Job.State.DONE, 1)
    assert Draft.objects.filter(film=film).count() == 1


def cut_lines(seconds: float) -> None:
    """The worker's lines to the database break, and break again, as while it starts anew."""
    its = "FROM pg_stat_activity WHERE application_name = %s"
    cut, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) {its}", [WORKER])
            cut += len(cursor.fetchall())
        time.sleep(0.02)
    assert cut > 1


def test_a_message_said_to_two_workers_makes_one_draft(site: Site) -> None:
    film = make.film()
    generation = made.queue(make.shot(film), made.wanted())
    job = Job.objects.filter(pk=generation.job_id)
    with running_worker(site), running_worker(site):
        wait(lambda: job.filter(state=Job.State.DONE).exists(), 60)
        time.sleep(6)  # a sweep later
    assert Draft.objects.filter(film=film).count() == 1
    assert job.get().attempt == 1
