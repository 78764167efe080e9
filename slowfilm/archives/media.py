"""The blobs of a film."""

import hashlib
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Model, QuerySet, Sum

from slowfilm import storage
from slowfilm.archives.tables import rows_of
from slowfilm.storage import Blob


def held(film_id: UUID) -> list[str]:
    """The digests of all that a film holds and its rows name: archives of itself are not."""
    return list(_blobs(film_id).order_by("pk").values_list("pk", flat=True))


def size(film_id: UUID) -> int:
    """How many bytes that is."""
    return _blobs(film_id).aggregate(bytes=Sum("size"))["bytes"] or 0


def _blobs(film_id: UUID) -> QuerySet[Model]:
    (blobs,) = (rows for rows in rows_of(film_id) if rows.model is Blob)
    return blobs


def damaged(film_id: UUID) -> Iterator[str]:
    """The digests whose bytes are gone or are not what they were; erased, that are still there."""
    gone = storage.all_erased(film_id)
    for digest in held(film_id):
        if digest in gone:
            if storage.remains(digest):
                yield digest
            continue
        try:
            with storage.on_disk(digest) as path, path.open("rb") as file:
                actual = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            actual = ""
        if actual != digest:
            yield digest
