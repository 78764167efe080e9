"""Light before the machine: from a brief's page a cited picture is lit by hand, and cited lit."""

import json

import pytest
from playwright.sync_api import Browser, expect

from slowfilm import tasks
from slowfilm.references.models import Reference
from tests import make
from tests.browser.seats import seated
from tests.conftest import Site
from tests.generations import made

pytestmark = pytest.mark.slow


def test_a_plate_is_lit_and_cited_from_the_page_of_a_brief(chromium: Browser, site: Site) -> None:
    film = make.film()
    plate = made.picture(film, name="Lane")
    Reference.objects.filter(id=plate.id).update(original=plate.proxy)
    shot = make.shot(film)
    with seated(chromium, site, make.director(film)) as seat:
        page = seat.page
        page.goto(f"{site.url}/films/{film.id}/shots/{shot.id}/brief/")
        page.get_by_label("What should be seen and heard").press_sequentially("@Lane")
        page.locator("[role=option]", has_text="Lane").first.click()
        row = page.locator(".citation")
        row.locator("select").select_option("plate")
        row.get_by_role("button", name="Light it").click()
        page.get_by_role("button", name="Lamps", exact=True).click()
        sheet = page.locator(".plate-sheet").bounding_box()
        assert sheet
        page.mouse.click(sheet["x"] + sheet["width"] / 4, sheet["y"] + sheet["height"] / 2)
        expect(page.locator(".plate-desk .light-grip")).to_have_count(3)
        page.get_by_role("button", name="Save and cite").click()
        seat.wait(lambda: film.entries.filter(verb="reference-lit").exists())
        tasks.look("io")
        expect(row.locator(".name")).to_have_text("Lane, lit")
        expect(row.locator("select")).to_have_value("plate")
        entry = film.entries.get(verb="reference-lit")
        (lamp,) = json.loads(entry.payload)["light"]["lamps"]
        assert (round(lamp["x"], 2), lamp["stops"]) == (0.25, 1)
        cited = page.locator("input[name=cite-0-reference]").input_value()
        assert cited == str(entry.command)
