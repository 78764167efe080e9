"""Content-addressed blobs: stored once under their SHA-256, on disk or in S3 (STORAGE_URL)."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlparse
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils import timezone

BLOCK = 1024 * 1024
MODE = 0o640  # of a blob on disk
RESERVE = 2 * 1024**3  # bytes, unless STORAGE_RESERVE says otherwise
RESERVED_SHARE = 20  # of a small disk no more than a twentieth is kept back
_film: ContextVar[UUID | None] = ContextVar("the film one reads for", default=None)
ARCHIVE = "application/zip"  # a film as one file: for those who lead it, and in no other archive


class Full(Exception):
    """The disk or bucket has no room left."""


class Erased(Exception):
    """These bytes were erased from the film, at the demand of somebody in them."""


class Blob(models.Model):
    """Bytes that are kept, known by what they are."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)  # or kept once more, by whoever came last


class Holding(models.Model):
    """A film holds a blob. When a person withdraws, it is hidden from above.

    `hidden_at`: from whoever does not make; `frozen_at`: from everybody; `erased_at`: for good,
    and the bytes go. What is erased stays as a row, so that its place says so.
    """

    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="holdings")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="holdings")
    frozen_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["film", "blob"], name="a_film_holds_a_blob_once"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(frozen_at__isnull=False),
                name="what_is_erased_is_for_nobody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["film"], condition=Q(erased_at__isnull=False), name="what_a_film_erased"
            )
        ]


def backend() -> Storage:
    """The store of this site."""
    return store_of(settings.STORAGE_URL)


@cache
def store_of(storage_url: str) -> Storage:
    """The store that a STORAGE_URL names: file:///folder or s3://bucket/prefix.

    Kept, since the way to S3 takes a fifth of a second to set up and is asked for at every range.
    """
    url = urlparse(storage_url)
    if url.scheme == "file":
        return FileSystemStorage(location=unquote(url.path), file_permissions_mode=MODE)
    if url.scheme == "s3":
        from storages.backends.s3 import S3Storage

        return S3Storage(bucket_name=url.netloc, location=url.path.strip("/"), file_overwrite=True)
    raise ValueError(f"STORAGE_URL must begin with file: or s3:, not {url.scheme!r}")


def name_of(digest: str) -> str:
    """Where a blob lies in the store: two levels keep folders small."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read a block at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(path: Path, media_type: str, film_id: UUID, *, settled: bool = False) -> Blob:
    """Store a finished file, once, and note that the film holds it. Raises Full, Erased.

    `settled`: nobody will write into the file again, so on one disk its bytes need no copy.
    """
    digest = digest_of(path)
    if when_erased(film_id, [digest]):
        raise Erased
    put(path, digest, settled=settled)
    with transaction.atomic():
        blob = _row(digest, path.stat().st_size, media_type)
        # delete_blob may have been faster; now that the row is ours it waits
        put(path, digest, settled=settled)
        Holding.objects.get_or_create(film_id=film_id, blob=blob)
    return blob


def hold(film_id: UUID, blobs: Iterable[Blob]) -> None:
    """Note once more, within an act, that a film holds blobs: another may just have let them go."""
    Holding.objects.bulk_create(
        [Holding(film_id=film_id, blob=blob) for blob in blobs], ignore_conflicts=True
    )


def release(film_id: UUID, digest: str) -> None:
    """Within an act: the film no longer holds a blob, unless one of its records still names it."""
    if not any(_names(*column, film_id, digest) for column in _columns()):
        Holding.objects.filter(film_id=film_id, blob_id=digest, frozen_at=None).delete()


def is_for_clearers(film_id: UUID, digest: str) -> bool:
    """Whether it is a paper: named only where its model's FOR_CLEARERS says so."""
    return _only("FOR_CLEARERS", film_id, digest)


def is_for_makers(film_id: UUID, digest: str) -> bool:
    """Whether a film's records name a blob only where their model's FOR_MAKERS says so."""
    return _only("FOR_MAKERS", film_id, digest)


def _only(sort: str, film_id: UUID, digest: str) -> bool:
    """Asked of the few columns of that sort first: most blobs are in none of them."""
    inside = (column for column in _columns() if column[1] in getattr(column[0], sort, ()))
    outside = (column for column in _columns() if column[1] not in getattr(column[0], sort, ()))
    return any(_names(*column, film_id, digest) for column in inside) and not any(
        _names(*column, film_id, digest) for column in outside
    )


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model is not Holding:
            yield relation.related_model, relation.field.name


def _names(model: type[models.Model], name: str, film_id: UUID, digest: str) -> bool:
    """Whether a row does. A model without a `film` says in FILM by what way it belongs to one."""
    rows = model._default_manager.filter(**{getattr(model, "FILM", "film"): film_id})
    return rows.filter(**{name: digest}).exists()


