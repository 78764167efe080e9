"""What can be done to references."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from slowfilm import storage
from slowfilm.films.roles import May
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import end, enqueue
from slowfilm.ledger import SYSTEM, Act, Refused, act, action
from slowfilm.ledger.models import Entry
from slowfilm.references import events, scanning
from slowfilm.references.models import Reference
from slowfilm.storage import Blob
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload

PREPARE = JobKind("prepare-reference", "io")
STRIP = JobKind("strip-reference", "io")
COPIES = ("proxy", "poster", "filmstrip", "waveform")
DESCRIBED = list(events.Described.model_fields)


@action(events.AddReference, May.MAKE, events.ReferenceAdded)
def add(this: Act, command: events.AddReference) -> events.ReferenceAdded:
    """Make a reference of a whole upload, whose id it takes, and have it prepared."""
    reference = Reference.objects.create(
        id=command.reference,
        film_id=this.film_id,
        added_by=this.actor,
        added_at=this.at,
        upload=command.reference,
        **{name: getattr(command, name) for name in DESCRIBED},
    )
    enqueue(film_id=this.film_id, kind=PREPARE, subject=reference.id)
    return events.ReferenceAdded.of(command)


@action(events.DescribeReference, May.MAKE, events.ReferenceDescribed)
def describe(this: Act, command: events.DescribeReference) -> events.ReferenceDescribed:
    """Say what a reference is called and where it comes from."""
    reference = _find(this, command.reference)
    for name in DESCRIBED:
        setattr(reference, name, getattr(command, name))
    reference.save(update_fields=DESCRIBED)
    return events.ReferenceDescribed.of(command)


@action(events.RetryReference, May.MAKE, events.ReferenceRetried)
def retry(this: Act, command: events.RetryReference) -> events.ReferenceRetried:
    """Have a failed reference prepared once more."""
    reference = _failed(this, command.reference)
    if reference.upload is None or not (pieces.there(reference.upload) or _is_empty(reference)):
        raise Refused("pieces-lost", _("Its bytes are not here any more. Bring it in again."))
    enqueue(film_id=this.film_id, kind=PREPARE, subject=reference.id)
    return events.ReferenceRetried.of(command)


@action(events.RemoveReference, May.MAKE, events.ReferenceRemoved)
def remove(this: Act, command: events.RemoveReference) -> events.ReferenceRemoved:
    """Take away a file that could not be prepared, and so was never used."""
    reference = _failed(this, command.reference)
    upload = reference.upload
    try:
        reference.delete()
    except ProtectedError as error:
        raise Refused("in-use", _("Something else here needs it.")) from error
    if upload:
        ours = Upload.objects.filter(id=upload, film=this.film_id)
        if ours.delete()[0]:
            transaction.on_commit(lambda: pieces.discard(upload))
    return events.ReferenceRemoved.of(command, name=reference.name)


def prepared(
    *, job: Job, kind: str, facts: dict[str, Any], original: Blob, copies: dict[str, Blob]
) -> Entry:
    """Record what a worker made of a reference. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.DONE)
        reference = _find(this, job.subject)
        upload, reference.upload = reference.upload, None
        reference.kind, reference.facts, reference.original = kind, facts, original
        for name, blob in copies.items():
            setattr(reference, name, blob)
        reference.save()
        storage.hold(job.film_id, {original, *copies.values()})
        scanning.ask(job.film_id, reference.id)
        if upload:
            transaction.on_commit(lambda: pieces.discard(upload))
        return this.record(
            events.ReferencePrepared.model_validate(
                {
                    "reference": reference.id,
                    "kind": kind,
                    "digest": original.digest,
                    **{name: blob.digest for name, blob in copies.items()},
                    "seal": this.seal(reference, "facts"),
                }
            )
        )


def failed(*, job: Job, code: str, facts: dict[str, str | int]) -> Entry:
    """Record that a reference could not be prepared, and why. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.FAILED, code, facts)
        return this.record(events.ReferenceFailed(reference=job.subject, error=code))


@action(events.StripReference, May.MAKE, events.ReferenceStripAsked)
def strip(this: Act, command: events.StripReference) -> events.ReferenceStripAsked:
    """Have a copy made that tells of nobody, to be kept instead of the original."""
    reference = _find(this, command.reference)
    if not reference.carries:
        raise Refused("carries-nothing", _("There is nothing in it to take out."))
    if Job.objects.open().filter(kind=STRIP.name, subject=reference.id).exists():
        raise Refused("under-way", _("A copy without it is being made already."))
    enqueue(film_id=this.film_id, kind=STRIP, subject=reference.id)
    return events.ReferenceStripAsked.of(command)


def stripped(*, job: Job, facts: dict[str, Any], original: Blob, copies: dict[str, Blob]) -> Entry:
    """Put the copy in the original's place, and let go of that. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.DONE)
        reference = _find(this, job.subject)
        before = {getattr(reference, f"{name}_id") for name in ("original", *copies)} - {None}
        reference.facts, reference.original = facts, original
        for name, blob in copies.items():
            setattr(reference, name, blob)
        reference.save()
        storage.hold(job.film_id, {original, *copies.values()})
        scanning.ask(job.film_id, reference.id)
        for digest in before - {original.digest, *(blob.digest for blob in copies.values())}:
            storage.release(job.film_id, digest)
        now = {name: getattr(reference, f"{name}_id") for name in COPIES}
        return this.record(
            events.ReferenceStripped(
                reference=reference.id,
                digest=original.digest,
                seal=this.seal(reference, "facts"),
                **now,
            )
        )


def strip_failed(*, job: Job, code: str, facts: dict[str, Any]) -> Entry:
    """Record that no such copy could be made, and why. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.FAILED, code, facts)
        return this.record(events.ReferenceStripFailed(reference=job.subject, error=code))


def _find(this: Act, reference: UUID) -> Reference:
    row = Reference.objects.filter(film_id=this.film_id, id=reference).first()
    if row is None:
        raise Refused("no-reference", _("There is no such reference in this film."))
    return row


def _failed(this: Act, reference: UUID) -> Reference:
    """A reference that is neither ready nor being prepared. Raises Refused."""
    row = _find(this, reference)
    if row.ready:
        raise Refused("prepared", _("It is prepared already."))
    if Job.objects.open().filter(kind=PREPARE.name, subject=reference).exists():
        raise Refused("preparing", _("It is being prepared just now."))
    return row


def _is_empty(reference: Reference) -> bool:
    return Upload.objects.filter(id=reference.id, size=0).exists()
