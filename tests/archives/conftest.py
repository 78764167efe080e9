"""A film to take out."""

from pathlib import Path
from uuid import uuid4

import pytest

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.models import Job
from tests import make
from tests.approvals.test_lock import keep, lock, put_forward, say_yes


@pytest.fixture
def whole(transactional_db: None, film: Film, tmp_path: Path) -> Film:
    """A film with a locked shot, a note, ink, an unfinished job, and bytes under its digests."""
    shot, draft = put_forward(film)
    keep(film, draft)
    say_yes(film, shot)
    make.ink(film, make.draft(film))
    Job.objects.create(film=film, kind="generate", subject=uuid4(), queue="animatic")
    film.holdings.all().delete()  # of blobs that make.draft() invents without bytes
    file = tmp_path / "file"
    file.write_text("a picture")
    storage.keep(file, "image/png", film.id)
    lock(film, shot)
    return film
