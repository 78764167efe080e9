"""Letting go of what nothing needs any more: files without a record, what killed workers left.

And of what was erased, where the job that removes it was lost.
"""

import logging
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from slowfilm import storage
from slowfilm.archives.actions import EXPORT
from slowfilm.clearance import preview_jobs
from slowfilm.engines.diffusion.encodings import forget_unused
from slowfilm.erasures import removing
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import NO_ROOM
from slowfilm.storage import ARCHIVE, Blob, Holding
from slowfilm.uploads.tus import forget_abandoned

log = logging.getLogger(__name__)
REST = timedelta(days=1)  # what was kept within it may be on its way into a record
ARCHIVES = timedelta(days=7)  # an archive stays so long; the last one of a film stays for good
EVERY = 3600.0  # seconds
ATTEMPT = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-\d+")  # a workplace's name


@dataclass(frozen=True)
class Tidied:
    """What went."""

    blobs: int = 0
    size: int = 0  # bytes of the blobs
    folders: int = 0


def tidy(now: datetime | None = None) -> Tidied:
    """Once. Safe beside workers, uploads and another tidying."""
    now = now or timezone.now()
    forget_abandoned()
    preview_jobs.forget()
    removing.finish()
    forget_unused(Path(settings.DATA) / "encodings")
    gone = [blob for blob in _needless(now) if storage.delete_blob(blob.digest, now - REST)]
    folders = list(_left_behind())
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return Tidied(len(gone), sum(blob.size for blob in gone), len(folders))


def _needless(now: datetime) -> list[Blob]:
    """Blobs no record names, but those of a film that is being taken out, and good archives."""
    # One that waits for room reads nothing now, and will begin anew.
    waits = Job.objects.open().filter(kind=EXPORT.name)
    taken_out = waits.exclude(error=NO_ROOM).values("film")
    blobs = storage.unnamed(now - REST).exclude(holdings__film__in=taken_out)
    fresh = blobs.filter(media_type=ARCHIVE, made_at__gte=now - ARCHIVES)
    return list(blobs.exclude(pk__in=fresh).exclude(pk__in=_last_archives()))


def _last_archives() -> QuerySet[Holding, str]:
    archives = Holding.objects.filter(blob__media_type=ARCHIVE)
    later = archives.filter(film=OuterRef("film"), blob__made_at__gt=OuterRef("blob__made_at"))
    return archives.exclude(Exists(later)).values_list("blob", flat=True)


def _left_behind() -> Iterator[Path]:
    """Folders of attempts at jobs that have ended: their workers were killed."""
    for folder in (Path(settings.DATA) / "tmp").glob("*"):
        named = ATTEMPT.fullmatch(folder.name)
        if named and not Job.objects.open().filter(id=named[1]).exists():
            yield folder


class Tidying(threading.Thread):
    """A thread of every worker that serves uploads."""

    def __init__(self) -> None:
        super().__init__(name="tidying", daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        """Until the worker ends."""
        while not self.stopping.wait(EVERY):
            try:
                log.info("tidied: %s", tidy())
            except (DatabaseError, OSError) as error:
                log.warning("could not tidy: %s", error)
            finally:
                connection.close()
