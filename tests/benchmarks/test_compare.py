"""Two drafts compared in a real Chromium: both sides on the same frame at every step."""

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from slowfilm import storage
from slowfilm.shots.models import Draft
from tests import make
from tests.benchmarks.measure import line, told
from tests.browser.comparing import off, played, sides
from tests.browser.seats import Seat, seated
from tests.browser.test_cut import barcoded
from tests.conftest import Site

pytestmark = pytest.mark.bench

STEPS = 200
FRAMES = 240
OTHER = 512  # what the frames of the second draft say is its number more than their own
SECONDS = 8  # of playing


def test_both_sides_are_on_the_same_frame(chromium: Browser, site: Site, tmp_path: Path) -> None:
    one = _drafts(tmp_path)[0]
    with seated(chromium, site, make.director(one.film)) as seat:
        seat.enter(site, one)
        seat.page.keyboard.press("c")
        seat.wait(lambda: sides(seat) == [0, OTHER])
        _steps(seat)
        _jumps(seat)
        _plays(seat)


def _drafts(folder: Path) -> list[Draft]:
    film = make.film()
    shot = make.shot(film)
    made = []
    for number in range(2):
        path = barcoded(folder / f"{number}.mp4", number, Fraction(24), FRAMES, own=OTHER)
        proxy = storage.keep(path, "video/mp4", film.id)
        made.append(make.draft(film, shot, frames=FRAMES, proxy=proxy, size=(640, 360)))
    return made


def _steps(seat: Seat) -> None:
    """One frame forward each, the offset changed on the way, in every mode in turn."""
    equal, offset = 0, 0
    for step in range(STEPS):
        if step % 20 == 19:
            seat.page.keyboard.press("]")
            offset += 1
        if step % 40 == 0:
            seat.page.keyboard.press(f"Shift+Digit{step // 40 + 1}")
        seat.page.keyboard.press("ArrowRight")
        equal += _stands(seat, step + 1, offset)
    line("compare-steps", equal, "of 200 equal", "200", equal == STEPS)
    seat.page.keyboard.press("Shift+Digit4")
    found, most = off(seat, 1)
    line("compare-difference", found, "of 255 off |a - b|", "0", found == 0)
    assert equal == STEPS and found == 0 and most > 0
    for _ in range(offset):
        seat.page.keyboard.press("[")


def _stands(seat: Seat, frame: int, offset: int) -> bool:
    wanted = [frame, OTHER + frame + offset]
    try:
        seat.wait(lambda: sides(seat) == wanted, 5)
    except AssertionError:
        return False
    return True


def _jumps(seat: Seat) -> None:
    """Far seeks: at no turn of the screen are the two unequal on the way."""
    chance = random.Random(10)
    unequal = 0
    for _ in range(20):
        there = chance.randrange(FRAMES)
        seat.page.keyboard.type(f"{there // 24:02}{there % 24:02}")
        seat.page.keyboard.press("Enter")
        while (pair := sides(seat)) != [there, OTHER + there]:
            unequal += pair[1] - pair[0] != OTHER
    line("compare-seeks", unequal, "unequal pairs", "0", unequal == 0)
    assert unequal == 0


def _plays(seat: Seat) -> None:
    seat.page.keyboard.press("Home")
    seat.wait(lambda: sides(seat) == [0, OTHER])
    seat.page.keyboard.press("Space")
    pairs: list[Any] = played(seat, SECONDS)
    seat.page.keyboard.press("k")
    unequal = sum(b - a != OTHER for a, b in pairs)
    line("compare-playing", unequal, "unequal pairs", "0", unequal == 0)
    told("compare-frames", len({a for a, _b in pairs}), "seen", f"of {SECONDS * 24} in {SECONDS} s")
    assert unequal == 0
