"""How one frame would look with light where its guards are; made by a worker, kept with the job.

Nothing of the film changes, so no entry is made. The job's subject follows from what was asked, so
asking twice is free.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from slowfilm import storage
from slowfilm.abstractions import events
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end, enqueue
from slowfilm.jobs.workplace import workplace
from slowfilm.media import sandbox
from slowfilm.references.models import Reference
from slowfilm.references.sentences import sentence

PREVIEW = JobKind("preview-abstraction", "io")
PATIENCE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Preview:
    """How far a preview is: waits, is made, done with a picture, or failed with a sentence."""

    state: str
    picture: str = ""  # a JPEG in base64
    reason: str = ""


def previewed(reference: Reference, command: events.PreviewAbstraction) -> Preview:
    """The preview of a frame of a reference, or how far it is; asked for where nobody has yet."""
    fields = command.model_dump(mode="json", include={"guards", "look", "seed", "frame"})
    subject = uuid5(reference.id, json.dumps([reference.proxy_id, fields], sort_keys=True))
    job = _latest(reference.film_id, subject)
    if job is None:
        try:
            with transaction.atomic():
                job = enqueue(
                    film_id=reference.film_id,
                    kind=PREVIEW,
                    subject=subject,
                    facts={"asked": {**fields, "digest": reference.proxy_id}},
                )
        except IntegrityError:  # somebody has asked at the same moment
            job = _latest(reference.film_id, subject)
    assert job is not None
    if job.state == Job.State.FAILED:
        return Preview(job.state, reason=sentence(job.error, job.facts))
    return Preview(job.state, job.facts.get("picture", ""))


@PREVIEW.does
def work(job: Job, lease: Lease) -> None:
    """Make a preview. Raises MediaError, Full, Superseded."""
    fields: dict[str, Any] = job.facts["asked"]
    with workplace(job) as folder, storage.on_disk(fields["digest"]) as path:
        output = sandbox.run(
            "abstract-preview",
            {**fields, "path": str(path), "folder": str(folder)},
            seconds=PATIENCE,
            cancelled=lease.cancelled,
        )
        picture = base64.b64encode((folder / output["name"]).read_bytes()).decode()
    with transaction.atomic():
        end(job, Job.State.DONE, facts={"picture": picture})


@PREVIEW.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """Say that it could not be made. Raises Superseded."""
    with transaction.atomic():
        end(job, Job.State.FAILED, code, dict(facts))


def _latest(film_id: UUID, subject: UUID) -> Job | None:
    jobs = Job.objects.filter(film_id=film_id, kind=PREVIEW.name, subject=subject)
    return jobs.exclude(state__in=[Job.State.CANCELLED, Job.State.FAILED]).first() or (
        jobs.filter(state=Job.State.FAILED).order_by("-queued_at").first()
    )
