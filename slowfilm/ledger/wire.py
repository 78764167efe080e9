"""From a committed entry to Valkey: the way out of the database towards the screens."""

import logging
from functools import cache
from uuid import UUID

import redis
from django.conf import settings

from slowfilm.ledger import chain
from slowfilm.ledger.models import Entry

log = logging.getLogger(__name__)


@cache
def valkey() -> redis.Redis:
    """This process's connections to Valkey."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def text(entry: Entry) -> str:
    """An entry as the sockets get it."""
    return chain.as_text(
        seq=entry.seq,
        verb=entry.verb,
        actor=entry.actor,
        at=entry.at,
        command=entry.command,
        payload=entry.payload,
    )


def channel(film_id: UUID | str) -> str:
    """Where a film's committed entries are published."""
    return f"film:{film_id}"


def passing_channel(film_id: UUID | str) -> str:
    """Where a film's passing messages are published."""
    return f"passing:{film_id}"


def kept_key(film_id: UUID | str) -> str:
    """Where the latest of those passing messages lie that are told to whoever comes later."""
    return f"kept:{film_id}"


def publish(entry: Entry) -> None:
    """Send "seq verb text". Losing it is harmless: hubs read what they miss from the table."""
    message = f"{entry.seq} {entry.verb} {text(entry)}"
    try:
        valkey().publish(channel(entry.film_id), message)
    except redis.RedisError as error:
        log.warning("entry %s of film %s not published: %s", entry.seq, entry.film_id, error)


def broadcast_transient(film_id: UUID, message: str) -> None:
    """Send a passing message (JSON text). Never stored, dropped freely."""
    try:
        valkey().publish(passing_channel(film_id), message)
    except redis.RedisError:
        log.debug("passing message dropped for film %s", film_id)
