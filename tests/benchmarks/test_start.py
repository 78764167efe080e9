"""From nothing to the first page, everything installed; and the second start."""

import shutil
import statistics
import time
import urllib.request

import pytest

from tests.benchmarks import measure
from tests.server.studio import Studio, data_folder

pytestmark = pytest.mark.bench
ROUNDS = 3


def first_page(studio: Studio) -> float:
    """Seconds from the command to a page's last byte, the demo film included."""
    began = time.monotonic()
    studio.start(until="Slowfilm is up after")
    with urllib.request.urlopen(f"{studio.url}/account/login/", timeout=30) as answer:
        assert answer.status == 200
        answer.read()
    return time.monotonic() - began


def test_start() -> None:
    empty, again = [], []
    for _ in range(ROUNDS):
        data = data_folder()
        studio = Studio(data)
        empty.append(first_page(studio))
        studio.stop()
        again.append(first_page(studio))
        studio.stop()
        shutil.rmtree(data)
    first, second = statistics.median(empty), statistics.median(again)
    measure.line("start", first, "s", "≤ 10", first <= 10)
    measure.line("start-again", second, "s", "≤ 10", second <= 10)
    assert first <= 10
