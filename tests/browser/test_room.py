"""The room's page: notes, drafts and shots between two people, by keyboard."""

from pathlib import Path

import pytest
from django.utils import timezone
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


def test_a_note_lies_on_the_marked_span_and_a_keep_says_why(draft: Draft, director: Seat) -> None:
    page = director.page
    place = page.locator(".composer-place")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("00:00:00:01")
    page.keyboard.press("i")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".transport-place")).to_have_text("00:00:00:11")
    page.keyboard.press("o")
    expect(place).to_have_text("00:00:00:01 – 00:00:00:11")
    write(page, "His hand.", kind="Keep")
    expect(page.get_by_role("alert")).to_have_text("Say why it is kept.")
    write(page, "His hand.", kind="Keep", reason="It shook then, too.")
    expect(page.locator(".note-reason")).to_contain_text("It shook then, too.")
    expect(page.locator(".note-waiting")).to_have_count(0)
    note = Note.objects.get()
    assert (note.kind, note.first, note.last) == ("keep", 1, 12)


def test_somebody_is_named_by_keyboard(draft: Draft, director: Seat, editor: Seat) -> None:
    field = director.page.get_by_label("Write a note")
    field.press_sequentially("Please look, @ad")
    names = director.page.get_by_role("listbox", name="Members").get_by_role("option")
    expect(names).to_have_text(["Ada Bell"])
    field.press("Enter")
    expect(field).to_have_value("Please look, @Ada Bell ")
    field.press("Control+Enter")
    expect(editor.page.locator(".mention")).to_have_text("@Ada Bell")
    assert Note.objects.get().mentions == [editor.member.id]


def test_the_enter_that_ends_a_composition_never_sends(draft: Draft, director: Seat) -> None:
    field = director.page.get_by_label("Write a note")
    field.focus()
    director.cdp.send(
        "Input.imeSetComposition", {"text": "慢", "selectionStart": 1, "selectionEnd": 1}
    )
    field.evaluate(
        """field => field.dispatchEvent(new KeyboardEvent("keydown",
        {key: "Enter", ctrlKey: true, keyCode: 229, isComposing: true, bubbles: true}))"""
    )
    director.cdp.send("Input.insertText", {"text": "慢一点"})
    field.press("Enter")
    expect(field).to_have_value("慢一点\n")
    assert not Note.objects.exists()


def test_a_refused_note_keeps_its_words(draft: Draft, director: Seat) -> None:
    # Locked behind the page's back: it learns of it only when it is refused.
    Shot.objects.filter(id=draft.shot_id).update(selected=draft, locked_at=timezone.now())
    write(director.page, "Too late.")
    refused = director.page.locator(".thread").filter(has_text="Too late.")
    expect(refused).to_contain_text("This shot is locked.")
    refused.get_by_role("button", name="Take back").click()
    expect(director.page.get_by_label("Write a note")).to_have_value("Too late.")
    expect(director.page.locator(".thread")).to_have_count(0)


def test_words_not_sent_survive_a_reload_where_they_were_typed(
    site: Site, proxy: Path, draft: Draft, director: Seat
) -> None:
    page = director.page
    other = a_draft(draft.film, proxy, draft.shot)
    write(page, "Slower.")
    page.locator(".thread").get_by_role("button", name="Answer").click()
    page.get_by_label("Answer", exact=True).fill("Much")
    page.get_by_role("radio", name="Keep").check(force=True)
    page.get_by_label("Write a note").fill("His hand sh")
    page.locator(".notes > .composer").get_by_label("Why it stays").fill("It shook th")
    director.enter(site, draft)
    expect(page.get_by_label("Write a note")).to_have_value("His hand sh")
    reason = page.locator(".notes > .composer").get_by_label("Why it stays")
    expect(reason).to_have_value("It shook th")
    expect(page.get_by_label("Answer", exact=True)).to_have_value("Much")
    page.get_by_role("button", name="v002").click()
    expect(page.locator("#draft-name")).to_have_text(other.name)
    expect(page.get_by_label("Write a note")).to_have_value("")
    page.go_back()
    expect(page.get_by_label("Write a note")).to_have_value("His hand sh")
    page.get_by_role("button", name="Send").last.click()
    page.get_by_role("button", name="Cancel").click()
    director.enter(site, draft)
    expect(page.locator(".thread")).to_have_count(2)
    expect(page.get_by_label("Write a note")).to_have_value("")
    expect(page.get_by_label("Answer", exact=True)).to_have_count(0)