def naming(film_id: UUID, digests: Collection[str]) -> Iterator[tuple[models.Model, str, str]]:
    """Every row of a film that names one of these blobs: row, its field, the digest."""
    for model, name in _columns():
        rows = model._default_manager.filter(**{getattr(model, "FILM", "film"): film_id})
        for row in rows.filter(**{f"{name}__in": digests}):
            yield row, name, getattr(row, f"{name}_id")


def _row(digest: str, size: int, media_type: str) -> Blob:
    """A blob's row, locked to the end of the transaction, and as new."""
    about: dict[str, Any] = {"size": size, "media_type": media_type}
    while True:
        blob, created = Blob.objects.get_or_create(digest=digest, defaults=about)
        if created:
            return blob
        # Of bytes that every film has erased, a row may say what an archive told and nobody saw.
        holdings = Holding.objects.filter(blob=digest)
        is_known = holdings.filter(erased_at=None).exists() or not holdings.exists()
        columns = {"made_at": timezone.now()} | ({} if is_known else about)
        if Blob.objects.filter(pk=digest).update(**columns):
            return blob


def unnamed(before: datetime, *, and_frozen: bool = False) -> QuerySet[Blob]:
    """Blobs last kept before then that no record names. That a film holds it names no blob.

    Not what is frozen, or erased, unless it is asked for.
    """
    blobs = Blob.objects.filter(made_at__lt=before)
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model is not Holding:
            rows = relation.related_model._default_manager
            blobs = blobs.exclude(Exists(rows.filter(**{relation.field.name: OuterRef("pk")})))
    return blobs if and_frozen else blobs.exclude(holdings__frozen_at__isnull=False)


def delete_blob(digest: str, before: datetime) -> bool:
    """Delete a blob, row and bytes, if it is still `unnamed`; whether it was.

    Its row is locked first: whoever keeps the same bytes now waits, and stores them anew. The
    bytes go last, when nothing can refuse any more; a crash in between leaves a row to be let go.
    """
    with transaction.atomic():
        if not Blob.objects.select_for_update().filter(pk=digest).exists():
            return False
        blob = unnamed(before).filter(pk=digest).first()  # asked anew, now that nobody can name it
        if blob is None:
            return False
        blob.holdings.all().delete()
        blob.delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        backend().delete(name_of(digest))
    return True


def when_erased(film_id: UUID, digests: Iterable[str | None]) -> dict[str, datetime]:
    """Of these blobs those that were erased from a film, and when."""
    return _moments(Holding.objects.filter(film_id=film_id, blob__in=set(digests) - {None}))


def all_erased(film_id: UUID) -> dict[str, datetime]:
    """Everything that was ever erased from a film, and when."""
    return _moments(Holding.objects.filter(film_id=film_id))


def _moments(holdings: QuerySet[Holding]) -> dict[str, datetime]:
    gone = holdings.filter(erased_at__isnull=False).values_list("blob_id", "erased_at")
    return {digest: moment for digest, moment in gone if moment is not None}


def keep_erased(film_id: UUID, digest: str, size: int, kind: str, moment: datetime) -> None:
    """A film's row of bytes that it erased before it came here. Others here may have the same."""
    about = {"size": max(0, size), "media_type": kind}
    blob, _made = Blob.objects.get_or_create(digest=digest, defaults=about)
    Holding.objects.create(film_id=film_id, blob=blob, erased_at=moment, frozen_at=moment)


def mark_erased(film_id: UUID, digests: Iterable[str], moment: datetime) -> None:
    """Within an act: nobody is given these bytes again. They go by `remove_erased`, after it."""
    holdings = Holding.objects.filter(film_id=film_id, blob__in=digests, erased_at=None)
    holdings.update(erased_at=moment, frozen_at=moment)


def remove_erased(digest: str) -> bool:
    """Delete the bytes of a blob that every film which held it has erased; whether they are gone.

    May be done again. Where another film holds the same bytes they stay, for that film. The row is
    locked first: whoever keeps the same bytes now waits, and stores them anew.
    """
    with transaction.atomic():
        if not Blob.objects.select_for_update().filter(pk=digest).exists():
            return True
        holdings = Holding.objects.filter(blob=digest)
        if not holdings.exists() or holdings.filter(erased_at=None).exists():
            return False
        backend().delete(name_of(digest))
    return True


def remains(digest: str) -> bool:
    """Whether bytes that nobody holds any more, since all have erased them, are still there."""
    return not Holding.objects.filter(blob=digest, erased_at=None).exists() and there(digest)


@contextmanager
def reading_for(film_id: UUID) -> Iterator[None]:
    """What is read in here is read for one film: what was erased from it can't be had."""
    before = _film.set(film_id)
    try:
        yield
    finally:
        _film.reset(before)


