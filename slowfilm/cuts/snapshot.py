"""What a cut's page shows before its socket is open: rows and the ledger's seq, of one moment.

It is the shape of the room (static/js/room/first-paint.js), and the cut (static/js/cuts/paint.js).
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from slowfilm.cuts.models import Cut, CutClip, CutSound, CutVersion
from slowfilm.films import snapshot as films
from slowfilm.films.models import Film, Member
from slowfilm.generations import snapshot as generations
from slowfilm.generations.inputs import said_in
from slowfilm.generations.models import Generation
from slowfilm.ledger.models import Head
from slowfilm.references.models import Reference
from slowfilm.reviews.models import Note, Stroke
from slowfilm.reviews.snapshot import note_row
from slowfilm.shots import snapshot as shots
from slowfilm.shots.models import Draft
from slowfilm.storage import Holding

Row = dict[str, Any]


def of_cut(member: Member, cut: Cut, version: CutVersion | None) -> Row:
    """All a cut's page needs at once; to be asked within one moment."""
    paint = {"seq": Head.objects.values_list("seq", flat=True).get(film_id=member.film_id)}
    paint |= films.of_film(member) | shots.of_film(member) | generations.of_film(member)
    clips = [clip_row(clip) for clip in version.clips.all()] if version else []
    drafts = list(dict.fromkeys(UUID(clip["draft"]) for clip in clips))
    return {
        **paint,
        "shot": None,
        "draft": None,
        "notes": [],
        "marks": [],
        "lines": [],
        "cut": {
            "id": str(cut.id),
            "title": cut.title,
            "rate": cut.rate,
            "width": cut.width,
            "height": cut.height,
            **_lock(cut),
        },
        "version": version.number if version else 0,
        "latest": cut.versions.count(),
        "clips": clips,
        "sounds": [sound_row(sound) for sound in version.sounds.all()] if version else [],
        "cuts": cuts(member.film),
        "heard": [_reference(reference) for reference in heard(member.film)],
        "frozen": frozen(member.film_id),
        "on_drafts": on_drafts(drafts),
    }


def _lock(cut: Cut) -> Row:
    """When it was locked, by which actor, and the number of the version that was; or nothing."""
    lock = getattr(cut, "lock", None)
    return {
        "locked_at": cut.locked_at and cut.locked_at.isoformat(),
        "locked_by": lock and lock.locked_by,
        "locked_version": lock and lock.version.number,
    }


def cuts(film: Film) -> list[Row]:
    """The film's cuts and the numbers of their versions, the newest first: to compare with."""
    by_id: dict[UUID, Row] = {}
    versions = CutVersion.objects.filter(cut__film=film).order_by("cut__title", "cut", "-number")
    for cut, title, number in versions.values_list("cut", "cut__title", "number"):
        row = by_id.setdefault(cut, {"id": str(cut), "title": title, "versions": []})
        row["versions"].append(number)
    return list(by_id.values())


def clip_row(clip: CutClip) -> Row:
    """A clip as the page knows it, and as it is saved."""
    names = ("first", "last", "join", "join_frames", "level")
    return {"draft": str(clip.draft_id), **{name: getattr(clip, name) for name in names}}


def sound_row(sound: CutSound) -> Row:
    """A sound as the page knows it, and as it is saved."""
    names = ("track", "at", "start_ms", "end_ms", "levels", "fade_in_ms", "fade_out_ms")
    return {"reference": str(sound.reference_id), **{name: getattr(sound, name) for name in names}}


def heard(film: Film) -> list[Reference]:
    """The film's references that sound and may be used in a cut."""
    references = Reference.objects.filter(film=film, study=False, original__isnull=False)
    sounding = Q(kind=Reference.Kind.SOUND) | Q(waveform__isnull=False)
    return list(references.filter(sounding, proxy__isnull=False).order_by("name"))


def frozen(film_id: UUID) -> list[str]:
    """The drafts whose pictures are frozen, since somebody has withdrawn."""
    blobs = Holding.objects.filter(film_id=film_id, frozen_at__isnull=False).values("blob")
    drafts = Draft.objects.filter(film_id=film_id)
    ids = drafts.filter(Q(proxy__in=blobs) | Q(master__in=blobs)).values_list("id", flat=True)
    return [str(draft) for draft in ids]


def on_drafts(drafts: list[UUID]) -> list[Row]:
    """Of each of these drafts its notes, which frames are inked, and what is said in it."""
    notes: dict[UUID, list[Row]] = defaultdict(list)
    for note in Note.objects.on(drafts).order_by("written_at"):
        for draft in {part.draft for part in note.parts}:
            notes[draft].append(note_row(note))
    marks: dict[UUID, list[list[int]]] = defaultdict(list)
    ink = Stroke.objects.filter(draft__in=drafts, erased_at__isnull=True)
    counted = ink.values_list("draft", "frame").annotate(strokes=Count("id"))
    for draft, frame, strokes in counted.order_by("frame"):
        marks[draft].append([frame, strokes])
    lines = spoken(drafts)
    return [
        {
            "draft": str(draft),
            "notes": notes[draft],
            "marks": marks[draft],
            "lines": lines.get(draft, []),
        }
        for draft in drafts
    ]


def spoken(drafts: list[UUID]) -> dict[UUID, list[Row]]:
    """What is said in those of the drafts in which somebody speaks."""
    speaking = Generation.objects.filter(draft__in=drafts, brief__lines__isnull=False).distinct()
    by_draft = {}
    for run in speaking.select_related("draft", "brief"):
        assert run.draft is not None
        by_draft[run.draft.id] = said_in(run.draft, run.brief)
    return by_draft


def _reference(reference: Reference) -> Row:
    return {
        "id": str(reference.id),
        "name": reference.name,
        "kind": reference.kind,
        "seconds": reference.seconds,
        "proxy": reference.proxy_id,
        "waveform": reference.waveform_id,
    }
