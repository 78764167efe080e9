"""Which pictures and sounds of a file are seen and heard: chosen, and its copies made anew.

What lies on a reference, sightings, spans, notes of where it comes from, stays: so a choice keeps
its length.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from slowfilm import storage
from slowfilm.films.roles import May
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, Superseded, end, enqueue
from slowfilm.jobs.workplace import workplace
from slowfilm.ledger import SYSTEM, Act, Refused, act, action
from slowfilm.ledger.models import Entry
from slowfilm.media import sandbox
from slowfilm.media.errors import MediaError
from slowfilm.references import events, scanning
from slowfilm.references.models import Reference
from slowfilm.references.prepare import keep_copies
from slowfilm.storage import Blob, Holding

CHOOSE = JobKind("choose-tracks", "io")
COPIES = ("proxy", "poster", "filmstrip", "waveform")
LENGTH = ("kind", "rate", "frames")  # what a choice may not change
PATIENCE, SPEED = 60.0, 5e6  # seconds to begin with; bytes read in each one more


@action(events.ChooseTracks, May.MAKE, events.ReferenceTracksAsked)
def choose(this: Act, command: events.ChooseTracks) -> events.ReferenceTracksAsked:
    """Have other tracks of a reference's file seen and heard.

    Nothing chosen of a file whose tracks were never listed: they are, and the usual ones used.
    """
    reference = Reference.objects.filter(film_id=this.film_id, id=command.reference).first()
    if reference is None:
        raise Refused("no-reference", _("There is no such reference in this film."))
    choice = _checked(reference, command)
    _refuse_resting(reference)
    if choice == reference.facts.get("used"):
        raise Refused("chosen-already", _("That is what is seen and heard already."))
    if open_job(reference.id):
        raise Refused("under-way", _("Another choice is being prepared just now."))
    enqueue(film_id=this.film_id, kind=CHOOSE, subject=reference.id, facts={"used": choice})
    return events.ReferenceTracksAsked.of(command)


def _refuse_resting(reference: Reference) -> None:
    """Refuse new copies of what rests since somebody in it has withdrawn."""
    files = {getattr(reference, f"{name}_id") for name in ("original", *COPIES)} - {None}
    holdings = Holding.objects.filter(film_id=reference.film_id, blob_id__in=files)
    if holdings.filter(Q(frozen_at__isnull=False) | Q(hidden_at__isnull=False)).exists():
        raise Refused("resting", _("Somebody in it has withdrawn: it stays as it is."))


def open_job(reference: UUID) -> Job | None:
    """The choice that is being prepared, if one is."""
    return Job.objects.open().filter(kind=CHOOSE.name, subject=reference).first()


def unlisted(reference: Reference) -> bool:
    """Whether a clip or sound was prepared when its tracks were not yet listed."""
    kinds = (Reference.Kind.VIDEO, Reference.Kind.SOUND)
    known = bool(reference.facts.get("used"))
    return reference.ready and reference.kind in kinds and not known


def _checked(reference: Reference, command: events.ChooseTracks) -> dict[str, Any]:
    """The choice, if the file has such tracks. Raises Refused."""
    if unlisted(reference) and not (
        command.sounds or command.channels or command.picture is not None
    ):
        return {}
    tracks = {track["index"]: track for track in reference.facts.get("tracks", ())}
    pictures = {at for at, track in tracks.items() if track["type"] == "video"}
    sounds = set(tracks) - pictures
    is_video = reference.kind == Reference.Kind.VIDEO
    if not reference.ready or not tracks:
        raise Refused("no-tracks", _("Of this file there is nothing to choose."))
    if (command.picture in pictures) is not is_video or (
        command.picture is not None and not is_video
    ):
        raise Refused("no-track", _("The file has no such picture or sound."))
    if not set(command.sounds) <= sounds or len(set(command.sounds)) != len(command.sounds):
        raise Refused("no-track", _("The file has no such picture or sound."))
    if not command.sounds and sounds and (not is_video or reference.waveform_id):
        raise Refused("no-sound", _("Choose at least one sound."))
    _check_channels([tracks[at] for at in command.sounds], command.channels)
    return {
        "picture": command.picture,
        "sounds": sorted(command.sounds),
        "channels": list(command.channels),
    }


def _check_channels(sounds: list[dict[str, Any]], channels: list[int]) -> None:
    if not channels:
        return
    if len(sounds) != 1:
        raise Refused("no-channel", _("Channels are chosen of one sound."))
    if len(set(channels)) != len(channels) or max(channels) >= sounds[0]["channels"]:
        raise Refused("no-channel", _("The sound has no such channel."))


@CHOOSE.does
def make(job: Job, lease: Lease) -> None:
    """Do a choose-tracks job. Raises MediaError, Full, Superseded."""
    reference = Reference.objects.filter(id=job.subject, film=job.film_id).first()
    if reference is None or reference.original_id is None:
        raise Superseded
    if not storage.there(reference.original_id):
        failed(job=job, code="original-lost", facts={})
        return
    with workplace(job) as folder, storage.on_disk(reference.original_id) as path:
        output = _made(path, folder, lease, reference, job.facts["used"])
        copies = keep_copies(job.film_id, folder, output)
    facts = {**reference.facts, **output["probe"], "carries": reference.facts.get("carries", [])}
    facts["copies"] = {name: output[name] for name in copies}
    try:
        chosen(job=job, facts=facts, copies=copies)
    except Refused as refused:
        failed(job=job, code=refused.code, facts={})


@CHOOSE.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """Say that it could not be done."""
    failed(job=job, code=code, facts=facts)


def _made(
    path: Path, folder: Path, lease: Lease, reference: Reference, used: dict[str, Any]
) -> dict[str, Any]:
    """The copies of what was chosen. Raises MediaError, other-length among them."""
    where = {"path": str(path), "folder": str(folder), "used": used}
    patience = PATIENCE + path.stat().st_size / SPEED
    about = sandbox.run("probe", where, seconds=patience, cancelled=lease.cancelled)["probe"]
    if _differs(reference.facts, about):
        raise MediaError("other-length")
    return sandbox.run(
        about["kind"],
        {**where, "probe": about},
        seconds=patience + 20 * (reference.seconds or 0),
        progress=lease.progress,
        cancelled=lease.cancelled,
    )


def _differs(facts: dict[str, Any], about: dict[str, Any]) -> bool:
    """Whether what lies on a reference would lie elsewhere: its frames, or a sound's length."""
    if any(facts.get(name) != about[name] for name in LENGTH):
        return True
    return bool(about["kind"] == "sound" and facts.get("duration") != about["duration"])