def _refuse_erased(digest: str) -> None:
    """Raise Erased where the film one reads for, or else every film that held it, erased a blob.

    Asked before the bytes are looked for: they may not have gone yet.
    """
    holdings = Holding.objects.filter(blob=digest)
    if film := _film.get():
        holdings = holdings.filter(film=film)
    if set(holdings.values_list("erased_at", flat=True)) - {None} and not (
        holdings.filter(erased_at=None).exists()
    ):
        raise Erased


def take_back(digest: str) -> None:
    """Delete bytes that were put for a record which never came to be, unless somebody keeps them.

    Whoever keeps them just now waits for the row made here, then stores them anew.
    """
    with transaction.atomic():
        blob, created = Blob.objects.get_or_create(
            digest=digest, defaults={"size": 0, "media_type": ""}
        )
        if created:
            backend().delete(name_of(digest))
            blob.delete()


def put(path: Path, digest: str, *, settled: bool = False) -> None:
    """Store a file's bytes under their digest, unless they are there. Raises Full."""
    store = backend()
    if there(digest):
        return
    with room_needed(), path.open("rb") as file:
        if not isinstance(store, FileSystemStorage):
            store.save(name_of(digest), File(file))
            return
        target = Path(store.path(name_of(digest)))
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (settled and _linked(path, file, target)):
            _copy(file, target)


def _linked(path: Path, file: IO[bytes], target: Path) -> bool:
    """Give a file a second name in the store; False where that can't be, as on another disk."""
    os.fsync(file.fileno())
    path.chmod(MODE)
    try:
        os.link(path, target)
    except FileExistsError:  # another was faster with the same bytes
        return True
    except OSError:
        return False
    return True


def _copy(file: IO[bytes], target: Path) -> None:
    """Write beside the place and rename: a crash leaves no half blob under a digest."""
    need_room(target.parent, os.fstat(file.fileno()).st_size)
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as out:
            while block := file.read(BLOCK):
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).chmod(MODE)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


@contextmanager
def room_needed() -> Iterator[None]:
    """Turn the operating system's "no space", or "no file as large as that", into Full."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Full from error
        raise


def folder() -> Path | None:
    """Where blobs lie on disk; None when they are kept in S3."""
    store = backend()
    return Path(store.location) if isinstance(store, FileSystemStorage) else None


def free_beside_reserve(place: Path) -> int:
    """Bytes that may still be written on the disk of `place`; below 0 when the reserve is touched.

    `place` need not be there yet.
    """
    while not place.exists():
        place = place.parent
    disk, reserve = shutil.disk_usage(place), settings.STORAGE_RESERVE
    return disk.free - (min(RESERVE, disk.total // RESERVED_SHARE) if reserve < 0 else reserve)


def need_room(place: Path, size: int = 0) -> None:
    """Raise Full unless `size` more bytes fit on the disk of `place`, beside the reserve.

    The database may lie on the same disk and must be able to go on, whatever files are written.
    """
    if free_beside_reserve(place) < size:
        raise Full


def there(digest: str) -> bool:
    """Whether the store has a blob's bytes."""
    return backend().exists(name_of(digest))


def read(digest: str, start: int, length: int) -> bytes:
    """`length` bytes of a blob from `start`."""
    with backend().open(name_of(digest)) as file:
        file.seek(start)
        return bytes(file.read(length))


@contextmanager
def on_disk(digest: str) -> Iterator[Path]:
    """A blob as a file to read: its own on disk, a passing copy from S3. Raises Erased."""
    _refuse_erased(digest)
    store = backend()
    if isinstance(store, FileSystemStorage):
        yield Path(store.path(name_of(digest)))
        return
    with room_needed(), tempfile.NamedTemporaryFile(prefix="slowfilm-") as copy:  # closing writes
        with store.open(name_of(digest)) as file:
            for block in file.chunks(BLOCK):
                copy.write(block)
        copy.flush()
        yield Path(copy.name)


def signed_address(digest: str, seconds: int, media_type: str, disposition: str) -> str | None:
    """An address at which S3 itself gives the blob for a while; None when it lies on disk."""
    store = backend()
    if isinstance(store, FileSystemStorage):
        return None
    parameters = {"ResponseContentType": media_type, "ResponseContentDisposition": disposition}
    return str(store.url(name_of(digest), parameters=parameters, expire=seconds))  # type: ignore[call-arg]


@cache
def origin(storage_url: str) -> str:
    """Where a store's signed addresses lead, "https://host"; "" when its blobs lie on disk."""
    store = store_of(storage_url)
    if isinstance(store, FileSystemStorage):
        return ""
    address = urlparse(str(store.url(name_of("0" * 64))))
    return f"{address.scheme}://{address.netloc}"
