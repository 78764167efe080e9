"""Each engine with a model against diffusers alone: same process, model, seed and master."""

import hashlib
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from slowfilm.engines.base import Request
from slowfilm.engines.diffusion.frames import codes
from slowfilm.engines.shared.writing import put, write
from slowfilm.media.names import MASTER
from tests.benchmarks import measure
from tests.benchmarks.models import ENGINES, Measured

pytestmark = pytest.mark.bench
ROUNDS = 3


@pytest.mark.parametrize("name", ENGINES)
def test_overhead(name: str, tmp_path: Path) -> None:
    """Each round with nothing remembered; both write the same master and copies."""
    one = ENGINES[name]
    engine = one.made(tmp_path)
    request = one.request(tmp_path)
    pipe = engine.warm.get(lambda: False).pipe
    took: dict[str, list[tuple[float, float]]] = {"bare": [], "ours": [], "again": []}
    masters = set()
    for number in range(ROUNDS + 1):  # the first of each warms up and is not counted
        cold = one.made(tmp_path, cache=str(tmp_path / f"encodings-{number}"))
        cold.warm = engine.warm
        acts: dict[str, Callable[[Path], Path]] = {
            "bare": lambda to: _bare(one, pipe, engine.options, request, to),
            "ours": lambda to, cold=cold: _ours(cold, request, to),  # type: ignore[misc]
            "again": lambda to, cold=cold: _ours(cold, request, to),  # type: ignore[misc]
        }
        for kind, act in acts.items():
            spent, master = _timed(act, tmp_path / f"{kind}-{number}")
            masters.add(hashlib.sha256(master.read_bytes()).hexdigest())
            if number:
                took[kind].append(spent)
    alike = len(masters) == 1
    measure.line(f"engine-{name}-same-frames", float(alike), "", "= 1, bit for bit", alike)
    wall, work = (
        {kind: statistics.median(each[n] for each in told) for kind, told in took.items()}
        for n in (0, 1)
    )
    over = 100 * (wall["ours"] / wall["bare"] - 1)
    measure.told(f"engine-{name}-bare", wall["bare"], "s", f"median of {ROUNDS}, tiny model")
    measure.line(f"engine-{name}-overhead", over, "%", "≤ 5 %", over <= 5)
    over = 100 * (work["ours"] / work["bare"] - 1)
    measure.line(f"engine-{name}-overhead-cpu", over, "%", "≤ 5 % of CPU time", over <= 5)
    share = 100 * wall["again"] / wall["bare"]
    measure.told(f"engine-{name}-again", share, "%", "of bare, when all is remembered")
    assert alike


def _timed(act: Callable[[Path], Path], folder: Path) -> tuple[tuple[float, float], Path]:
    folder.mkdir()
    began, worked = time.perf_counter(), time.process_time()
    master = act(folder)
    return (time.perf_counter() - began, time.process_time() - worked), master


def _ours(engine: Any, request: Request, folder: Path) -> Path:
    hooks: tuple[Any, ...] = (lambda share: None, lambda: False, lambda look: None)
    made: Path = engine.generate(request, folder / MASTER, *hooks).master
    return made


def _bare(one: Measured, pipe: Any, options: Any, request: Request, folder: Path) -> Path:
    within = folder / "within"
    within.mkdir()
    given = one.bare(pipe, options, request)
    frames, samples = given if isinstance(given, tuple) else (given, None)
    hooks = (lambda share: None, lambda: False, None)
    made = write(request, map(codes, frames), samples, within, hooks)
    put(made, within, folder / MASTER)
    return folder / MASTER
