"""A worker's way with a reference that is made with light."""

from typing import Any

from slowfilm import storage
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease
from slowfilm.jobs.workplace import workplace
from slowfilm.light.mattes import at_hand
from slowfilm.light.taking import RELIGHT, TAKE, light_of
from slowfilm.media import sandbox
from slowfilm.references import actions as references
from slowfilm.references.models import Reference
from slowfilm.references.prepare import keep
from slowfilm.shots.models import Draft

MADE = 0.6  # the share of the work that is done once the original is there
PATIENCE, A_FRAME = 120.0, 4.0  # seconds to begin with, and for each frame


@TAKE.does
def take(job: Job, lease: Lease) -> None:
    """Do a take-frames job. Raises MediaError, Full, Superseded."""
    draft = Draft.objects.filter(film=job.film_id).get(id=job.facts["draft"])
    request = {name: job.facts[name] for name in ("first", "last", "light")}
    _made(job, lease, draft.master_id, "taken", request, request["last"] - request["first"])


@RELIGHT.does
def light_reference(job: Job, lease: Lease) -> None:
    """Do a light-reference job. Raises MediaError, Full, Superseded."""
    source = Reference.objects.filter(film=job.film_id).get(id=job.facts["source"])
    request = {"light": light_of(job.facts["light"])}
    frames = int(source.facts.get("frames") or 1)
    _made(job, lease, job.facts["digest"], "lit-copy", request, frames)


def _made(
    job: Job, lease: Lease, digest: str, task: str, request: dict[str, Any], frames: int
) -> None:
    if not storage.there(digest):
        references.failed(job=job, code="original-lost", facts={})
        return
    with (
        workplace(job) as folder,
        storage.on_disk(digest) as path,
        at_hand(request["light"]) as light,
    ):
        about = {"path": str(path), "digest": digest, "folder": str(folder)}
        output = sandbox.run(
            task,
            {**about, **request, "light": light},
            seconds=PATIENCE + A_FRAME * frames,
            progress=lambda share: lease.progress(MADE * share),
            cancelled=lease.cancelled,
        )
        keep(job, folder / output["name"], folder, lease, begun=MADE)


def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """Say that it could not be done."""
    references.failed(job=job, code=code, facts=facts)


TAKE.fails(fail)
RELIGHT.fails(fail)
