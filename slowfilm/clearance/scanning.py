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
        findings = sandbox.run(
            "scan",
            {"path": str(path)},
            seconds=PATIENCE + SLOWEST * length,
            progress=lease.progress,
            cancelled=lease.cancelled,
        )
    scanned(job=job, digest=_digest(subject), found=findings)


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
        tracks = list(Track.objects.filter(**_in(subject), scan__isnull=False))
        new = [
            (finding, uuid4())
            for finding in _all(found)
            if not any(_same(finding, t) for t in tracks)
        ]
        scan = Scan.objects.create(
            id=this.command,
            film_id=this.film_id,
            **_in(subject),
            digest=digest,
            detector=str(found["detector"]),
            boxes={str(id_): finding["boxes"] for finding, id_ in new if finding["boxes"]},
            at=this.at,
        )
        Track.objects.bulk_create(_track(this, scan, finding, id_) for finding, id_ in new)
        return this.record(
            events.ScanDone(
                **_named(subject),
                digest=digest,
                detector=scan.detector,
                tracks=[_told(finding, id_) for finding, id_ in new],
                seal=this.seal(scan, "boxes"),
            )
        )


@action(events.ScanAgain, May.MAKE, events.ScanAsked)
def scan_again(this: Act, command: events.ScanAgain) -> events.ScanAsked:
    """Have references and drafts scanned, whether they were before or not."""
    subjects = subjects_of(this, command.references, command.drafts)
    ids = subjects.ids()
    for subject in (*ids["references"], *ids["drafts"]):
        scanning.ask(this.film_id, subject)
    return events.ScanAsked(**ids)


def _subject(job: Job) -> Subject:
    """What a job is to look through. Raises Superseded where it is gone."""
    of_film = {"id": job.subject, "film": job.film_id}
    subject: Subject | None = Reference.objects.filter(**of_film).exclude(proxy=None).first()
    subject = subject or Draft.objects.filter(**of_film).first()
    if subject is None:
        raise Superseded
    return subject


def _digest(subject: Subject) -> str:
    return str(subject.proxy_id)


def _in(subject: Subject) -> dict[str, Any]:
    return {"reference" if isinstance(subject, Reference) else "draft": subject}


def _named(subject: Subject) -> dict[str, UUID]:
    return dict.fromkeys(_in(subject), subject.id)


def _all(findings: dict[str, Any]) -> list[dict[str, Any]]:
    """Faces and voices as one list, each with all that a track has."""
    faces = [{**finding, "kind": "face"} for finding in findings["faces"]]
    voices = [
        {**finding, "kind": "voice", "frame": finding["first"], "box": [], "boxes": []}
        for finding in findings["voices"]
    ]
    return faces + voices


def _same(finding: dict[str, Any], track: Track) -> bool:
    """Whether a track is what was found: of its kind, at its time, and where it is largest."""
    if (
        finding["kind"] != track.kind
        or finding["end"] <= track.first
        or track.end <= finding["first"]
    ):
        return False
    if finding["kind"] == Track.Kind.VOICE:
        return True
    return bool(abs(finding["frame"] - track.frame) <= 1 and finding["box"] == track.box)


def _track(this: Act, scan: Scan, finding: dict[str, Any], id_: UUID) -> Track:
    return Track(
        id=id_,
        film_id=this.film_id,
        reference_id=scan.reference_id,
        draft_id=scan.draft_id,
        scan=scan,
        **{name: finding[name] for name in ("kind", "first", "end", "frame", "box")},
        act=this.command,
        added_by=this.actor,
        added_at=this.at,
    )


def _told(finding: dict[str, Any], id_: UUID) -> events.Found:
    about = {name: finding[name] for name in ("kind", "first", "end", "frame", "box")}
    return events.Found(track=id_, **about)


def refusal(code: str) -> str:
    """Why a scan failed, in the reader's language."""
    sentences = {
        "out-of-time": _("The scan took too long and was stopped."),
        "out-of-memory": _("The scan needed more memory than it may have."),
        "no-weights": _("The detector is not installed here, so nothing could be looked for."),
        "worker-lost": _("The worker was lost twice while it scanned."),
        "stopped": _("It was stopped: what it uses is to be erased."),
    }
    return sentences.get(code) or _("The scan failed.")
