"""What the library shows of a reference: its row, and how the work on it stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.abstractions.actions import ABSTRACT, RENDER
from slowfilm.clearance.answer import clearance
from slowfilm.clearance.presenters import Said, names_of, said_of
from slowfilm.clearance.scan_models import Track
from slowfilm.clearance.scan_presenters import counted, unnamed, unscanned
from slowfilm.clearance.works import Licence
from slowfilm.films.blobs import erased_words
from slowfilm.films.models import Member
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import NO_ROOM, waiting_for_room
from slowfilm.references.actions import PREPARE, STRIP
from slowfilm.references.models import Reference
from slowfilm.references.sentences import TELLING, carried, sentence
from slowfilm.storage import when_erased
from slowfilm.timecode import DROP_RATES, drops, parse_timecode, timecode
from slowfilm.uploads.models import Upload

State = Literal["ready", "preparing", "failed", "erased"]


@dataclass(frozen=True)
class Shown:
    """One reference as people see it."""

    reference: Reference
    state: State
    percent: int  # of the preparation
    why: str  # a sentence, if it failed, or waits for room
    twin: str  # the name of an earlier reference made of the same bytes
    stripping: Literal["offered", "under-way", "failed", "impossible"] = "offered"
    why_not: str = ""  # a sentence, if no copy without what it carries could be made
    made_here: bool = False  # of another reference, or of nothing
    said: Said | None = None  # who is in it, once it can be looked at
    scan: Literal["scanned", "scanning", "failed", "never"] = "scanned"
    found: str = ""  # what a scan found, in words
    unnamed: int = 0  # faces and voices that nobody has named
    licence: str = ""  # under which licences it is used, in words
    erased_at: datetime | None = None

    @property
    def origin(self) -> str:
        """Maker · year · place · medium, as far as known."""
        it = self.reference
        medium = str(it.get_medium_display()) if it.medium else ""
        return "\u00a0· ".join(filter(None, [it.maker, it.year, it.place, medium]))

    @property
    def carries(self) -> str:
        """What the original tells of people, in words; "" if nothing was found."""
        return carried(self.reference.carries)

    @property
    def telling(self) -> str:
        """Of that, what tells where somebody was and who."""
        return carried(code for code in self.reference.carries if code in TELLING)

    @property
    def measure(self) -> str:
        """How long it lasts, or how large the picture is."""
        facts = self.reference.facts
        if self.reference.kind == Reference.Kind.PICTURE:
            return f"{facts['width']} × {facts['height']}"
        return clock(seconds(facts)) if self.reference.kind else ""


def shown(references: Iterable[Reference]) -> list[Shown]:
    """References with how they stand: three queries, however many there are."""
    references = list(references)
    jobs: dict[UUID, Job] = {}
    ids = [reference.id for reference in references if not reference.ready or reference.carries]
    kinds = [PREPARE.name, STRIP.name, ABSTRACT.name, RENDER.name]
    films = {reference.film_id for reference in references}
    job_rows = Job.objects.filter(film__in=films, kind__in=kinds, subject__in=ids)
    for job in job_rows.order_by("queued_at"):
        jobs[job.subject] = job
    twins, gone = _twins(references), _erased(references)
    return [
        _gone(reference, gone[reference.id])
        if reference.id in gone
        else _shown(reference, jobs.get(reference.id), twins.get(reference.id, ""))
        for reference in references
    ]


def _erased(references: list[Reference]) -> dict[UUID, datetime]:
    """When each was erased, of those that were."""
    moments: dict[UUID, datetime] = {}
    for film in {reference.film_id for reference in references}:
        of_film = [reference for reference in references if reference.film_id == film]
        gone = when_erased(film, [reference.original_id for reference in of_film])
        moments |= {
            reference.id: gone[reference.original_id]
            for reference in of_film
            if reference.original_id in gone
        }
    return moments


def _gone(reference: Reference, moment: datetime) -> Shown:
    return Shown(reference, "erased", 100, erased_words(moment), "", erased_at=moment)


def with_people(film_id: UUID, shown: list[Shown]) -> list[Shown]:
    """The same, with who is in each and what it lacks to be generated from: six queries more."""
    references = [card.reference for card in shown]
    answer = clearance("generate", references=references)
    names = names_of(film_id, answer.declared_by)
    scans = unscanned(film_id, references, answer)
    tracks: dict[UUID | None, list[Track]] = defaultdict(list)
    for track in answer.tracks:
        tracks[track.reference_id].append(track)
    return [
        replace(
            card,
            said=said_of(card.reference, answer, names),
            scan=scans.get(card.reference.id, "scanned"),
            found=counted(track.kind for track in tracks[card.reference.id]),
            unnamed=unnamed(tracks[card.reference.id]),
            licence=licensed(answer.licences.get(card.reference.id, ())),
        )
        if card.state == "ready"
        else card
        for card in shown
    ]


def licensed(licences: Iterable[Licence]) -> str:
    """The licences in force, in words."""
    live = [licence.title for licence in licences if licence.state == Licence.State.LIVE]
    return _(", ").join(dict.fromkeys(live))


def interrupted(member: Member) -> list[Upload]:
    """The member's uploads that are not whole yet."""
    uploads = Upload.objects.filter(member=member, about__endpoint="reference")
    return [upload for upload in uploads.order_by("created_at") if upload.offset < upload.size]


