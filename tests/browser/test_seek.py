"""The right frame, always: barcode proxies at four rates, read back from the player's canvas."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.barcodes import FRAMES, RATES, player_page

VISITS = 100
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=RATES)
def clip(request: pytest.FixtureRequest, barcodes: Callable[[str], Path]) -> tuple[Path, str]:
    """A proxy and its rate."""
    rate = RATES[request.param]
    return barcodes(rate), rate


@pytest.fixture
def page(chromium: Browser, clip: tuple[Path, str]) -> Iterator[Page]:
    """The player's page with the clip taken up."""
    with player_page(chromium, *clip) as page:
        yield page
        assert page.evaluate("room.errors") == []


def visit(page: Page, frames: list[int], how: str) -> None:
    """Go to each frame; every one must be both said and seen."""
    visits: list[Any] = page.evaluate(f"frames => room.visit(frames, '{how}')", frames)
    wrong = [(asked, said, seen) for asked, said, seen, _ in visits if not asked == said == seen]
    assert wrong == []
    assert len(visits) == len(frames)


def test_random_seeks_show_the_frame(page: Page) -> None:
    numbers = random.Random(5)
    visit(page, [numbers.randrange(FRAMES) for _ in range(VISITS)], "seek")


def test_steps_show_the_next_frame(page: Page) -> None:
    page.evaluate("room.player.seek(150)")
    visit(page, list(range(151, 151 + VISITS)), "step")


def test_steps_back_show_the_frame_before(page: Page) -> None:
    page.evaluate("room.player.seek(350)")
    visit(page, list(range(349, 349 - VISITS, -1)), "step")


def test_the_ends_are_exact(page: Page) -> None:
    visit(page, [0, FRAMES - 1, 0, FRAMES - 1], "seek")
    assert page.evaluate("room.player.seek(100000)") == FRAMES - 1
    assert page.evaluate("room.player.step(-100000)") == 0
    assert page.evaluate("room.read()") == 0


def test_a_fast_drag_never_queues(page: Page) -> None:
    """Of many places asked for at once only the first and the last are decoded and shown."""
    shown = page.evaluate(
        """async () => {
          const shown = [];
          room.player.addEventListener("frame", ({ detail }) => shown.push(detail.frame));
          let last;
          for (let frame = 1; frame < 480; frame += 13) last = room.player.seek(frame);
          await last;
          return shown;
        }"""
    )
    assert shown[-1] == page.evaluate("room.read()") == 469
    assert len(shown) <= 3


def test_what_plays_stops_on_the_frame_it_says(page: Page) -> None:
    for begin in (0, 77, 301):
        page.evaluate(f"room.player.seek({begin})")
        page.evaluate("room.player.volume = 0; room.player.play()")
        page.wait_for_function(f"room.player.frame > {begin + 10}")
        page.evaluate("room.player.pause()")
        page.wait_for_function("!room.canvas.hidden")
        said, seen = page.evaluate("[room.player.frame, room.read()]")
        assert said == seen > begin + 10


def test_without_webcodecs_the_video_is_as_exact(chromium: Browser, clip: tuple[Path, str]) -> None:
    numbers = random.Random(7)
    frames = [numbers.randrange(FRAMES - 1) for _ in range(30)]
    with player_page(chromium, *clip, before="delete window.VideoDecoder") as page:
        assert page.evaluate("typeof VideoDecoder") == "undefined"
        visit(page, [*frames, frames[-1], frames[-1] + 1], "seek")
