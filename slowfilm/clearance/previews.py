"""Before they sign they see: a person's own picture as each use that is asked would show it.

Made by a worker of the largest face that is named theirs. `voice_previews.py` does the same for
their voice.
"""

import base64
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from slowfilm import storage
from slowfilm.clearance import preview_jobs
from slowfilm.clearance.models import Consent, ReleaseLink
from slowfilm.clearance.scan_models import Scan, Track
from slowfilm.clearance.terms import Terms
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, end
from slowfilm.jobs.workplace import workplace
from slowfilm.media import sandbox
from slowfilm.media.lightspace.space import Air, Aperture, Lamp, Space, State, Veil
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft
from slowfilm.storage import Holding

PREVIEWS = JobKind("release-previews", "io")
PATIENCE = 120.0  # seconds
SEED = 1998
SHARES = 10_000
NAMES = {
    "as-it-was": _("As it was"),
    "relit": _("In other light"),
    "in-a-plate": _("Set into another picture"),
    "abstracted": _("As light alone"),
}
# What of these each use may come to; light alone is what takes the place of everybody who says no.
OF_USE: dict[str, tuple[str, ...]] = {
    Consent.LIKENESS: ("in-a-plate",),
    Consent.SHOWN: ("as-it-was",),
    Consent.ALTERED: ("relit", "in-a-plate"),
}
LIGHT = {
    "mode": "luma",
    "luma": [],
    "r": [],
    "g": [],
    "b": [],
    "qualifier": None,
    "lamps": [
        {"id": "key", "kind": "lamp", "x": 0.15, "y": 0.3, "rx": 0.6, "ry": 0.7, "turn": 0,
         "softness": 1, "stops": 0.9, "warmth": 0.5},
        {"id": "away", "kind": "lamp", "x": 0.95, "y": 0.6, "rx": 0.6, "ry": 0.9, "turn": 0,
         "softness": 1, "stops": -1.8, "warmth": -0.4},
    ],
}  # fmt: skip
KEYS = {
    "keys": [{"frame": 0, "how": "hold", "light": LIGHT, "strokes": []}],
    "exposure": [[0, -0.4]],
}
PLATE = Space(
    seed=SEED,
    first=State(
        air=Air(
            top=(0.03, 0.04, 0.06),
            middle=(0.14, 0.13, 0.14),
            bottom=(0.03, 0.03, 0.035),
            horizon=0.62,
            haze=0.6,
        ),
        veil=Veil(water=0.6),
        lamps=(
            Lamp(x=0.2, y=0.25, radius=0.035, power=8, colour=(1.0, 0.62, 0.3)),
            Lamp(x=0.42, y=0.45, radius=0.014, power=5, colour=(1.0, 0.62, 0.3)),
        ),
        apertures=(
            Aperture(
                x=0.78, y=0.36, width=0.14, height=0.2, across=2, down=2, soft=0.01, power=1.6,
                colour=(1.0, 0.78, 0.54), throw=0.4, fall=140,
            ),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Own:
    """Where a person's face is largest: in the file with a digest, at a frame."""

    digest: str
    frame: int
    face: list[int]
    others: list[dict[str, Any]]

    def told(self, lines: int | None) -> dict[str, Any]:
        """What a job is asked for."""
        return {
            "digest": self.digest,
            "frame": self.frame,
            "face": self.face,
            "others": self.others,
            "lines": lines,
        }


@dataclass(frozen=True)
class Previews:
    """How far the pictures are: none, queued, running, done, failed; and which there are."""

    state: str
    names: tuple[str, ...] = ()

    def of(self, use: str) -> list[tuple[str, Any]]:
        """The pictures of a use, each by its name and in words."""
        names = OF_USE.get(use, ())
        return [(name, NAMES[name]) for name in names if name in self.names]


def previews_of(link: ReleaseLink) -> Previews:
    """The pictures of a link, or how far they are; asked for where nobody has yet."""
    own = own_picture(link)
    if own is None:
        return Previews("none")
    job = preview_jobs.asked(link, PREVIEWS, _told(link, own))
    return Previews(job.state, tuple(job.facts.get("pictures", {})))


def picture_of(link: ReleaseLink, name: str) -> bytes | None:
    """One of them as JPEG, or None."""
    own = own_picture(link)
    job = preview_jobs.latest(link, PREVIEWS, _told(link, own)) if own else None
    encoded = job.facts.get("pictures", {}).get(name) if job else None
    return base64.b64decode(encoded) if encoded else None


def own_picture(link: ReleaseLink) -> Own | None:
    """The largest face that is named this person's, in what was scanned and nothing hides."""
    tracks = Track.objects.standing().filter(
        film=link.film_id, person=link.person_id, kind=Track.Kind.FACE
    )
    best: tuple[float, Track, Reference | Draft] | None = None
    for track in tracks.select_related("reference", "draft"):
        subject = track.reference or track.draft
        if subject is None or not track.box or not to_be_seen(subject):
            continue
        high = track.box[3] / SHARES * (subject.facts.get("height") or 1)
        if best is None or high > best[0]:
            best = high, track, subject
    if best is None:
        return None
    _high, track, subject = best
    return Own(str(subject.proxy_id), track.frame, track.box, _others(track, subject))


def to_be_seen(subject: Reference | Draft) -> bool:
    """Scanned as it is now, so that whoever else is in it is known; and not hidden."""
    held = Holding.objects.filter(film=subject.film_id, blob=subject.proxy_id, frozen_at=None)
    scanned = subject.scans.filter(digest=subject.proxy_id or "", error="")
    return scanned.exists() and held.filter(hidden_at=None).exists()


def _others(own: Track, subject: Reference | Draft) -> list[dict[str, Any]]:
    """Guards over everything else that was found in a picture at that frame."""
    boxes: dict[str, Any] = {}
    for scan in Scan.objects.filter(id__in=subject.tracks.values("scan")):
        boxes |= scan.boxes
    guards = []
    for track in subject.tracks.standing().exclude(id=own.id).exclude(kind=Track.Kind.VOICE):
        places = boxes.get(str(track.id)) or ([[track.frame, *track.box]] if track.box else [])
        whose = track.person_id == own.person_id and track.person_id is not None
        if places and not whose and track.first <= own.frame < track.end:
            of = "face" if track.kind == Track.Kind.FACE else "place"
            guards.append({"of": of, "keys": [_key(place) for place in places[:200]]})
    return guards


def _key(place: list[int]) -> dict[str, Any]:
    frame, left, top, width, height = place
    return {
        "frame": frame,
        "left": left / SHARES,
        "top": top / SHARES,
        "width": max(width, 1) / SHARES,
        "height": max(height, 1) / SHARES,
    }


def _told(link: ReleaseLink, own: Own) -> dict[str, Any]:
    return own.told(Terms.model_validate(link.terms).most_lines)


@PREVIEWS.does
def work(job: Job, lease: Lease) -> None:
    """Make them. Raises MediaError, Full, Superseded."""
    facts = job.facts["asked"]
    with ExitStack() as stack:
        folder = stack.enter_context(workplace(job))
        path = stack.enter_context(storage.on_disk(facts["digest"]))
        request = {**facts, "path": str(path), "folder": str(folder), "light": KEYS, "seed": SEED}
        output = sandbox.run(
            "consent",
            request,
            seconds=PATIENCE,
            progress=lambda share: lease.progress(share / 2),
            cancelled=lease.cancelled,
        )
        names = [*output["names"], *_in_a_plate(folder, lease)]
        pictures = {
            name: base64.b64encode((folder / f"{name}.jpg").read_bytes()).decode() for name in names
        }
    with transaction.atomic():
        end(job, Job.State.DONE, facts={"link": job.facts["link"], "pictures": pictures})


def _in_a_plate(folder: Path, lease: Lease) -> list[str]:
    """The person in a plate that is of no film: light alone. Left out where nobody is found."""
    from slowfilm.engines.base import Failed  # these load a model: for workers only
    from slowfilm.engines.composite.single import single

    options = {"space": PLATE.model_dump(mode="json"), "width": 960, "height": 540}
    request = {**options, "folder": str(folder)}
    plate = sandbox.run("light-space", request, seconds=PATIENCE, cancelled=lease.cancelled)
    try:
        single(folder / "person.jpg", folder / plate["name"], folder / "in-a-plate.jpg", SEED)
    except Failed:
        return []
    return ["in-a-plate"]


PREVIEWS.fails(preview_jobs.fail)
