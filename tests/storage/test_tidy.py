"""What no record names goes, with its bytes; what one names, or may name yet, stays."""

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from slowfilm import storage, tasks
from slowfilm.archives import actions as archives
from slowfilm.archives.tables import ARCHIVE
from slowfilm.films.models import Film
from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.management.tidying import tidy
from slowfilm.shots.models import Keyframe
from slowfilm.storage import Blob, Holding
from tests import make
from tests.generations import made

LONG_AGO = timedelta(days=40)


@pytest.fixture
def film(transactional_db: None) -> Film:
    """A film, committed."""
    return make.film()


@pytest.fixture
def kept(film: Film, tmp_path: Path) -> Callable[..., Blob]:
    """Keeps new bytes, as if some time ago."""

    def keep(age: timedelta = LONG_AGO, media_type: str = "image/jpeg", of: Film = film) -> Blob:
        path = tmp_path / uuid4().hex
        path.write_bytes(os.urandom(64))
        blob = storage.keep(path, media_type, of.id)
        Blob.objects.filter(pk=blob.pk).update(made_at=timezone.now() - age)
        return blob

    return keep


def is_there(blob: Blob) -> bool:
    """Row, holding and bytes: all of them, or none."""
    row = Blob.objects.filter(pk=blob.pk).exists()
    assert Holding.objects.filter(blob=blob.pk).exists() == row
    assert storage.there(blob.digest) == row
    return row


def test_a_look_that_was_followed_by_another_goes(kept: Callable[..., Blob]) -> None:
    old, young = kept(), kept(timedelta(hours=20))
    gone = tidy()
    assert (gone.blobs, gone.size) == (1, 64)
    assert (is_there(old), is_there(young)) == (False, True)


@pytest.mark.slow
def test_whatever_a_record_names_stays(film: Film, kept: Callable[..., Blob]) -> None:
    shot = make.shot(film)
    five = ("original", "proxy", "poster", "filmstrip", "waveform")
    reference = {name: kept() for name in five}
    make.reference(film, "video", facts={}, **reference)
    draft = {name: kept() for name in ("master", "proxy", "poster", "filmstrip", "waveform")}
    make.draft(film, shot, **draft)
    still, look = kept(), kept()
    with make.past_the_guards():
        Keyframe.objects.create(film=film, shot=shot, frame=0, still=still, made_by="system")
    generation = made.queue(shot, made.wanted())
    Generation.objects.filter(id=generation.id).update(poster=look)
    assert tidy().blobs == 0
    assert all(map(is_there, [*reference.values(), *draft.values(), still, look]))


def test_what_somebody_withdrew_keeps_its_mark(kept: Callable[..., Blob]) -> None:
    frozen = kept()
    frozen.holdings.update(frozen_at=timezone.now())
    tidy()
    assert is_there(frozen)


@pytest.mark.slow
def test_of_a_films_archives_the_last_stays_and_the_fresh(
    film: Film, kept: Callable[..., Blob]
) -> None:
    other = make.film()
    months = [kept(timedelta(days=days), ARCHIVE) for days in (60, 30, 5, 2)]
    only = kept(timedelta(days=90), ARCHIVE, other)
    tidy()
    assert [is_there(one) for one in (*months, only)] == [False, False, True, True, True]
    tidy(timezone.now() + timedelta(days=30))
    assert [is_there(one) for one in (*months, only)] == [False, False, False, True, True]


@pytest.mark.slow
def test_the_page_offers_the_archives_that_are_kept(film: Film, client: Client) -> None:
    director = make.director(film)
    client.force_login(director.user)
    for _ in range(2):
        archives.ask(film_id=film.id, actor=director.actor, command=None)
        job = claim("io")
        assert job is not None
        tasks.do(job)
    page = f"/films/{film.id}/archive/"
    assert client.get(page).content.decode().count("Download") == 2
    tidy(timezone.now() + timedelta(days=8))
    assert client.get(page).content.decode().count("Download") == 1


def test_nothing_of_a_film_goes_while_it_is_taken_out(
    film: Film, kept: Callable[..., Blob]
) -> None:
    blob = kept()
    job = Job.objects.create(film=film, kind="export-archive", subject=film.id, queue="io")
    tidy()
    assert is_there(blob)
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)
    tidy()
    assert not is_there(blob)


def test_what_a_killed_worker_left_goes_when_its_job_has_ended(film: Film) -> None:
    place = Path(settings.DATA) / "tmp"
    jobs = [
        Job.objects.create(film=film, kind="generate", subject=uuid4(), queue="q", state=state)
        for state in (Job.State.QUEUED, Job.State.FAILED)
    ]
    open_, ended = (place / f"{job.id}-1" for job in jobs)
    strange = place / "something-else"
    for folder in (open_, ended, strange):
        (folder / "inside").mkdir(parents=True)
    call_command("tidy")
    assert [folder.exists() for folder in (open_, ended, strange)] == [True, False, True]


@pytest.mark.slow
def test_bytes_kept_while_they_are_let_go_are_there(film: Film, tmp_path: Path) -> None:
    """Whoever comes first: a row has its bytes, and keep() never answers one that lacks them."""
    path = tmp_path / "same"
    path.write_bytes(os.urandom(2_000_000))
    digest = storage.digest_of(path)
    later = timezone.now() + timedelta(days=1)
    stop, faults, went = threading.Event(), [], []

    def let_go() -> None:
        try:
            while not stop.is_set():
                went.append(storage.delete_blob(digest, later))
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=let_go)
    thread.start()
    try:
        for _ in range(60):
            look_at(storage.keep(path, "image/jpeg", film.id))
    finally:
        stop.set()
        thread.join()
    assert faults == []
    assert any(went)  # they did meet
    storage.keep(path, "image/jpeg", film.id)
    assert storage.there(digest)
    assert storage.read(digest, 0, 100) == path.read_bytes()[:100]


def look_at(blob: Blob) -> None:
    """While its row is held it can't go, so its bytes must be there."""
    with transaction.atomic():
        if Blob.objects.select_for_update().filter(pk=blob.pk).exists():
            assert storage.there(blob.digest)
