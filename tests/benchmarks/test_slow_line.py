"""The room over a slow line: until its picture is there, a seek is seen, a stroke is on both
screens. No targets: figures to know what a member far away works with."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from slowfilm import storage
from slowfilm.shots.models import Draft
from tests import make
from tests.benchmarks.measure import quantile, told
from tests.benchmarks.slow_line import SlowLine
from tests.browser.barcodes import BITS, BLOCKS, FRAMES, make_clip
from tests.browser.seats import Seat, sitting
from tests.conftest import Site

pytestmark = pytest.mark.bench
SIZE = (1280, 720)
SEEKS, STROKES = 20, 10
SHOWN = f"""() => {{
  const canvas = document.querySelector(".player > canvas[width]");
  if (!canvas?.width) return -1;
  const block = canvas.width / {BLOCKS};
  const {{ data }} = canvas.getContext("2d").getImageData(0, 0, {BITS} * block, 2 * block);
  const bright = (x, y) => data[(Math.floor(y) * {BITS} * block + Math.floor(x)) * 4];
  let number = 0;
  for (let bit = 0; bit < {BITS}; bit += 1) {{
    const x = (bit + 0.5) * block;
    const [above, below] = [bright(x, block / 2), bright(x, block * 1.5)];
    if (Math.abs(above - below) < 128) return -1;
    if (above > below) number |= 1 << bit;
  }}
  return number;
}}"""


def test_the_room_over_a_slow_line(chromium: Browser, site: Site, tmp_path: Path) -> None:
    draft = _draft(tmp_path)
    line = SlowLine(site.port)
    far, near = make.director(draft.film), make.member(draft.film, "editor")
    with (
        sitting(chromium, line, far, make.session(far.user)) as away,
        sitting(chromium, site, near, make.session(near.user)) as here,
    ):
        for name in ("first", "again"):
            began, before = time.monotonic(), line.carried
            away.page.goto(
                f"{line.url}/films/{draft.film_id}/room/?draft={draft.id}&frame=0",
                wait_until="commit",
            )
            _until(away, lambda: away.page.evaluate(SHOWN) == 0)
            seen = time.monotonic() - began
            size = (line.carried - before) / 1e6
            told(f"slow-line-open-{name}", seen, "s", f"the picture is there, after {size:.2f} MB")
        here.enter(site, draft)
        _seek(away)
        away.page.keyboard.press("Home")
        _until(away, lambda: away.page.evaluate(SHOWN) == 0)
        _draw("there", away, here, 0.2)
        _draw("back", here, away, 0.5)
    line.close()


def _draft(folder: Path) -> Draft:
    make_clip(folder / "clip.mp4", "24", SIZE)
    film = make.film()
    proxy = storage.keep(folder / "clip.mp4", "video/mp4", film.id)
    size = (folder / "clip.mp4").stat().st_size
    told("slow-line-clip", size * 8 / (FRAMES / 24) / 1e6, "Mbit/s", "what its proxy takes to play")
    return make.draft(film, frames=FRAMES, proxy=proxy, size=SIZE)


def _until(seat: Seat, holds: Callable[[], bool], seconds: float = 120) -> float:
    """How long it took, in seconds, looked at every ten milliseconds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() < began + seconds
        seat.pause(0.01)
    return time.monotonic() - began


def _seek(seat: Seat) -> None:
    """Clicks on the time axis, until the frame that it names is seen."""
    slider = seat.page.get_by_role("slider", name="Position in time")
    box, chance, took = slider.bounding_box(), random.Random(3), []
    assert box
    for _ in range(SEEKS):
        x = box["x"] + chance.random() * box["width"]
        before = seat.frame()
        seat.page.mouse.click(x, box["y"] + box["height"] / 2)
        took.append(
            _until(seat, lambda: before != seat.frame() == seat.page.evaluate(SHOWN))  # noqa: B023
        )
    took.sort()
    said = f"p50 of {SEEKS} seeks until the frame is seen; p95 {quantile(took, 0.95):.2f} s"
    told("slow-line-seek", quantile(took, 0.5), "s", said)


def _draw(name: str, hand: Seat, other: Seat, x: float) -> None:
    """Strokes one after another, until each has dried on the other screen."""
    took = []
    hand.take("Pen")
    for number in range(STROKES):
        before, y = other.inked(), 0.2 + 0.05 * number
        hand.draw([(x + 0.02 * step, y) for step in range(6)])
        took.append(_until(other, lambda: other.inked() > before))  # noqa: B023
    took.sort()
    said = f"p50 of {STROKES} strokes until dry on the other screen; the slowest {took[-1]:.2f} s"
    told(f"slow-line-stroke-{name}", quantile(took, 0.5), "s", said)
