"""What the room shows before the line is there: rows and the ledger's seq, of one same moment.

No ink here: which frames have how much of it, and its points come by window of frames. The shapes
are typed in static/js/first-paint.js.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from slowfilm.films.models import Film, Member
from slowfilm.films.roles import May
from slowfilm.generations.events import GenerationQueued
from slowfilm.jobs.models import Job
from slowfilm.ledger.models import Entry, Head
from slowfilm.reviews.models import Note, Stroke
from slowfilm.shots import uploading
from slowfilm.shots.events import DraftUploadStarted
from slowfilm.shots.models import Draft, Scene, Shot

# What the media floor's filmstrips are; importing it would load its decoders into a web process.
STRIP_TILES, STRIP_HEIGHT = 48, 54


@contextmanager
def one_moment() -> Iterator[None]:
    """A read-only transaction in which every query sees the same moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def of_film(member: Member, shot: str = "", draft: str = "") -> dict[str, Any]:
    """All a room needs at once; `shot` and `draft` say, as ids, where to stand."""
    film = member.film
    with one_moment():
        seq = Head.objects.values_list("seq", flat=True).get(film=film)
        shots = list(Shot.objects.filter(film=film).select_related("scene"))
        drafts = list(Draft.objects.filter(film=film).select_related("shot__scene"))
        standing = _standing(shots, drafts, shot, draft)
        return {
            "seq": seq,
            "film": {"id": str(film.id), "title": film.title, "rate": film.rate},
            "you": str(member.id),
            "rights": [right for right in May if member.may(right)],
            "members": members_of(film),
            "scenes": [_scene(scene) for scene in Scene.objects.filter(film=film)],
            "shots": [shot_row(each) for each in shots],
            "drafts": [draft_row(each) for each in drafts],
            "generations": list(_open_generations(film)),
            "uploads": list(_open_uploads(film)),
            "upload_failures": uploading.failures(),
            **standing,
            **(on_draft(UUID(standing["draft"])) if standing["draft"] else _NOTHING),
        }


def of_draft(draft: Draft) -> dict[str, Any]:
    """What is to know of one draft when it is taken up later."""
    with one_moment():
        seq = Head.objects.values_list("seq", flat=True).get(film=draft.film_id)
        return {"seq": seq, "draft": draft_row(draft), **on_draft(draft.id)}


_NOTHING: dict[str, Any] = {"notes": [], "marks": []}


def on_draft(draft: UUID) -> dict[str, Any]:
    """A draft's notes, and its marks as pairs [frame, how many strokes lie on it]."""
    ink = (
        Stroke.objects.filter(draft=draft, erased_at__isnull=True)
        .values_list("frame")
        .annotate(strokes=Count("id"))
        .order_by("frame")
    )
    notes = Note.objects.filter(draft=draft).order_by("written_at")
    return {"notes": [note_row(note) for note in notes], "marks": [list(pair) for pair in ink]}


def members_of(film: Film) -> list[dict[str, Any]]:
    """Everyone who is or was on the film: those who left are still named on what they wrote."""
    members = Member.objects.filter(film=film).select_related("user").order_by("joined_at")
    return [
        {
            "id": str(member.id),
            "name": str(member),
            "roles": member.roles,
            "present": member.removed_at is None,
        }
        for member in members
    ]


def _scene(scene: Scene) -> dict[str, Any]:
    return {
        "id": str(scene.id),
        "number": scene.number,
        "name": scene.name,
        "title": scene.title,
    }


def shot_row(shot: Shot) -> dict[str, Any]:
    """A shot as the room knows it."""
    return {
        "id": str(shot.id),
        "scene": str(shot.scene_id),
        "number": shot.number,
        "name": shot.name,
        "title": shot.title,
        "intent": shot.intent,
        "selected": str(shot.selected_id) if shot.selected_id else None,
        "locked_at": shot.locked_at.isoformat() if shot.locked_at else None,
    }


