"""What the room asks the database, beside the loop that serves the sockets."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection
from psycopg_pool import PoolTimeout

from slowfilm.ledger import wire
from slowfilm.ledger.models import Entry, Head

T = TypeVar("T")

PAGE = 200  # entries read at once

# Commands and reads have a few threads of their own: one shared thread would queue them all.
pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="room")


async def in_thread(work: Callable[..., T], *args: Any) -> T:
    """Run database work in the room's pool, whose threads keep their connections.

    A connection that Postgres has dropped meanwhile shows only when it is used: then the work is
    done once more on a fresh one. It can be: reading is harmless, and a command is done once.
    """

    def run() -> T:
        try:
            return work(*args)
        except (OperationalError, InterfaceError) as error:
            if isinstance(error.__cause__, PoolTimeout):
                raise  # it was waited for already, and nobody is there
            connection.close()
            return work(*args)

    return await asyncio.get_running_loop().run_in_executor(pool, run)


def entries_after(film_id: UUID, since: int, upto: int | None = None) -> list[tuple[int, str]]:
    """A page of (seq, text) after `since`, in order."""
    rows = Entry.objects.filter(film_id=film_id, seq__gt=since)
    if upto is not None:
        rows = rows.filter(seq__lte=upto)
    return [(entry.seq, wire.text(entry)) for entry in rows.order_by("seq")[:PAGE]]


def heads(film_ids: list[UUID]) -> dict[UUID, int]:
    """Where each film's ledger stands."""
    return dict(Head.objects.filter(film_id__in=film_ids).values_list("film_id", "seq"))
