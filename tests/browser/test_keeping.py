"""Nothing is taken from under a hand, and no word and no ink is lost out of sight."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, Route, expect

from slowfilm.films import places
from slowfilm.reviews.models import Note, Stroke
from slowfilm.shots.models import Draft, Shot
from tests import make
from tests.browser.seats import Seat, seated
from tests.browser.test_room import write
from tests.conftest import Site

pytestmark = pytest.mark.slow
LINE = [(0.2 + 0.02 * n, 0.3 + 0.01 * n) for n in range(20)]


def lock(draft: Draft) -> None:
    """Behind the pages' backs: they learn of it when they are refused, or open anew."""
    Shot.objects.filter(id=draft.shot_id).update(selected=draft, locked_at=timezone.now())


def test_words_for_a_shot_that_locks_meanwhile_stay_to_be_read(
    site: Site, draft: Draft, director: Seat
) -> None:
    page = director.page
    lock(draft)
    write(page, "Too late.")
    refused = page.locator(".thread").filter(has_text="Too late.")
    expect(refused).to_contain_text("This shot is locked.")
    page.get_by_label("Write a note").fill("And this.")
    director.enter(site, draft)
    field = page.get_by_label("Write a note")
    expect(field).to_have_value("And this.")
    expect(field).not_to_be_editable()
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    expect(refused.get_by_role("button", name="Take back")).to_have_count(0)
    refused.get_by_role("button", name="Let it go").click()
    expect(refused).to_have_count(0)


def test_words_taken_back_leave_those_begun_since(draft: Draft, director: Seat) -> None:
    page = director.page
    lock(draft)
    write(page, "Too late.", kind="Keep", reason="It shook.")
    page.get_by_label("Write a note").fill("Begun.")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_label("Write a note")).to_have_value("Begun.\nToo late.")
    expect(page.locator(".notes > .composer").get_by_label("Why it stays")).to_have_value(
        "It shook."
    )


def test_what_is_too_long_is_said_and_not_cut(draft: Draft, director: Seat) -> None:
    page = director.page
    write(page, "长" * 5003)
    expect(page.get_by_role("alert")).to_have_text("That is 3 characters too long.")
    expect(page.get_by_label("Write a note")).to_have_value("长" * 5003)
    write(page, "长" * 5000)
    expect(page.locator(".note-waiting")).to_have_count(0)
    director.wait(lambda: Note.objects.exists())
    assert Note.objects.get().text == "长" * 5000


def test_who_reads_by_keyboard_stays_where_they_are(
    draft: Draft, director: Seat, editor: Seat
) -> None:
    write(director.page, "Slower.")
    span = editor.page.locator(".thread-span").first
    span.focus()
    write(director.page, "And darker.")
    expect(editor.page.locator(".thread")).to_have_count(2)
    expect(span).to_be_focused()


def test_ink_waits_for_the_picture_it_lies_on(site: Site, draft: Draft, director: Seat) -> None:
    page = director.page
    second = make.draft(draft.film, draft.shot, frames=draft.frames, proxy=draft.proxy)
    director.enter(site, draft)
    director.take("Pen")
    held: list[Route] = []
    page.route("**/media/**", lambda route: held.append(route))
    page.get_by_role("button", name="v002").click()
    expect(page.locator("#draft-name")).to_have_text(second.name)
    director.draw(LINE)
    write(page, "After it.")
    director.wait(lambda: Note.objects.exists())
    assert not Stroke.objects.exists(), "the first draft's picture was still seen"
    director.wait(lambda: _drawn(director, held))
    assert set(Stroke.objects.values_list("draft", flat=True)) == {second.id}


def _drawn(seat: Seat, held: list[Route]) -> bool:
    while held:
        held.pop().continue_()
    seat.draw(LINE)
    return Stroke.objects.exists()


