"""A curve dragged in a real Chromium: until this screen shows it, and until another's does."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from slowfilm import storage
from slowfilm.media.master import MasterWriter
from slowfilm.media.names import MASTER_TYPE
from slowfilm.shots.models import Draft
from tests import make
from tests.benchmarks.measure import line, quantile, told
from tests.browser.barcodes import make_clip
from tests.browser.seats import Seat, seated
from tests.conftest import Site

pytestmark = pytest.mark.bench
WIDTH, HEIGHT = 1280, 720
MOVES, APART = 40, 0.15  # far enough apart for each to be told by itself
QUICK = 100  # as fast as they come
# Draws to the screen alone: the scopes' small look goes into a buffer of its own.
WATCHED = """
  globalThis.moved = [];
  globalThis.drew = [];
  globalThis.seen = [];
  globalThis.turns = [];
  const now = () => performance.timeOrigin + performance.now();
  document.addEventListener("pointermove", () => moved.push(now()), true);
  const { drawArrays } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.drawArrays = function (...how) {
    drawArrays.apply(this, how);
    if (this.getParameter(this.FRAMEBUFFER_BINDING)) return;
    drew.push(now());
    requestAnimationFrame(() => seen.push(now()));
  };
  const turn = () => {
    turns.push(now());
    requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
"""


def test_a_dragged_curve_is_on_both_screens(chromium: Browser, site: Site, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    make_clip(clip, "24", (WIDTH, HEIGHT))
    draft = _draft(clip, tmp_path)
    with (
        seated(chromium, site, make.director(draft.film)) as hand,
        seated(chromium, site, make.member(draft.film, "cinematographer")) as other,
    ):
        for seat in (hand, other):
            seat.page.add_init_script(WATCHED)
            seat.enter(site, draft)
            seat.page.keyboard.press("g")
            seat.wait(lambda seat=seat: len(_told(seat, "drew")) > 1)  # type: ignore[misc]
            seat.pause(2)
        _slowly(hand, other)
        _quickly(hand)


def _slowly(hand: Seat, other: Seat) -> None:
    x, y = _middle(hand)
    hand.page.mouse.move(x, y)
    hand.page.mouse.down()
    for step in range(MOVES):
        hand.page.mouse.move(x, y - 1 - step % 40)
        hand.pause(APART)
    hand.page.mouse.up()
    moved = _told(hand, "moved")[-MOVES:]
    here = _after(moved, _told(hand, "seen"))
    told("curve-drag: drag → this screen, p50", quantile(here, 0.5), "ms", "drawn in software")
    told("curve-drag: drag → this screen, p95", quantile(here, 0.95), "ms", "drawn in software")
    there = _after(moved, _told(other, "drew"))
    told("curve-drag: drag → another's screen, p50", quantile(there, 0.5), "ms", "")
    p95 = quantile(there, 0.95)
    line("curve-drag: drag → another's screen, p95", p95, "ms", "≤ 100", p95 <= 100)


def _quickly(hand: Seat) -> None:
    """However many moves come between two frames of the screen, it is drawn once for each."""
    x, y = _middle(hand)
    hand.page.mouse.move(x, y)
    hand.page.mouse.down()
    began = _told(hand, "turns")[-1]
    for step in range(QUICK):
        hand.page.mouse.move(x, y - 1 - step % 40)
    hand.page.mouse.up()
    drew = [at for at in _told(hand, "drew") if at > began]
    turns = [at for at in _told(hand, "turns") if at >= began]
    most = max(sum(first < at <= last for at in drew) for first, last in pairwise(turns))
    line("curve-drag: draws for one frame of the screen, at most", most, "", "≤ 1", most <= 1)
    told("curve-drag: moves", QUICK, "", f"{len(drew)} draws in {len(turns)} frames")


def _middle(seat: Seat) -> tuple[float, float]:
    box = seat.page.locator(".light-curve").bounding_box()
    assert box
    return box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4


def _after(moves: list[float], seen: list[float]) -> list[float]:
    """Milliseconds from each move until the first sight after it, in order."""
    return sorted(min(at for at in seen if at > moved) - moved for moved in moves)


def _told(seat: Seat, name: str) -> list[float]:
    return list(seat.page.evaluate(f"() => globalThis.{name}"))


def _draft(proxy: Path, folder: Path) -> Draft:
    film = make.film()
    path = folder / "master.avi"
    grain = np.random.default_rng(7).integers(0, 1024, (HEIGHT, WIDTH, 3), np.uint16)
    with MasterWriter(path, width=WIDTH, height=HEIGHT, rate=Fraction(24), sound=False) as writer:
        writer.frame(grain)
    files = {
        "master": storage.keep(path, MASTER_TYPE, film.id),
        "proxy": storage.keep(proxy, "video/mp4", film.id),
    }
    return make.draft(film, frames=1, size=(WIDTH, HEIGHT), **files)