def test_a_draft_out_of_reach_says_so_and_opens_when_the_line_is_back(
    site: Site, proxy: Path, draft: Draft, director: Seat
) -> None:
    page = director.page
    other = a_draft(draft.film, proxy, draft.shot)
    director.enter(site, draft)
    page.context.set_offline(True)
    page.get_by_role("button", name="v002").click()
    expect(page.get_by_role("heading", name=f"{other.name} can't be shown")).to_be_visible()
    expect(page.locator("#picture")).to_be_hidden()
    page.get_by_role("button", name=f"Back to {draft.name}").click()
    expect(page.locator("#picture")).to_be_visible()
    page.get_by_role("button", name="v002").click()
    page.context.set_offline(False)
    expect(page.locator("#draft-name")).to_have_text(other.name, timeout=20_000)
    expect(page.locator("#picture")).to_be_visible()


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
    page.get_by_role("dialog").get_by_role("button", name=other.shot.name).click()
    expect(page.locator("#draft-name")).to_have_text(other.name)
    assert str(other.id) in page.url
    assert page.evaluate("window.same")
    page.reload()
    expect(page.locator("#draft-name")).to_have_text(other.name)


def test_the_way_back_leads_to_where_one_came_in(chromium: Browser, site: Site) -> None:
    film = make.film()
    first, second = make.shot(film), make.shot(film)
    with seated(chromium, site, make.director(film)) as seat:
        page, name = seat.page, seat.page.locator("#draft-name")
        page.goto(f"{site.url}/films/{film.id}/room/")
        expect(name).to_have_text(first.name)
        page.locator("#shot-name").click()
        page.get_by_role("dialog").get_by_role("button", name=second.name).click()
        expect(name).to_have_text(second.name)
        page.go_back()
        expect(name).to_have_text(first.name)


def test_keys_are_left_to_an_open_dialog(draft: Draft, director: Seat) -> None:
    page, place = director.page, director.page.locator(".transport-place")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("00:00:00:01")
    page.locator("#shot-name").click()
    for key in ("ArrowRight", "l", "p", "7"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(page.locator(".pens")).to_have_attribute("data-mode", "point")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("00:00:00:02")


def test_in_and_out_are_cleared_so_that_a_note_lies_on_a_frame_again(
    draft: Draft, director: Seat
) -> None:
    page, place = director.page, director.page.locator(".composer-place")
    clear = page.get_by_role("button", name="Clear in and out")
    expect(clear).to_be_disabled()
    page.keyboard.press("i")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".transport-place")).to_have_text("00:00:00:10")  # what is seen is marked
    page.keyboard.press("o")
    expect(place).to_contain_text("–")
    page.keyboard.press("x")
    expect(place).to_have_text("00:00:00:10")
    page.keyboard.press("i")
    clear.click()
    expect(place).to_have_text("00:00:00:10")


def test_one_goes_to_a_place_by_typing_it(draft: Draft, director: Seat) -> None:
    page, place = director.page, director.page.locator(".transport-place")
    entry = page.get_by_label("Go to timecode or frame")
    page.keyboard.type("112")
    expect(entry).to_have_value("112")
    page.keyboard.press("Enter")
    expect(place).to_have_text("00:00:01:12")
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    expect(entry).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    expect(place).to_have_text("00:00:01:12")
    place.click()
    page.keyboard.type("7\n")
    expect(place).to_have_text(f"007 / {FRAMES - 1}")


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


def test_a_draft_is_put_forward_for_all(draft: Draft, director: Seat, editor: Seat) -> None:
    director.page.get_by_role("button", name="Select", exact=True).click()
    expect(editor.page.locator(".draft-selected")).to_have_text("Selected")


def test_a_locked_shot_shows_everything_and_takes_nothing(
    site: Site, draft: Draft, director: Seat
) -> None:
    write(director.page, "Before the end.")
    expect(director.page.locator(".note-waiting")).to_have_count(0)
    Shot.objects.filter(id=draft.shot_id).update(selected=draft, locked_at=timezone.now())
    director.enter(site, draft)
    page = director.page
    expect(page.locator("#locked")).to_contain_text("Nothing in this shot can change any more.")
    expect(page.locator(".thread")).to_contain_text("Before the end.")
    for gone in ("Send", "Answer", "Resolve", "Select"):
        expect(page.get_by_role("button", name=gone, exact=True)).to_have_count(0)
    expect(page.get_by_role("toolbar", name="Pens")).to_be_hidden()
