"""The room on a desk, a tablet and a phone: open to everyone, within reach, never too wide."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from slowfilm.ledger import chain, wire
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.seats import seated
from tests.browser.test_room import write
from tests.conftest import Site

pytestmark = pytest.mark.slow
SIZES: dict[str, Any] = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "tablet": {"viewport": {"width": 1366, "height": 1024}, "has_touch": True, "is_mobile": True},
    "phone": {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True},
}


@pytest.mark.parametrize("size", SIZES)
def test_the_room_is_open_to_everyone(
    chromium: Browser, site: Site, draft: Draft, size: str
) -> None:
    with seated(chromium, site, make.director(draft.film), **SIZES[size]) as seat:
        page = seat.page
        seat.enter(site, draft)
        if size == "tablet":
            page.locator("#open-notes").click()
        write(page, "Slower.", kind="Question")
        expect(page.locator(".thread")).to_have_count(1)
        faults = Axe().run(page).response["violations"]
        assert faults == [], [fault["id"] for fault in faults]
        page.evaluate("document.scrollingElement.scrollTo(9, 9)")
        moved = page.evaluate(
            "[scrollX, scrollY, document.body.scrollLeft, document.body.scrollTop]"
        )
        assert moved == [0, 0, 0, 0], "nothing moves when a field comes into sight"
        page.locator("#shot-name").click()
        faults = Axe().run(page).response["violations"]
        assert faults == [], [fault["id"] for fault in faults]


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_many_people_find_room_in_the_bar(
    chromium: Browser, site: Site, draft: Draft, size: str
) -> None:
    people = [make.member(draft.film, "editor", name=f"周砚秋 Zhou {n}") for n in range(6)]
    with seated(chromium, site, make.director(draft.film), **SIZES[size]) as seat:
        seat.enter(site, draft)
        here = [{"type": "here", "member": str(each.id), "draft": None} for each in people]
        shown = {"type": "playhead", "member": str(people[0].id), "draft": str(draft.id)}
        shown |= {"frame": 0, "playing": False, "speed": 0, "presenting": True}
        batch = chain.canonical({"type": "passing", "batch": [*here, shown]})
        wire.broadcast_transient(draft.film_id, batch)
        expect(seat.page.get_by_role("button", name="Follow 周砚秋")).to_be_visible()
        expect(seat.page.locator(".presence li")).to_have_count(7)
        assert seat.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        ends = seat.page.evaluate(
            """[...document.querySelectorAll(".room-bar > *")]
            .filter((each) => each.checkVisibility())
            .map((each) => each.getBoundingClientRect().right)"""
        )
        assert len(ends) > 3
        assert max(ends) <= SIZES[size]["viewport"]["width"]


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_fingers_find_what_they_need(
    chromium: Browser, site: Site, draft: Draft, size: str
) -> None:
    with seated(chromium, site, make.director(draft.film), **SIZES[size]) as seat:
        seat.enter(site, draft)
        if size == "tablet":
            seat.page.locator("#open-notes").click()
        small = seat.page.evaluate(
            """() => [...document.querySelectorAll("button, a, select, .segments label")]
            .filter((each) => each.checkVisibility({ visibilityProperty: true }))
            .map((each) => [each.textContent || each.ariaLabel, each.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 32)
            .map(([name, box]) => `${name} ${box.width}×${box.height}`)"""
        )
        assert small == []


@pytest.mark.parametrize("size", SIZES)
def test_a_long_word_makes_nothing_wider(
    chromium: Browser, site: Site, draft: Draft, size: str
) -> None:
    with seated(chromium, site, make.director(draft.film), **SIZES[size]) as seat:
        page, address = seat.page, "https://example.org/" + "x" * 800
        seat.enter(site, draft)
        if size == "tablet":
            page.locator("#open-notes").click()
        write(page, address, kind="Keep", reason=address)
        page.locator(".thread").get_by_role("button", name="Answer").click()
        page.get_by_label("Answer", exact=True).fill(address)
        page.get_by_label("Write a note").fill(address)
        wide = page.evaluate(
            """() => [...document.querySelectorAll(".notes, .notes *")]
            .filter((each) => each.scrollWidth > innerWidth).map((each) => each.className)"""
        )
        assert wide == []


@pytest.mark.parametrize("size", SIZES)
def test_a_lock_is_seen_everywhere(chromium: Browser, site: Site, draft: Draft, size: str) -> None:
    make.lock(draft)
    with seated(chromium, site, make.director(draft.film), **SIZES[size]) as seat:
        seat.enter(site, draft)
        expect(seat.page.get_by_text("Nothing in this shot can change any more.")).to_be_visible()
        name = seat.page.locator("#draft-name")
        assert name.evaluate(
            "each => each.scrollWidth <= each.clientWidth || each.clientWidth === 0"
        )


def test_whom_one_can_follow_has_a_name_on_a_phone(
    chromium: Browser, site: Site, draft: Draft
) -> None:
    other = make.member(draft.film, "editor", name="Maximiliana Featherstonehaugh")
    with seated(chromium, site, make.director(draft.film), **SIZES["phone"]) as seat:
        seat.enter(site, draft)
        shown = {"type": "playhead", "member": str(other.id), "draft": str(draft.id)}
        shown |= {"frame": 0, "playing": False, "speed": 0, "presenting": True}
        wire.broadcast_transient(
            draft.film_id, chain.canonical({"type": "passing", "batch": [shown]})
        )
        follow = seat.page.get_by_role("button", name="Follow Maximiliana Featherstonehaugh")
        expect(follow).to_be_visible()
        assert follow.inner_text() == "Follow MF"
