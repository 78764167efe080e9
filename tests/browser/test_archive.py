"""The archive's page in a browser: it follows the work and gives the whole file."""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from slowfilm import tasks
from slowfilm.jobs.queue import Lease, claim
from slowfilm.shots.models import Draft
from slowfilm.storage import Blob
from tests import make
from tests.browser.seats import seated
from tests.conftest import Site

pytestmark = pytest.mark.slow


def _told(lease: Lease, share: float) -> bool:
    """Progress is said again and again: what is said before the page has its line is not heard."""
    lease.progress(share)
    return True


def test_it_is_followed_and_fetched(
    chromium: Browser, site: Site, draft: Draft, tmp_path: Path
) -> None:
    film = draft.film
    kept = [draft.proxy_id]
    film.holdings.exclude(blob_id__in=kept).delete()  # of blobs without bytes
    with seated(chromium, site, make.director(film)) as seat:
        page = seat.page
        page.goto(f"{site.url}/films/{film.id}/")
        page.get_by_role("link", name="Export archive").click()
        page.get_by_role("button", name="Export archive").click()
        expect(page.get_by_text("It waits for a worker")).to_be_visible()
        page.evaluate("document.body.dataset.stays = 'yes'")

        job = claim("io")
        assert job
        lease = Lease(job)
        for share in (0.25, 0.5):
            said = page.get_by_text(f"Being written, {share:.0%}".replace("%", " %"))
            seat.wait(lambda share=share, said=said: _told(lease, share) and said.is_visible())
        tasks.do(job)

        link = page.get_by_role("link", name="Download")
        expect(link).to_be_visible()
        assert page.locator("body").get_attribute("data-stays") == "yes", "not loaded anew"
        with page.expect_download() as fetched:
            link.click()
        path = tmp_path / fetched.value.suggested_filename
        fetched.value.save_as(path)
        assert path.name == "The Lane.zip"
        assert path.stat().st_size == Blob.objects.get(media_type="application/zip").size
        with zipfile.ZipFile(path) as file:
            assert file.testzip() is None
            assert {f"media/{one}" for one in kept} <= set(file.namelist())
        assert seat.faults == []
