"""A folder for one attempt at a job, gone afterwards; what a killed attempt left goes too."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from slowfilm.jobs.models import Job
from slowfilm.storage import room_needed


@contextmanager
def workplace(job: Job) -> Iterator[Path]:
    """DATA/tmp/JOB-ATTEMPT. An earlier attempt that still runs fails, and counts no more.

    Raises Full.
    """
    place = Path(settings.DATA) / "tmp"
    folder = place / f"{job.id}-{job.attempt}"
    with room_needed():
        place.mkdir(parents=True, exist_ok=True)
    for left in place.glob(f"{job.id}-*"):
        shutil.rmtree(left, ignore_errors=True)
    with room_needed():
        folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