def draft_row(draft: Draft) -> dict[str, Any]:
    """A draft as the room knows it; its files are digests of blobs."""
    return {
        "id": str(draft.id),
        "shot": str(draft.shot_id),
        "version": draft.version,
        "name": draft.name,
        "origin": draft.origin,
        "engine": draft.engine,
        "actor": draft.made_by,
        "made_at": draft.made_at.isoformat(),
        "width": draft.width,
        "height": draft.height,
        "rate": draft.rate,
        "frames": draft.frames,
        "damaged": draft.facts.get("damaged_frames") or 0,
        "master": draft.master_id,
        "proxy": draft.proxy_id,
        "poster": draft.poster_id,
        "filmstrip": {
            "digest": draft.filmstrip_id,
            "tiles": min(STRIP_TILES, draft.frames),
            "tile_width": max(1, round(STRIP_HEIGHT * draft.width / draft.height)),
            "tile_height": STRIP_HEIGHT,
        },
        "waveform": draft.waveform_id,
    }


def note_row(note: Note) -> dict[str, Any]:
    """A note as the room knows it."""
    return {
        "id": str(note.id),
        "draft": str(note.draft_id),
        "parent": str(note.parent_id) if note.parent_id else None,
        "first": note.first,
        "last": note.last,
        "kind": note.kind,
        "text": note.text,
        "reason": note.reason,
        "actor": note.actor,
        "mentions": [str(member) for member in note.mentions],
        "at": note.written_at.isoformat(),
        "resolved_at": note.resolved_at.isoformat() if note.resolved_at else None,
        "resolved_by": note.resolved_by,
    }


def _open_generations(film: Film) -> Iterator[dict[str, Any]]:
    """Drafts that are on their way, from their jobs and the entries that asked for them."""
    for job, entry in _under_way(film, "generate", "generation-queued"):
        facts = GenerationQueued.model_validate_json(entry.payload or "")
        yield {
            "id": str(entry.command),
            "shot": str(facts.shot),
            "engine": facts.engine,
            "actor": entry.actor,
            "at": entry.at.isoformat(),
            "state": job.state,
            "share": job.progress,
        }


def _open_uploads(film: Film) -> Iterator[dict[str, Any]]:
    """Drafts made elsewhere that are being prepared."""
    for job, entry in _under_way(film, uploading.PREPARE, "draft-upload-started"):
        facts = DraftUploadStarted.model_validate_json(entry.payload or "")
        yield {
            "id": str(entry.command),
            "shot": str(facts.shot),
            "filename": facts.filename,
            "share": job.progress,
        }


def _under_way(film: Film, kind: str, verb: str) -> Iterator[tuple[Job, Entry]]:
    """Open jobs of a kind, each with the entry that asked for it, in the order they were asked."""
    jobs = {job.subject: job for job in Job.objects.open().filter(film=film, kind=kind)}
    asked = Entry.objects.filter(film=film, verb=verb, command__in=jobs).exclude(payload=None)
    for entry in asked.order_by("seq"):
        yield jobs[entry.command], entry


def _standing(
    shots: Iterable[Shot], drafts: list[Draft], shot: str, draft: str
) -> dict[str, str | None]:
    """Where to stand: at the draft asked for, else at a shot's selected or latest draft.

    Without a wish it is the first shot that has something to look at.
    """
    wished = next((each for each in drafts if str(each.id) == draft), None)
    if wished:
        return {"shot": str(wished.shot_id), "draft": draft}
    shown = {each.shot_id: each.id for each in drafts}  # drafts are ordered: the latest stays
    shown |= {each.id: each.selected_id for each in shots if each.selected_id}
    chosen = (
        next((each for each in shots if str(each.id) == shot), None)
        or next((each for each in shots if each.id in shown), None)
        or next(iter(shots), None)
    )
    if chosen is None:
        return {"shot": None, "draft": None}
    at = shown.get(chosen.id)
    return {"shot": str(chosen.id), "draft": str(at) if at else None}
