"""Two people with a browser each, from the sign-in form to a locked shot, by what they see."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from slowfilm import storage
from slowfilm.films import actions as films
from slowfilm.films.models import Member
from slowfilm.shots.models import Draft, Shot
from tests import make
from tests.browser.barcodes import FRAMES
from tests.browser.seats import Seat
from tests.conftest import Site

pytestmark = pytest.mark.slow
PASSWORD = "a long walk home"
LINE = [(0.2 + 0.02 * n, 0.3 + 0.01 * n) for n in range(20)]


def begun(proxy: Path) -> tuple[Member, Member, Draft]:
    """A film whose director and editor must say yes, and a draft with nobody in it."""
    film = make.film()
    lin, ada = make.director(film), make.member(film, "editor", name="Ada Bell")
    films.set_policy(
        film_id=film.id,
        actor=lin.actor,
        approving=["director", "editor"],
        waiting_days=0,
        change_notes_closed=True,
    )
    kept = storage.keep(proxy, "video/mp4", film.id)
    return lin, ada, make.draft(film, frames=FRAMES, proxy=kept, nobody_declared_by=lin.actor)


@contextmanager
def signed_in(browser: Browser, site: Site, member: Member) -> Iterator[Seat]:
    """Somebody who came in by the form, as everybody does."""
    own = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en")
    seat = Seat(own.new_page(), member)
    page = seat.page
    page.goto(site.url)
    page.get_by_label("E-mail address").fill(member.user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name=member.film.title).first.click()
    page.get_by_role("link", name="Room").first.click()
    seat.wait_for_line()
    yield seat
    assert seat.faults == []
    own.close()


def say_yes(page: Page, role: str) -> None:
    """In the Approval tab, in one's own role."""
    page.get_by_role("tab", name="Approval").click()
    page.get_by_role("button", name=f"Approve as {role}").click()
    expect(page.locator(".gate")).to_contain_text(f"{role}: ")


def test_two_people_from_sign_in_to_the_lock(
    chromium: Browser, site: Site, proxy: Path, tmp_path: Path
) -> None:
    lin, ada, draft = begun(proxy)
    with signed_in(chromium, site, lin) as director, signed_in(chromium, site, ada) as editor:
        look_together(director, editor)
        draw_and_write(director, editor)
        editor.page.screenshot(path=tmp_path / "together.png")
        settle_the_note(director, editor)
        director.page.get_by_role("button", name="Select", exact=True).click()
        expect(editor.page.locator(".draft-selected")).to_have_text("Selected")
        say_yes(editor.page, "Editor")
        say_yes(director.page, "Director")
        lock(director, editor)
        director.page.screenshot(path=tmp_path / "locked.png")
    shot = Shot.objects.get(id=draft.shot_id)
    assert shot.locked_at is not None
    assert shot.selected_id == draft.id


def look_together(director: Seat, editor: Seat) -> None:
    """The director shows where to look, and the editor's picture goes there."""
    director.page.get_by_role("button", name="Present").click()
    editor.page.get_by_role("button", name="Follow Director").click()
    for _ in range(5):
        director.page.keyboard.press("ArrowRight")
    editor.wait(lambda: director.frame() == 5 == editor.frame())


def draw_and_write(director: Seat, editor: Seat) -> None:
    """Ink and words of one are seen by the other, who is named in them."""
    director.take("Pen")
    director.draw(LINE)
    editor.sees_ink()
    field = director.page.get_by_label("Write a note")
    field.press_sequentially("Look here, @ad")
    field.press("Enter")
    field.press("Control+Enter")
    expect(editor.page.locator(".mention")).to_have_text("@Ada Bell")


def settle_the_note(director: Seat, editor: Seat) -> None:
    """While a note asks for a change the gate says so; then it asks no more."""
    editor.page.get_by_role("tab", name="Approval").click()
    expect(editor.page.locator("#gate")).to_contain_text("No draft is selected yet.")
    editor.page.get_by_role("tab", name="Notes").click()
    editor.page.get_by_role("button", name="Resolve").click()
    expect(director.page.locator(".thread")).to_have_count(0)


def lock(director: Seat, editor: Seat) -> None:
    """Asked once more, then for good; who looks on sees it without loading anything anew."""
    editor.page.evaluate("window.same = true")
    page = director.page
    page.locator("#gate").get_by_role("button", name=re.compile("^Lock S")).click()
    question = page.get_by_role("dialog").filter(has_text="Nobody can undo a lock.")
    question.get_by_role("button", name="Cancel").click()
    expect(page.locator("#locked")).to_be_hidden()
    page.locator("#gate").get_by_role("button", name=re.compile("^Lock S")).click()
    question.get_by_role("button", name=re.compile("^Lock S")).click()
    for seat in (director, editor):
        words = seat.page.locator("#locked")
        expect(words).to_contain_text("Nothing in this shot can change any more.")
        expect(seat.page.get_by_role("toolbar", name="Pens")).to_be_hidden()
        expect(seat.page.locator("#gate")).to_contain_text("Locked on")
    assert editor.page.evaluate("window.same")
    assert editor.inked() > 0, "what was drawn is still to be seen"
