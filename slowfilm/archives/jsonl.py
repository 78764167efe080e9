"""Rows as lines of JSON, and back. Exact: Django's own JSON cuts moments to milliseconds."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.core import serializers
from django.db.models import Model

LONGEST = 16 * 1024 * 1024  # bytes of a line: no row has nearly as many


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no text for {type(value).__name__}")


def as_line(value: Any) -> str:
    """A row, or plain data, as one line."""
    if isinstance(value, Model):
        (value,) = serializers.serialize("python", [value])
    return json.dumps(value, ensure_ascii=False, default=_plain)


def write(file: zipfile.ZipFile, name: str, values: Iterable[Any]) -> str:
    """Write values into the archive, a line each; the SHA-256 of it all."""
    digest = hashlib.sha256()
    with file.open(name, "w", force_zip64=True) as out:
        for value in values:
            line = as_line(value).encode() + b"\n"
            digest.update(line)
            out.write(line)
    return digest.hexdigest()


def read(file: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    """The values of a file in the archive. Raises KeyError, ValueError."""
    with file.open(name) as lines:
        while line := lines.readline(LONGEST):
            yield json.loads(line)  # of a longer one only the beginning, which is no JSON


def rows(file: zipfile.ZipFile, name: str) -> Iterator[Model]:
    """The rows of a file in the archive. Raises DeserializationError too."""
    for value in read(file, name):
        for item in serializers.deserialize("python", [value]):
            yield item.object
