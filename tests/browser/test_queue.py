"""The queue's page while things happen in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from slowfilm.films.models import Film
from slowfilm.generations.events import GenerationStarted
from slowfilm.ledger import SYSTEM, act
from tests import make
from tests.browser.seats import Seat, seated
from tests.conftest import Site
from tests.generations import made

pytestmark = pytest.mark.slow


@pytest.fixture
def film() -> Film:
    return make.film()


@pytest.fixture
def director(chromium: Browser, site: Site, film: Film) -> Iterator[Seat]:
    with seated(chromium, site, make.director(film)) as seat:
        yield seat


def test_rows_made_anew_leave_one_standing_on_the_same_button(
    site: Site, film: Film, director: Seat
) -> None:
    first, second = (made.queue(make.shot(film), made.wanted()) for _ in range(2))
    page = director.page
    page.goto(f"{site.url}/films/{film.id}/generations/")
    cancel = page.locator(f"#generation-{second.id}").get_by_role("button", name="Cancel")
    cancel.focus()
    page.evaluate("document.querySelector('#queue').firstElementChild.dataset.old = '1'")
    with act(film.id, SYSTEM) as this:
        this.record(GenerationStarted(generation=first.id, shot=first.shot_id, attempt=1))
    expect(page.locator("#queue [data-old]")).to_have_count(0)
    expect(cancel).to_be_focused()
    page.keyboard.press("Enter")
    row = page.locator(f"#generation-{second.id}")
    expect(row).to_contain_text("Cancelled")
    assert page.evaluate(
        "id => document.activeElement.closest('.generation')?.id === `generation-${id}`",
        str(second.id),
    )
