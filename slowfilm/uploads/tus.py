"""Resumable uploads by the tus protocol 1.0, https://tus.io/protocols/resumable-upload.

Core, creation, expiration, checksum and termination. What comes of a whole file is not known
here: each endpoint says it. An upload belongs to the member who began it.
"""

import base64
import binascii
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import http_date
from django.utils.translation import gettext as _

from slowfilm.films.endpoint import film_endpoint
from slowfilm.films.filenames import plain
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.jobs.queue import OUT_OF_REACH
from slowfilm.ledger import Actor, Refused
from slowfilm.storage import Full
from slowfilm.uploads import claims, pieces
from slowfilm.uploads.models import Upload

log = logging.getLogger(__name__)
VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
ALGORITHMS = ("sha1", "sha256")
KEPT = timedelta(days=7)
BODY = "application/offset+octet-stream"


class TusError(Exception):
    """An answer that ends a request, with a sentence for the person."""

    def __init__(self, status: int, sentence: str | Promise = "") -> None:
        super().__init__(status)
        self.status = status
        self.sentence = sentence


@dataclass(frozen=True)
class Endpoint:
    """One place to upload to.

    `check(member, about)` looks at the metadata (with the ids of the URL) before a byte is sent
    and answers what is to be kept of it; `finish(upload, actor)` makes of a whole file what it is
    for, in the transaction that takes its last byte. Both may raise Refused.
    """

    name: str
    check: Callable[[Member, dict[str, str]], dict[str, Any]]
    finish: Callable[[Upload, Actor], object]

    @property
    def uploads(self) -> Callable[..., HttpResponseBase]:
        """The view that makes uploads."""
        return film_endpoint(May.MAKE)(self._uploads)

    @property
    def upload(self) -> Callable[..., HttpResponseBase]:
        """The view of one upload."""
        return film_endpoint(May.MAKE)(self._upload)

    def _uploads(self, request: HttpRequest, member: Member, /, **where: UUID) -> HttpResponseBase:
        return _answer(request, {"POST": lambda: self._create(request, member, where)})

    def _upload(
        self, request: HttpRequest, member: Member, /, upload_id: UUID, **where: UUID
    ) -> HttpResponseBase:
        filters = {"film": member.film_id, "member": member, "about__endpoint": self.name}
        filters |= {f"about__{name}": str(value) for name, value in where.items()}
        upload = Upload.objects.filter(id=upload_id, **filters).first()
        if upload is None:
            raise Http404
        methods: dict[str, Callable[[], HttpResponse]] = {
            "HEAD": lambda: _state(upload),
            "PATCH": lambda: self._take(request, member, upload),
            "DELETE": lambda: _end(upload),
        }
        return _answer(request, methods)

    def _create(self, request: HttpRequest, member: Member, where: dict[str, UUID]) -> HttpResponse:
        forget_abandoned()
        size = _count(request, "Upload-Length")
        if size > settings.UPLOAD_LARGEST:
            limit = settings.UPLOAD_LARGEST / 1e9
            raise TusError(413, _("A file may have %(limit)d GB at most.") % {"limit": limit})
        fields = _metadata(request) | {name: str(value) for name, value in where.items()}
        name = plain(fields.pop("filename", "")) or _("untitled")
        about = {**self.check(member, fields), "endpoint": self.name}
        about |= {name: str(value) for name, value in where.items()}
        with transaction.atomic():
            if size:
                claims.claim(member, size)
            upload = Upload.objects.create(
                film_id=member.film_id, member=member, filename=name, size=size, about=about
            )
            if not size:
                self.finish(upload, member.actor)
        answer = _state(upload, 201)
        answer["Location"] = f"{request.path}{upload.id}"
        return answer

    def _take(self, request: HttpRequest, member: Member, upload: Upload) -> HttpResponse:
        """Take the next bytes. The offset moves only when they are safely on disk."""
        if request.content_type != BODY:
            raise TusError(415, _("The body must be %(type)s.") % {"type": BODY})
        offset = _count(request, "Upload-Offset")
        if offset != upload.offset:
            raise TusError(409, _("The upload stands elsewhere."))
        most = min(settings.UPLOAD_CHUNK, upload.size - offset)
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            raise pieces.TooMuch
        passing, length = pieces.write(upload.id, request, most, _checksum(request))
        try:
            if length:
                self._move(upload, member.actor, length, lambda: pieces.place(passing, offset))
        finally:
            passing.unlink(missing_ok=True)
        return _state(upload)

    def _move(self, upload: Upload, actor: Actor, length: int, place: Callable[[], None]) -> None:
        """Move the offset on, unless another writer was faster; with the last byte, finish.

        The piece takes its place while the row is locked: an offset never points past the disk.
        """
        now, end = timezone.now(), upload.offset + length
        with transaction.atomic():
            unmoved = Upload.objects.filter(id=upload.id, offset=upload.offset)
            if not unmoved.update(offset=end, touched_at=now):
                raise TusError(409, _("The upload stands elsewhere."))
            place()
            upload.offset, upload.touched_at = end, now
            if end == upload.size:
                self.finish(upload, actor)


