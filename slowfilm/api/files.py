"""How a call that answers a file is described."""

from typing import Any

_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_DIGEST = {
    "description": "The digest of the whole file (RFC 9530): sha-256=:BASE64:",
    "schema": {"type": "string"},
}

A_TEXT: dict[str, Any] = {
    "responses": {200: {"description": "The file, with its name.", "content": _BYTES}}
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
