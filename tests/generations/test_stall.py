"""A worker whose engine hangs ends itself and is started again; its job counts as lost once."""

import os
import threading
from pathlib import Path

import pytest
from django.conf import settings

from slowfilm.engines import settings as engine_settings
from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.jobs.stall import EXIT
from slowfilm.management.commands.up import worker, workers
from slowfilm.server.supervisor import Supervisor
from slowfilm.shots.models import Draft
from tests import make
from tests.conftest import Site
from tests.generations import made
from tests.waiting import until


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """engines.toml: one engine that hangs once, one whose model is missing."""
    path = tmp_path / "engines.toml"
    path.write_text(
        "[animatic]\n[hanging]\nkind = 'tests.engines.hanging'\nstall_limit = 1.5\n"
        f"hung = '{tmp_path / 'hung'}'\n[vace]\nmodel = '{tmp_path / 'nothing'}'\n"
    )
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))
    return path


def test_an_engine_with_a_model_has_a_worker_of_its_own(told: Path) -> None:
    shared, own = workers(os.environ)
    assert own.name == "worker-vace"
    assert own.command[-4:] == ["--queues", "vace", "--concurrency", "1"]
    queues = shared.command[shared.command.index("--queues") + 1].split(",")
    assert {"io", "animatic", "hanging"} <= set(queues) and "vace" not in queues
    assert engine_settings.switched_on()["hanging"].stall_limit == 1.5


@pytest.mark.slow
def test_a_hang_costs_one_attempt_and_the_next_makes_the_draft(
    site: Site, told: Path, tmp_path: Path
) -> None:
    film = make.film()
    generation = made.queue(make.shot(film), made.wanted(engine="hanging"))
    job = Job.objects.filter(pk=generation.job_id)
    said: list[str] = []
    supervisor = Supervisor(tmp_path, said.append)
    server = worker("worker-hanging", site.environment(), ["hanging", "vace"], concurrency=1)
    supervisor.start(server)
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    try:
        until(lambda: job.filter(state=Job.State.DONE).exists(), 90)
    finally:
        supervisor.stopping = True
        watching.join()
        supervisor.stop()
    log = (tmp_path / "log" / "worker-hanging.log").read_text()
    assert job.get().attempt == 2, log
    assert Draft.objects.filter(film=film).count() == 1
    assert Generation.objects.get(pk=generation.pk).draft is not None
    assert [line for line in said if f"exit code {EXIT}" in line] == said[:1] and len(said) == 1
    assert "made no progress for 1.5 s" in log and "hanging.py" in log, "and where it hung"
    assert (
        "engine vace: Its weights can't be loaded here" in log
        and "model_index.json is missing" in log
    )
    assert list((Path(settings.DATA) / "tmp").glob(f"{generation.job_id}-*")) == []
