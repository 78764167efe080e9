"""The zip of an archive, opened with suspicion: what may lie in it, and that it fits here."""

import hashlib
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core import serializers
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError, IntegrityError

from slowfilm.storage import BLOCK

README, ABOUT = "README.txt", "about.json"
PEOPLE, RECORDS, LEDGER = "people.jsonl", "records.jsonl", "ledger.jsonl"
TOLD = (PEOPLE, RECORDS, LEDGER)  # about.json says what their bytes are
ABOUT_LONGEST = 16 * 1024 * 1024  # bytes; it names what was erased


BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(KeyError, ValueError, TypeError, AttributeError),
    *(IntegrityError, DataError, serializers.base.DeserializationError, FieldDoesNotExist),
)


class Unreadable(Exception):
    """An archive that cannot be read in, and why."""


@contextmanager
def reading(part: str = "") -> Iterator[None]:
    """Say of what cannot be read, in whatever way, where it lies. Raises Unreadable."""
    try:
        yield
    except BROKEN as error:
        what = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
        where = f"{part}: {what}" if part else what
        raise Unreadable(f"This is not a whole Slowfilm archive: {where}") from error


def media_name(digest: str) -> str:
    """What a blob is called in an archive."""
    return f"media/{digest}"


def check(file: zipfile.ZipFile, source: Path) -> None:
    """Refuse what no archive is, before anything is read. Raises Unreadable."""
    entries = file.infolist()
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
        raise Unreadable("It is compressed. An archive is read in as it was written.")
    for name, times in Counter(entry.filename for entry in entries).items():
        if times > 1:
            raise Unreadable(f"It holds {name} {times} times.")
    if sum(entry.file_size for entry in entries) > source.stat().st_size:
        raise Unreadable("It says that it holds more than it does.")


def nothing_else(file: zipfile.ZipFile, digests: Iterable[str]) -> None:
    """Refuse a file that belongs to no archive, or that no row of this one names."""
    names = {README, ABOUT, *TOLD, *map(media_name, digests)}
    for name in file.namelist():
        if name not in names:
            raise Unreadable(f"It holds a file that none of its rows names: {name}.")


def about_of(file: zipfile.ZipFile) -> dict[str, Any]:
    """What about.json says. Raises KeyError, ValueError, TypeError."""
    if file.getinfo(ABOUT).file_size > ABOUT_LONGEST:
        raise ValueError(f"{ABOUT} is too long")
    about = json.loads(file.read(ABOUT))
    if not isinstance(about, dict):
        raise TypeError(f"{ABOUT} is no object")
    return about


def as_told(file: zipfile.ZipFile, about: dict[str, Any]) -> None:
    """Refuse files of which about.json says that they were others. Old ones say nothing of them."""
    if "files" not in about:
        return
    for name in TOLD:
        if digest_of(file, name) != about["files"][name]:
            raise Unreadable(f"{name} is not what {ABOUT} says of it.")


def digest_of(file: zipfile.ZipFile, name: str) -> str:
    """SHA-256 of a file in the archive, read a block at a time. Raises KeyError."""
    digest = hashlib.sha256()
    with file.open(name) as source:
        while block := source.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
