"""The blobs a film holds."""

import hashlib
from collections.abc import Iterator
from uuid import UUID

from slowfilm import storage
from slowfilm.storage import ARCHIVE, Holding


def held(film_id: UUID) -> list[str]:
    """The digests of all a film holds, archives of itself excepted."""
    rows = Holding.objects.filter(film_id=film_id).exclude(blob__media_type=ARCHIVE)
    rows = rows.order_by("blob_id")
    return list(rows.values_list("blob_id", flat=True))


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