def _answer(
    request: HttpRequest, methods: dict[str, Callable[[], HttpResponse]]
) -> HttpResponseBase:
    """Speak tus: the version first, then the method; a refusal is its sentence as plain text."""
    method = str(request.method)
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", method).upper()
    try:
        if method == "OPTIONS":
            answer = _capabilities()
        elif method not in methods:
            answer = HttpResponse(status=405, headers={"Allow": ", ".join([*methods, "OPTIONS"])})
        elif request.headers.get("Tus-Resumable") != VERSION:
            answer = HttpResponse(status=412, headers={"Tus-Version": VERSION})
        else:
            answer = methods[method]()
    except TusError as fault:
        answer = _say(fault.status, fault.sentence)
    except pieces.TooMuch:
        answer = _say(413, _("That is more than one request may carry."))
    except pieces.BadChecksum:
        answer = _say(460, _("What arrived is not what was sent."))
    except Refused as refused:
        answer = _say(403, refused.reason)
    except claims.NoRoom as no_room:
        answer = _say(507 if no_room.passing else 413, no_room.sentence)
    except Full:
        answer = _say(507, _("There is no room left on this studio's disk. Nothing was lost."))
    except OUT_OF_REACH as error:
        log.warning("an upload was put off: %s", error)
        answer = _say(503, _("The record cannot be reached just now. Nothing was lost."))
    answer["Tus-Resumable"] = VERSION
    answer["Cache-Control"] = "no-store"
    return answer


def _say(status: int, sentence: str | Promise) -> HttpResponse:
    return HttpResponse(str(sentence), status=status, content_type="text/plain; charset=utf-8")


def _capabilities() -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["Tus-Version"] = VERSION
    answer["Tus-Extension"] = EXTENSIONS
    answer["Tus-Max-Size"] = str(settings.UPLOAD_LARGEST)
    answer["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return answer


def _state(upload: Upload, status: int | None = None) -> HttpResponse:
    """Where an upload stands."""
    answer = HttpResponse(status=status or 204)
    answer["Upload-Offset"] = str(upload.offset)
    answer["Upload-Length"] = str(upload.size)
    if upload.offset < upload.size:
        answer["Upload-Expires"] = http_date((upload.touched_at + KEPT).timestamp())
    return answer


def _end(upload: Upload) -> HttpResponse:
    """Let an unfinished upload go."""
    if not Upload.objects.filter(id=upload.id, offset__lt=upload.size).delete()[0]:
        raise TusError(403, _("The whole file is here already."))
    pieces.discard(upload.id)
    return HttpResponse(status=204)


def forget_abandoned() -> None:
    """Let go what nobody has gone on with for a week, and rows whose file has become something."""
    for upload in Upload.objects.filter(touched_at__lt=timezone.now() - KEPT)[:50]:
        if upload.offset < upload.size or not pieces.there(upload.id):
            pieces.discard(upload.id)
            upload.delete()


def _count(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise TusError(400, _("%(header)s must be a number.") % {"header": header})
    return int(text)


def _checksum(request: HttpRequest) -> tuple[str, bytes] | None:
    if not (text := request.headers.get("Upload-Checksum")):
        return None
    algorithm, _space, digest = text.partition(" ")
    if algorithm not in ALGORITHMS:
        raise TusError(400, _("The checksum may be sha1 or sha256."))
    return algorithm, _decode(digest)


def _metadata(request: HttpRequest) -> dict[str, str]:
    """Upload-Metadata: pairs of a key and base64, divided by commas."""
    metadata = {}
    for pair in filter(None, request.headers.get("Upload-Metadata", "").split(",")):
        key, _space, value = pair.strip().partition(" ")
        metadata[key] = _decode(value).decode("utf-8", "replace").replace("\x00", "")
    return metadata


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise TusError(400, _("That is not base64.")) from error
