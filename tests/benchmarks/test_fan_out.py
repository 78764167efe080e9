"""One annotation of 120 points, committed and seen by N others, on Daphne. No loss."""

import json
import math
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from slowfilm.films.models import Film
from slowfilm.ledger.models import Head
from tests import make
from tests.benchmarks import measure
from tests.conftest import Site

pytestmark = pytest.mark.bench
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = 8
A_HAND = 20  # strokes a second: a member may send 30 acts, and 64 KiB of them
RATES = (40, 60, 80, 100, 130, 160, 200)
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


def hands(film: Film, rate: int) -> list[str]:
    """Tokens of as many members as draw at this rate, none faster than the room lets them."""
    wanted = math.ceil(rate / A_HAND)
    for _ in range(wanted - film.members.count()):
        make.member(film, "editor")
    crew = film.members.order_by("joined_at").select_related("user")
    return [make.token(member.user) for member in crew[:wanted]]


def drive(sites: list[Site], film: Film, draft: str, *, to: int, rate: int) -> dict[str, Any]:
    """Run the load process: `to` listeners, `rate` strokes a second; what it saw."""
    load = {
        "ports": [site.port for site in sites],
        "pids": [site.process.pid for site in sites if site.process] + server_pids(),
        "path": f"/ws/films/{film.id}/",
        "token": make.token(make.director(film).user),
        "hands": hands(film, rate),
        "since": Head.objects.get(film=film).seq,
        "draft": draft,
        "listeners": to,
        "rate": rate,
        "seconds": SECONDS,
    }
    command = [sys.executable, "-m", "tests.benchmarks.load"]
    done = subprocess.run(
        command, input=json.dumps(load), capture_output=True, text=True, check=True
    )
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


@pytest.mark.parametrize(("listeners", "rate", "targets"), CASES)
def test_fan_out(site: Site, listeners: int, rate: int, targets: dict[str, int]) -> None:
    bare = BareSite()
    bare.start()
    film = make.film()
    draft = str(make.draft(film).id)
    ours, control = [], []
    for _ in range(ROUNDS):
        control.append(drive([bare], film, draft, to=listeners, rate=rate))
        ours.append(drive([site], film, draft, to=listeners, rate=rate))
    bare.stop()
    name = f"fan-out-{listeners}x{rate}"
    lost = sum(run["wanted"] - run["made"] for run in ours)
    measure.line(f"{name}-lost", lost, "deliveries", "≤ 0", lost == 0)
    for which, limit in targets.items():
        value = statistics.median(run[which] for run in ours)
        measure.line(f"{name}-{which}", value, "ms", f"≤ {limit} ms", value <= limit)
    bare_p99 = statistics.median(run["p99"] for run in control)
    ratio = statistics.median(run["p99"] for run in ours) / bare_p99
    measure.line(f"{name}-p99-to-bare-hub", ratio, "x", "≤ 1.5 x", ratio <= 1.5)
    measure.told(f"{name}-bare-hub-p99", bare_p99, "ms", "the control")
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
    film = make.film()
    draft = str(make.draft(film).id)
    best = 0
    for rate in RATES:
        seen = drive([site, *others], film, draft, to=200, rate=rate)
        if seen["p99"] >= 1000 or seen["made"] < seen["wanted"]:
            break
        best = rate
    for other in others:
        other.stop()
    measure.told(f"fan-out-largest-{processes}", best, "a second", "to 200 listeners, p99 < 1 s")
    assert best >= RATES[0]
