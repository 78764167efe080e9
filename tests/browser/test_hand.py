"""What pens and fingers do besides drawing: the eraser end, in and out, a long press."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from slowfilm.reviews.models import Stroke
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.seats import Place, Seat, seated
from tests.conftest import Site

pytestmark = pytest.mark.slow
LINE = [(0.2 + 0.02 * n, 0.3 + 0.01 * n) for n in range(20)]

# As a pen turned round says it: button 5 when it comes down, 32 among the buttons while it is.
ERASER_END = """([from, to]) => {
  const ink = document.querySelector(".ink");
  ink.setPointerCapture = () => {};
  const say = (name, [x, y], button, buttons) => ink.dispatchEvent(new PointerEvent(name, {
    pointerId: 7, pointerType: "pen", button, buttons, clientX: x, clientY: y, bubbles: true,
  }));
  say("pointerdown", from, 5, 32);
  say("pointermove", to, -1, 32);
  say("pointerup", to, 5, 0);
}"""


LOG_MOVES = """() => {
  const ink = document.querySelector(".ink > canvas");
  window.moves = [];
  new MutationObserver(() => moves.push(ink.style.transform)).observe(ink, { attributes: true });
}"""


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


def test_the_eraser_end_takes_ink_off_whatever_tool_is_taken_up(
    director: Seat, draft: Draft
) -> None:
    director.take("Pen")
    director.draw(LINE)
    director.sees_ink()
    director.wait(lambda: Stroke.objects.count() == 1)
    director.page.evaluate(ERASER_END, [director.at((0.3, 0.35)), director.at((0.31, 0.35))])
    director.sees_no_ink()
    director.wait(lambda: Stroke.objects.get().erased_at is not None)
    director.page.keyboard.press("Control+z")
    director.sees_ink()


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


def test_a_frame_with_much_ink_goes_in_and_out_with_the_picture(
    site: Site, director: Seat, draft: Draft
) -> None:
    ink = {"tool": "pen", "colour": "#e8b04b", "width": 40, "actor": "system", "frame": 0}
    points = [f"[[{n * 150},9000,512,0,0],[{n * 150 + 900},50000,512,0,0]]" for n in range(400)]
    Stroke.objects.bulk_create(
        Stroke(draft=draft, points=each, seq=n + 1, **ink) for n, each in enumerate(points)
    )
    director.enter(site, draft)
    director.sees_ink()
    whole = director.settles(director.inked)
    director.page.evaluate(LOG_MOVES)
    director.touch("touchStart", (0.45, 0.5), (0.55, 0.5))
    director.touch("touchMove", (0.4, 0.5), (0.6, 0.5))
    # At once, as it was painted.
    director.wait(lambda: "scale" in director.page.evaluate("moves.join()"))
    director.touch("touchEnd")
    sharp = director.page.locator('.ink > canvas:not([style*="scale"])')
    expect(sharp).to_have_count(2)
    director.wait(lambda: director.inked() > whole)


def test_a_long_press_asks_whose_stroke_it_is(chromium: Browser, site: Site, draft: Draft) -> None:
    editor = make.member(draft.film, "editor", name="Ada Bell")
    with seated(chromium, site, editor, has_touch=True) as seat:
        seat.enter(site, draft)
        seat.take("Pen")
        seat.draw(LINE)
        seat.sees_ink()
        seat.touch("touchStart", LINE[6])
        expect(seat.page.locator(".nib-words")).to_have_text("Ada Bell", timeout=3000)
        seat.touch("touchEnd")
