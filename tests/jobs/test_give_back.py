"""A worker that is stopped on purpose leaves its jobs as if it had never claimed them."""

from uuid import uuid4

import pytest

from slowfilm.jobs.models import ATTEMPTS, Job
from slowfilm.jobs.queue import Superseded, claim, end, out_of_attempts, requeue
from tests import make


@pytest.mark.django_db
def test_stopping_does_not_use_attempts_up() -> None:
    Job.objects.create(film=make.film(), kind="generate", subject=uuid4(), queue="stopped")
    for _ in range(ATTEMPTS + 2):
        job = claim("stopped")
        assert job is not None
        assert not out_of_attempts(job)
        assert requeue(job.worker) == 1
        with pytest.raises(Superseded):
            end(job, Job.State.DONE)
    assert Job.objects.get(queue="stopped").state == Job.State.QUEUED
    assert requeue("elsewhere:1") == 0
