"""Answers that are lost on their way: what a page has heard of over its line it comes to show."""

from fractions import Fraction
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from slowfilm.ledger import SYSTEM, act
from slowfilm.shots import actions as shots
from slowfilm.shots.make import Files, make_draft
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.seats import Seat
from tests.conftest import Site

pytestmark = pytest.mark.slow


def another(draft: Draft) -> Draft:
    """A second draft of the same shot, told to everyone."""
    names = ("master", "proxy", "poster", "filmstrip")
    blobs = {name: make.blob(draft.film) for name in names}
    files = Files(**blobs, waveform=None, width=1280, height=720, rate=Fraction(24), frames=120)
    with act(draft.film_id, SYSTEM, uuid4()) as this:
        return make_draft(this, shot=draft.shot_id, files=files, origin="uploaded", facts={})


def test_a_draft_one_has_only_heard_of_is_shown_once_the_line_is_back(
    site: Site, draft: Draft, editor: Seat
) -> None:
    page = editor.page
    page.route("**/drafts/*/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        another(draft)
    expect(page.locator(".draft-list .draft")).to_have_count(1)
    page.unroute("**/drafts/*/")
    site.kill()
    page.wait_for_selector("#line-lost:not([hidden])", timeout=15_000)
    site.start()
    expect(page.locator(".draft-list .draft")).to_have_count(2, timeout=20_000)


def test_a_panel_without_an_answer_stays_and_is_asked_for_again(draft: Draft, editor: Seat) -> None:
    page = editor.page
    page.get_by_role("tab", name="Approval").click()
    gate = page.locator("#gate")
    expect(gate).to_contain_text("No draft has been put forward yet.")
    page.route("**/gate/panel", lambda route: route.fulfill(status=503))
    director = make.director(draft.film).actor
    with page.expect_response("**/gate/panel"):
        shots.select_draft(film_id=draft.film_id, actor=director, command=uuid4(), draft=draft.id)
    expect(gate).to_contain_text("No draft has been put forward yet.")
    page.unroute("**/gate/panel")
    expect(gate).to_contain_text(f"{draft.name} is put forward.")
