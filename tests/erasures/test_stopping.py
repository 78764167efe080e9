"""Work that uses what is to be erased is stopped, and other work goes on."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from slowfilm import storage, tasks
from slowfilm.clearance import releases
from slowfilm.erasures import actions
from slowfilm.erasures.models import Erasure
from slowfilm.erasures.scope import scope_of
from slowfilm.films.models import Film
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Superseded, claim, end, enqueue
from slowfilm.ledger.models import Entry
from slowfilm.ledger.verify import verify
from slowfilm.people.models import Person
from slowfilm.shots.models import Draft
from tests import make
from tests.clearance.test_pages import words
from tests.erasures.test_erasure import Case, signed_in
from tests.generations import made

State = Job.State


@pytest.fixture
def case(film: Film, zhou: Person, tmp_path: Path) -> Case:
    """A neighbour whose picture is used."""
    return Case(film, zhou, tmp_path)


def test_a_run_of_their_picture_is_cancelled_and_what_it_made_does_not_count(case: Case) -> None:
    brief = made.wanted(Cited(case.picture.id, "plate"))
    running, waiting = (made.queue(make.shot(case.film), brief) for _ in range(2))
    had = claim("animatic", str(running.job_id))
    assert had is not None and had.pk == running.job_id
    other = made.queue(make.shot(case.film), made.wanted())
    case.withdraw()
    page = f"/films/{case.film.id}/people/{case.person.id}/erasure/"
    assert "2 pieces of work that use these files" in words(signed_in(case.first).get(page))
    case.does(case.first, "ask")
    assert Erasure.objects.filter(done_at=None).exists(), "nothing was refused"

    with pytest.raises(Superseded):
        end(had, State.DONE)
    for _ in range(2):
        job = claim("animatic")
        assert job is not None and job.pk in (running.job_id, waiting.job_id)
        tasks.do(job)
    states = [Job.objects.get(pk=each.job_id).state for each in (running, waiting, other)]
    assert states == [State.CANCELLED, State.CANCELLED, State.QUEUED]
    ended = Entry.objects.filter(film=case.film, verb="generation-ended")
    assert ended.count() == 2
    assert not Draft.objects.filter(generation__in=Generation.objects.all()).exists()
    case.does(case.second, "confirm")
    assert Erasure.objects.get().done_at is not None
    assert verify(case.film.id).fault is None


@pytest.mark.parametrize(
    ("kind", "subject", "stops"),
    [
        ("scan", "picture", True),
        ("light-pass", "draft", True),
        ("export-archive", "film", True),
        ("take-frames", "facts", True),
        ("preview-abstraction", "digest", True),
        ("scan", "other", False),
        ("daily-letter", "film", False),
    ],
)
def test_which_work_uses_them(case: Case, kind: str, subject: str, stops: bool) -> None:
    other = make.added(case.film)
    named = {"picture": case.picture.id, "draft": case.draft.id, "film": case.film.id}
    facts = {"facts": {"draft": str(case.draft.id)}}
    facts |= {"digest": {"asked": {"digest": case.picture.proxy_id}}}
    case.withdraw()
    told: dict[str, Any] = {"subject": named.get(subject, other.id), "facts": facts.get(subject)}
    job = enqueue(film_id=case.film.id, kind=tasks.KINDS[kind], **told)
    queue = job.queue
    claimed = claim(queue, str(job.id))
    assert claimed is not None and claimed.pk == job.pk
    case.does(case.first, "ask")
    job.refresh_from_db()
    assert (job.cancel_asked_at is not None, job.state == State.QUEUED) == (stops, stops)
    if subject in ("picture", "film") and stops:
        again = claim(queue, str(job.id))
        assert again is not None
        tasks.do(again)
        job.refresh_from_db()
        assert (job.state, job.error) == (State.FAILED, "stopped")


def test_what_is_refused_stops_nothing(case: Case) -> None:
    job = enqueue(film_id=case.film.id, kind=tasks.KINDS["notes-pdf"], subject=case.draft.id)
    assert "A release is in force" in case.does(case.first, "ask")
    job.refresh_from_db()
    assert job.cancel_asked_at is None


def test_no_picture_or_sound_stays_with_a_job(case: Case) -> None:
    told: dict[str, Any] = {"film_id": case.film.id, "subject": case.film.id}
    kinds = ("release-previews", "release-voices", "preview-abstraction")
    for kind in kinds:
        enqueue(**told, kind=tasks.KINDS[kind], facts={"picture": "of them"})
    case.erase()
    assert not Job.objects.filter(kind__in=kinds).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_people_in_one_draft_are_erased_at_the_same_moment(
    film: Film, zhou: Person, tmp_path: Path
) -> None:
    case = Case(film, zhou, tmp_path)
    other = make.person(film, "陈")
    secret = make.signed(make.release_link(other))
    make.name(case.draft, other, else_=False)
    releases.withdraw_own(secret)
    case.withdraw()
    both, at_once = [zhou, other], threading.Barrier(2)

    def asks(person: Person) -> None:
        told = {"person": person.id, "digest": scope_of(person).digest}
        at_once.wait(30)
        actions.ask_erasure(film_id=film.id, actor=case.first.actor, **told)
        connection.close()

    def confirms(erasure: Erasure) -> None:
        told = {"erasure": erasure.id, "digest": scope_of(erasure.person).digest}
        at_once.wait(30)
        actions.confirm_erasure(film_id=film.id, actor=case.second.actor, **told)
        connection.close()

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(asks, both))
        list(hands.map(confirms, list(Erasure.objects.select_related("person"))))
    assert Erasure.objects.filter(done_at__isnull=False).count() == 2
    for job in Job.objects.filter(kind="erase-files"):
        claimed = claim("io", str(job.id))
        assert claimed is not None
        tasks.do(claimed)
    assert not any(storage.there(digest) for digest in case.digests)
    assert set(Job.objects.filter(kind="erase-files").values_list("state", flat=True)) == {"done"}
    assert verify(film.id).fault is None
