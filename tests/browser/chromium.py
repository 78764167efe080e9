"""Starting a real Chromium, for tests and benchmarks."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A headless Chromium with a user data folder of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def chromium_path() -> str | None:
    """The Chromium on PATH, else the one Debian installs, else None: Playwright's own."""
    debian = Path("/usr/bin/chromium")
    return shutil.which("chromium") or (str(debian) if debian.exists() else None)
