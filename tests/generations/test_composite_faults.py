"""What happens to composite in the middle of its work: a release withdrawn, a kill -9."""

import threading
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from slowfilm import tasks
from slowfilm.clearance import releases
from slowfilm.films.models import Film
from slowfilm.generations import run
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.ledger.models import Entry
from slowfilm.shots.models import Draft
from tests import make
from tests.conftest import Site
from tests.generations import made, staged
from tests.generations.worker import running_worker
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def queued(film: Film, frames: int) -> Generation:
    """Somebody in an old street, asked for."""
    someone, plate = staged.person(film, 0.6, "a"), staged.plate(film)
    cited = Cited(plate.id, "plate"), Cited(someone.id, "subject")
    return made.queue(make.shot(film), made.wanted(*cited, engine="composite", frames=frames))


def test_a_release_withdrawn_while_it_runs_ends_it(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "RENEWAL", 0.2)
    film = make.film()
    generation = queued(film, 240)
    someone = film.references.get(name="a")
    person = make.person(film, member=make.director(film))
    make.name(someone, person)
    release = make.release(person)
    worker = threading.Thread(target=tasks.look, args=["composite"])
    worker.start()
    until(lambda: Job.objects.filter(pk=generation.job_id, progress__gt=0).exists(), 60)
    by = {"film_id": film.id, "actor": make.director(film).actor, "command": uuid4()}
    releases.withdraw_release(**by, release=release.id)
    worker.join(60)
    assert not worker.is_alive()
    job = Job.objects.get(pk=generation.job_id)
    assert (job.state, job.error) == (Job.State.FAILED, "clearance-withdrawn")
    assert job.progress < 0.9, "it was stopped on the way"
    assert not Draft.objects.filter(film=film).exists()
    assert left(generation) == []


def test_killed_in_the_middle_it_is_made_once_by_the_next_worker(site: Site) -> None:
    film = make.film()
    generation = queued(film, 36)
    job = Job.objects.filter(pk=generation.job_id)
    with running_worker(site, "composite") as worker:
        until(lambda: job.filter(progress__gt=0.02).exists(), 90)
        worker.kill()
        worker.wait()
    assert not Draft.objects.filter(film=film).exists()
    job.update(lease_until=timezone.now())
    with running_worker(site, "composite"):
        until(lambda: job.filter(state=Job.State.DONE).exists(), 120)
        until(lambda: left(generation) == [])  # before the worker is stopped, who takes it away
    assert job.get().attempt == 2
    draft = Draft.objects.get(film=film)
    assert (draft.frames, draft.facts["people"][0]["answer"]) == (36, "still")
    assert Entry.objects.filter(film_id=film.id, verb="draft-made").count() == 1


def left(generation: Generation) -> list[Path]:
    """What an attempt left behind."""
    return list((Path(settings.DATA) / "tmp").glob(f"{generation.job_id}-*"))
