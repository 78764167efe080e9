"""A worker's way with an abstraction and with a light space: both end as a prepared reference."""

from typing import Any

from slowfilm import storage
from slowfilm.abstractions.actions import ABSTRACT, RENDER
from slowfilm.abstractions.models import Abstraction, LightSpace
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, Superseded
from slowfilm.jobs.workplace import workplace
from slowfilm.media import sandbox
from slowfilm.references import actions as references
from slowfilm.references.prepare import keep

MADE = 0.7  # the share of the work that is done once the original is there
STILL = (1920, 1080)  # what a light space is rendered at, in pixels; its description has no size
MOVING = (1280, 720)
PATIENCE = 120.0  # seconds to begin with
A_SECOND = 60.0  # and for each second of a clip


@ABSTRACT.does
def abstract(job: Job, lease: Lease) -> None:
    """Do an abstract-reference job. Raises MediaError, Full, Superseded."""
    abstractions = Abstraction.objects.filter(id=job.subject, film=job.film_id)
    abstraction = abstractions.select_related("source").first()
    if abstraction is None:
        raise Superseded
    if not storage.there(abstraction.source_digest):
        references.failed(job=job, code="original-lost", facts={})
        return
    spans = [[span["start_ms"] / 1000, span["end_ms"] / 1000] for span in abstraction.spans]
    request = {
        "guards": abstraction.guards,
        "spans": spans,
        "look": abstraction.look,
        "seed": abstraction.seed,
    }
    patience = PATIENCE + A_SECOND * (abstraction.source.seconds or 0)
    with storage.on_disk(abstraction.source_digest) as path:
        _make(job, lease, "abstract", {**request, "path": str(path)}, patience)


@RENDER.does
def render(job: Job, lease: Lease) -> None:
    """Do a render-light-space job. Raises MediaError, Full, Superseded."""
    light_space = LightSpace.objects.filter(id=job.subject, film=job.film_id).first()
    if light_space is None:
        raise Superseded
    moving = light_space.space["last"] is not None
    width, height = MOVING if moving else STILL
    patience = PATIENCE + A_SECOND * light_space.space["seconds"] * moving
    request = {"space": light_space.space, "width": width, "height": height}
    _make(job, lease, "light-space", request, patience)


def _make(job: Job, lease: Lease, task: str, request: dict[str, Any], patience: float) -> None:
    with workplace(job) as folder:
        output = sandbox.run(
            task,
            {**request, "folder": str(folder)},
            seconds=patience,
            progress=lambda share: lease.progress(MADE * share),
            cancelled=lease.cancelled,
        )
        keep(job, folder / output["name"], folder, lease, begun=MADE)


def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """Say that it could not be done."""
    references.failed(job=job, code=code, facts=facts)


ABSTRACT.fails(fail)
RENDER.fails(fail)
