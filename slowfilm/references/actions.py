"""What can be done to references."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import end, enqueue
from slowfilm.ledger import Act, Refused, act, events
from slowfilm.ledger.models import Entry
from slowfilm.references.models import Reference
from slowfilm.references.origin import Origin
from slowfilm.storage import Blob
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload

PREPARE = "prepare-reference"
QUEUE = "io"


def add(*, film_id: UUID, actor: str, upload: Upload, origin: Origin) -> Entry:
    """Make a reference of a whole upload, whose id it takes, and have it prepared."""
    with act(film_id, actor, upload.id) as this:
        if this.done:
            return this.done
        reference = Reference.objects.create(
            id=upload.id,
            film_id=film_id,
            name=upload.filename,
            added_by=actor,
            added_at=this.at,
            upload=upload.id,
            **origin,
        )
        enqueue(film_id=film_id, kind=PREPARE, subject=reference.id, queue=QUEUE)
        return this.record(
            events.ReferenceAdded(reference=reference.id, name=reference.name, **origin)
        )


def describe(
    *, film_id: UUID, actor: str, command: UUID | None, reference: UUID, name: str, origin: Origin
) -> Entry:
    """Say what a reference is called and where it comes from. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        found = _find(this, reference)
        fields = {"name": name, **origin}
        for field, value in fields.items():
            setattr(found, field, value)
        found.save(update_fields=list(fields))
        return this.record(events.ReferenceDescribed(reference=reference, name=name, **origin))


def declare_nobody(*, film_id: UUID, actor: str, command: UUID | None, reference: UUID) -> Entry:
    """Say, having looked and listened, that nobody is seen or heard in it. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        found = _find(this, reference)
        if not found.ready:
            raise Refused("not-prepared", _("It can't be looked at yet, so nobody can say."))
        if found.nobody_declared_at is not None:
            raise Refused("declared-already", _("That has been said already."))
        found.nobody_declared_by, found.nobody_declared_at = actor, this.at
        found.save(update_fields=["nobody_declared_by", "nobody_declared_at"])
        return this.record(events.NobodyDeclared(reference=reference))


def retry(*, film_id: UUID, actor: str, command: UUID | None, reference: UUID) -> Entry:
    """Have a failed reference prepared once more. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        found = _failed(this, reference)
        if found.upload is None or not (pieces.there(found.upload) or _is_empty(found)):
            raise Refused("pieces-lost", _("Its bytes are not here any more. Bring it in again."))
        enqueue(film_id=film_id, kind=PREPARE, subject=reference, queue=QUEUE)
        return this.record(events.ReferenceRetried(reference=reference))


def remove(*, film_id: UUID, actor: str, command: UUID | None, reference: UUID) -> Entry:
    """Take away a file that could not be prepared, and so was never used. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        found = _failed(this, reference)
        upload = found.upload
        found.delete()
        if upload:
            Upload.objects.filter(id=upload).delete()
            transaction.on_commit(lambda: pieces.discard(upload))
        return this.record(events.ReferenceRemoved(reference=reference, name=found.name))


def prepared(
    *, job: Job, kind: str, facts: dict[str, Any], original: Blob, copies: dict[str, Blob]
) -> Entry:
    """Record what a worker made of a reference. Raises Superseded."""
    with act(job.film_id, "system") as this:
        end(job, Job.State.DONE)
        found = _find(this, job.subject)
        upload, found.upload = found.upload, None
        found.kind, found.facts, found.original = kind, facts, original
        for name, blob in copies.items():
            setattr(found, name, blob)
        found.save()
        if upload:
            transaction.on_commit(lambda: pieces.discard(upload))
        return this.record(
            events.ReferencePrepared.model_validate(
                {"reference": found.id, "kind": kind, "digest": original.digest}
            )
        )


def failed(*, job: Job, code: str, facts: dict[str, str | int]) -> Entry:
    """Record that a reference could not be prepared, and why. Raises Superseded."""
    with act(job.film_id, "system") as this:
        end(job, Job.State.FAILED, code, facts)
        return this.record(events.ReferenceFailed(reference=job.subject, error=code))


def _find(this: Act, reference: UUID) -> Reference:
    found = Reference.objects.filter(film_id=this.film_id, id=reference).first()
    if found is None:
        raise Refused("no-reference", _("There is no such reference in this film."))
    return found


def _failed(this: Act, reference: UUID) -> Reference:
    """A reference that is neither ready nor being prepared. Raises Refused."""
    found = _find(this, reference)
    if found.ready:
        raise Refused("prepared", _("It is prepared already."))
    if Job.objects.open().filter(kind=PREPARE, subject=reference).exists():
        raise Refused("preparing", _("It is being prepared just now."))
    return found


def _is_empty(reference: Reference) -> bool:
    return Upload.objects.filter(id=reference.id, size=0).exists()
