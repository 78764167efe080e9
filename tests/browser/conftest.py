"""A real Chromium for tests that look at pages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """The Chromium on PATH, else the one Debian installs, else None: Playwright's own."""
    debian = Path("/usr/bin/chromium")
    return shutil.which("chromium") or (str(debian) if debian.exists() else None)


# One for each module, not for the session: while Playwright runs, its event loop counts as running
# in this thread, and neither Django's database nor asyncio's own runner works beside it.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium with a user data folder of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()
