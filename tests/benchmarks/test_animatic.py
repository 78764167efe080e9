"""How long a five-second animatic takes, from its request to everything a screen needs of it."""

import statistics
import time
from fractions import Fraction
from pathlib import Path

import pytest

from slowfilm import engines
from slowfilm.demo import scenery as street
from slowfilm.engines.base import Kind, Request, Role
from slowfilm.media.probe import probe
from tests.benchmarks import measure
from tests.engines.material import cited

pytestmark = pytest.mark.bench

ROUNDS = 3
LIMIT = 12.0  # seconds

CITED: tuple[tuple[int, Kind, Role, str], ...] = (
    (1, "picture", "place", "street-dusk"),
    (2, "picture", "subject", "lamp"),
    (3, "picture", "subject", "window-broadcast"),
    (4, "picture", "last-frame", "figure-now"),
    (1, "video", "motion", "rain-lamp"),
    (1, "sound", "voice", "sound-voice-synthetic"),
    (2, "sound", "ambience", "sound-rain"),
)


def test_five_seconds_at_720p(tmp_path: Path) -> None:
    began = time.perf_counter()
    material = street.write(tmp_path)
    measure.told("animatic-material", time.perf_counter() - began, "s", "the demo film's own")
    inputs = tuple(cited(n, kind, role, material[name]) for n, kind, role, name in CITED)
    request = Request("A street at dusk.", 1280, 720, Fraction(24), 120, 1, inputs)
    took, worked = [], time.process_time()
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        began = time.perf_counter()
        result = engines.engine("animatic").generate(
            request, folder / "master.mkv", lambda share: None, lambda: False
        )
        took.append(time.perf_counter() - began)
        assert result.copies is not None
        assert probe(result.master).frames == 120
        assert probe(folder / result.copies["proxy"]["name"]).frames == 120
    median = statistics.median(took)
    measure.line("animatic", median, "s", f"≤ {LIMIT:g} s", median <= LIMIT)
    worked = (time.process_time() - worked) / ROUNDS
    measure.told("animatic-cpu", worked, "CPU-s", "of all threads, whatever else is running")
