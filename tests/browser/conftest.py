"""What every test that looks at a page needs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from slowfilm import storage
from slowfilm.shots.models import Draft
from tests import make
from tests.browser.barcodes import FRAMES
from tests.browser.seats import Seat, seated
from tests.conftest import Site


@pytest.fixture(scope="session")
def proxy(barcodes: Callable[[str], Path]) -> Path:
    """A proxy as the site makes them, 480 frames at 24 a second."""
    return barcodes("24")


@pytest.fixture
def draft(site: Site, proxy: Path) -> Draft:
    """A draft with a picture to look at and to draw on."""
    film = make.film()
    return make.draft(film, frames=FRAMES, proxy=storage.keep(proxy, "video/mp4", film.id))


@pytest.fixture
def director(chromium: Browser, site: Site, draft: Draft) -> Iterator[Seat]:
    """The director, sitting before the draft."""
    with seated(chromium, site, make.director(draft.film)) as seat:
        seat.enter(site, draft)
        yield seat


@pytest.fixture
def editor(chromium: Browser, site: Site, draft: Draft) -> Iterator[Seat]:
    """An editor beside them."""
    with seated(chromium, site, make.member(draft.film, "editor", name="Ada Bell")) as seat:
        seat.enter(site, draft)
        yield seat
