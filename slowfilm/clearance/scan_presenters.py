"""What pages show of a scan: how it stands, and each face, voice and place that was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.clearance.answer import Answer
from slowfilm.clearance.presenters import names_of
from slowfilm.clearance.scan_models import Scan, Track
from slowfilm.clearance.scanning import refusal
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.jobs.models import Job
from slowfilm.people.models import Person
from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.references.scanning import SCAN
from slowfilm.shots.models import Draft

State = Literal["scanned", "scanning", "failed", "never"]
BUTTONS = 6  # people who are offered a button each; more are in a list
FINEST = 10_000
KINDS = (Track.Kind.FACE, Track.Kind.VOICE, Track.Kind.PLACE, Track.Kind.SIGN)
AROUND = 0.35  # how much more than a face is shown of it on each side, in its own size
Subject = Reference | Draft


@dataclass(frozen=True)
class ShownTrack:
    """One track as a page shows it. `crop`: what is shown of the picture, 0..10,000."""

    track: Track
    when: str
    crop: tuple[int, int, int, int]
    second: float  # of the clip, in the middle of the frame that is shown; where a voice begins
    until: float
    added_by: str  # a member's name; empty: the scan
    doubted_by: str
    dismissed_by: str
    mine: bool  # the reader doubts it, so somebody else must agree


@dataclass(frozen=True)
class FoundIn:
    """How the scan of something stands, and all that was found in it."""

    subject: Subject
    state: State
    percent: int
    at: object
    why: str
    tracks: list[ShownTrack]
    dismissed: list[ShownTrack]
    people: list[Person]
    places: list[Place]
    boxes: list[dict[str, Any]]  # of faces, for the picture: [{id, boxes}]
    may: dict[str, bool]
    likely: list[Person]  # named in what it was made from

    @property
    def field(self) -> str:
        """How a form names what it is about."""
        return "reference" if isinstance(self.subject, Reference) else "draft"

    @property
    def moves(self) -> bool:
        """Whether it is a clip."""
        return isinstance(self.subject, Draft) or self.subject.kind == Reference.Kind.VIDEO

    @property
    def sounds(self) -> bool:
        """Whether it may have a voice in it."""
        return self.moves or self.subject.waveform_id is not None

    @property
    def rate(self) -> float:
        """Frames a second; 0 of what does not move."""
        return _rate(self.subject)

    @property
    def width(self) -> int:
        """Of the picture, in proportion to `height`."""
        return _size(self.subject)[0]

    @property
    def height(self) -> int:
        """Of the picture, in proportion to `width`."""
        return _size(self.subject)[1]

    @property
    def buttons(self) -> list[Person]:
        """Who is offered a button: first who is likely; everybody, where they are few."""
        few = self.people if len(self.people) <= BUTTONS else []
        return list(dict.fromkeys([*self.likely[:BUTTONS], *few]))

    @property
    def others(self) -> list[Person]:
        """Who is offered in a list."""
        return [person for person in self.people if person not in self.buttons]

    @property
    def summary(self) -> str:
        """What was found, in words: "2 faces, 1 voice"."""
        return counted(track.track.kind for track in self.tracks)

    @property
    def unnamed(self) -> int:
        """How many faces and voices nobody has named."""
        return unnamed(track.track for track in self.tracks)


def unnamed(tracks: Iterable[Track]) -> int:
    """How many faces and voices nobody has named; a place has no name of a person."""
    return sum(track.person_id is None and track.kind not in Track.OF_PLACES for track in tracks)


def counted(kinds: Iterable[str]) -> str:
    """How many of each kind, in words; empty where there is nothing."""
    all_ = list(kinds)
    if not all_:
        return ""
    faces, voices, places, signs = (all_.count(kind) for kind in KINDS)
    parts = []
    if faces:
        parts.append(ngettext("%(n)s face", "%(n)s faces", faces) % {"n": faces})
    if voices:
        parts.append(ngettext("%(n)s voice", "%(n)s voices", voices) % {"n": voices})
    if places:
        parts.append(ngettext("%(n)s place", "%(n)s places", places) % {"n": places})
    if signs:
        parts.append(ngettext("%(n)s sign", "%(n)s signs", signs) % {"n": signs})
    return _(", ").join(parts)


def found_in(subject: Subject, member: Member, likely: Iterable[Person] = ()) -> FoundIn:
    """All that its page shows: seven queries, however much was found.

    `likely`: people named in what it was made from. They are offered first, and only offered.
    """
    about = {"reference" if isinstance(subject, Reference) else "draft": subject}
    scans = list(Scan.objects.filter(**about))
    job = Job.objects.open().filter(kind=SCAN.name, subject=subject.id).first()
    tracks = list(Track.objects.filter(**about).select_related("person", "place"))
    actors = {a for t in tracks for a in (t.added_by, t.doubted_by, t.dismissed_by) if a}
    names = names_of(subject.film_id, actors)
    shown = [_shown(track, subject, names, str(member.actor)) for track in tracks]
    state, at, why = _state(subject, scans, job)
    boxes = {id_: boxes for scan in scans for id_, boxes in scan.boxes.items()}
    return FoundIn(
        subject,
        state,
        round(job.progress * 100) if job else 0,
        at,
        why,
        [track for track in shown if track.track.dismissed_at is None],
        [track for track in shown if track.track.dismissed_at is not None],
        list(Person.objects.filter(film=subject.film_id)),
        list(Place.objects.filter(film=subject.film_id)),
        [
            _boxes(track, boxes)
            for track in tracks
            if track.kind in (Track.Kind.FACE, Track.Kind.SIGN)
        ],
        {name: member.may(right) for name, right in (("clear", May.CLEAR), ("make", May.MAKE))},
        list(dict.fromkeys(likely)),
    )


def _state(subject: Subject, scans: list[Scan], job: Job | None) -> tuple[State, object, str]:
    """How the scan of the bytes that are shown stands."""
    own_scans = [scan for scan in scans if scan.digest == subject.proxy_id]
    good = [scan for scan in own_scans if not scan.error]
    if job is not None:
        return "scanning", None, ""
    if good:
        return "scanned", good[-1].at, ""
    return (
        ("failed", own_scans[-1].at, refusal(own_scans[-1].error))
        if own_scans
        else ("never", None, "")
    )


def _shown(track: Track, subject: Subject, names: dict[str, str], reader: str) -> ShownTrack:
    rate = _rate(subject)
    if track.kind == Track.Kind.VOICE:
        second, until = track.first / 1000, track.end / 1000
        when = f"{clock(second)}–{clock(until)}"
    elif rate:
        second, until = (track.frame + 0.5) / rate, track.end / rate
        when = f"{clock(track.first / rate)}–{clock(until)}"
    else:
        second, until, when = 0.0, 0.0, ""
    return ShownTrack(
        track,
        when,
        _crop(track.box, subject) if track.box else (0, 0, 0, 0),
        round(second, 4),
        round(until, 4),
        names.get(track.added_by, "") if track.scan_id is None else "",
        names.get(track.doubted_by, ""),
        names.get(track.dismissed_by, ""),
        track.doubted_by == reader,
    )


def _boxes(track: Track, boxes: dict[str, Any]) -> dict[str, Any]:
    """Where a face is, frame by frame; one that a member added stays where it was drawn."""
    named = track.person or track.place
    fallback = [[track.first, *track.box], [track.end - 1, *track.box]]
    return {
        "id": str(track.id),
        "first": track.first,
        "end": track.end,
        "boxes": boxes.get(str(track.id), fallback),
        "dismissed": track.dismissed_at is not None,
        "name": named.name if named else "",
    }


def _crop(box: list[int], subject: Subject) -> tuple[int, int, int, int]:
    """A square of the picture, in its own pixels, around a face."""
    width, height = _size(subject)
    left, top = box[0] * width / FINEST, box[1] * height / FINEST
    across, down = box[2] * width / FINEST, box[3] * height / FINEST
    side = max(across, down) * (1 + 2 * AROUND)
    return (
        round(left + across / 2 - side / 2),
        round(top + down / 2 - side / 2),
        max(1, round(side)),
        max(1, round(side)),
    )


def _size(subject: Subject) -> tuple[int, int]:
    if isinstance(subject, Draft):
        return subject.width, subject.height
    return int(subject.facts.get("width") or 16), int(subject.facts.get("height") or 9)


def _rate(subject: Subject) -> float:
    if isinstance(subject, Draft):
        return float(Fraction(subject.rate))
    return float(Fraction(subject.facts.get("rate") or 0))


def clock(seconds: float) -> str:
    """1:05.2."""
    minutes, remainder = divmod(round(seconds, 1), 60)
    return f"{int(minutes)}:{remainder:04.1f}"


def unscanned(film_id: UUID, references: Iterable[Reference], answer: Answer) -> dict[UUID, State]:
    """How the scans of many stand, of which `answer` is: one query. What is scanned is left out."""
    ready = [reference for reference in references if reference.ready and reference.proxy_id]
    open_ = Job.objects.open().filter(film=film_id, kind=SCAN.name)
    running = set(open_.values_list("subject", flat=True))
    states: dict[UUID, State] = {}
    for subject in ready:
        error = answer.scans.get((subject.id, str(subject.proxy_id)))
        if subject.id in running:
            states[subject.id] = "scanning"
        elif error != "":
            states[subject.id] = "never" if error is None else "failed"
    return states
