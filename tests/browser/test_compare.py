"""Two drafts under one playhead: the same frame on both sides at every step, in every mode."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from slowfilm import storage
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.comparing import off, played, sides
from tests.browser.seats import Seat, seated
from tests.browser.test_cut import OWN, barcoded
from tests.conftest import Site

pytestmark = pytest.mark.slow

FRAMES = 48


@pytest.fixture
def drafts(site: Site, tmp_path: Path) -> list[Draft]:
    film = make.film()
    shot = make.shot(film)
    made = []
    for number in range(2):
        path = barcoded(tmp_path / f"{number}.mp4", number, Fraction(24), FRAMES)
        proxy = storage.keep(path, "video/mp4", film.id)
        made.append(make.draft(film, shot, frames=FRAMES, proxy=proxy, size=(640, 360)))
    return made


@pytest.fixture
def seat(chromium: Browser, site: Site, drafts: list[Draft]) -> Iterator[Seat]:
    with seated(chromium, site, make.director(drafts[0].film)) as seat:
        seat.enter(site, drafts[0], frame=5)
        yield seat


def test_both_sides_are_on_the_same_frame_side_by_side_wiped_and_subtracted(
    seat: Seat, drafts: list[Draft]
) -> None:
    page = seat.page

    def stands_at(frame: int, offset: int = 0) -> None:
        seat.wait(lambda: sides(seat) == [frame, OWN + frame + offset])

    seat.wait(lambda: seat.frame() == 5)
    page.keyboard.press("c")
    stands_at(5)
    for frame in range(6, 12):
        page.keyboard.press("ArrowRight")
        stands_at(frame)
    page.keyboard.press("]")
    page.keyboard.press("]")
    stands_at(11, 2)
    expect(page.locator(".compare-name").first).to_have_text(f"{drafts[0].name} · 11")
    expect(page.locator(".compare-name.other")).to_have_text(f"{drafts[1].name} · 13")

    page.keyboard.press("Shift+Digit2")
    box = page.locator(".compare").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, middle)
    page.mouse.up()
    expect(page.get_by_label("Line position")).to_have_value("0.25")

    page.keyboard.press("Shift+Digit4")
    assert off(seat, 1)[0] == 0
    for press in range(2, 8):
        page.keyboard.press("'")
        expect(page.locator("output", has_text=f"× {press}")).to_be_visible()
    found, most = off(seat, 7)
    assert (found, most) == (0, 255)

    page.keyboard.press("Space")
    pairs = played(seat, 1.0)
    page.keyboard.press("k")
    assert {b - a for a, b in pairs} == {OWN + 2} and len({a for a, _b in pairs}) > 6

    here = sides(seat)
    said = [f"frame={here[0]}&", "offset=2", "gain=7"]
    seat.wait(lambda: all(each in page.url for each in said))
    page.reload()
    seat.wait_for_line()
    seat.wait(lambda: sides(seat) == here)
    expect(page.get_by_role("button", name="Difference")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".compare")).to_be_hidden()
    expect(page.get_by_role("toolbar", name="Pens")).to_be_visible()
