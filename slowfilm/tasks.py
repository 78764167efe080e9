"""Every kind of background job on one page; what a job does is declared in its stage."""

import logging

from django.db import close_old_connections

from slowfilm import engines
from slowfilm.abstractions import actions as abstractions
from slowfilm.abstractions import preview as abstraction_preview
from slowfilm.abstractions import work as abstraction_work
from slowfilm.archives import actions as archives
from slowfilm.celery import app
from slowfilm.clearance import previews as release_previews
from slowfilm.clearance import scanning, voice_previews
from slowfilm.cuts import render as render_cut
from slowfilm.cuts import rendering as cuts
from slowfilm.erasures import actions as erasures
from slowfilm.erasures import removing
from slowfilm.generations import actions as generations
from slowfilm.generations import difference_job, differences, guess, run
from slowfilm.inbox import delivering, letters
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import (
    NO_ROOM,
    OUT_OF_REACH,
    STOPPED,
    Lease,
    Superseded,
    claim,
    out_of_attempts,
    put_off,
)
from slowfilm.light import light_pass, sheet_job, taking, taking_job, tracing, tracing_job
from slowfilm.light import rendering as light
from slowfilm.media.errors import MediaError
from slowfilm.references import actions as references
from slowfilm.references import prepare as prepare_reference
from slowfilm.references import strip as strip_reference
from slowfilm.references import tracks as choose_tracks
from slowfilm.references.scanning import SCAN
from slowfilm.reviews import pdf_job
from slowfilm.shots import prepare as prepare_draft
from slowfilm.shots import uploading
from slowfilm.sittings import letters as sitting_letters
from slowfilm.sittings import pdf_job as sitting_pdf
from slowfilm.storage import Erased, Full, reading_for
from slowfilm.traces import pdf_job as title_pdf

log = logging.getLogger(__name__)

# Imported, so that each kind has its work.
WORK = (
    prepare_reference,
    strip_reference,
    choose_tracks,
    scanning,
    abstraction_work,
    run,
    guess,
    difference_job,
    prepare_draft,
    render_cut,
    light_pass,
    taking_job,
    sheet_job,
    tracing_job,
    archives,
    letters,
    delivering,
    pdf_job,
    sitting_letters,
    sitting_pdf,
    title_pdf,
    removing,
)
KINDS: dict[str, JobKind] = {
    kind.name: kind
    for kind in (
        references.PREPARE,
        references.STRIP,
        choose_tracks.CHOOSE,
        SCAN,
        abstractions.ABSTRACT,
        abstractions.RENDER,
        abstraction_preview.PREVIEW,
        release_previews.PREVIEWS,
        voice_previews.VOICES,
        generations.GENERATE,
        guess.GUESS,
        differences.DIFFERENCE,
        uploading.PREPARE,
        cuts.RENDER,
        light.PASS,
        taking.TAKE,
        taking.RELIGHT,
        sheet_job.PDF,
        tracing.TRACE,
        archives.EXPORT,
        letters.LETTER,
        pdf_job.PDF,
        delivering.DELIVER,
        sitting_letters.LETTER,
        sitting_pdf.PDF,
        title_pdf.PDF,
        erasures.ERASE,
    )
}


def queues() -> list[str]:
    """The queues that this installation's workers serve: those of kinds, and one an engine."""
    named = {kind.queue for kind in KINDS.values() if kind.queue}
    return [*sorted(named), *engines.names()]


@app.task(name="slowfilm.look")
def look(queue: str, kind: str = "", job: str = "") -> None:
    """Claim a job of a queue and do it. `kind` and `job` tell whoever inspects the worker.

    Nothing to claim is no fault.
    """
    try:
        if claimed := claim(queue, job):
            do(claimed)
    finally:
        close_old_connections()


def do(job: Job) -> None:
    """One job under its lease. Whatever goes wrong is said on the job, in the record.

    A full disk is nothing wrong with the job: it waits until there is room.
    """
    kind = KINDS[job.kind]
    try:
        # A generation ends itself: something may be under way elsewhere that is to be taken back.
        if job.cancel_asked_at is not None and kind is not generations.GENERATE:
            kind.fail(job, STOPPED, {})
            return
        if out_of_attempts(job) and job.cancel_asked_at is None:
            kind.fail(job, "worker-lost", {})
            return
        try:
            with Lease(job) as lease, reading_for(job.film_id):
                kind.work(job, lease)
        except (Superseded, *OUT_OF_REACH):
            raise
        except MediaError as error:
            if error.code != NO_ROOM or not put_off(job):
                kind.fail(job, error.code, error.facts)
        except Full:
            if not put_off(job):
                kind.fail(job, NO_ROOM, {})
        except Erased:
            kind.fail(job, "erased", {})
        except Exception:
            log.exception("job %s (%s) failed", job.id, job.kind)
            kind.fail(job, "broken", {})
    except Superseded:
        log.info("job %s: another attempt has it", job.id)
    except (
        OUT_OF_REACH
    ) as error:  # nothing can be said now: its lease runs out, and it is due again
        log.warning("job %s is left to be taken up again: %s", job.id, error)
