"""A page whose session has ended; what else must not be lost is tested in tests/js."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from slowfilm.shots.models import Draft
from tests.browser.seats import Seat
from tests.conftest import Site

pytestmark = pytest.mark.slow


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
