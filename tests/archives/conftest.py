"""A film to take out."""

import secrets
from pathlib import Path
from uuid import uuid4

import pytest

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.models import Job
from slowfilm.storage import Blob
from tests import make
from tests.approvals.test_lock import keep, lock, put_forward, say_yes


@pytest.fixture
def whole(
    transactional_db: None, film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Film:
    """A film with a locked shot, a note, ink, an unfinished job, and bytes under its digests."""

    def kept(film: Film, media_type: str = "video/mp4") -> Blob:
        file = tmp_path / "file"
        file.write_bytes(secrets.token_bytes(8))
        return storage.keep(file, media_type, film.id)

    monkeypatch.setattr(make, "blob", kept)
    shot, draft = put_forward(film)
    keep(film, draft)
    say_yes(film, shot)
    make.ink(film, make.draft(film))
    Job.objects.create(film=film, kind="generate", subject=uuid4(), queue="animatic")
    lock(film, shot)
    return film
