"""The bytes go even where the worker is killed in the middle, from disk and from a bucket."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from slowfilm import storage
from slowfilm.erasures.models import Erasure
from slowfilm.erasures.removing import erased_by
from slowfilm.jobs.models import Job
from slowfilm.ledger.verify import verify
from slowfilm.storage import Blob
from tests import make
from tests.conftest import Site
from tests.erasures.test_erasure import Case
from tests.generations.worker import running_worker
from tests.storage.test_s3 import bucket, endpoint  # noqa: F401
from tests.waiting import until

pytestmark = pytest.mark.slow


def test_from_disk(site: Site, tmp_path: Path) -> None:
    killed_in_the_middle(site, tmp_path)


def test_from_a_bucket(
    site: Site,
    tmp_path: Path,
    bucket: Any,  # noqa: F811
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STORAGE_URL", settings.STORAGE_URL)  # for the workers
    killed_in_the_middle(site, tmp_path)
    assert not list(bucket.objects.all())


def killed_in_the_middle(site: Site, folder: Path) -> None:
    """One file's row is held, so that the worker gets that far and no further; there it is killed.

    The next one finds some files gone, and removes the others.
    """
    film = make.film()
    case = Case(film, make.person(film, "周"), folder)
    for number in range(8):
        still = case.kept(f"{number} {os.urandom(8).hex()}", "image/jpeg")
        make.name(
            make.reference(film, "picture", still, {}, nobody=False, proxy=still), case.person
        )
    case.erase()
    files = erased_by(film.id, Erasure.objects.get().id)
    before, held = files[:6], files[6]
    job = Job.objects.filter(kind="erase-files")
    with running_worker(site) as worker:
        with transaction.atomic():
            Blob.objects.select_for_update().get(pk=held)
            until(lambda: not any(storage.there(digest) for digest in before), 60)
            worker.kill()
            worker.wait()
        assert storage.there(files[-1]) and job.get().state == Job.State.RUNNING
    job.update(lease_until=timezone.now())
    with running_worker(site):
        until(lambda: job.get().state == Job.State.DONE, 60)
    assert not any(storage.there(digest) for digest in files)
    assert job.get().attempt == 2 and verify(film.id).fault is None
