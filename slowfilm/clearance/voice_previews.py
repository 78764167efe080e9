"""Before they sign they hear: a person's own voice as each use that is asked would let it sound.

Made by a worker of the longest stretch in which nobody but them was found to speak.
"""

import base64
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from slowfilm import storage
from slowfilm.clearance import preview_jobs
from slowfilm.clearance.models import Consent, ReleaseLink
from slowfilm.clearance.previews import to_be_seen
from slowfilm.clearance.scan_models import Track
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end
from slowfilm.jobs.workplace import workplace
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

VOICES = JobKind("release-voices", "io")
LONGEST = 8000  # milliseconds that are heard
LEAST = 400  # milliseconds; in less nobody knows a voice
BESIDE = 150  # milliseconds kept away from another voice: where one ends is not known exactly
NAMES = {
    "as-recorded": _("As it was recorded"),
    "in-a-scene": _("As it is laid in a scene"),
    "through-a-window": _("As a broadcast, through a window"),
    "room-tone": _("As the tone of the room alone"),
}
# What of these each use may come to; room tone is what takes the place of everybody who says no.
OF_USE: dict[str, tuple[str, ...]] = {
    Consent.VOICE: ("in-a-scene",),
    Consent.SHOWN: ("as-recorded",),
    Consent.ALTERED: ("in-a-scene", "through-a-window"),
}
Span = tuple[int, int]  # milliseconds, half-open


@dataclass(frozen=True)
class Own:
    """Where a person speaks alone: in the file with a digest; and where anybody speaks in it."""

    digest: str
    span: Span
    voices: list[Span]

    def told(self) -> dict[str, Any]:
        """What a job is asked for."""
        voices = [list(span) for span in self.voices]
        return {"digest": self.digest, "span": list(self.span), "voices": voices}


@dataclass(frozen=True)
class Voices:
    """How far the sounds are: none, queued, running, done, failed; and which there are."""

    state: str
    names: tuple[str, ...] = ()

    def of(self, use: str) -> list[tuple[str, Any]]:
        """The sounds of a use, each by its name and in words."""
        return [(name, NAMES[name]) for name in OF_USE.get(use, ()) if name in self.names]


def voices_of(link: ReleaseLink) -> Voices:
    """The sounds of a link, or how far they are; asked for where nobody has yet."""
    own = own_voice(link)
    if own is None:
        return Voices("none")
    job = preview_jobs.asked(link, VOICES, own.told())
    return Voices(job.state, tuple(job.facts.get("sounds", {})))


def sound_of(link: ReleaseLink, name: str) -> bytes | None:
    """One of them as AAC in MP4, or None."""
    own = own_voice(link)
    job = preview_jobs.latest(link, VOICES, own.told()) if own else None
    sound = job.facts.get("sounds", {}).get(name) if job else None
    return base64.b64decode(sound) if sound else None


def own_voice(link: ReleaseLink) -> Own | None:
    """The longest stretch of this person's voice alone, in what was scanned and nothing hides."""
    tracks = Track.objects.standing().filter(
        film=link.film_id, person=link.person_id, kind=Track.Kind.VOICE
    )
    best: Own | None = None
    for track in tracks.select_related("reference", "draft"):
        subject = track.reference or track.draft
        if subject is None or not to_be_seen(subject):
            continue
        theirs, others = _spans(subject, track)
        for span in _alone((track.first, track.end), others):
            own = Own(str(subject.proxy_id), span, sorted({*theirs, *others}))
            if best is None or _length(span) > _length(best.span):
                best = own
    if best is None or _length(best.span) < LEAST:
        return None
    start, stop = best.span
    return Own(best.digest, (start, min(stop, start + LONGEST)), best.voices)


def _length(span: Span) -> int:
    return span[1] - span[0]


def _spans(subject: Reference | Draft, own: Track) -> tuple[list[Span], list[Span]]:
    """Where this person speaks in it, and where others do or somebody who is not named."""
    theirs: list[Span] = []
    others: list[Span] = []
    for track in subject.tracks.standing().filter(kind=Track.Kind.VOICE):
        spans = theirs if track.person_id == own.person_id else others
        spans.append((track.first, track.end))
    return theirs, others


def _alone(span: Span, others: list[Span]) -> list[Span]:
    """The parts of a span in which none of the others is heard."""
    parts, start = [], span[0]
    for first, end_ in sorted(others):
        parts.append((start, min(span[1], first - BESIDE)))
        start = max(start, end_ + BESIDE)
    parts.append((start, span[1]))
    return [part for part in parts if _length(part) > 0]


@VOICES.does
def work(job: Job, lease: Lease) -> None:
    """Make them. Raises MediaError, Superseded."""
    from slowfilm.engines.composite.voice import heard_by_use  # for workers only

    asked = job.facts["asked"]
    span, voices = tuple(asked["span"]), [tuple(each) for each in asked["voices"]]
    with workplace(job) as folder, storage.on_disk(asked["digest"]) as path:
        files = heard_by_use(path, span, voices, folder)
        lease.progress(0.9)
        sounds = {
            name: base64.b64encode(file.read_bytes()).decode() for name, file in files.items()
        }
    with transaction.atomic():
        end(job, Job.State.DONE, facts={"link": job.facts["link"], "sounds": sounds})


VOICES.fails(preview_jobs.fail)
