"""What leaves the studio as a file: a draft, a locked picture, a cut as it was rendered.

A master, like an original, is for members who make. Clearance is asked every time: what shows a
person who has not agreed to be shown goes to nobody as a file.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from slowfilm.clearance.answer import Answer, clearance
from slowfilm.cuts import exporting
from slowfilm.cuts.actions import clips_of
from slowfilm.cuts.models import CutRender, CutVersion
from slowfilm.cuts.timing import Timing
from slowfilm.films.blobs import as_file
from slowfilm.films.endpoint import film_endpoint
from slowfilm.films.filenames import plain
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import May
from slowfilm.ledger import Refused
from slowfilm.moment import one_moment
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft
from slowfilm.shots.source import source_timecode
from slowfilm.timecode import parse_rate

FORMS = ("proxy", "master", "subtitles")
LONGEST = 80  # characters of a title in a file's name
# What some system gives a meaning of its own, in a path, a shell or a timecode.
SPECIAL = re.compile(r'[<>:;"/\\|?*\s]+')


class Uncleared(Refused):
    """Somebody in it has not agreed to be shown. `told`: sentences, and where each is mended."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("uncleared", " ".join(answer.sentences()))
        self.told = answer.told()


@dataclass(frozen=True)
class Download:
    """A blob's digest and what its file is called, without an ending."""

    digest: str
    name: str

    def sent(self, request: HttpRequest, member: Member) -> HttpResponseBase:
        """The bytes, or the part of them that is asked for, with their digest (RFC 9530)."""
        answer = as_file(request, member, self.digest, self.name)
        encoded = b64encode(bytes.fromhex(self.digest)).decode()
        answer["Repr-Digest"] = f"sha-256=:{encoded}:"
        return answer


def named(*parts: str) -> str:
    """A file's name of several parts: 巷子_S03_SH040_v007. No system reads a meaning into it."""
    cleaned = (SPECIAL.sub("-", plain(part.replace("/", "-").replace("\\", "-"))) for part in parts)
    return "_".join(filter(None, (part.strip(".-")[:LONGEST] for part in cleaned)))


def draft_file(member: Member, draft_id: UUID, form: str) -> Download:
    """A draft's proxy or master. Raises Http404, PermissionDenied, Uncleared.

    The name has the timecode of the file that it was made of, if that has one; that of the locked
    picture's master has the beginning of its digest.
    """
    drafts = Draft.objects.select_related("shot__scene").filter(film=member.film)
    draft = get_object_or_404(drafts, id=draft_id)
    digest = _asked(member, form, {"proxy": draft.proxy_id, "master": draft.master_id})
    _refuse_uncleared(clearance("show", drafts=[draft]))
    locked = draft.shot.locked_at is not None and draft.shot.selected_id == draft.id
    mark = [f"TC-{label}".replace(":", "-")] if (label := source_timecode(draft)) else []
    mark += [f"locked-{digest[:12]}"] if locked and form == "master" else []
    return Download(digest, named(member.film.title, draft.name, *mark))


def render_file(member: Member, cut_id: UUID, number: int, form: str) -> Download:
    """What was rendered last of a cut's version. Raises Http404, PermissionDenied, Uncleared."""
    version = version_of(member.film, cut_id, number)
    render = CutRender.objects.filter(version=version).last()
    if render is None:
        raise Http404
    digest = _asked(member, form, {format_: getattr(render, f"{format_}_id") for format_ in FORMS})
    _refuse_uncleared(cleared(version))
    return Download(digest, named(member.film.title, version.cut.title, version.name))


def cleared(version: CutVersion) -> Answer:
    """Whether everything in a version of a cut may be shown."""
    drafts = Draft.objects.filter(clips__version=version).select_related("shot__scene").distinct()
    sounds = Reference.objects.filter(in_cuts__version=version).distinct()
    return clearance("show", drafts=drafts.defer("facts"), references=sounds)


def version_of(film: Film, cut_id: UUID, number: int) -> CutVersion:
    """A version of one of a film's cuts. Raises Http404."""
    versions = CutVersion.objects.select_related("cut").filter(cut__film=film)
    return get_object_or_404(versions, cut_id=cut_id, number=number)


def export_file(member: Member, cut_id: UUID, number: int, form: str) -> HttpResponse:
    """A version for editing programs: otio, edl or fcpxml. Raises Http404."""
    version = version_of(member.film, cut_id, number)
    if form not in exporting.ADAPTERS:
        raise Http404
    timed, drafts = clips_of(member.film_id, version.clips.all())
    timing = Timing(timed, parse_rate(version.cut.rate))
    text = exporting.written(exporting.Told(version, timing, drafts), form)
    answer = HttpResponse(text, content_type="application/octet-stream")
    name = named(member.film.title, version.cut.title, version.name)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    return answer


def _asked(member: Member, form: str, files: dict[str, str | None]) -> str:
    digest = files.get(form)
    if digest is None:
        raise Http404
    if form == "master" and not member.may(May.MAKE):
        raise PermissionDenied
    return digest


def _refuse_uncleared(answer: Answer) -> None:
    if not answer.cleared:
        raise Uncleared(answer)


def _or_why_not(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A download, or a page that says who has to agree first."""

    @wraps(view)
    def seen(
        request: HttpRequest, member: Member, *args: object, **where: object
    ) -> HttpResponseBase:
        try:
            return view(request, member, *args, **where)
        except Uncleared as refused:
            context = {"film": member.film, "told": refused.told}
            return render(request, "cuts/uncleared.html", context, status=409)

    return seen


@require_safe
@film_endpoint()
@_or_why_not
def draft(request: HttpRequest, member: Member, draft_id: UUID, form: str) -> HttpResponseBase:
    """A draft as a file: `form` is proxy or master."""
    return draft_file(member, draft_id, form).sent(request, member)


@require_safe
@film_endpoint()
@_or_why_not
def rendered(
    request: HttpRequest, member: Member, cut_id: UUID, number: int, form: str
) -> HttpResponseBase:
    """A rendered version of a cut as a file: `form` is proxy, master or subtitles."""
    return render_file(member, cut_id, number, form).sent(request, member)


@require_safe
@film_endpoint()
@one_moment()
def export(request: HttpRequest, member: Member, cut_id: UUID, number: int) -> HttpResponseBase:
    """A version for editing programs: `?form=` otio, edl or fcpxml."""
    return export_file(member, cut_id, number, request.GET.get("form", "otio"))
