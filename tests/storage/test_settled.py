"""A finished file on the store's own disk gets a second name there; any other is copied."""

from pathlib import Path

import pytest
from django.conf import settings

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.storage import Full
from tests.small_disk import small_disk


def kept(digest: str) -> Path:
    """Where a blob lies."""
    return Path(storage.backend().path(storage.name_of(digest)))


@pytest.fixture
def near() -> Path:
    """A file on the store's disk."""
    folder = Path(settings.DATA) / "tmp"
    folder.mkdir(exist_ok=True)
    return folder / "finished"


@pytest.mark.parametrize("settled", [True, False])
def test_only_what_is_settled_needs_no_copy(film: Film, near: Path, settled: bool) -> None:
    near.write_bytes(b"settled" if settled else b"not yet")
    blob = storage.keep(near, "video/mp4", film.id, settled=settled)
    there = kept(blob.digest)
    assert (there.stat().st_ino == near.stat().st_ino) == settled
    assert there.stat().st_mode & 0o777 == 0o640
    again = storage.keep(near, "video/mp4", film.id, settled=settled)
    assert again.digest == blob.digest
    whole = near.read_bytes()
    near.unlink()
    assert storage.read(blob.digest, 0, 10) == whole


def test_what_lies_on_another_disk_is_copied(film: Film, tmp_path: Path) -> None:
    with small_disk(tmp_path, "size=1m"):
        path = tmp_path / "finished"
        path.write_bytes(b"from elsewhere")
        blob = storage.keep(path, "video/mp4", film.id, settled=True)
    assert storage.read(blob.digest, 0, 20) == b"from elsewhere"


def test_a_copy_leaves_the_reserve_alone(film: Film, near: Path, settings: object) -> None:
    settings.STORAGE_RESERVE = 1 << 60  # type: ignore[attr-defined]
    near.write_bytes(b"one more")
    with pytest.raises(Full):
        storage.keep(near, "video/mp4", film.id)
    storage.keep(near, "video/mp4", film.id, settled=True)
