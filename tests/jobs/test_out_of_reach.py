"""A database that goes away in the middle of a job: the job is not lost, and not called broken."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from slowfilm import tasks
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, claim
from tests import make


@pytest.mark.django_db(transaction=True)
def test_a_job_cut_off_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(job: Job, lease: Lease) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    def never(job: Job, code: str, facts: object) -> None:
        raise AssertionError(code)

    kind = JobKind("cut-off")
    kind.does(cut_off)
    kind.fails(never)
    monkeypatch.setitem(tasks.KINDS, "cut-off", kind)
    job = Job.objects.create(film=make.film(), kind="cut-off", subject=uuid4(), queue="q")
    claimed = claim("q")
    assert claimed is not None
    tasks.do(claimed)
    connection.close()
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.RUNNING, 1)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    again = claim("q")
    assert again is not None
    assert (again.pk, again.attempt) == (job.pk, 2)
