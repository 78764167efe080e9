"""What becomes of a brief: one draft, a failure that says why, or nothing because it was stopped.

Jobs are done here in the test's own thread, by the very function that a worker's message calls.
"""

import re
import threading
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from slowfilm import tasks
from slowfilm.films.models import Film
from slowfilm.generations import actions
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Generation
from slowfilm.generations.sentences import of_failure
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.jobs.sweeper import Sweeper
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft
from tests import make
from tests.generations import made

pytestmark = pytest.mark.django_db(transaction=True)


def verbs(film: Film) -> list[str]:
    """What the ledger says happened to generations and drafts."""
    entries = Entry.objects.filter(film_id=film.id).order_by("seq")
    return [each.verb for each in entries if each.verb.startswith(("gen", "draft", "cancel"))]


@pytest.fixture
def asked(transactional_db: None) -> Generation:
    """A generation that waits, of one picture and a sound."""
    film = make.film()
    picture, sound = made.picture(film), made.sound(film)
    brief = made.wanted(
        Cited(picture.id, "subject"),
        Cited(sound.id, "ambience", 500, 2500),
        text="@Image1 in the rain, with @Audio1",
    )
    return made.queue(make.shot(film), brief)


@pytest.mark.slow
def test_a_brief_becomes_one_draft_with_its_sources(asked: Generation) -> None:
    tasks.look("animatic")
    tasks.look("animatic")  # said twice: nothing more happens
    draft = Draft.objects.get(film=asked.film)
    asked.refresh_from_db()
    assert asked.draft == draft
    assert asked.job.state == Job.State.DONE
    assert (draft.frames, draft.rate, draft.width, draft.height) == (96, "24", 640, 360)
    assert draft.waveform is not None
    assert draft.engine == "animatic"
    assert {(s.tag, s.role) for s in draft.sources.all()} == {
        ("Image1", "subject"),
        ("Audio1", "ambience"),
    }
    assert verbs(asked.film) == ["generation-queued", "generation-started", "draft-made"]


@pytest.mark.slow
def test_a_job_nobody_was_told_of_is_found_by_the_sweeper(asked: Generation) -> None:
    said: list[Job] = []
    Sweeper(["animatic"], said.append).sweep()
    assert [job.subject for job in said] == [asked.id]
    tasks.look("animatic", said[0].kind, str(said[0].id))
    assert Draft.objects.filter(film=asked.film).count() == 1


def test_what_waits_is_cancelled_at_once(asked: Generation) -> None:
    cancel(asked)
    assert Job.objects.get(pk=asked.job_id).state == Job.State.CANCELLED
    tasks.look("animatic")
    assert verbs(asked.film) == ["generation-queued", "generation-ended"]
    with pytest.raises(Refused) as refused:
        cancel(asked)
    assert refused.value.code == "ended"


def cancel(generation: Generation) -> None:
    """By the director."""
    actions.cancel_generation(
        film_id=generation.film_id,
        actor=make.director(generation.film).actor,
        command=uuid4(),
        generation=generation.id,
    )


def in_the_middle(generation: Generation, do: object) -> None:
    """Run the job, and call `do` once its worker has begun to make pictures."""
    worker = threading.Thread(target=tasks.look, args=["animatic"])
    worker.start()
    while not Job.objects.filter(pk=generation.job_id, progress__gt=0).exists():
        assert worker.is_alive()
    do()  # type: ignore[operator]
    worker.join(30)
    assert not worker.is_alive()


@pytest.mark.slow
def test_what_runs_is_stopped_when_asked(asked: Generation) -> None:
    long = made.queue(asked.shot, made.wanted(frames=360, width=1280, height=720))
    cancel(asked)
    in_the_middle(long, lambda: cancel(long))
    assert Job.objects.get(pk=long.job_id).state == Job.State.CANCELLED
    assert not Draft.objects.filter(film=asked.film).exists()
    assert verbs(asked.film)[-2:] == ["cancel-asked", "generation-ended"]


@pytest.mark.slow
def test_clearance_that_is_withdrawn_stops_what_runs(asked: Generation) -> None:
    cancel(asked)
    picture = made.picture(asked.film)
    brief = made.wanted(Cited(picture.id, "subject"), frames=360, width=1920, height=1080)
    long = made.queue(asked.shot, brief)
    in_the_middle(long, lambda: Reference.objects.filter(id=picture.id).update(study=True))
    job = Job.objects.get(pk=long.job_id)
    assert (job.state, job.error) == (Job.State.FAILED, "clearance-withdrawn")
    assert not Draft.objects.filter(film=asked.film).exists()


@pytest.mark.slow
def test_clearance_is_asked_again_when_a_worker_takes_it_up(asked: Generation) -> None:
    Reference.objects.filter(film=asked.film).update(nobody_else_at=None)
    tasks.look("animatic")
    assert Job.objects.get(pk=asked.job_id).error == "clearance-withdrawn"
    assert verbs(asked.film) == ["generation-queued", "generation-ended"]


@pytest.mark.slow
def test_a_shot_locked_meanwhile_takes_no_draft(asked: Generation) -> None:
    draft = make.draft(asked.film, of=asked.shot)
    make.lock(draft)
    tasks.look("animatic")
    assert Job.objects.get(pk=asked.job_id).error == "locked"


@pytest.mark.slow
def test_an_engine_that_was_switched_off_is_said(
    asked: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOWFILM_ENGINES", "other")
    tasks.look("animatic")
    assert Job.objects.get(pk=asked.job_id).error == "no-engine"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("prompt", "error"),
    [
        ("memory", "out-of-memory"),
        ("card", "out-of-memory"),
        ("numbers", "no-numbers"),
        ("weights", "no-weights"),
        ("library", "no-library"),
        ("refusal", "refused"),
        ("slow", "out-of-time"),
        ("bug", "broken"),
    ],
)
def test_what_goes_wrong_in_a_model_is_said(
    asked: Generation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, prompt: str, error: str
) -> None:
    settings = tmp_path / "engines.toml"
    settings.write_text("[faulty]\nkind = 'tests.engines.faulty'\ntime_limit = 0.3\n")
    monkeypatch.setenv("SLOWFILM_ENGINES", str(settings))
    one = made.queue(asked.shot, made.wanted(text=prompt, engine="faulty"))
    tasks.look("faulty")
    job = Job.objects.get(pk=one.job_id)
    assert (job.state, job.error) == (Job.State.FAILED, error)
    assert of_failure(job.error, job.facts) != of_failure("no-such-code", {})
    with override("zh-hans"):
        assert re.search("[\u4e00-\u9fff]", of_failure(job.error, job.facts))


@pytest.mark.slow
def test_of_two_workers_only_the_later_makes_the_draft(asked: Generation) -> None:
    first = claim("animatic")
    assert first is not None
    Job.objects.filter(pk=first.pk).update(lease_until=timezone.now())  # it went silent
    tasks.look("animatic")
    assert Draft.objects.filter(film=asked.film).count() == 1
    tasks.do(first)  # and wakes up again
    assert Draft.objects.filter(film=asked.film).count() == 1
    assert verbs(asked.film).count("draft-made") == 1


def test_a_job_lost_twice_has_failed(asked: Generation) -> None:
    for _ in range(2):
        claim("animatic")
        Job.objects.filter(pk=asked.job_id).update(lease_until=timezone.now())
    tasks.look("animatic")
    job = Job.objects.get(pk=asked.job_id)
    assert (job.state, job.error) == (Job.State.FAILED, "worker-lost")
    assert verbs(asked.film) == ["generation-queued", "generation-ended"]
    connection.close()
