"""A wish to stop: how much of a model still computes after it, and how long it takes."""

import time
from pathlib import Path

import pytest

from slowfilm.engines.base import Cancelled
from slowfilm.media.names import MASTER
from tests.benchmarks import measure
from tests.benchmarks.models import ENGINES, module
from tests.engines.models import counted

pytestmark = pytest.mark.bench
PLACES = (0.2, 0.5, 0.9)  # shares of what a whole draft computes, at which one wishes to stop


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("part", ["steps", "decode"])
def test_cancel(name: str, part: str, tmp_path: Path) -> None:
    one = ENGINES[name]
    engine, request = one.made(tmp_path), one.request(tmp_path)
    pipe = engine.warm.get(lambda: False).pipe
    whole = module(pipe, one.stepping if part == "steps" else one.decoder)
    blocks = [each for each in whole.modules() if "Block" in type(each).__name__]
    with counted(*blocks) as counts:
        _run(engine, request, tmp_path / "whole", lambda: False)
        all_, late, took = sum(counts), [], []
        for number, place in enumerate(PLACES):
            counts[:] = [0] * len(counts)
            wished: list[tuple[float, int]] = []

            def cancelled(
                at: float = place * all_, wished: list[tuple[float, int]] = wished
            ) -> bool:
                if sum(counts) >= at and not wished:
                    wished.append((time.perf_counter(), sum(counts)))
                return bool(wished)

            with pytest.raises(Cancelled):
                _run(engine, request, tmp_path / str(number), cancelled)
            took.append(time.perf_counter() - wished[0][0])
            late.append(sum(counts) - wished[0][1])
    worst = max(late)
    said = f"≤ 1 of {all_} in a draft"
    measure.line(f"cancel-{name}-{part}", worst, "blocks", said, worst <= 1)
    measure.told(f"cancel-{name}-{part}-wait", max(took), "s", "until nothing is left of it")
    assert worst <= 1


def _run(engine: object, request: object, folder: Path, cancelled: object) -> None:
    folder.mkdir()
    hooks = (lambda share: None, cancelled)
    engine.generate(request, folder / MASTER, *hooks)  # type: ignore[attr-defined]
    assert (folder / MASTER).exists()