def test_a_frame_is_not_taken_from_under_a_pen(draft: Draft, director: Seat, editor: Seat) -> None:
    director.page.get_by_role("button", name="Present").click()
    editor.page.get_by_role("button", name="Follow Director").click()
    editor.take("Pen")
    editor.pen_down(LINE[0])
    editor.pen_to(*LINE[1:10])
    director.page.keyboard.press("ArrowRight")
    editor.hears(type="playhead", frame=1)
    editor.stays(lambda: editor.frame() == 0, seconds=0.2)
    editor.pen_to(*LINE[10:])
    editor.pen_up(LINE[-1])
    editor.wait(lambda: editor.frame() == 1)
    editor.wait(lambda: Stroke.objects.exists())
    assert Stroke.objects.get().frame == 0


def test_who_types_a_place_goes_there_by_themselves(director: Seat, editor: Seat) -> None:
    director.page.get_by_role("button", name="Present").click()
    editor.page.get_by_role("button", name="Follow Director").click()
    editor.page.keyboard.type("7\n")
    editor.wait(lambda: editor.frame() == 7)
    editor.hears(len(editor.heard), type="playhead", frame=0)
    editor.stays(lambda: editor.frame() == 7, seconds=0.2)
    expect(editor.page.get_by_role("button", name="Follow Director")).to_be_visible()


def test_refused_ink_stays_in_sight_until_it_is_let_go(draft: Draft, director: Seat) -> None:
    lock(draft)
    director.take("Pen")
    director.draw(LINE)
    said = director.page.locator("#line-lost")
    expect(said).to_contain_text("This could not be kept: This shot is locked.")
    assert director.inked() > 0
    undo = director.page.get_by_role("button", name="Undo", exact=True)
    expect(undo).to_be_disabled()
    said.get_by_role("button", name="Let it go").click()
    director.sees_no_ink()
    expect(said).to_be_hidden()


def test_a_stroke_ends_where_its_own_hand_steps_on(draft: Draft, director: Seat) -> None:
    director.take("Pen")
    director.pen_down(LINE[0])
    director.pen_to(*LINE[1:10])
    director.page.keyboard.press("ArrowRight")
    director.wait(lambda: director.frame() == 1)
    assert director.inked(canvas=1) == 0
    director.pen_to(*LINE[10:])
    director.pen_up(LINE[-1])
    director.draw(LINE)
    director.wait(lambda: Stroke.objects.filter(frame=1).exists())
    assert list(Stroke.objects.order_by("seq").values_list("frame", flat=True)) == [0, 1]


def test_what_a_private_window_cannot_keep_it_does_not_promise(
    chromium: Browser, site: Site, draft: Draft
) -> None:
    with seated(chromium, site, make.director(draft.film)) as seat:
        seat.page.add_init_script(
            "Object.defineProperty(window, 'indexedDB', { value: undefined })"
        )
        seat.enter(site, draft)
        site.kill()
        seat.take("Pen")
        said = seat.page.locator("#line-lost")
        expect(said).to_contain_text("if this page stays open until then", timeout=15_000)
        seat.draw(LINE)
        site.start()
        seat.wait_for_line()
        seat.wait(lambda: Stroke.objects.count() == 1)


def test_who_is_signed_out_is_led_back_in(site: Site, draft: Draft, director: Seat) -> None:
    page = director.page
    page.get_by_label("Write a note").fill("Half a")
    Session.objects.all().delete()
    site.kill()
    site.start()
    said = page.locator("#line-lost")
    expect(said).to_contain_text("You are signed out.", timeout=15_000)
    expect(page.get_by_label("Write a note")).to_have_value("Half a")
    said.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/login/**room**")


def test_who_has_left_is_written_about_and_not_called(draft: Draft, director: Seat) -> None:
    editor = make.member(draft.film, "editor", name="Ada Bell")
    director.hears(type="entry", verb="member-joined")
    places.remove(film_id=draft.film_id, actor=director.member.actor, member=editor.id)
    write(director.page, "As @Ada Bell said.")
    expect(director.page.locator(".note-waiting")).to_have_count(0)
    director.wait(lambda: Note.objects.exists())
    assert Note.objects.get().mentions == []
