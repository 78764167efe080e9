"""Says "look" again for what was lost: messages, and jobs whose worker went silent."""

import logging
import threading
from collections.abc import Callable, Iterable

from django.db import DatabaseError, connection
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from slowfilm.jobs.models import Job

log = logging.getLogger(__name__)
EVERY = 5.0  # seconds


class Sweeper(threading.Thread):
    """A thread of every worker. Several at once are harmless, since a message only says "look".

    `unread` answers how many messages lie in a queue: no more is said than there is to look at,
    or a night's queue behind one long job would fill the broker.
    """

    def __init__(
        self,
        queues: Iterable[str],
        notify: Callable[[Job], object],
        unread: Callable[[str], int] = lambda queue: 0,
    ) -> None:
        super().__init__(name="sweeper", daemon=True)
        self.queues = list(queues)
        self.notify = notify
        self.unread = unread
        self.stopping = threading.Event()

    def run(self) -> None:
        """Until the worker ends."""
        while not self.stopping.wait(EVERY):
            try:
                self.sweep()
            except (DatabaseError, RedisError, KombuError, OSError) as error:
                log.warning("the sweeper could not look: %s", error)
            finally:
                connection.close()

    def sweep(self) -> None:
        """Once: as many "looks" in each queue as jobs are due there."""
        for queue in self.queues:
            waiting = list(Job.objects.due().filter(queue=queue).order_by("queued_at"))
            unsaid = max(0, len(waiting) - self.unread(queue))
            for job in waiting[len(waiting) - unsaid :]:
                self.notify(job)
