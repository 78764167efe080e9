"""The pieces of files on their way in: DATA/uploads/ID/OFFSET.piece, joined when all are there.

Pieces stay on this machine's disk, or a shared one, even when blobs are kept in S3.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings

from slowfilm.storage import BLOCK, need_room, room_needed

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Lost(Exception):
    """A piece that was acknowledged is not there any more."""


class BadChecksum(Exception):
    """What arrived is not what was sent."""


class TooMuch(Exception):
    """A body that holds more than it may."""


class Readable(Protocol):
    """Where a body is read from."""

    def read(self, size: int, /) -> bytes: ...


def place_of_all() -> Path:
    """Where the pieces of all uploads lie."""
    return Path(settings.DATA) / "uploads"


def folder(upload_id: UUID) -> Path:
    """Where the pieces of an upload lie."""
    return place_of_all() / str(upload_id)


def kept() -> list[UUID]:
    """The uploads of which anything is kept: one look at the disk."""
    try:
        names = [path.name for path in place_of_all().iterdir()]
    except FileNotFoundError:
        return []
    return [UUID(name) for name in names if ID.fullmatch(name)]


def write(
    upload_id: UUID, body: Readable, most: int, checksum: tuple[str, bytes] | None
) -> tuple[Path, int]:
    """Put a body safely on disk under a passing name, a block at a time; its path and length.

    `most` bytes are taken; `checksum` is an algorithm and the digest to find. Raises TooMuch,
    BadChecksum, and Full.
    """
    sum_ = hashlib.new(checksum[0]) if checksum else None
    length = 0
    with room_needed():
        place = folder(upload_id)
        need_room(place, most)
        place.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place, suffix=".part")
        passing = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                while block := body.read(BLOCK):
                    length += len(block)
                    if length > most:
                        raise TooMuch
                    out.write(block)
                    if sum_:
                        sum_.update(block)
                out.flush()
                os.fsync(out.fileno())
            if sum_ and checksum and sum_.digest() != checksum[1]:
                raise BadChecksum
        except BaseException:
            passing.unlink(missing_ok=True)
            raise
    return passing, length


def place(passing: Path, offset: int) -> None:
    """Give a written piece its place, to be found even after the power has gone."""
    passing.replace(passing.with_name(f"{offset}.piece"))
    handle = os.open(passing.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def there(upload_id: UUID) -> bool:
    """Whether anything of an upload is kept."""
    return folder(upload_id).exists()


def join(upload_id: UUID, size: int, target: Path, report: Callable[[float], None]) -> None:
    """Write the pieces one after the other into `target`. Raises Lost, and Full."""
    done = 0
    need_room(target.parent, size)
    with room_needed(), target.open("xb") as out:
        while done < size:
            done += _append(folder(upload_id) / f"{done}.piece", out.write)
            report(done / size)
    if done != size:
        raise Lost


def _append(piece: Path, write: Callable[[bytes], object]) -> int:
    length = 0
    try:
        with piece.open("rb") as file:
            while block := file.read(BLOCK):
                write(block)
                length += len(block)
    except FileNotFoundError as error:
        raise Lost from error
    if not length:
        raise Lost
    return length


def discard(upload_id: UUID) -> None:
    """Let the pieces go."""
    shutil.rmtree(folder(upload_id), ignore_errors=True)
