"""The right frame, always: barcode proxies at four rates, read back from the player's canvas."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.barcodes import FRAMES, HEIGHT, RATES, WIDTH, make_clip
from tests.browser.serving import serving

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).parent / "pages"
VISITS = 200
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=RATES)
def clip(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """The folder of a proxy, `clip.mp4`, and its rate."""
    folder, rate = tmp_path_factory.mktemp("clip"), RATES[request.param]
    make_clip(folder / "clip.mp4", rate)
    return folder, rate


@pytest.fixture
def page(chromium: Browser, clip: tuple[Path, str]) -> Iterator[Page]:
    """The player's page with the clip loaded."""
    folder, rate = clip
    with serving({"static": ROOT / "static", "pages": PAGES, "clips": folder}) as address:
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        open_clip(page, address, rate)
        yield page
        assert page.evaluate("room.errors") == []
        page.close()


def open_clip(page: Page, address: str, rate: str) -> None:
    page.goto(f"{address}/pages/player.html")
    page.wait_for_function("window.room")
    source = {"url": "/clips/clip.mp4", "rate": rate, "frames": FRAMES}
    page.evaluate("source => room.player.load(source)", source | {"width": WIDTH, "height": HEIGHT})


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
    folder, rate = clip
    with serving({"static": ROOT / "static", "pages": PAGES, "clips": folder}) as address:
        page = chromium.new_page()
        page.add_init_script("delete window.VideoDecoder")
        open_clip(page, address, rate)
        numbers = random.Random(7)
        frames = [numbers.randrange(FRAMES) for _ in range(30)]
        visit(page, [*frames, frames[-1], frames[-1] + 1], "seek")
        page.close()
