"""Taken off a film in the middle of a stroke: the page says so, and what ink became of it."""

import pytest
from playwright.sync_api import Browser, expect

from slowfilm.films import actions as films
from slowfilm.films import memberships
from slowfilm.reviews.models import Stroke
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.seats import seated
from tests.conftest import Site

pytestmark = pytest.mark.slow
LINE = [(0.2 + 0.02 * n, 0.3 + 0.01 * n) for n in range(20)]
BELOW = [(0.2 + 0.02 * n, 0.8) for n in range(20)]


def test_a_member_removed_in_the_middle_of_a_stroke(
    chromium: Browser, site: Site, draft: Draft
) -> None:
    editor = make.member(draft.film, "editor", name="Ada Bell")
    director = make.director(draft.film)
    with seated(chromium, site, editor) as seat:
        page = seat.page
        seat.enter(site, draft)
        seat.take("Pen")
        seat.draw(BELOW)
        seat.wait(lambda: Stroke.objects.count() == 1)
        kept = seat.inked()
        seat.pen_down(LINE[0])
        seat.pen_to(*LINE[1:10])
        memberships.remove(film_id=draft.film_id, actor=director.actor, member=editor.id)
        said = page.locator("#line-lost")
        expect(said).to_contain_text("You are not on this film any more.", timeout=2000)
        seat.pen_to(*LINE[10:])
        seat.pen_up(LINE[-1])
        expect(said).to_contain_text("1 not sent")
        assert seat.inked() > kept, "it stays in sight"
        expect(page.get_by_role("toolbar", name="Pens")).to_be_hidden()
        before = seat.inked()
        seat.draw([(0.5, 0.5), (0.6, 0.6)])
        assert seat.inked() == before, "and no more can be drawn that nobody would see"
        assert Stroke.objects.count() == 1
        # Back on the film, what waited is sent.
        films.join(film=draft.film, user=editor.user, roles=["editor"])
        seat.enter(site, draft)
        seat.wait(lambda: Stroke.objects.count() == 2)
