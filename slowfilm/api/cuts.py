"""The HTTP API's part for cuts: their versions, what is rendered of them, in and out."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from ninja import Field, File, Query, Router, Schema
from ninja.files import UploadedFile

from slowfilm.api.base import Fault, key_of, member_of
from slowfilm.api.commands import Call, Done, made_by, row_of
from slowfilm.api.files import A_FILE, A_TEXT, sent
from slowfilm.api.jobs import JobOut
from slowfilm.api.paging import Paging, paged
from slowfilm.cuts import actions, events, file_import, presenters, rendering
from slowfilm.cuts.downloads import export_file, render_file, version_of
from slowfilm.cuts.importing import LARGEST
from slowfilm.cuts.left_out import sentence
from slowfilm.cuts.models import Cut, CutClip, CutRender, CutSound, CutVersion
from slowfilm.films.roles import May
from slowfilm.jobs.models import Job
from slowfilm.moment import one_moment

router = Router()
VERSION = "/films/{uuid:film_id}/cuts/{uuid:cut_id}/versions/{int:number}"


class CutOut(Schema):
    """Shots in order. `latest` is the number of its newest version; 0: still empty."""

    id: UUID
    title: str
    rate: str
    width: int
    height: int
    added_at: datetime
    latest: int

    @staticmethod
    def resolve_latest(cut: Cut) -> int:
        return getattr(cut, "latest", None) or 0


class LeftOutOut(Schema):
    """One thing in an imported file that was not understood."""

    code: str
    name: str
    sentence: str


class RenderOut(Schema):
    """A version as one file; download it under …/versions/NUMBER/download/master or proxy."""

    id: UUID
    rendered_at: datetime
    master: str = Field(alias="master_id")
    proxy: str = Field(alias="proxy_id")
    subtitles: str | None = Field(alias="subtitles_id")


class VersionRow(Schema):
    """A cut as it was saved once. `frames` is its length at the cut's rate."""

    id: UUID
    number: int
    note: str
    frames: int
    saved_by: str
    saved_at: datetime


class VersionOut(VersionRow):
    """A version with all in it, as it is saved, and what was rendered of it last.

    `file` is the digest of the OTIO or EDL it was read from, `left_out` what in that was not
    understood. `job` is its last rendering.
    """

    clips: list[events.Clip]
    sounds: list[events.Sound]
    file: str | None = Field(alias="file_id")
    file_name: str
    left_out: list[LeftOutOut]
    render: RenderOut | None
    job: JobOut | None

    @staticmethod
    def resolve_clips(version: CutVersion) -> list[dict[str, Any]]:
        return [clip_row(clip) for clip in version.clips.all()]

    @staticmethod
    def resolve_sounds(version: CutVersion) -> list[dict[str, Any]]:
        return [sound_row(sound) for sound in version.sounds.all()]

    @staticmethod
    def resolve_left_out(version: CutVersion) -> list[dict[str, str]]:
        return [
            {"code": code, "name": name, "sentence": sentence(code, name)}
            for code, name in version.left_out
        ]

    @staticmethod
    def resolve_render(version: CutVersion) -> CutRender | None:
        return version.renders.last()

    @staticmethod
    def resolve_job(version: CutVersion) -> Job | None:
        jobs = Job.objects.filter(kind=rendering.RENDER.name, subject=version.id)
        return jobs.order_by("-queued_at").first()


class Between(Schema):
    """Two versions of a cut; the earlier one may be 0, the empty cut."""

    earlier: int = Field(0, ge=0, le=1_000_000)
    later: int = Field(1, ge=1, le=1_000_000)


class ChangesOut(Schema):
    """What changed between two versions, a sentence each."""

    earlier: int
    later: int
    changes: list[str]


class ImportedOut(Schema):
    """The cut that a file became, and what in the file was not understood."""

    cut: CutOut
    left_out: list[LeftOutOut]


def clip_row(clip: CutClip) -> dict[str, Any]:
    """A clip as it is saved."""
    names = ("first", "last", "join", "join_frames", "level")
    return {"draft": clip.draft_id, **{name: getattr(clip, name) for name in names}}


def sound_row(sound: CutSound) -> dict[str, Any]:
    """A sound as it is saved."""
    names = ("track", "at", "start_ms", "end_ms", "levels", "fade_in_ms", "fade_out_ms")
    return {"reference": sound.reference_id, **{name: getattr(sound, name) for name in names}}


def _cuts(film_id: UUID) -> QuerySet[Cut]:
    newest = CutVersion.objects.filter(cut=OuterRef("pk")).order_by("-number")
    return Cut.objects.filter(film_id=film_id).annotate(
        latest=Subquery(newest.values("number")[:1])
    )


@router.get(
    "/films/{uuid:film_id}/cuts",
    response={200: list[CutOut], 404: Fault},
    tags=["cuts"],
)
def cuts(request: HttpRequest, response: HttpResponse, film_id: UUID, page: Query[Paging]) -> Any:
    """A film's cuts, the first one first."""
    rows = _cuts(member_of(request, film_id).film_id)
    return paged(request, response, rows, ("added_at", "id"), page)


