"""Calls that answer a file: how they are described, and how they answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from slowfilm.api.base import fault
from slowfilm.cuts.downloads import Download
from slowfilm.films.models import Member

_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_DIGEST = {
    "description": "The digest of the whole file (RFC 9530): sha-256=:BASE64:",
    "schema": {"type": "string"},
}

A_TEXT: dict[str, Any] = {
    "responses": {200: {"description": "The file, with its name.", "content": _BYTES}}
}
A_CALENDAR: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The calendar file.",
            "content": {"text/calendar": {"schema": {"type": "string"}}},
        }
    }
}
A_FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file, with its name and digest.",
            "headers": {"Repr-Digest": _DIGEST},
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        },
        206: {
            "description": "The part of it that `Range` asks for, or its beginning.",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        },
        302: {"description": "Where the bytes are, for five minutes, in S3."},
        304: {"description": "The caller has it already, says `If-None-Match`."},
        416: {"description": "The file has no such range."},
    }
}


def sent(request: HttpRequest, member: Member, file: Download) -> HttpResponseBase:
    """A file's bytes; a fault like every other where the store has lost them."""
    answer = file.sent(request, member)
    if isinstance(answer, HttpResponse) and answer.status_code == 404:
        return fault(request, 404, "lost", answer.content.decode())
    return answer
