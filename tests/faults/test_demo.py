"""The demo film whose first draft fails: the next start tries once more, and comes to its end."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings

from slowfilm.demo import film as demo
from slowfilm.demo import lane, selves
from slowfilm.films.models import Film
from slowfilm.generations.models import Generation
from slowfilm.jobs.queue import claim
from slowfilm.reviews.models import Note, Stroke
from slowfilm.shots.models import Scene
from slowfilm.tasks import KINDS
from tests.conftest import Site
from tests.waiting import until

pytestmark = pytest.mark.slow


@contextmanager
def running(site: Site, *command: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A management command on the tests' servers."""
    with (Path(settings.DATA) / "log" / f"{command[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *command], env=site.environment(), stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


def test_a_draft_that_failed_is_tried_again_at_the_next_start(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOWFILM_ENGINES", "animatic")
    Film.objects.filter(id=demo.found().id).update(width=640, height=360)  # a draft in less time
    with running(site, "worker", "--queues=io,scan"), running(site, "demo") as first:
        for _scene in ("dusk", "lane"):
            job = until(partial(claim, "animatic"), seconds=300)  # by one who will not make it
            assert job
            KINDS[job.kind].fail(job, "broken", {})
        assert first.wait(90) == 0
    assert not Generation.objects.exclude(draft=None).exists()
    assert not Note.objects.exists()
    with running(site, "worker"), running(site, "demo") as second:
        assert second.wait(300) == 0
    failed, made = Generation.objects.exclude(shot__scene__title=lane.TITLE).order_by("asked_at")
    assert failed.brief == made.brief
    assert made.draft is not None
    assert Note.objects.filter(draft=made.draft).count() == 5, "one of them in the sitting"
    assert Stroke.objects.filter(draft=made.draft).count() == 2
    light = Generation.objects.filter(shot__scene__title=lane.TITLE).exclude(draft=None).get().draft
    assert light is not None
    assert {each["treatment"] for each in light.facts["inputs"]} == {"used"}
    assert light.sources.filter(reference__name=lane.SPACE_NAME).exists()
    with running(site, "demo") as third:
        assert third.wait(90) == 0
    assert Generation.objects.count() == 4, "and once it is there it is left alone"
    titles = set(Scene.objects.values_list("title", flat=True))
    assert lane.TITLE in titles and selves.TITLE not in titles, "that one's engine is not here"
    assert len(titles) == 2
