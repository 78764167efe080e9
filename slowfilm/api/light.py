"""The HTTP API's part for light by hand: what lies on a draft, its keys, references in a light."""

import json
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from slowfilm.api.base import Fault, ReferenceOut, member_of, reference_told
from slowfilm.api.commands import Call, Done
from slowfilm.light import actions, rendering, taking, tracing
from slowfilm.light.models import LightExposure, LightKey
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

router = Router()


class LightKeyOut(Schema):
    """The light of a draft at a frame: `light` as it was set, and how many strokes lie on it."""

    id: UUID
    frame: int
    how: str
    light: dict[str, Any]
    strokes: int
    set_by: str


class LightOut(Schema):
    """All the light that lies on a draft. `people`: how many were traced in it; null before."""

    draft: UUID
    keys: list[LightKeyOut]
    exposure: list[tuple[int, float]]
    people: int | None
    rendering: dict[str, Any] | None


def _light(draft: Draft) -> dict[str, Any]:
    painted = Count("strokes", filter=Q(strokes__taken_back_at=None))
    keys = LightKey.objects.filter(draft=draft, removed_at=None).annotate(painted=painted)
    exposure = LightExposure.objects.filter(draft=draft, replaced_at=None).first()
    people = tracing.state(draft) or {}
    return {
        "draft": draft.id,
        "keys": [
            {
                "id": key.id,
                "frame": key.frame,
                "how": key.how,
                "light": json.loads(key.light),
                "strokes": key.painted,
                "set_by": key.set_by,
            }
            for key in keys
        ],
        "exposure": json.loads(exposure.points) if exposure else [],
        "people": people.get("people"),
        "rendering": rendering.state(draft),
    }


@router.get(
    "/films/{uuid:film_id}/drafts/{uuid:draft_id}/light",
    response={200: LightOut, 404: Fault},
    tags=["light"],
)
def light(request: HttpRequest, film_id: UUID, draft_id: UUID) -> Any:
    """The keys and the exposure that are set on a draft, and what has become of them."""
    drafts = Draft.objects.filter(film=member_of(request, film_id).film)
    return _light(get_object_or_404(drafts, id=draft_id))


def _of_draft(done: Done) -> Any:
    """The light of the draft that the entry is about."""
    return _light(Draft.objects.get(id=json.loads(done.entry.payload or "{}")["draft"]))


def _reference(done: Done) -> Any:
    """The reference that is being made."""
    return reference_told(done.member, Reference.objects.get(id=done.entry.command))


KEY = "/light-keys/{uuid:key_id}"
CALLS = (
    Call("/drafts/{uuid:draft_id}/light-keys", actions.set_key, LightOut, _of_draft, "light"),
    Call(f"{KEY}/move", actions.move_key, LightOut, _of_draft, "light"),
    Call(f"{KEY}/copy", actions.copy_key, LightOut, _of_draft, "light"),
    Call(f"{KEY}/remove", actions.remove_key, LightOut, _of_draft, "light"),
    Call(f"{KEY}/restore", actions.restore_key, LightOut, _of_draft, "light"),
    Call(f"{KEY}/strokes", actions.paint, LightOut, _of_draft, "light"),
    Call(
        "/drafts/{uuid:draft_id}/exposure",
        actions.set_exposure,
        LightOut,
        _of_draft,
        "light",
        method="PUT",
    ),
    Call("/drafts/{uuid:draft_id}/people", tracing.trace_figures, LightOut, _of_draft, "light"),
    Call(
        "/drafts/{uuid:draft_id}/light/render", rendering.render_light, LightOut, _of_draft, "light"
    ),
    Call(
        "/drafts/{uuid:draft_id}/frames",
        taking.take_frames,
        ReferenceOut,
        _reference,
        "light",
        status=201,
    ),
    Call(
        "/references/{uuid:source_id}/light",
        taking.light_reference,
        ReferenceOut,
        _reference,
        "light",
        status=201,
        says="Have another reference made of a picture or clip, in this light: a plate or a first "
        "frame, lit before a brief cites it.",
    ),
)
for call in CALLS:
    call.add(router)
