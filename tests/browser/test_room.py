"""The room's page: notes, drafts and shots between two people, by keyboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from slowfilm import storage
from slowfilm.films.models import Film
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft, Shot
from tests import make
from tests.browser.barcodes import FRAMES
from tests.browser.seats import Seat, seated
from tests.conftest import Site

pytestmark = pytest.mark.slow


# Scripts that came without having been named by the page, and so came late.
UNNAMED = """() => {
  const named = document.querySelectorAll('link[rel="modulepreload"], script[src]');
  const known = new Set([...named].map(({ href, src }) => href || src));
  return performance.getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => name.endsWith(".js") && !known.has(name));
}"""


def a_draft(film: Film, proxy: Path, of: Shot | None = None) -> Draft:
    return make.draft(film, of, frames=FRAMES, proxy=storage.keep(proxy, "video/mp4", film.id))


def write(page: Page, text: str, kind: str = "Change", reason: str = "") -> None:
    page.get_by_label("Write a note").fill(text)
    page.get_by_role("radio", name=kind).check(force=True)
    if reason:
        page.get_by_label("Why it stays").fill(reason)
    page.get_by_role("button", name="Send").click()


def test_words_on_a_frame_are_read_answered_and_resolved(
    draft: Draft, director: Seat, editor: Seat
) -> None:
    director.page.keyboard.press("ArrowRight")
    expect(director.page.locator(".composer-place")).to_have_text("00:00:00:01")
    write(director.page, "Slower, 慢一点。")
    seen = editor.page.locator(".thread").filter(has_text="Slower, 慢一点。")
    expect(seen.locator(".thread-span")).to_have_text("00:00:00:01")
    expect(seen).to_contain_text("Director")
    seen.locator(".thread-span").click()
    expect(seen).to_have_class("thread now")
    seen.get_by_role("button", name="Answer").click()
    editor.page.get_by_label("Answer", exact=True).fill("How slow?")
    editor.page.keyboard.press("Control+Enter")
    told = director.page.locator(".thread").filter(has_text="Slower")
    expect(told.locator(".answers")).to_contain_text("How slow?")
    told.get_by_role("button", name="Resolve").click()
    expect(editor.page.locator(".thread")).to_have_count(0)
    editor.page.get_by_label("Which notes").select_option("resolved")
    expect(seen).to_contain_text("Resolved by Director")
    seen.get_by_role("button", name="Reopen").click()
    expect(told).not_to_contain_text("Resolved by")
    assert list(Note.objects.values_list("first", "last")) == [(1, 2), (1, 2)]
    assert director.page.evaluate(UNNAMED) == []


def test_drafts_and_shots_are_changed_in_place(
    site: Site, proxy: Path, draft: Draft, director: Seat
) -> None:
    page = director.page
    second = a_draft(draft.film, proxy, draft.shot)
    other = a_draft(draft.film, proxy)
    director.enter(site, draft)
    page.evaluate("window.same = true")
    page.get_by_role("button", name="v002").click()
    expect(page.locator("#draft-name")).to_have_text(second.name)
    page.go_back()
    expect(page.locator("#draft-name")).to_have_text(draft.name)
    page.locator("#shot-name").click()
    for key in ("ArrowRight", "l", "p", "7"):
        page.keyboard.press(key)  # meant for the dialog alone
    expect(page.locator(".pens")).to_have_attribute("data-mode", "point")
    expect(page.locator(".transport-place")).to_have_text("00:00:00:00")
    page.get_by_role("dialog").get_by_role("button", name=other.shot.name).click()
    expect(page.locator("#draft-name")).to_have_text(other.name)
    assert str(other.id) in page.url
    assert page.evaluate("window.same")
    page.reload()
    expect(page.locator("#draft-name")).to_have_text(other.name)


def test_a_film_begins_with_its_first_scene(chromium: Browser, site: Site) -> None:
    film = make.film()
    with seated(chromium, site, make.director(film)) as seat:
        page = seat.page
        page.goto(f"{site.url}/films/{film.id}/room/")
        expect(page.get_by_role("heading", name="No scene yet.")).to_be_visible()
        page.get_by_role("button", name="Add a scene").click()
        page.get_by_label("Add a scene").fill("The lane")
        page.keyboard.press("Enter")
        page.get_by_label("Add a shot to S01").fill("A lamp")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="No draft yet.")).to_be_visible()
        expect(page.locator("#draft-name")).to_have_text("S01_SH010")
        assert page.get_by_role("link", name="Write a brief", exact=True).get_attribute("href")
