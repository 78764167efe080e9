"""What every test that looks at a page needs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import running_chromium


# One for each module, not for the session: while Playwright runs, its event loop counts as running
# in this thread, and neither Django's database nor asyncio's own runner works beside it.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    with running_chromium() as browser:
        yield browser
