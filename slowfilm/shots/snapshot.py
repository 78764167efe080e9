"""The shots' part of the room's snapshot: scenes, shots, drafts, and drafts being uploaded."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from slowfilm import storage
from slowfilm.films.models import Film, Member
from slowfilm.jobs.under_way import under_way
from slowfilm.shots import uploading
from slowfilm.shots.events import DraftUploadStarted
from slowfilm.shots.models import Draft, Scene, Shot
from slowfilm.shots.source import source_timecode

# What the media floor's filmstrips are; importing it would load its decoders into a web process.
STRIP_TILES, STRIP_HEIGHT = 48, 54


def of_film(member: Member) -> dict[str, Any]:
    """All scenes, shots and drafts of a film."""
    film = member.film
    shots = Shot.objects.filter(film=film).select_related("scene", "lock")
    drafts = Draft.objects.filter(film=film).select_related("shot__scene")
    gone = storage.all_erased(film.id)
    return {
        "scenes": [_scene(scene) for scene in Scene.objects.filter(film=film)],
        "shots": [shot_row(shot) for shot in shots],
        "drafts": [draft_row(draft, gone) for draft in drafts],
        "uploads": list(_open_uploads(film)),
        "upload_failures": uploading.failures(),
    }


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
        "locked_by": shot.lock.locked_by if hasattr(shot, "lock") else None,
    }


def draft_row(draft: Draft, gone: Mapping[str, datetime] | None = None) -> dict[str, Any]:
    """A draft as the room knows it; its files are digests of blobs.

    `gone`: what was erased of the film, where it is known; else it is asked for.
    """
    if gone is None:
        gone = storage.when_erased(draft.film_id, [draft.proxy_id])
    erased = gone.get(draft.proxy_id)
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
        "damaged_sounds": draft.facts.get("damaged_sounds") or 0,
        "variable": bool(draft.facts.get("variable_rate")),
        "timecode": source_timecode(draft),
        "curve": draft.facts.get("curve") or "",
        "held_before": draft.facts.get("held_before") or 0,
        "held": draft.facts.get("held_frames") or 0,
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
        "erased": erased.isoformat() if erased else None,
    }


def _open_uploads(film: Film) -> Iterator[dict[str, Any]]:
    """Drafts made elsewhere that are being prepared."""
    for job, entry in under_way(film.id, uploading.PREPARE, DraftUploadStarted):
        facts = DraftUploadStarted.model_validate_json(entry.payload or "")
        yield {
            "id": str(entry.command),
            "shot": str(facts.shot),
            "filename": facts.filename,
            "share": job.progress,
        }
