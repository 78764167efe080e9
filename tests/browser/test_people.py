"""Naming people in many references at once, and signing on a phone, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from slowfilm.clearance.models import Release
from slowfilm.shots.make import Source
from slowfilm.storage import Blob
from tests import make
from tests.browser.seats import seated
from tests.browser.test_pages import too_wide
from tests.conftest import Site
from tests.generations import made
from tests.waiting import until

pytestmark = pytest.mark.slow


def is_well(page: Page) -> None:
    """It is readable, and fits its screen."""
    assert not too_wide(page)
    assert Axe().run(page).violations_count == 0


def test_named_asked_signed_and_withdrawn(site: Site, chromium: Browser) -> None:
    film = make.film()
    lane, *_others = (
        made.picture(film, name=name, nobody=False) for name in ("lane", "gate", "yard")
    )
    make.person(film, "周言")
    with seated(chromium, site, make.director(film)) as seat:
        page = seat.page
        page.goto(f"{site.url}/films/{film.id}/references/")
        for name in ("lane", "gate"):
            page.get_by_label(f"Select {name}").check()
        page.get_by_text("Name or license the selected references").click()
        expect(page.locator("#chosen")).to_have_text("2")
        page.get_by_role("group", name="周言").get_by_label("seen").check()
        page.get_by_label("No one else is seen or heard.").check()
        is_well(page)
        page.locator("#naming").get_by_role("button", name="Save").click()
        expect(page.get_by_text("周言 (seen)")).to_have_count(2)
        page.goto(f"{site.url}/films/{film.id}/people/")
        is_well(page)
        page.get_by_role("link", name="Ask for a release").click()
        page.get_by_label("Language of the text").select_option("zh-hans")
        page.get_by_role("button", name="Make the link").click()
        link = page.get_by_label("The link to send").input_value()
    phone = chromium.new_context(viewport={"width": 360, "height": 780}, has_touch=True).new_page()
    phone.goto(link)
    is_well(phone)
    phone.get_by_label("用作形象参考").check()
    phone.get_by_label("你的姓名（作为签名）").fill("周言")
    phone.get_by_role("button", name="签署").click()
    expect(phone.get_by_text("文本现已与你勾选的内容一致")).to_be_visible()
    is_well(phone)
    phone.get_by_role("button", name="签署").click()
    expect(phone.get_by_text("这是你签署的授权")).to_be_visible()
    is_well(phone)
    assert Release.objects.get().uses == ["likeness"]
    shown = make.draft(
        film,
        poster=Blob.objects.get(digest=lane.poster_id),
        sources=[Source("subject", "Image1", lane.id)],
    )
    phone.reload()
    made_with = phone.locator(f'img[src*="{shown.id}"]')
    made_with.scroll_into_view_if_needed()
    until(lambda: made_with.evaluate("(picture) => picture.naturalWidth") > 0)
    is_well(phone)
    phone.get_by_text("撤回", exact=True).click()
    phone.get_by_role("button", name="撤回我的授权").click()
    expect(phone.get_by_text("授权已撤回。")).to_be_visible()
    phone.context.close()
    assert Release.objects.get().state == Release.State.WITHDRAWN
