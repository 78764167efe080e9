"""What is used and what is left is shown, and what waits for room says so."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone

from slowfilm import tasks
from slowfilm.archives.actions import EXPORT
from slowfilm.films.models import Film, Member
from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import NO_ROOM, WAITS
from slowfilm.ledger import Refused
from slowfilm.out_of_reach import OutOfReach
from slowfilm.storage import ARCHIVE
from slowfilm.uploads.models import Upload
from tests import make
from tests.generations import made

GB = 1024**3
WAITING = "The studio&#x27;s disk is full. This goes on by itself when there is room."


def page(member: Member, address: str) -> str:
    """A page as somebody sees it, in one line."""
    browser = Client()
    browser.force_login(member.user)
    return " ".join(browser.get(address).content.decode().split())


@pytest.fixture
def kept(film: Film, settings: Any) -> Film:
    """A film that holds 3 GB of 10, with 1 GB on the way; one may upload 5 GB into it."""
    settings.FILM_QUOTA, settings.MEMBER_QUOTA = 10 * GB, 5 * GB
    director = make.director(film)
    original, facts = make.blob(film, size=2 * GB), {"width": 1, "height": 1}
    make.reference(film, "picture", original, facts, by=director.actor)
    make.draft(film, master=make.blob(film, size=GB))
    make.blob(film, ARCHIVE, 4 * GB)
    Upload.objects.create(film=film, member=director, filename="b.mov", size=GB)
    return film


def test_the_library_says_it_beside_the_upload(kept: Film) -> None:
    said = page(make.director(kept), f"/films/{kept.id}/references/")
    assert "4.0 GB of 10.0 GB" in said
    assert "3.0 GB of 5.0 GB" in said
    assert "1.0 GB of it on the way" in said
    assert f'<progress class="quota" max="{5 * GB}" value="{3 * GB}"' in said
    assert "The next file may have up to" in said
    viewer = page(make.member(kept, "viewer"), f"/films/{kept.id}/references/")
    assert "of 10.0" not in viewer
    part = page(make.director(kept), f"/films/{kept.id}/uploads/standing")
    assert "4.0 GB of 10.0 GB" in part


def test_the_films_page_says_it_to_those_who_manage(kept: Film) -> None:
    said = page(make.director(kept), f"/films/{kept.id}/")
    assert "4.0 GB of 10.0 GB" in said
    assert "archives take another 4.0 GB" in said
    assert "of 10.0" not in page(make.member(kept, "editor"), f"/films/{kept.id}/")


def test_scripts_are_told_in_bytes(kept: Film, settings: Any) -> None:
    bearer = {"Authorization": f"Bearer {make.token(make.director(kept).user)}"}
    told = Client(headers=bearer).get(f"/api/films/{kept.id}/storage").json()
    small = sum(1 for _ in ("proxy", "poster", "filmstrip"))  # of the draft, a byte each
    assert told["film"] == {"stored": 3 * GB + small, "coming": GB, "most": 10 * GB}
    assert told["member"] == {"stored": 2 * GB, "coming": GB, "most": 5 * GB}
    assert 0 < told["left"] <= 2 * GB
    settings.FILM_QUOTA = 4 * GB
    told = Client(headers=bearer).get(f"/api/films/{kept.id}/storage").json()
    assert told["left"] == 0
    settings.FILM_QUOTA = 0
    told = Client(headers=bearer).get(f"/api/films/{kept.id}/storage").json()
    assert told["film"]["most"] is None


@pytest.mark.django_db(transaction=True)
def test_a_film_that_is_full_makes_no_drafts(film: Film, settings: Any) -> None:
    waits = made.queue(make.shot(film), made.wanted())
    settings.FILM_QUOTA = 1000
    make.blob(film, size=1000)
    with pytest.raises(Refused) as refused:
        made.queue(make.shot(film), made.wanted())
    assert refused.value.code == "film-full"
    assert "1000\xa0bytes" in str(refused.value.reason)
    tasks.look("animatic")
    job = Job.objects.get(id=waits.job_id)
    assert (job.state, job.error) == (Job.State.FAILED, "film-full")


def put_off(job: Job) -> None:
    """As a worker leaves a job that found no room."""
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.QUEUED, error=NO_ROOM, lease_until=timezone.now() + WAITS
    )


def test_a_reference_that_waits_for_room_says_so(film: Film) -> None:
    director = make.director(film)
    reference = make.added(film, by=director.actor)
    job = Job.objects.get(subject=reference.id)
    assert WAITING not in page(director, f"/films/{film.id}/references/")
    put_off(job)
    assert WAITING in page(director, f"/films/{film.id}/references/")
    assert WAITING in page(director, f"/films/{film.id}/references/{reference.id}/")
    bearer = {"Authorization": f"Bearer {make.token(director.user)}"}
    (told,) = Client(headers=bearer).get(f"/api/films/{film.id}/references").json()
    assert told["state"] == "preparing"
    assert told["why"].startswith("The studio's disk is full.")


def test_a_generation_and_an_archive_that_wait_for_room_say_so(film: Film) -> None:
    director = make.director(film)
    generation = made.queue(make.shot(film), made.wanted())
    archive = Job.objects.create(film=film, kind=EXPORT.name, subject=film.id, queue="io")
    for address in (f"/films/{film.id}/generations/", f"/films/{film.id}/archive/"):
        assert WAITING not in page(director, address)
    put_off(Generation.objects.get(pk=generation.pk).job)
    put_off(archive)
    for address in (f"/films/{film.id}/generations/", f"/films/{film.id}/archive/"):
        assert WAITING in page(director, address)


def test_a_page_says_that_the_record_is_full_or_away() -> None:
    door = OutOfReach(lambda request: pytest.fail("not asked"))
    request = RequestFactory().post("/")
    answer = door.process_exception(request, OperationalError("could not extend file"))
    assert answer is not None
    assert answer.status_code == 503
    assert b"nothing was lost" in answer.content  # type: ignore[attr-defined]
    assert door.process_exception(request, ValueError()) is None
