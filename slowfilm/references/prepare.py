"""A worker's way with a reference: join the pieces, probe, make copies, keep them all."""

from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

from slowfilm import storage
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, Superseded
from slowfilm.jobs.workplace import workplace
from slowfilm.media import sandbox
from slowfilm.references import actions
from slowfilm.references.actions import PREPARE
from slowfilm.references.models import Reference
from slowfilm.storage import Blob
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload

COPIES = {
    "proxy": {"picture": "image/jpeg", "video": "video/mp4", "sound": "audio/mp4"},
    "poster": {"picture": "image/jpeg", "video": "image/jpeg"},
    "filmstrip": {"video": "image/jpeg"},
    "waveform": {"video": "application/octet-stream", "sound": "application/octet-stream"},
}
JOINING = 0.1  # the share of the work that joining is


@PREPARE.does
def prepare(job: Job, lease: Lease) -> None:
    """Do a prepare-reference job. Raises MediaError, Full, Superseded."""
    of_film = {"id": job.subject, "film": job.film_id}
    reference = Reference.objects.filter(**of_film).first()
    upload = Upload.objects.filter(**of_film).first()
    if reference is None:
        raise Superseded
    with workplace(job) as folder:
        original = folder / "original"
        try:
            if upload is None:
                raise pieces.Lost
            size = upload.size
            pieces.join(upload.id, size, original, lambda done: lease.progress(JOINING * done))
        except pieces.Lost:
            actions.failed(job=job, code="pieces-lost", facts={})
            return
        keep(job, original, folder, lease, begun=JOINING)


def keep(job: Job, original: Path, folder: Path, lease: Lease, *, begun: float) -> None:
    """Probe the original, make its copies, keep them all and end the job.

    `begun` is the share of the work that was done before. Raises MediaError, Full, Superseded.
    """
    output = _make(original, folder, lease, begun)
    about = output["probe"]
    film_id, kind = job.film_id, about["kind"]
    copies = keep_copies(film_id, folder, output)
    blob = storage.keep(original, about["media_type"], film_id, settled=True)
    facts = {**about, "copies": {name: output[name] for name in copies}}
    actions.prepared(job=job, kind=kind, facts=facts, original=blob, copies=copies)


def keep_copies(film_id: UUID, folder: Path, output: dict[str, Any]) -> dict[str, Blob]:
    """What a task has made of an original, kept, by its name. Raises Full."""
    kind = output["probe"]["kind"]
    return {
        name: storage.keep(folder / output[name]["name"], types[kind], film_id, settled=True)
        for name, types in COPIES.items()
        if name in output
    }


@PREPARE.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """Say that it could not be done."""
    actions.failed(job=job, code=code, facts=facts)


def _make(original: Path, folder: Path, lease: Lease, begun: float) -> dict[str, Any]:
    """Probe the file and make its copies, each in the sandbox."""
    where = {"path": str(original), "folder": str(folder)}
    patience = 60 + original.stat().st_size / 10e6  # seconds; the probe reads the whole file
    about = sandbox.run("probe", where, seconds=patience, cancelled=lease.cancelled)["probe"]

    def progress(share: float) -> None:
        lease.progress(begun + (1 - begun) * share)

    return sandbox.run(
        about["kind"],
        {**where, "probe": about},
        seconds=patience + 20 * float(Fraction(about["duration"])),
        progress=progress,
        cancelled=lease.cancelled,
    )
