"""A worker's way to a copy that tells of nobody: made in the sandbox, kept, the original let go."""

import logging
from pathlib import Path
from typing import Any

from slowfilm import storage
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, Superseded
from slowfilm.jobs.workplace import workplace
from slowfilm.media import sandbox
from slowfilm.references import actions
from slowfilm.references.actions import STRIP
from slowfilm.references.models import Reference
from slowfilm.references.prepare import COPIES
from slowfilm.storage import Blob

log = logging.getLogger(__name__)
PATIENCE, SPEED = 60.0, 5e6  # seconds to begin with; bytes read in each one more


@STRIP.does
def strip(job: Job, lease: Lease) -> None:
    """Do a strip-reference job. Raises MediaError, Full, Superseded."""
    reference = Reference.objects.filter(id=job.subject, film=job.film_id).first()
    if reference is None or reference.original_id is None:
        raise Superseded
    before = reference.original_id
    if not storage.there(before):
        actions.strip_failed(job=job, code="original-lost", facts={})
        return
    with workplace(job) as folder, storage.on_disk(before) as path:
        output = _make(path, folder, lease)
        about = output.pop("probe")
        kind = about["kind"]
        copies: dict[str, Blob] = {
            name: storage.keep(folder / output[name]["name"], types[kind], job.film_id)
            for name, types in COPIES.items()
            if name in output
        }
        blob = storage.keep(folder / "stripped", about["media_type"], job.film_id)
    facts = {**reference.facts, "carries": about["carries"], **_tracks(reference.facts, about)}
    facts["copies"] = {**facts["copies"], **{name: output[name] for name in copies}}
    actions.stripped(job=job, facts=facts, original=blob, copies=copies)
    _delete_original(before, job)


def _tracks(facts: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    """The tracks as they are called now; the same ones are seen and heard."""
    if not facts.get("used"):
        return {}
    before = [track["index"] for track in facts["tracks"]]
    now = dict(zip(before, (track["index"] for track in about["tracks"]), strict=False))
    used = facts["used"]
    picture = None if used["picture"] is None else now.get(used["picture"], used["picture"])
    sounds = [now.get(at, at) for at in used["sounds"]]
    return {"tracks": about["tracks"], "used": {**used, "picture": picture, "sounds": sounds}}


@STRIP.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """Say that it could not be done."""
    actions.strip_failed(job=job, code=code, facts=facts)


def _make(path: Path, folder: Path, lease: Lease) -> dict[str, Any]:
    """The copy and its probe. A picture's own copies are made anew: they may be older than this."""
    where = {"path": str(path), "folder": str(folder)}
    patience = PATIENCE + path.stat().st_size / SPEED
    limits: dict[str, Any] = {"seconds": patience, "cancelled": lease.cancelled}
    about = sandbox.run("probe", where, **limits)["probe"]
    output = sandbox.run("strip", {**where, "probe": about}, **limits)
    if about["kind"] == "picture":
        copy = {**where, "path": str(folder / output["stripped"]["name"]), "probe": output["probe"]}
        output |= sandbox.run("picture", copy, **limits)
    return output


def _delete_original(digest: str, job: Job) -> None:
    """Delete the bytes at once if nobody has kept them again since this was asked for.

    Where that fails, the hourly tidying does it within a day.
    """
    try:
        storage.delete_blob(digest, job.queued_at)
    except OSError as error:
        log.warning("blob %s is left to be tidied: %s", digest, error)
