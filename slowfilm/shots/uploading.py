"""A draft made elsewhere: taken in, then put into its shot or given up, each in one act."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import end, enqueue
from slowfilm.ledger import SYSTEM, Act, Actor, act, action
from slowfilm.ledger.models import Entry
from slowfilm.references.sentences import SENTENCES
from slowfilm.shots import events
from slowfilm.shots.actions import open_shot
from slowfilm.shots.make import Files, make_draft
from slowfilm.shots.models import Shot
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload
from slowfilm.uploads.tus import Endpoint

PREPARE = JobKind("prepare-draft", "io")


def may_come(member: Member, about: dict[str, str]) -> dict[str, Any]:
    """Before a byte is sent: whether the shot takes drafts. Raises Refused.

    Who may clear may say with `nobody` = `yes` that nobody is seen or heard in it.
    """
    open_shot(member.film_id, UUID(about["shot_id"]))
    nobody = about.get("nobody") == "yes" and member.may(May.CLEAR)
    return {"nobody_declared_by": member.actor if nobody else ""}


@action(events.UploadDraft, May.MAKE, events.DraftUploadStarted)
def take_in(this: Act, command: events.UploadDraft) -> events.DraftUploadStarted:
    """The whole file is here: have it prepared. The entry's command is the upload's id."""
    shot = open_shot(this.film_id, command.shot)
    enqueue(film_id=this.film_id, kind=PREPARE, subject=this.command)
    return events.DraftUploadStarted(shot=shot.id, filename=command.filename)


def put_in(*, job: Job, upload: Upload, files: Files, facts: Mapping[str, Any]) -> Entry:
    """Record the draft that a worker made of an upload. Raises Refused, Superseded."""
    with act(job.film_id, upload.member.actor) as this:
        end(job, Job.State.DONE, "", {"draft": str(this.command)})
        make_draft(
            this,
            shot=shot_of(upload),
            files=files,
            origin="uploaded",
            facts=facts,
            upload=upload.id,
            nobody_declared_by=upload.about["nobody_declared_by"],
        )
        _discard(upload.id)
        assert this.entry is not None
        return this.entry


def give_up(*, job: Job, code: str, facts: dict[str, str | int]) -> Entry:
    """Record that an upload became no draft, and why. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.FAILED, code, facts)
        upload = Upload.objects.get(id=job.subject)
        _discard(upload.id)
        return this.record(
            events.DraftUploadFailed(
                shot=shot_of(upload), upload=upload.id, filename=upload.filename, error=code
            )
        )


def preparing(shot: Shot) -> QuerySet[Upload]:
    """Drafts of a shot that are in and being prepared."""
    open_ = Job.objects.open().filter(film=shot.film_id, kind=PREPARE.name).values("subject")
    return Upload.objects.filter(id__in=open_, about__shot_id=str(shot.id))


def failures() -> dict[str, str]:
    """Why a draft made elsewhere could not be taken in: sentences by error."""
    ours = {
        "too-long": _("The clip is longer than 60 seconds, the most a draft may have."),
        "locked": _("The shot was locked in the meantime."),
    }
    return {**{code: str(sentence) for code, sentence in SENTENCES.items()}, **ours}


def why(error: str) -> str:
    """Why a draft made elsewhere could not be taken in, as a sentence."""
    sentences = failures()
    return sentences.get(error, sentences["broken"])


def shot_of(upload: Upload) -> UUID:
    """The shot a draft was uploaded into."""
    return UUID(upload.about["shot_id"])


def _discard(upload_id: UUID) -> None:
    """Let the pieces go. The row stays a week, for a client that never heard the last answer."""
    transaction.on_commit(lambda: pieces.discard(upload_id))


def _finish(upload: Upload, actor: Actor) -> Entry:
    return take_in(
        film_id=upload.film_id,
        actor=actor,
        command=upload.id,
        shot=shot_of(upload),
        filename=upload.filename,
    )


endpoint = Endpoint("drafts", may_come, _finish)
