"""A warm worker: what a second draft encodes, how memory stands, how soon an idle one begins."""

import gc
import os
import statistics
import time
from dataclasses import replace
from pathlib import Path

import pytest

from slowfilm.jobs.models import Job
from slowfilm.media.names import MASTER
from tests import make
from tests.benchmarks import measure
from tests.benchmarks.models import ENGINES, module
from tests.conftest import Site
from tests.engines.models import counted
from tests.generations import made
from tests.generations.worker import running_worker
from tests.waiting import until

pytestmark = pytest.mark.bench
RUNS, SETTLED, ASKED = 50, 10, 20


@pytest.mark.parametrize("name", ENGINES)
def test_second_draft(name: str, tmp_path: Path) -> None:
    one = ENGINES[name]
    engine, request = one.made(tmp_path), one.request(tmp_path)
    began = time.perf_counter()
    pipe = engine.warm.get(lambda: False).pipe
    measure.told(f"engine-{name}-load", time.perf_counter() - began, "s", "of a tiny model")
    with counted(*(module(pipe, path) for path in one.encoders)) as counts:
        took = []
        for number in range(2):
            before, began = sum(counts), time.perf_counter()
            _made(engine, replace(request, seed=number), tmp_path / str(number))
            took.append((time.perf_counter() - began, sum(counts) - before))
    (first, cold), (second, warm) = took
    measure.told(f"engine-{name}-first", first, "s", f"{cold} calls of encoders")
    measure.told(f"engine-{name}-second", second, "s", "another seed")
    measure.line(f"engine-{name}-second-encodes", warm, "calls", "≤ 0", warm == 0)
    assert cold > 0 and warm == 0


@pytest.mark.parametrize("name", ENGINES)
def test_memory(name: str, tmp_path: Path) -> None:
    one = ENGINES[name]
    engine = one.made(tmp_path)
    request = replace(one.request(tmp_path), width=96, height=64, frames=12)
    held = []
    for number in range(RUNS):
        _made(engine, replace(request, seed=number), tmp_path / str(number))
        gc.collect()
        held.append(measure.rss(os.getpid()) / 1e6)
    grown = held[-1] - held[SETTLED - 1]
    measure.told(f"engine-{name}-memory", held[-1], "MB", "of the process that measures")
    said = f"≤ 10 MB from draft {SETTLED} to {RUNS}"
    measure.line(f"engine-{name}-memory-growth", grown, "MB", said, grown <= 10)
    assert grown <= 50


def _made(engine: object, request: object, folder: Path) -> None:
    folder.mkdir()
    hooks = (lambda share: None, lambda: False, lambda look: None)
    engine.generate(request, folder / MASTER, *hooks)  # type: ignore[attr-defined]


def test_an_idle_worker_begins(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the commit of the entry to the claim; the engine fails at once, so it is idle again."""
    path = tmp_path / "engines.toml"
    path.write_text("[refusing]\nkind = 'tests.engines.faulty'\n")
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))
    shot, waited = make.shot(make.film()), []
    with running_worker(site, "refusing"):
        for number in range(ASKED + 1):
            one = made.queue(shot, made.wanted(engine="refusing", text="refusal", seed=number))
            job = Job.objects.filter(pk=one.job_id)
            until(lambda job=job: job.filter(state=Job.State.FAILED).exists(), 60)  # type: ignore[misc]
            told = job.get()
            assert told.started_at is not None
            if number:  # the first waits for the worker's own start
                waited.append(1000 * (told.started_at - told.queued_at).total_seconds())
            time.sleep(0.2)
    waited.sort()
    measure.told("engine-begins-median", statistics.median(waited), "ms", f"of {ASKED}")
    worst = measure.quantile(waited, 0.95)
    measure.line("engine-begins", worst, "ms", "≤ 200 ms, 95th percentile", worst <= 200)
    assert worst <= 1000
