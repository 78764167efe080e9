"""A film to take out."""

from uuid import uuid4

import pytest

from slowfilm.films.models import Film
from slowfilm.models import Job
from tests import make
from tests.approvals.test_lock import keep, lock, put_forward, say_yes
from tests.archives.acts import kept


@pytest.fixture
def with_bytes(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blobs have bytes, so that their film can be taken out."""
    monkeypatch.setattr(make, "blob", kept)


@pytest.fixture
def whole(with_bytes: None, film: Film) -> Film:
    """A film with a locked shot, a note, ink, an unfinished job, and bytes under its digests."""
    shot, draft = put_forward(film)
    keep(film, draft)
    say_yes(film, shot)
    make.ink(film, make.draft(film))
    Job.objects.create(film=film, kind="generate", subject=uuid4(), queue="animatic")
    lock(film, shot)
    return film
