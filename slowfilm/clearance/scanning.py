"""Scans: asked for, recorded, failed; and what a worker does for one."""

from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from slowfilm import storage
from slowfilm.clearance import scan_events as events
from slowfilm.clearance.actions import subjects_of
from slowfilm.clearance.scan_models import Scan, Track
from slowfilm.films.roles import May
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, Superseded, end
from slowfilm.ledger import SYSTEM, Act, act, action
from slowfilm.ledger.models import Entry
from slowfilm.media import sandbox
from slowfilm.references import scanning
from slowfilm.references.models import Reference
from slowfilm.references.scanning import SCAN
from slowfilm.shots.models import Draft

PATIENCE, SLOWEST = 120.0, 20.0  # seconds to begin with, and for each second of the file
Subject = Reference | Draft


@SCAN.does
def work(job: Job, lease: Lease) -> None:
    """Look through the copy that members see. Raises MediaError, Superseded."""
    subject = _subject(job)
    length = float(Fraction(subject.facts.get("duration") or 0))
    if isinstance(subject, Draft):
        length = float(subject.frames / Fraction(subject.rate))
    with storage.on_disk(_digest(subject)) as path:
        found = sandbox.run(
            "scan",
            {"path": str(path)},
            seconds=PATIENCE + SLOWEST * length,
            progress=lease.progress,
            cancelled=lease.cancelled,
        )
    scanned(job=job, digest=_digest(subject), found=found)


@SCAN.fails
def fail(job: Job, code: str, facts: dict[str, str | int]) -> None:
    """Say that it could not be looked through: then it is not cleared. Raises Superseded."""
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.FAILED, code, facts)
        subject = _subject(job)
        scan = Scan.objects.create(
            id=this.command,
            film_id=this.film_id,
            **_in(subject),
            digest=_digest(subject),
            error=code,
            at=this.at,
        )
        this.record(events.ScanFailed(**_named(subject), digest=scan.digest, error=code))


def scanned(*, job: Job, digest: str, found: dict[str, Any]) -> Entry:
    """Record what a scan found that was not known before. Raises Superseded.

    `found` is what media's `scan` says. A face that overlaps one which stands already is that one,
    with its name: so to scan again takes nothing away.
    """
    with act(job.film_id, SYSTEM) as this:
        end(job, Job.State.DONE)
        subject = _subject(job)
        there = list(Track.objects.filter(**_in(subject), scan__isnull=False))
        new = [(each, uuid4()) for each in _all(found) if not any(_same(each, t) for t in there)]
        scan = Scan.objects.create(
            id=this.command,
            film_id=this.film_id,
            **_in(subject),
            digest=digest,
            detector=str(found["detector"]),
            boxes={str(id_): each["boxes"] for each, id_ in new if each["boxes"]},
            at=this.at,
        )
        Track.objects.bulk_create(_track(this, scan, each, id_) for each, id_ in new)
        return this.record(
            events.ScanDone(
                **_named(subject),
                digest=digest,
                detector=scan.detector,
                tracks=[_told(each, id_) for each, id_ in new],
                seal=this.seal(scan, "boxes"),
            )
        )


@action(events.ScanAgain, May.MAKE, events.ScanAsked)
def scan_again(this: Act, asked: events.ScanAgain) -> events.ScanAsked:
    """Have references and drafts scanned, whether they were before or not."""
    subjects = subjects_of(this, asked.references, asked.drafts)
    ids = subjects.ids()
    for each in (*ids["references"], *ids["drafts"]):
        scanning.ask(this.film_id, each)
    return events.ScanAsked(**ids)


def _subject(job: Job) -> Subject:
    """What a job is to look through. Raises Superseded where it is gone."""
    of_film = {"id": job.subject, "film": job.film_id}
    found: Subject | None = Reference.objects.filter(**of_film).exclude(proxy=None).first()
    found = found or Draft.objects.filter(**of_film).first()
    if found is None:
        raise Superseded
    return found


def _digest(subject: Subject) -> str:
    return str(subject.proxy_id)


def _in(subject: Subject) -> dict[str, Any]:
    return {"reference" if isinstance(subject, Reference) else "draft": subject}


def _named(subject: Subject) -> dict[str, UUID]:
    return dict.fromkeys(_in(subject), subject.id)


def _all(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Faces and voices as one list, each with all that a track has."""
    faces = [{**each, "kind": "face"} for each in found["faces"]]
    voices = [
        {**each, "kind": "voice", "frame": each["first"], "box": [], "boxes": []}
        for each in found["voices"]
    ]
    return faces + voices


def _same(each: dict[str, Any], track: Track) -> bool:
    """Whether a track is what was found: of its kind, at its time, and where it is largest."""
    if each["kind"] != track.kind or each["end"] <= track.first or track.end <= each["first"]:
        return False
    if each["kind"] == Track.Kind.VOICE:
        return True
    return bool(abs(each["frame"] - track.frame) <= 1 and each["box"] == track.box)


def _track(this: Act, scan: Scan, each: dict[str, Any], id_: UUID) -> Track:
    return Track(
        id=id_,
        film_id=this.film_id,
        reference_id=scan.reference_id,
        draft_id=scan.draft_id,
        scan=scan,
        **{name: each[name] for name in ("kind", "first", "end", "frame", "box")},
        act=this.command,
        added_by=this.actor,
        added_at=this.at,
    )


def _told(each: dict[str, Any], id_: UUID) -> events.Found:
    about = {name: each[name] for name in ("kind", "first", "end", "frame", "box")}
    return events.Found(track=id_, **about)


def refusal(code: str) -> str:
    """Why a scan failed, in the reader's language."""
    sentences = {
        "out-of-time": _("The scan took too long and was stopped."),
        "out-of-memory": _("The scan needed more memory than it may have."),
        "no-weights": _("The detector is not installed here, so nothing could be looked for."),
        "worker-lost": _("The worker was lost twice while it scanned."),
    }
    return sentences.get(code) or _("The scan failed.")
