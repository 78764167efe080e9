"""One annotation of 120 points, committed and seen by N others, on Daphne. No loss."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import make
from tests.benchmarks import measure
from tests.conftest import Site

pytestmark = pytest.mark.bench
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = 8
CASES = [
    (50, 20, {"p50": 60, "p99": 150}),
    (200, 20, {"p50": 60, "p99": 150}),
    (200, 40, {"p99": 300}),
]


class BareSite(Site):
    """The control, on the same servers."""

    program = "daphne"
    application = "tests.benchmarks.bare_hub:application"

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "REDIS_URL": settings.REDIS_URL}


def server_pids() -> list[int]:
    """Postgres and Valkey, which this process started."""
    found = []
    for pid in measure.children(os.getpid()):
        name = Path(f"/proc/{pid}/comm").read_text().strip()
        if name.startswith(("postgres", "valkey", "redis")):
            found.append(pid)
    return found


def drive(sites: list[Site], film: Any, token: str, draft: str, *load: float) -> dict[str, Any]:
    """Run the load process; what it saw, and the CPU the servers used meanwhile."""
    listeners, rate, seconds = load
    pids = [site.process.pid for site in sites if site.process] + server_pids()
    before = measure.cpu(pids)
    command = [sys.executable, "-m", "tests.benchmarks.load", str(sites[0].port)]
    command += [f"/ws/films/{film.id}/", token, draft]
    command += [str(listeners), str(rate), str(seconds), *(str(s.port) for s in sites[1:])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seen: dict[str, Any] = json.loads(done.stdout)
    seen["cpu"] = measure.cpu(pids) - before
    seen["p50"] = measure.quantile(seen["latencies"], 0.5)
    seen["p99"] = measure.quantile(seen["latencies"], 0.99)
    seen["cpu_per_1000"] = seen["cpu"] / seen["made"] * 1000
    return seen


def setting() -> tuple[Any, str, str]:
    """A film, a token and a draft."""
    film = make.film()
    return film, make.token(make.director(film).user), str(make.draft(film).id)


@pytest.mark.parametrize(("listeners", "rate", "targets"), CASES)
def test_fan_out(site: Site, listeners: int, rate: int, targets: dict[str, int]) -> None:
    bare = BareSite()
    bare.start()
    film, token, draft = setting()
    ours, control = [], []
    for _ in range(ROUNDS):
        control.append(drive([bare], film, token, draft, listeners, rate, SECONDS))
        ours.append(drive([site], film, token, draft, listeners, rate, SECONDS))
    bare.kill()
    name = f"fan-out-{listeners}x{rate}"
    lost = sum(run["wanted"] - run["made"] for run in ours)
    measure.line(f"{name}-lost", lost, "deliveries", "≤ 0", lost == 0)
    for which, limit in targets.items():
        value = statistics.median(run[which] for run in ours)
        measure.line(f"{name}-{which}", value, "ms", f"≤ {limit}", value <= limit)
    ratio = statistics.median(
        mine["p99"] / theirs["p99"] for mine, theirs in zip(ours, control, strict=True)
    )
    measure.line(f"{name}-p99-to-bare-hub", ratio, "x", "≤ 1.5", ratio <= 1.5)
    spent = statistics.median(run["cpu_per_1000"] for run in ours)
    bare_spent = statistics.median(run["cpu_per_1000"] for run in control)
    if rate == 40:
        measure.line(f"{name}-cpu", spent, "CPU-s per 1,000", "≤ 0.15", spent <= 0.15)
    else:
        measure.told(f"{name}-cpu", spent, "CPU-s per 1,000", f"bare hub {bare_spent:.3g}")
    assert lost == 0


@pytest.mark.parametrize("processes", [1, 2])
def test_largest_rate(site: Site, processes: int) -> None:
    """The largest rate to 200 listeners with p99 under a second."""
    others = [Site() for _ in range(processes - 1)]
    for other in others:
        other.start()
    film, token, draft = setting()
    best = 0
    for rate in (40, 60, 80, 100, 130, 160, 200):
        seen = drive([site, *others], film, token, draft, 200, rate, SECONDS)
        if seen["p99"] >= 1000 or seen["made"] < seen["wanted"]:
            break
        best = rate
    for other in others:
        other.kill()
    measure.told(f"fan-out-largest-{processes}", best, "a second", "to 200 listeners, p99 < 1 s")
    assert best >= 40
