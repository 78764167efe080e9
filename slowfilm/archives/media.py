"""The blobs a film holds."""

import hashlib
from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet, Sum

from slowfilm import storage
from slowfilm.storage import ARCHIVE, Holding


def held(film_id: UUID) -> list[str]:
    """The digests of all a film holds, archives of itself excepted."""
    return list(_rows(film_id).order_by("blob_id").values_list("blob_id", flat=True))


def size(film_id: UUID) -> int:
    """How many bytes that is."""
    return _rows(film_id).aggregate(bytes=Sum("blob__size"))["bytes"] or 0


def _rows(film_id: UUID) -> QuerySet[Holding]:
    return Holding.objects.filter(film_id=film_id).exclude(blob__media_type=ARCHIVE)


def damaged(film_id: UUID) -> Iterator[str]:
    """The digests whose bytes are gone or are not what they were."""
    for digest in held(film_id):
        try:
            with storage.on_disk(digest) as path, path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            found = ""
        if found != digest:
            yield digest