def _shown(reference: Reference, job: Job | None, twin: str) -> Shown:
    if reference.ready:
        return _ready(reference, job if job and job.kind == STRIP.name else None, twin)
    if job is None or job.ended:
        why = sentence(job.error if job else "broken", job.facts if job else {})
        made_here = job is not None and job.kind in (ABSTRACT.name, RENDER.name)
        return Shown(reference, "failed", 0, why, "", made_here=made_here)
    why = waiting_for_room() if job.error == NO_ROOM else ""
    return Shown(reference, "preparing", round(job.progress * 100), why, "")


def _ready(reference: Reference, job: Job | None, twin: str) -> Shown:
    """One that can be looked at; `job` is the latest that was to strip it."""
    shown = Shown(reference, "ready", 100, "", twin)
    if job is None or job.state == Job.State.DONE:
        return shown
    if not job.ended:
        return replace(shown, stripping="under-way")
    how: Literal["failed", "impossible"] = "failed"
    if job.error == "not-strippable":
        how = "impossible"
    return replace(shown, stripping=how, why_not=sentence(job.error, job.facts))


def _twins(references: list[Reference]) -> dict[UUID, str]:
    """For a reference whose bytes the film had already: the name of the one that came first."""
    originals = {reference.original_id for reference in references if reference.original_id}
    film_ids = {reference.film_id for reference in references}
    same: dict[tuple[UUID, str], list[tuple[UUID, str]]] = defaultdict(list)
    twins = Reference.objects.filter(film_id__in=film_ids, original_id__in=originals)
    rows = twins.order_by("added_at").values_list("film_id", "original_id", "id", "name")
    for film_id, original, id_, name in rows:
        same[film_id, str(original)].append((id_, name))
    return {id_: first for (_id, first), *later in same.values() for id_, _name in later}


def seconds(facts: dict[str, str]) -> float:
    """The duration a probe found."""
    return float(Fraction(facts.get("duration") or 0))


