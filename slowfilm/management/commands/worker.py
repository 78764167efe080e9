"""manage.py worker: claims jobs from the queues it is given."""

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from kombu import Queue

from slowfilm import engines
from slowfilm.celery import app
from slowfilm.generations.sentences import of_lack
from slowfilm.jobs.queue import notify_workers
from slowfilm.jobs.sweeper import Sweeper
from slowfilm.management.sending import Sending
from slowfilm.management.tidying import Tidying
from slowfilm.tasks import queues

M_ARENA_MAX = -8  # as malloc.h numbers it


class Command(BaseCommand):
    """A Celery worker, with the sweeper that says lost messages again."""

    help = "Run a worker. Queues: io (uploads, probes, proxies), scan, and one for each engine."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default=",".join(queues()), help="comma-separated")
        parser.add_argument("--concurrency", type=int, default=2)

    def handle(self, *args: Any, queues: str, concurrency: int, **options: Any) -> None:
        hold_little()
        for line in lacking(queues.split(",")):
            self.stderr.write(line)
        Sweeper(queues.split(","), notify_workers, unread).start()
        if "io" in queues.split(","):
            Tidying().start()
            Sending().start()
        app.worker_main(
            [
                "worker",
                "--pool=threads",
                f"--concurrency={concurrency}",
                f"--queues={queues}",
                "--loglevel=WARNING",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
            ]
        )


def lacking(queues: Iterable[str]) -> Iterator[str]:
    """A line for each engine among these queues that can't work in this process."""
    for name in queues:
        if name in engines.names() and (lacks := engines.engine(name).lacks()):
            yield f"engine {name}: {of_lack(lacks)}"


def hold_little() -> None:
    """With an arena for every thread, glibc keeps what ended jobs had: half as much again."""
    with suppress(AttributeError):  # another C library knows of none
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def unread(queue: str) -> int:
    """How many words lie in a queue that nobody has taken yet."""
    with app.connection_for_write() as broker:
        queue_state: Any = Queue(queue, channel=broker.default_channel).queue_declare()
        return int(queue_state.message_count)
