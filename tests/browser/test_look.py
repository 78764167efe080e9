"""A link to the room shows the same view: guides, onion skin, and how far one has gone in."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from slowfilm import storage
from tests import make
from tests.browser.seats import seated
from tests.browser.test_cut import barcoded
from tests.conftest import Site

pytestmark = pytest.mark.slow


def test_the_address_keeps_how_one_looks(chromium: Browser, site: Site, tmp_path: Path) -> None:
    film = make.film()
    path = barcoded(tmp_path / "draft.mp4", 1, Fraction(24), 24)
    proxy = storage.keep(path, "video/mp4", film.id)
    draft = make.draft(film, frames=24, proxy=proxy, size=(640, 360))
    room = f"{site.url}/films/{film.id}/room/?draft={draft.id}&frame=7"
    told = "guides=thirds.flat&onion=2&into=2.00_0.250_0.500"
    with seated(chromium, site, make.director(film)) as seat:
        page = seat.page
        page.goto(f"{room}&{told}")
        expect(page.locator(".guide-thirds")).to_have_count(4)
        expect(page.locator(".guide-flat")).to_have_count(1)
        expect(page.locator("#picture > canvas").first).to_have_css(
            "transform", re.compile(r"matrix\(2, 0, 0, 2, 0, -\d")
        )
        expect(page.get_by_label("Onion skin")).to_have_value("2")
        seat.wait(lambda: page.url.endswith(f"frame=7&{told}"))
        page.keyboard.press("Shift+Digit6")
        seat.wait(lambda: page.url.endswith("frame=7&guides=flat&onion=2&into=2.00_0.250_0.500"))
        page.goto(page.url)
        expect(page.locator(".guide-flat")).to_have_count(1)
        expect(page.locator(".guide-thirds")).to_have_count(0)
        page.goto(room)
        seat.wait(lambda: page.url.endswith("frame=7"))
        expect(page.locator(".guides rect")).to_have_count(0)
