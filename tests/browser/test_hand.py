"""Real fingers on a real screen: in and out of the picture. All else a hand does: tests/js."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from slowfilm.reviews.models import Stroke
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.seats import Place, Seat, seated
from tests.conftest import Site

pytestmark = pytest.mark.slow
LINE = [(0.2 + 0.02 * n, 0.3 + 0.01 * n) for n in range(20)]


# As a pen turned round says it: button 5 when it comes down, 32 among the buttons while it is.
@pytest.fixture
def director(chromium: Browser, site: Site, draft: Draft) -> Iterator[Seat]:
    with seated(chromium, site, make.director(draft.film), has_touch=True) as seat:
        seat.enter(site, draft)
        yield seat


def across(seat: Seat) -> float:
    """How wide the picture is seen, in CSS pixels."""
    box = seat.page.locator(".player > canvas").bounding_box()
    assert box
    return box["width"]


def test_two_fingers_go_into_the_picture_and_one_moves_it(director: Seat, draft: Draft) -> None:
    director.take("Pen")
    director.draw(LINE)
    director.sees_ink()
    whole, ink = across(director), director.inked()
    director.touch("touchStart", (0.45, 0.5), (0.55, 0.5))
    for n in range(1, 9):
        director.touch("touchMove", (0.45 - 0.02 * n, 0.5), (0.55 + 0.02 * n, 0.5))
    director.touch("touchEnd")
    director.wait(lambda: across(director) > whole * 2)
    director.wait(lambda: director.inked() > ink * 2)
    before = director.page.locator(".player > canvas").bounding_box()
    director.touch("touchStart", (0.5, 0.5))
    for n in range(1, 9):
        director.touch("touchMove", (0.5 - 0.02 * n, 0.5))
    director.touch("touchEnd")
    after = director.page.locator(".player > canvas").bounding_box()
    assert before and after and after["x"] < before["x"] - 50
    assert Stroke.objects.count() == 1, "and none of it drew"
    pinch(director)
    director.wait(lambda: abs(across(director) - whole) < 2)


def pinch(seat: Seat) -> None:
    """Two fingers towards each other, as far as it goes."""
    for _ in range(3):
        places: list[list[Place]] = [
            [(0.5 - gap, 0.5), (0.5 + gap, 0.5)] for gap in (0.3, 0.2, 0.1, 0.05)
        ]
        seat.touch("touchStart", *places[0])
        for both in places[1:]:
            seat.touch("touchMove", *both)
        seat.touch("touchEnd")