def clock(length: float) -> str:
    """0:08, 1:05, 1:02:03; of less than a second its tenths: 0:00.4."""
    if 0 < length < 0.95:
        return f"0:00.{max(1, round(length * 10))}"
    minutes, remainder = divmod(round(length), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{remainder:02d}" if hours else f"{minutes}:{remainder:02d}"


def measured(reference: Reference) -> list[tuple[str, str]]:
    """What the probe found, as (what, value) in words."""
    facts = reference.facts
    if not facts:
        return []
    rows = [(_("Kind"), str(reference.get_kind_display())), (_("Codec"), facts["codec"])]
    if facts["width"]:
        rows.append((_("Picture"), f"{facts['width']} × {facts['height']}"))
    if (count := facts.get("pictures") or 1) > 1:
        message = _("%(count)s in the file; the first is shown") % {"count": count}
        rows.append((_("Pictures"), message))
    if facts["rotation"]:
        rows.append((_("Turned"), f"{facts['rotation']}°"))
    if facts["rate"]:
        rows.append((_("Frame rate"), _rate(facts)))
        rows.append((_("Frames"), str(facts["frames"])))
        rows += _timecodes(facts)
        rows += _peculiar(facts)
    if reference.kind != Reference.Kind.PICTURE:
        rows.append((_("Length"), clock(seconds(facts))))
        rows += _sound_clock(facts)
        rows.append((_("Sound"), _sound(facts)))
    if lost := facts.get("damaged_sounds"):
        message = ngettext("%(n)s piece", "%(n)s pieces", lost) % {"n": lost}
        rows.append((_("Damaged sound"), message))
    return rows


def _timecodes(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """What the file calls its first frame; at 29.97 and 59.94 in both ways of counting."""
    label, rate = facts.get("timecode"), Fraction(facts["rate"])
    if not label:
        return []
    if rate not in DROP_RATES:
        return [(_("Source timecode"), label)]
    drop = drops(label, rate)
    other = timecode(parse_timecode(label, rate, drop=drop), rate, drop=not drop)
    ways = {"drop": label if drop else other, "non_drop": other if drop else label}
    message = _("%(drop)s drop-frame, %(non_drop)s non-drop") % ways
    return [(_("Source timecode"), message)]


def _sound_clock(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """When a recorder says that its sound begins: in frames where it names a rate."""
    if not facts.get("clock"):
        return []
    if label := facts.get("timecode"):
        return [(_("Source timecode"), label)]
    whole, part = divmod(round(Fraction(facts["clock"]) * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return [(_("Source timecode"), f"{hour:02}:{minute:02}:{second:02}.{part:03}")]


def _peculiar(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """What is shown otherwise than the file has it."""
    rows = []
    if facts.get("curve"):
        rows.append((_("Colour"), _toned()[facts["curve"]]))
    if facts.get("interlaced"):
        rows.append((_("Fields"), _("interlaced; shown as whole frames")))
    if repeats := facts.get("held_before"):
        lasts = clock(float(repeats / Fraction(facts["rate"])))
        message = _("the sound begins %(time)s earlier; the first picture stands") % {"time": lasts}
        rows.append((_("Beginning"), message))
    if repeats := facts.get("held_frames"):
        lasts = clock(float(repeats / Fraction(facts["rate"])))
        message = _("the sound goes on for %(time)s; the last picture stands") % {"time": lasts}
        rows.append((_("Ending"), message))
    if lost := facts.get("damaged_frames"):
        message = ngettext("at least %(n)s frame", "at least %(n)s frames", lost) % {"n": lost}
        rows.append((_("Damaged"), message))
    return rows


def _toned() -> dict[str, str]:
    return {
        "pq": _("HDR (PQ); shown toned down to BT.709"),
        "hlg": _("HDR (HLG); shown toned down to BT.709"),
        "wide": _("BT.2020; shown in BT.709"),
    }


def _rate(facts: dict[str, str]) -> str:
    rate = f"{float(Fraction(facts['rate'])):.3f}".rstrip("0").rstrip(".")
    return _("%(rate)s, variable in the file") % {"rate": rate} if facts["variable_rate"] else rate


def _sound(facts: dict[str, str]) -> str:
    if not facts["has_sound"]:
        return _("none")
    kilohertz = f"{int(facts['sample_rate']) / 1000:g}"
    details = {"khz": kilohertz, "channels": facts["channels"]}
    return _("%(khz)s kHz, channels: %(channels)s") % details
