"""Whether the servers that the environment names answer, asked before anything relies on them."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlparse

import psycopg
import redis
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection
from redis.exceptions import RedisError

from slowfilm import storage

PATIENCE = 5  # seconds a database has to answer


def place(url: str) -> str:
    """A server's address without its password."""
    parts = urlparse(url)
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
    return unquote(host) + unquote(parts.path)


def database() -> None:
    """See that the database lets us in. Raises OSError."""
    parameters = {**connection.get_connection_params(), "connect_timeout": PATIENCE}
    try:
        psycopg.connect(**parameters).close()
    except psycopg.Error as error:
        where, why = place(settings.DATABASE_URL), " ".join(str(error).split())
        raise OSError(f"The database {where} (DATABASE_URL) can't be used: {why}") from error


def broker() -> None:
    """See that Valkey or Redis answers. Raises OSError."""
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE).ping()
    except RedisError as error:
        where = place(settings.REDIS_URL)
        raise OSError(f"The broker {where} (REDIS_URL) can't be used: {error}") from error


def store() -> None:
    """See that blobs can be kept. Raises OSError."""
    where = f"The store {place(settings.STORAGE_URL)} (STORAGE_URL) can't be used"
    backend = storage.backend()
    if isinstance(backend, FileSystemStorage):
        try:
            _writable(Path(backend.location))
        except OSError as error:
            raise OSError(f"{where}: {error.strerror}") from error
        return
    try:
        backend.exists(storage.name_of("0" * 64))
    except Exception as error:  # of botocore there are many, and no word in common
        raise OSError(f"{where}: {error}") from error


def _writable(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / ".writable"
    mark.touch()
    with suppress(FileNotFoundError):
        mark.unlink()
