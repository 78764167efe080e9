"""Starting a real Chromium, for tests and benchmarks."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# A loaded machine is late; Playwright's own 5 s are hardly more than the 4 s after which a page
# says that a presenter has gone.
expect.set_options(timeout=15_000)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A headless Chromium with a user data folder of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Shared:
    """One Chromium for a whole run of tests, most of which need none.

    From its start to its end Playwright counts its event loop as running in this thread, and beside
    a running loop neither Django's database nor an async test works. So the loop counts only while
    a test has taken the browser.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)

    @contextmanager
    def taken(self) -> Iterator[Browser]:
        """For a test; in it the database may be asked beside the loop, on purpose."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
            asyncio._set_running_loop(self._loop)
            try:
                yield self._browser
            finally:
                connections.close_all()  # beside a loop Django keeps others than without one
                asyncio._set_running_loop(None)

    def give_back(self) -> None:
        """Let Playwright end as it began."""
        asyncio._set_running_loop(self._loop)


@contextmanager
def shared_chromium() -> Iterator[Shared]:
    """A headless Chromium that tests take in turn."""
    with running_chromium() as browser:
        shared = Shared(browser)
        try:
            yield shared
        finally:
            shared.give_back()


def chromium_path() -> str | None:
    """The Chromium on PATH or where Debian puts it, else None: Playwright's own.

    Rather the one without windows: it starts a page with half the work and draws the same.
    """
    names = ("chromium-headless-shell", "chromium")
    places = [place for name in names for place in (shutil.which(name), f"/usr/bin/{name}")]
    return next((place for place in places if place and Path(place).exists()), None)
