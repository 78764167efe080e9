"""The HTTP API's part for scenes, shots, drafts and their uploads."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from slowfilm.api.base import Fault, member_of
from slowfilm.api.commands import Call, Done, made_by, row_of
from slowfilm.api.files import A_FILE, sent
from slowfilm.api.paging import Paging, paged
from slowfilm.cuts.downloads import draft_file
from slowfilm.jobs.models import Job
from slowfilm.reviews import ink
from slowfilm.shots import actions, uploading
from slowfilm.shots.models import Draft, Scene, Shot
from slowfilm.storage import Holding
from slowfilm.uploads.models import Upload

router = Router()


class SceneOut(Schema):
    """A scene: S03."""

    id: UUID
    number: int
    name: str
    title: str


class ShotOut(Schema):
    """A shot, and the draft that is selected.

    `wording` is the digest of title and intent: the ETag of a shot, and its If-Match.
    """

    id: UUID
    name: str
    number: int
    scene: UUID = Field(alias="scene_id")
    title: str
    intent: str
    selected: UUID | None = Field(alias="selected_id")
    locked_at: datetime | None
    wording: str


class DraftOut(Schema):
    """A draft; its files are digests of blobs, found under /films/FILM/media/DIGEST.

    `erased_at`: since when its files are gone for good, at the demand of somebody in it; they are
    answered with 410.
    """

    id: UUID
    shot: UUID = Field(alias="shot_id")
    name: str
    version: int
    origin: str
    engine: str
    made_at: datetime
    width: int
    height: int
    rate: str
    frames: int
    master: str = Field(alias="master_id")
    proxy: str = Field(alias="proxy_id")
    erased_at: datetime | None


class UploadOut(Schema):
    """A clip on its way to be a draft: coming, preparing, ready or failed.

    `share`: how far its preparing is, 0 to 1. `draft`: what came of it.
    """

    id: UUID
    shot: UUID
    filename: str
    size: int
    offset: int
    state: str
    share: float
    draft: UUID | None
    reason: str


class StrokeOut(Schema):
    """Ink on one frame. Points are [x, y, pressure, tilt x, tilt y].

    x and y in 65,535ths of the picture. `seq` is the entry that drew it: the order ink lies in.
    """

    id: UUID
    frame: int
    actor: str
    tool: str
    colour: str
    width: int
    seq: int
    points: list[tuple[int, int, int, int, int]]


class InkWanted(Schema):
    """On which frames, and drawn by an entry after `after`."""

    first: int = Field(0, ge=0, le=100_000_000)
    last: int = Field(100_000_000, ge=0, le=100_000_000)
    after: int = Field(0, ge=0, le=2**53)


class InkOut(Schema):
    """A part of a draft's ink; `next` is what to ask on from with `after`, null at the end."""

    seq: int
    next: int | None
    strokes: list[StrokeOut]


@router.get(
    "/films/{uuid:film_id}/scenes",
    response={200: list[SceneOut], 404: Fault},
    tags=["shots"],
)
def scenes(request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]) -> Any:
    """A film's scenes, in order."""
    rows = Scene.objects.filter(film=member_of(request, film_id).film)
    return paged(request, response, rows, ("number", "id"), page)


@router.get(
    "/films/{uuid:film_id}/shots",
    response={200: list[ShotOut], 404: Fault},
    tags=["shots"],
)
def shots(
    request: HttpRequest,
    response: HttpResponse,
    film_id: UUID,
    page: Query[Paging],
    scene: UUID | None = None,
) -> Any:
    """A film's shots, in order; `scene` asks for one scene's."""
    rows = _shots(member_of(request, film_id).film_id)
    if scene is not None:
        rows = rows.filter(scene=scene)
    return paged(request, response, rows, ("scene__number", "number", "id"), page)


@router.get(
    "/films/{uuid:film_id}/shots/{uuid:shot_id}",
    response={200: ShotOut, 404: Fault},
    tags=["shots"],
)
def shot(request: HttpRequest, response: HttpResponse, film_id: UUID, shot_id: UUID) -> Any:
    """One shot, with its ETag."""
    row = get_object_or_404(_shots(member_of(request, film_id).film_id), id=shot_id)
    response["ETag"] = f'"{row.wording}"'
    return row


@router.get(
    "/films/{uuid:film_id}/shots/{uuid:shot_id}/drafts",
    response={200: list[DraftOut], 404: Fault},
    tags=["drafts"],
)
def drafts(
    request: HttpRequest,
    response: HttpResponse,
    film_id: UUID,
    shot_id: UUID,
    page: Query[Paging],
) -> Any:
    """The drafts of a shot, the first one first.

    One made elsewhere is uploaded by tus, at /films/FILM/shots/SHOT/uploads/ (no /api before it).
    """
    shot = get_object_or_404(Shot, film=member_of(request, film_id).film, id=shot_id)
    return paged(request, response, _drafts(film_id).filter(shot=shot), ("version", "id"), page)


