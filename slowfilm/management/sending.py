"""Looks whether letters or webhooks are due, and asks for them; ends forgotten sittings."""

import logging
import threading

from django.db import DatabaseError, connection

from slowfilm.inbox.due import enqueue_due
from slowfilm.sittings.ending import end_forgotten

log = logging.getLogger(__name__)
EVERY = 5.0  # seconds


class Sending(threading.Thread):
    """A thread of every worker that serves uploads."""

    def __init__(self) -> None:
        super().__init__(name="sending", daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        """Until the worker ends."""
        while not self.stopping.wait(EVERY):
            try:
                enqueue_due()
                end_forgotten()
            except (DatabaseError, OSError) as error:
                log.warning("could not look what is to be sent: %s", error)
            finally:
                connection.close()
