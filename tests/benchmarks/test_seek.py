"""Seeks and steps in a real Chromium: how many are exact, and how long steps take."""

import random
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.barcodes import FRAMES, RATES, make_clip, player_page
from tests.browser.chromium import running_chromium

pytestmark = pytest.mark.bench

SIZE = (1280, 720)
VISITS = 200
BY_VIDEO = 100  # of the control, which is slower
Visits = list[tuple[int, int, int, float]]  # asked, said, seen, milliseconds


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.mark.parametrize("name", RATES)
def test_seek(chromium: Browser, tmp_path: Path, name: str) -> None:
    rate, clip = RATES[name], tmp_path / "clip.mp4"
    make_clip(clip, rate, SIZE)
    numbers = random.Random(name)
    places = [numbers.randrange(FRAMES) for _ in range(VISITS)]
    steps = list(range(101, 101 + VISITS))
    with player_page(chromium, clip, rate, size=SIZE) as page:

        def visits(call: str, frames: list[int]) -> Visits:
            found: Any = page.evaluate(f"frames => room.{call}", frames)
            return [tuple(visit) for visit in found]

        seeks = visits("visit(frames, 'seek')", places)
        page.evaluate("room.player.seek(100)")
        stepped = visits("visit(frames, 'step')", steps)
        video_seeks = visits(f"visitByVideo(frames, '{rate}')", places[:BY_VIDEO])
        video_steps = visits(f"visitByVideo(frames, '{rate}')", steps[:BY_VIDEO])
    say_exact(f"seek-{name}", seeks, f"p95 {p95(seeks):.0f} ms, video {p95(video_seeks):.0f} ms")
    say_exact(f"step-{name}", stepped, "one frame forward each")
    ours, video = p95(stepped), p95(video_steps)
    verdict = "holds" if ours <= video else "misses"
    print(
        f"bench: step-p95-{name} = {ours:.0f} ms (video {video:.0f} ms), target ≤ video, {verdict}"
    )


def say_exact(name: str, visits: Visits, remark: str) -> None:
    exact = sum(asked == said == seen for asked, said, seen, _ in visits)
    verdict = "holds" if exact >= VISITS else "misses"
    print(f"bench: {name} = {exact} exact ({remark}), target ≥ {VISITS} exact, {verdict}")
    assert exact == VISITS


def p95(visits: Visits) -> float:
    return statistics.quantiles((took for *_, took in visits), n=20)[-1]
