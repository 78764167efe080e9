"""A film's pictures and sounds over HTTP. A URL names bytes, never a right: that is asked anew."""

import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from slowfilm import storage
from slowfilm.films.endpoint import film_endpoint
from slowfilm.films.filenames import ended, plain
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.storage import Blob, Holding

log = logging.getLogger(__name__)
SIGNED_FOR = 300  # seconds an S3 address is good for
# Browsers show a picture whatever its status is.
PLATE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180" width="320" height="180"
 lang="{language}"><rect width="320" height="180" fill="#1c1c1c"/><text x="160" y="96"
 text-anchor="middle" font-family="sans-serif" font-size="18" fill="#b0b0b0">{words}</text></svg>"""
NOT_KEPT = {"Cache-Control": "no-store"}  # it may come back with a backup
DIGEST = re.compile(r"[0-9a-f]{64}")
# One range only; "bytes=5-", "bytes=5-9" or the last bytes, "bytes=-5".
RANGE = re.compile(r"bytes=(?:(?P<first>\d{1,18})-(?P<last>\d{1,18})?|-(?P<tail>\d{1,18}))")


@dataclass(frozen=True)
class Span:
    """Bytes first ≤ b < end of a blob."""

    first: int
    end: int


@require_safe
@film_endpoint()
def blob(request: HttpRequest, member: Member, digest: str) -> HttpResponseBase:
    """GET or HEAD a blob the film holds. `?name=` asks for it as a file to keep.

    An original, which may tell of people, is for members who make; others have its copies.
    Answers 304 when the caller has it, 206 with at most MEDIA_SLICE of a range, 200 for the whole
    (in parts, at the reader's pace), 404 for what is not there for you, or not any more, 410 for
    what was erased.
    """
    return as_file(request, member, digest, request.GET.get("name", ""))


def as_file(request: HttpRequest, member: Member, digest: str, name: str) -> HttpResponseBase:
    """The same; with a `name` it is sent to be kept under that, with the ending of its type."""
    holding = (
        Holding.objects.select_related("blob")
        .filter(film_id=member.film_id, blob_id=digest)
        .first()
        if DIGEST.fullmatch(digest)
        else None
    )
    if holding is not None and holding.erased_at is not None:
        return erased(request, holding.blob, holding.erased_at)
    if holding is None or holding.frozen_at is not None:
        raise Http404
    if holding.hidden_at and not member.may(May.MAKE):
        raise Http404  # somebody in it has withdrawn
    if not member.may(May.CLEAR) and storage.is_for_clearers(member.film_id, digest):
        raise PermissionDenied
    if holding.blob.media_type == storage.ARCHIVE and not member.may(May.MANAGE):
        raise PermissionDenied  # it holds everybody's address
    if not member.may(May.MAKE) and storage.is_for_makers(member.film_id, digest):
        raise PermissionDenied
    return answered(request, holding.blob, name)


def answered(request: HttpRequest, blob: Blob, name: str = "") -> HttpResponseBase:
    """The bytes of a blob, for whom they are allowed was asked before."""
    digest, headers = blob.digest, _told(blob, name)
    answer: HttpResponseBase | None = _unchanged(request, digest) or _elsewhere(blob, headers)
    if answer is None:
        if not storage.there(digest):
            return _lost(digest)
        answer = _bytes(request, blob)
    if answer.status_code != 416:
        for header, value in headers.items():
            answer[header] = value
    answer["ETag"] = f'"{digest}"'
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-cache"  # it may be kept, but the right is asked anew
    answer["Vary"] = "Cookie, Authorization"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def of_memory(request: HttpRequest, content: bytes, media_type: str) -> HttpResponse:
    """A few bytes that are no blob, or the range of them asked for: Safari plays nothing else."""
    blob = Blob(digest="", size=len(content))
    span = _asked(request, blob)
    if span is None:
        answer = HttpResponse(content, content_type=media_type)
    elif span.first >= span.end:
        return _unsatisfied(blob)
    else:
        part = content[span.first : span.end]
        answer = HttpResponse(part, status=206, content_type=media_type)
        answer["Content-Range"] = f"bytes {span.first}-{span.end - 1}/{blob.size}"
    answer["Accept-Ranges"] = "bytes"
    return answer


def erased(request: HttpRequest, blob: Blob, moment: datetime) -> HttpResponse:
    """410: in words, or where a page shows a picture, a picture of these words."""
    words = erased_words(moment)
    shown = request.headers.get("Sec-Fetch-Dest", "image") == "image"
    accepted = request.headers.get("Accept", "")
    if shown and blob.media_type.startswith("image/") and accepted.startswith("image/"):
        picture = PLATE.format(words=escape(words), language=get_language() or "en")
        return HttpResponse(
            picture, status=410, content_type="image/svg+xml; charset=utf-8", headers=NOT_KEPT
        )
    return HttpResponse(
        words, status=410, content_type="text/plain; charset=utf-8", headers=NOT_KEPT
    )


def erased_note(film_id: UUID, digest: str) -> list[str]:
    """For paper, in a picture's place: that the file was erased; nothing, if it was not."""
    return [erased_words(moment) for moment in storage.when_erased(film_id, [digest]).values()]


def erased_words(moment: datetime) -> str:
    """What is said in the place of a file that was erased."""
    day = date_format(timezone.localtime(moment), "DATE_FORMAT")
    return _("Erased on %(day)s") % {"day": day}


def _unchanged(request: HttpRequest, digest: str) -> HttpResponse | None:
    header = request.headers.get("If-None-Match", "")
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return HttpResponse(status=304) if tags & {"*", f'"{digest}"'} else None


def _elsewhere(blob: Blob, headers: dict[str, str]) -> HttpResponse | None:
    """The answer when nginx or S3 sends the bytes."""
    if settings.MEDIA_ACCEL:
        answer = HttpResponse()
        place = settings.MEDIA_ACCEL.rstrip("/")
        answer["X-Accel-Redirect"] = f"{place}/{storage.name_of(blob.digest)}"
        return answer
    address = storage.signed_address(blob.digest, SIGNED_FOR, *headers.values())
    return HttpResponseRedirect(address) if address else None


def _lost(digest: str) -> HttpResponse:
    """The record knows these bytes and the store does not: a disk that failed, a part restored."""
    log.error("blob %s is not in the store", digest)
    words = _("This file is missing from the studio's store. Whoever keeps the studio can help.")
    return HttpResponse(
        words, status=404, content_type="text/plain; charset=utf-8", headers=NOT_KEPT
    )


def _whole(blob: Blob) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_slices(blob))
    answer["Content-Length"] = str(blob.size)
    return answer


