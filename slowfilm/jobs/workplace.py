"""A folder for one attempt at a job, gone afterwards; what a killed attempt left goes too."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from slowfilm.jobs.models import Job


@contextmanager
def workplace(job: Job) -> Iterator[Path]:
    """DATA/tmp/JOB-ATTEMPT. An earlier attempt that still runs fails, and counts no more."""
    place = Path(settings.DATA) / "tmp"
    place.mkdir(parents=True, exist_ok=True)
    for left in place.glob(f"{job.id}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = place / f"{job.id}-{job.attempt}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