def chosen(*, job: Job, facts: dict[str, Any], copies: dict[str, Blob]) -> Entry:
    """Put the new copies in the place of those before. Raises Superseded.

    Where others may be seen or heard now, it is scanned anew, and "nobody is in it" is taken back.
    """
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.DONE)
        reference = Reference.objects.get(film_id=job.film_id, id=job.subject)
        _refuse_resting(reference)  # somebody may have withdrawn meanwhile
        before = {getattr(reference, f"{name}_id") for name in COPIES} - {None}
        same = before == {blob.digest for blob in copies.values()}
        reference.facts = facts
        if not same:
            reference.nobody_else_by, reference.nobody_else_at = "", None
        for name in COPIES:
            setattr(reference, name, copies.get(name))
        reference.save()
        storage.hold(job.film_id, set(copies.values()))
        if not same:
            scanning.ask(job.film_id, reference.id)
        for digest in before - {blob.digest for blob in copies.values()}:
            storage.release(job.film_id, digest)
        now = {name: getattr(reference, f"{name}_id") for name in COPIES}
        return this.record(
            events.ReferenceTracksChosen(
                reference=reference.id, **facts["used"], seal=this.seal(reference, "facts"), **now
            )
        )


def failed(*, job: Job, code: str, facts: dict[str, Any]) -> Entry:
    """Record that the choice could not be prepared, and why. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.FAILED, code, {**job.facts, **facts})
        return this.record(events.ReferenceTracksFailed(reference=job.subject, error=code))