@router.get(
    "/films/{uuid:film_id}/cuts/{uuid:cut_id}",
    response={200: CutOut, 404: Fault},
    tags=["cuts"],
)
def cut(request: HttpRequest, film_id: UUID, cut_id: UUID) -> Any:
    """One cut, without its versions."""
    return get_object_or_404(_cuts(member_of(request, film_id).film_id), id=cut_id)


@router.get(
    "/films/{uuid:film_id}/cuts/{uuid:cut_id}/versions",
    response={200: list[VersionRow], 404: Fault},
    tags=["cuts"],
)
def versions(
    request: HttpRequest,
    response: HttpResponse,
    film_id: UUID,
    cut_id: UUID,
    page: Query[Paging],
) -> Any:
    """The versions of a cut, the newest first."""
    row = get_object_or_404(Cut, film=member_of(request, film_id).film, id=cut_id)
    rows = CutVersion.objects.filter(cut=row)
    return paged(request, response, rows, ("-number", "id"), page)


@router.get(VERSION, response={200: VersionOut, 404: Fault}, tags=["cuts"], operation_id="version")
@one_moment()
def version(request: HttpRequest, film_id: UUID, cut_id: UUID, number: int) -> Any:
    """One version of a cut with its clips and sounds."""
    return version_of(member_of(request, film_id).film, cut_id, number)


@router.get(
    "/films/{uuid:film_id}/cuts/{uuid:cut_id}/changes",
    response={200: ChangesOut, 404: Fault},
    tags=["cuts"],
    operation_id="cut_changes",
)
@one_moment()
def changes(request: HttpRequest, film_id: UUID, cut_id: UUID, between: Query[Between]) -> Any:
    """What changed from one version of a cut to another."""
    film = member_of(request, film_id).film
    was = version_of(film, cut_id, between.earlier) if between.earlier else None
    sentences = presenters.difference(was, version_of(film, cut_id, between.later))
    return {**between.dict(), "changes": sentences}


@router.get(
    VERSION + "/export/{form}",
    response={404: Fault},
    tags=["cuts"],
    operation_id="export_version",
    openapi_extra=A_TEXT,
)
@one_moment()
def export(
    request: HttpRequest,
    film_id: UUID,
    cut_id: UUID,
    number: int,
    form: Literal["otio", "edl", "fcpxml"],
) -> HttpResponse:
    """A version for editing programs: OTIO, EDL (CMX 3600) or FCPXML."""
    return export_file(member_of(request, film_id), cut_id, number, form)


@router.get(
    VERSION + "/download/{form}",
    response={404: Fault, 409: Fault},
    tags=["cuts"],
    operation_id="download_version",
    openapi_extra=A_FILE,
)
def download(
    request: HttpRequest,
    film_id: UUID,
    cut_id: UUID,
    number: int,
    form: Literal["proxy", "master", "subtitles"],
) -> HttpResponseBase:
    """What was rendered last of a version: proxy, subtitles, or master for members who make.

    Refused as `uncleared` while somebody in it has not agreed to be shown.
    """
    member = member_of(request, film_id)
    return sent(request, member, render_file(member, cut_id, number, form))


@router.post(
    "/films/{uuid:film_id}/cuts/import",
    response={201: ImportedOut, 403: Fault, 404: Fault, 409: Fault, 422: Fault},
    tags=["cuts"],
    operation_id="import_cut",
)
def import_cut(request: HttpRequest, film_id: UUID, file: File[UploadedFile]) -> Any:
    """A cut from an OTIO or EDL file of at most 4 MB; shots are known by name, S03_SH040_v007.

    The film keeps the file with the cut's first version.
    """
    member = member_of(request, film_id, May.MAKE)
    data = file.read() if file.size and file.size <= LARGEST else b""
    outcome = file_import.import_cut(
        member.film, member.actor, data, file.name or "", key_of(request)
    )
    left_out = [
        {"code": code, "name": name, "sentence": sentence(code, name)}
        for code, name in outcome.left_out
    ]
    return 201, {"cut": _cuts(film_id).get(id=outcome.cut), "left_out": left_out}


def _rendering(done: Done) -> CutVersion:
    return CutVersion.objects.get(id=done.fields["version"])


CALLS = (
    Call(
        "/cuts",
        actions.add_cut,
        CutOut,
        lambda done: _cuts(done.film_id).get(id=done.entry.command),
        "cuts",
        status=201,
    ),
    Call("/cuts/{uuid:cut_id}", actions.rename_cut, CutOut, row_of(_cuts, "cut"), "cuts", "PATCH"),
    Call(
        "/cuts/{uuid:cut_id}/versions",
        actions.save_cut,
        VersionOut,
        made_by(CutVersion),
        "cuts",
        status=201,
        says="Keep a cut as its next version: all its clips and sounds. `made_from` is the "
        "version one had open (0: the empty cut); refused as a `conflict` where another came "
        "meanwhile.",
    ),
    Call(
        "/cut-versions/{uuid:version_id}/render",
        rendering.render_cut,
        VersionOut,
        _rendering,
        "cuts",
        status=202,
    ),
)
for call in CALLS:
    call.add(router)
