"""Says "look" again for what was lost: messages, and jobs whose worker went silent."""

import logging
import threading
from collections.abc import Callable, Iterable

from django.db import DatabaseError, connection
from redis.exceptions import RedisError

from slowfilm.jobs.models import Job

log = logging.getLogger(__name__)
EVERY = 5.0  # seconds


class Sweeper(threading.Thread):
    """A thread of every worker. Several at once are harmless, since a message only says "look"."""

    def __init__(self, queues: Iterable[str], say_look: Callable[[str], object]) -> None:
        super().__init__(name="sweeper", daemon=True)
        self.queues = list(queues)
        self.say_look = say_look
        self.stopping = threading.Event()

    def run(self) -> None:
        """Until the worker ends."""
        while not self.stopping.wait(EVERY):
            try:
                self.sweep()
            except (DatabaseError, RedisError, OSError) as error:
                log.warning("the sweeper could not look: %s", error)
            finally:
                connection.close()

    def sweep(self) -> None:
        """Once: one "look" for every job that waits or was lost, in these queues."""
        waiting = Job.objects.filter(queue__in=self.queues, state=Job.State.QUEUED)
        lost = Job.objects.lost().filter(queue__in=self.queues)
        for job in [*waiting, *lost]:
            self.say_look(job.queue)
