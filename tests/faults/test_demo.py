"""The demo film whose first draft fails: the next start tries once more, and comes to its end."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings

from slowfilm.clearance.models import Release
from slowfilm.demo import dusk, lane, selves
from slowfilm.demo import film as demo
from slowfilm.films.models import Film
from slowfilm.generations.models import Generation
from slowfilm.jobs.queue import claim
from slowfilm.ledger.models import Entry
from slowfilm.references.models import Character, Line
from slowfilm.reviews.models import Note, Stroke
from slowfilm.shots.models import Draft, Scene
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
    """All three scenes: each draft fails first, and nothing is done twice."""
    monkeypatch.setenv("SLOWFILM_ENGINES", "animatic,composite")
    Film.objects.filter(id=demo.found().id).update(width=640, height=360)  # a draft in less time
    with running(site, "worker", "--queues=io,scan"), running(site, "demo") as first:
        for engine in ("animatic", "composite", "animatic"):  # dusk, two selves, the lane
            job = until(partial(claim, engine), seconds=300)  # by one who will not make it
            assert job
            KINDS[job.kind].fail(job, "broken", {})
        assert first.wait(90) == 0
    assert not Generation.objects.exclude(draft=None).exists()
    assert not Note.objects.exists()
    with running(site, "worker"), running(site, "demo") as second:
        assert second.wait(600) == 0
    assert Scene.objects.count() == 3
    for scene in Scene.objects.all():
        failed, made = Generation.objects.filter(shot__scene=scene).order_by("asked_at")
        assert failed.brief == made.brief
        assert failed.draft is None and made.draft is not None
    _dusk_is_whole(_draft_of(dusk.TITLE))
    _light_stands_for_the_lane(_draft_of(lane.TITLE))
    _two_selves_speak(_draft_of(selves.TITLE))
    written = Entry.objects.count()
    with running(site, "demo") as third:
        assert third.wait(90) == 0
    assert Entry.objects.count() == written, "and once it is there it is left alone"


def _draft_of(scene: str) -> Draft:
    return Draft.objects.exclude(generation=None).get(shot__scene__title=scene)


def _dusk_is_whole(draft: Draft) -> None:
    assert Note.objects.filter(draft=draft).count() == 5, "one of them in the sitting"
    assert Stroke.objects.filter(draft=draft).count() == 2


def _light_stands_for_the_lane(draft: Draft) -> None:
    assert {each["treatment"] for each in draft.facts["inputs"]} == {"used"}
    assert draft.sources.filter(reference__name=lane.SPACE_NAME).exists()


def _two_selves_speak(draft: Draft) -> None:
    facts = draft.facts
    assert [(each["moves"], each["cut"]) for each in facts["people"]] == [(True, False)] * 2
    assert [each["character"] for each in facts["spoken"]] == ["林遥（1998）", "林遥（现在）"]
    assert all(each["lost"] == 0 for each in facts["spoken"])
    assert all(each["treatment"] == "used" for each in facts["inputs"])
    assert facts["layout"]["screen"] and facts["layout"]["lamps"] and facts["layout"]["vanishing"]
    assert Release.objects.get(person__name="林遥").signed_name == "林遥"
    assert Character.objects.count() == Line.objects.count() == 2
    assert Note.objects.filter(draft=draft, kind="keep").exclude(reason="").count() == 1
