"""A brief on a team's own ComfyUI server, by the worker's own function; what its draft shows."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from slowfilm import tasks
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from tests import make
from tests.engines.comfy import graph
from tests.engines.comfy.server import Comfy, running
from tests.generations import made
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def comfy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Comfy]:
    """A server of ComfyUI's shape, and the workflow that leads to it switched on."""
    with running() as server:
        monkeypatch.setenv("SLOWFILM_ENGINES", str(graph.settings(tmp_path, server.url)))
        yield server


def asked(**more: Any) -> Generation:
    """A second of somebody."""
    film = make.film()
    brief = made.wanted(
        Cited(made.picture(film).id, "subject"),
        **{"engine": "comfyui", "frames": 24, "text": "雨中的街", **more},
    )
    return made.queue(make.shot(film), brief)


@pytest.mark.slow
def test_a_draft_keeps_the_workflow_as_it_was_sent(comfy: Comfy) -> None:
    one = asked()
    tasks.look("comfyui")
    one.refresh_from_db()
    assert one.draft is not None, Job.objects.get(pk=one.job_id).error
    assert (one.draft.frames, one.draft.width, one.draft.engine) == (24, 640, "comfyui")
    client = Client()
    client.force_login(make.director(one.film).user)
    page = reverse("draft-inputs", args=[one.film_id, one.draft_id])
    said = client.get(page).content.decode()
    address = reverse("draft-workflow", args=[one.film_id, one.draft_id])
    assert address in said and "Given to the node “subject 1”." in said
    answer = client.get(address)
    assert answer.json() == comfy.posted[0]["prompt"]
    assert answer["Content-Disposition"] == 'attachment; filename="S01_SH010_v001.json"'
    viewer = Client()
    viewer.force_login(make.member(one.film, "viewer").user)
    assert address not in viewer.get(page).content.decode()
    assert viewer.get(address).status_code == 403
    other = reverse("draft-workflow", args=[one.film_id, make.draft(one.film).id])
    assert client.get(other).status_code == 404


@pytest.mark.slow
def test_of_two_attempts_one_prompt_is_run(comfy: Comfy) -> None:
    """The first worker goes silent while its prompt runs; the second goes on with it."""
    comfy.faults.hold = True
    one = asked()
    first = claim("comfyui")
    assert first is not None

    def lose() -> None:
        tasks.do(first)
        connections.close_all()

    lost = Thread(target=lose)
    lost.start()
    until(lambda: comfy.running)
    one.refresh_from_db()
    assert one.memory["prompt"] == comfy.posted[0]["prompt_id"], "kept before it was queued"
    Job.objects.filter(pk=one.job_id).update(lease_until=timezone.now())
    second = claim("comfyui")
    assert second is not None and second.attempt == 2
    comfy.faults.hold = False
    tasks.do(second)
    lost.join(30)
    one.refresh_from_db()
    assert one.draft is not None and len(comfy.posted) == 1
    assert one.draft.facts["prompt"] == one.memory["prompt"]


@pytest.mark.slow
def test_why_it_failed_is_said_in_the_queue(comfy: Comfy) -> None:
    comfy.faults.breaks = "9"
    one = asked()
    tasks.look("comfyui")
    client = Client()
    client.force_login(make.director(one.film).user)
    said = client.get(reverse("generations", args=[one.film_id])).content.decode()
    assert "The workflow&#x27;s node “rate” failed: shapes differ" in said
