"""The sweeper says what was lost, and never more than there is to look at."""

from uuid import uuid4

import pytest

from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import notify_workers
from slowfilm.jobs.sweeper import Sweeper
from slowfilm.management.commands.worker import unread
from tests import make


@pytest.mark.django_db
def test_a_long_wait_does_not_fill_the_broker() -> None:
    queue = f"slow-{uuid4().hex[:8]}"
    film = make.film()
    for _ in range(3):
        Job.objects.create(film=film, kind="generate", subject=uuid4(), queue=queue)
    sweeper = Sweeper([queue], notify_workers, unread)
    assert unread(queue) == 0
    for _ in range(5):
        sweeper.sweep()
    assert unread(queue) == 3
