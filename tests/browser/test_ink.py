"""Ink between two hands by real pens, fingers, pixels and lines; what a hand does: tests/js."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from slowfilm.films.models import Film
from slowfilm.reviews.models import Stroke
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.seats import Seat, seated
from tests.conftest import Site

pytestmark = pytest.mark.slow
LINE = [(0.2 + 0.02 * n, 0.3 + 0.01 * n) for n in range(20)]
BELOW = [(0.2 + 0.02 * n, 0.8) for n in range(20)]


@pytest.fixture
def director(chromium: Browser, site: Site, draft: Draft) -> Iterator[Seat]:
    with seated(chromium, site, make.director(draft.film), has_touch=True) as seat:
        seat.enter(site, draft)
        yield seat


def strokes(film: Film) -> list[Stroke]:
    return list(Stroke.objects.filter(draft__film=film).order_by("seq"))


def test_a_pen_stroke_is_seen_as_it_is_drawn_and_stays(
    draft: Draft, director: Seat, editor: Seat
) -> None:
    director.take("Pen")
    director.pen_down(LINE[0], force=0.2)
    director.pen_to(*LINE[1:10], force=0.6)
    assert director.inked(canvas=1) > 0, "wet at once"
    editor.wait(lambda: drawn_on(director) and editor.inked(canvas=1) > 0)
    assert strokes(draft.film) == []
    director.pen_up(LINE[10])
    assert director.inked(canvas=0) > 0
    assert director.inked(canvas=1) == 0
    editor.sees_ink(canvas=0)
    editor.sees_no_ink(canvas=1)
    [stroke] = strokes(draft.film)
    first = json.loads(stroke.points)[0]
    assert first == [pytest.approx(13107, abs=30), pytest.approx(19661, abs=30), 205, 20, -30]
    assert stroke.actor == director.member.actor


def drawn_on(seat: Seat) -> bool:
    """A little further, as a hand goes on."""
    seat.pen_to(LINE[10], LINE[9], force=0.9)
    return True


def test_a_finger_draws_until_a_pen_was_there(director: Seat, draft: Draft) -> None:
    director.take("Pen")
    director.touch("touchStart", LINE[0])
    for place in LINE[1:]:
        director.touch("touchMove", place)
    director.touch("touchCancel")  # the system took it away: what was drawn stays
    director.wait(lambda: len(strokes(draft.film)) == 1)
    assert director.inked() > 0
    director.draw(LINE)
    director.touch("touchStart", BELOW[0])
    for place in BELOW[1:]:
        director.touch("touchMove", place)
    director.touch("touchEnd")
    director.draw(BELOW[5:])
    director.wait(lambda: len(strokes(draft.film)) > 2)
    assert len(strokes(draft.film)) == 3, "the pen's; the finger's would stand between them"


def test_without_a_line_ink_is_kept_through_a_reload_and_sent_once(
    site: Site, draft: Draft, director: Seat, editor: Seat
) -> None:
    director.take("Pen")
    director.draw(LINE)
    editor.sees_ink()
    alone = editor.inked()
    director.hears(type="ack")
    site.kill()
    director.page.wait_for_selector("#line-lost:not([hidden])", timeout=15_000)
    director.draw(BELOW)
    director.draw([(0.5, 0.5), (0.6, 0.6)])
    director.page.keyboard.press("Control+z")
    said = "No line. What you draw is kept here and sent when it is back. 3 waiting."
    director.wait(lambda: said in director.page.locator("#line-lost").inner_text())
    address = director.page.url
    director.page.goto("about:blank")
    site.start()
    director.page.goto(address)
    director.wait_for_line()
    editor.wait_for_line()
    director.wait(  # two strokes and, after them, what was undone
        lambda: [stroke.erased_at is None for stroke in strokes(draft.film)] == [True, True, False]
    )
    director.sees_ink()
    editor.wait(lambda: editor.inked() > alone * 1.5)
    kept = strokes(draft.film)
    assert len({stroke.id for stroke in kept}) == 3


def test_a_network_that_goes_and_comes_back(director: Seat, editor: Seat, draft: Draft) -> None:
    director.take("Pen")
    director.page.context.set_offline(True)
    director.draw(LINE)
    director.sees_ink()
    director.page.context.set_offline(False)
    editor.sees_ink(seconds=20)
    assert len(strokes(draft.film)) == 1


def test_who_follows_sees_the_presenters_frame_until_they_move_or_leave(
    director: Seat, editor: Seat
) -> None:
    director.page.get_by_role("button", name="Present").click()
    editor.page.get_by_role("button", name="Follow Director").click()
    for _ in range(7):
        director.page.keyboard.press("ArrowRight")
    editor.wait(lambda: editor.frame() == 7)
    for seat in (director, editor):
        log_frames(seat)
    director.page.keyboard.press(" ")
    editor.wait(lambda: editor.frame() > 48)
    director.wait(
        lambda: all(seat.page.evaluate("seen.length > 10") for seat in (director, editor))
    )
    director.page.keyboard.press(" ")
    drift = drift_between(*[seat.page.evaluate("window.seen") for seat in (director, editor)])
    assert drift[len(drift) // 2] <= 6, drift  # two pages and all servers on two cores
    editor.wait(lambda: editor.frame() == director.frame())
    editor.page.keyboard.press("ArrowRight")
    editor.page.get_by_role("button", name="Follow Director").wait_for(timeout=2000)
    here = director.page.get_by_role("list", name="Who is here").get_by_role("listitem")
    director.wait(lambda: here.count() == 2)
    editor.page.goto("about:blank")
    director.wait(lambda: here.count() == 1, seconds=5)  # a page that is left says so itself


def log_frames(seat: Seat) -> None:
    """Let a page note when it said which frame."""
    seat.page.evaluate(
        """() => {
          const place = document.querySelector(".transport-place");
          window.seen = [];
          new MutationObserver(() => {
            const [seconds, frames] = place.textContent.split(":").slice(-2).map(Number);
            seen.push([Date.now(), seconds * 24 + frames]);
          }).observe(place, { childList: true, characterData: true, subtree: true });
        }"""
    )


def drift_between(one: list[list[int]], other: list[list[int]]) -> list[int]:
    """How many frames apart two pages were, each time the second changed its frame; sorted."""
    apart = []
    for at, frame in other:
        before = [each for each in one if each[0] <= at]
        if before:
            apart.append(abs(before[-1][1] - frame))
    return sorted(apart)