@router.get(
    "/films/{uuid:film_id}/drafts/{uuid:draft_id}",
    response={200: DraftOut, 404: Fault},
    tags=["drafts"],
)
def draft(request: HttpRequest, film_id: UUID, draft_id: UUID) -> Any:
    """One draft with its measures and files."""
    return get_object_or_404(_drafts(member_of(request, film_id).film_id), id=draft_id)


@router.get(
    "/films/{uuid:film_id}/drafts/{uuid:draft_id}/download/{form}",
    response={404: Fault, 409: Fault},
    tags=["drafts"],
    operation_id="download_draft",
    openapi_extra=A_FILE,
)
def download(
    request: HttpRequest, film_id: UUID, draft_id: UUID, form: Literal["proxy", "master"]
) -> HttpResponseBase:
    """A draft as a file: `form` is proxy, or master for members who make.

    Refused as `uncleared` while somebody in it has not agreed to be shown. The digest of the
    bytes stands in Repr-Digest; a range may be asked for.
    """
    member = member_of(request, film_id)
    return sent(request, member, draft_file(member, draft_id, form))


@router.get(
    "/films/{uuid:film_id}/drafts/{uuid:draft_id}/strokes",
    response={200: InkOut, 404: Fault},
    tags=["drafts"],
)
def strokes(
    request: HttpRequest, film_id: UUID, draft_id: UUID, wanted: Query[InkWanted]
) -> HttpResponseBase:
    """The ink on frames first ≤ f < last of a draft that lies there now, in its order."""
    row = get_object_or_404(Draft, film=member_of(request, film_id).film, id=draft_id)
    page = ink.window(row, wanted.first, wanted.last, wanted.after)
    return HttpResponse(page.text(), content_type="application/json; charset=utf-8")


@router.get(
    "/films/{uuid:film_id}/uploads/{uuid:upload_id}",
    response={200: UploadOut, 404: Fault},
    tags=["drafts"],
)
def upload(request: HttpRequest, film_id: UUID, upload_id: UUID) -> Any:
    """What became of a clip that was uploaded to be a draft: for a week after its last byte."""
    uploads = Upload.objects.filter(film=member_of(request, film_id).film)
    row = get_object_or_404(uploads, id=upload_id, about__endpoint=uploading.endpoint.name)
    job = Job.objects.filter(kind=uploading.PREPARE.name, subject=row.id).first()
    return {
        "id": row.id,
        "shot": uploading.shot_of(row),
        "filename": row.filename,
        "size": row.size,
        "offset": row.offset,
        "state": _state(job),
        "share": job.progress if job else 0,
        "draft": job.facts.get("draft") if job and job.state == Job.State.DONE else None,
        "reason": uploading.why(job.error) if job and job.state == Job.State.FAILED else "",
    }


def _state(job: Job | None) -> str:
    if job is None:
        return "coming"
    return {Job.State.DONE: "ready", Job.State.FAILED: "failed"}.get(
        Job.State(job.state), "preparing"
    )


def _shots(film_id: UUID) -> QuerySet[Shot]:
    return Shot.objects.filter(film_id=film_id).select_related("scene")


def _drafts(film_id: UUID) -> QuerySet[Draft]:
    rows = Draft.objects.filter(film_id=film_id).select_related("shot__scene").defer("facts")
    own_files = Holding.objects.filter(film=film_id, blob=OuterRef("proxy"))
    return rows.annotate(erased_at=Subquery(own_files.values("erased_at")))


def _of_draft(done: Done) -> Shot:
    return _shots(done.film_id).get(drafts=done.fields["draft"])


CALLS = (
    Call("/scenes", actions.add_scene, SceneOut, made_by(Scene), "shots", status=201),
    Call(
        "/scenes/{uuid:scene_id}",
        actions.change_scene,
        SceneOut,
        row_of(lambda film_id: Scene.objects.filter(film_id=film_id), "scene"),
        "shots",
        method="PATCH",
    ),
    Call(
        "/scenes/{uuid:scene_id}/shots",
        actions.add_shot,
        ShotOut,
        made_by(Shot),
        "shots",
        status=201,
    ),
    Call(
        "/shots/{uuid:shot_id}",
        actions.change_shot,
        ShotOut,
        row_of(_shots, "shot"),
        "shots",
        method="PATCH",
        headers={"If-Match": "was"},
    ),
    Call("/shots/{uuid:shot_id}/move", actions.move_shot, ShotOut, row_of(_shots, "shot"), "shots"),
    Call("/drafts/{uuid:draft_id}/select", actions.select_draft, ShotOut, _of_draft, "drafts"),
)
for call in CALLS:
    call.add(router)
