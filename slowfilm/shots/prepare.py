"""A worker's way with an uploaded draft: join the pieces, measure, make the master and copies."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease
from slowfilm.jobs.workplace import workplace
from slowfilm.ledger import Refused
from slowfilm.media import sandbox
from slowfilm.shots import uploading
from slowfilm.shots.make import keep_files
from slowfilm.shots.uploading import PREPARE
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload

LONGEST = 60.0  # seconds of a draft
PROXY_SIDE = 1920  # pixels
JOINING = 0.1  # the share of the work that joining is
PATIENCE, SLOWEST = 120.0, 60.0  # seconds to begin with, and for each second of the clip


@PREPARE.does
def work(job: Job, lease: Lease) -> None:
    """Do a prepare-draft job. Raises MediaError, Full, Superseded."""
    upload = Upload.objects.select_related("member").get(id=job.subject)
    with workplace(job) as folder:
        original = folder / "original"
        try:
            pieces.join(
                upload.id, upload.size, original, lambda done: lease.progress(JOINING * done)
            )
            output = _make(original, folder, lease)
            about = output.pop("probe")
            rate = Fraction(about["rate"])
            files = keep_files(job.film_id, folder, output, rate, about["frames"])
            uploading.put_in(job=job, upload=upload, files=files, facts={**about, "copies": output})
        except pieces.Lost:
            fail(job, "pieces-lost", {})
        except Refused as refused:
            fail(job, refused.code, {})


@PREPARE.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """Say that it could not be done."""
    uploading.give_up(job=job, code=code, facts=facts)


def _make(original: Path, folder: Path, lease: Lease) -> dict[str, Any]:
    """Probe the file and make its master and copies, each in the sandbox."""
    where = {"path": str(original), "folder": str(folder), "max_side": PROXY_SIDE}
    about = sandbox.run(
        "probe", {**where, "longest": LONGEST}, seconds=PATIENCE, cancelled=lease.cancelled
    )["probe"]
    return sandbox.run(
        "master",
        {**where, "probe": about},
        seconds=PATIENCE + SLOWEST * float(Fraction(about["duration"])),
        progress=lambda share: lease.progress(JOINING + (1 - JOINING) * share),
        cancelled=lease.cancelled,
    )