async def _slices(blob: Blob) -> AsyncIterator[bytes]:
    for start in range(0, blob.size, settings.MEDIA_SLICE):
        yield await sync_to_async(storage.read, thread_sensitive=False)(
            blob.digest, start, settings.MEDIA_SLICE
        )


def _bytes(request: HttpRequest, blob: Blob) -> HttpResponseBase:
    head = request.method == "HEAD"
    span = _asked(request, blob)
    if span is None and blob.size > settings.MEDIA_SLICE and not head:
        return _whole(blob)
    if span is None:
        span, status = Span(0, blob.size), 200
    elif span.first >= span.end:
        return _unsatisfied(blob)
    else:
        status = 206
    length = span.end - span.first
    answer: HttpResponseBase
    if head:
        answer = HttpResponse(status=status)
    else:
        data = storage.read(blob.digest, span.first, length)
        answer = StreamingHttpResponse(_once(data), status=status)
    answer["Content-Length"] = str(length)
    if status == 206:
        answer["Content-Range"] = f"bytes {span.first}-{span.end - 1}/{blob.size}"
    return answer


async def _once(data: bytes) -> AsyncIterator[bytes]:
    """Hand the bytes on and hold them no longer. A plain answer keeps its body until the garbage
    of its request is collected: ten readers had 150 MB of that.
    """
    yield data


def _asked(request: HttpRequest, blob: Blob) -> Span | None:
    """The part of a range that one answer gives; None when there is no range to heed."""
    match = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    condition = request.headers.get("If-Range", "")
    if match is None or condition not in ("", f'"{blob.digest}"'):
        return None
    if match["tail"]:
        first, end = max(0, blob.size - int(match["tail"])), blob.size
    else:
        first = int(match["first"])
        if match["last"] and int(match["last"]) < first:
            return None  # no range at all, says RFC 9110: heeded by nobody
        end = min(blob.size, int(match["last"]) + 1 if match["last"] else blob.size)
    return Span(first, min(end, first + settings.MEDIA_SLICE))


def _unsatisfied(blob: Blob) -> HttpResponse:
    words = _("Ask for this in ranges: it is too large for one answer.")
    answer = HttpResponse(words, status=416)
    answer["Content-Range"] = f"bytes */{blob.size}"
    return answer


def _told(blob: Blob, name: str) -> dict[str, str]:
    """What a browser is told the bytes are, and whether to show them or keep them as a file."""
    shown = blob.media_type.startswith(("image/", "video/", "audio/"))
    shown = shown and "xml" not in blob.media_type  # an SVG is a document with scripts
    keep = bool(name) or not shown
    file = ended(plain(name) or "slowfilm", blob.media_type) if keep else ""
    return {
        "Content-Type": blob.media_type if shown else "application/octet-stream",
        "Content-Disposition": content_disposition_header(keep, file) or "inline",
    }
