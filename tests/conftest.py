"""Fixtures for everyone: a site that really runs, and people to use it."""

import asyncio
import functools
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import Settings, settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import TransactionTestCase
from django.test.client import ClientHandler
from hypothesis import settings as hypothesis_settings

from slowfilm.server.embedded import dies_with_parent
from tests import make
from tests.waiting import until

# Shared machines pause; a slow example is no fault of the code.
hypothesis_settings.register_profile("slowfilm", deadline=None, max_examples=40)
hypothesis_settings.load_profile("slowfilm")


KEPT = {"django_migrations", "django_content_type", "auth_permission"}  # what migrating puts there


@pytest.fixture(autouse=True, scope="session")
def emptied_past_the_guards() -> Iterator[None]:
    """Triggers refuse TRUNCATE, rightly; emptying the database between tests goes around them.

    Deleting a test's few rows takes 20 ms. Django's own flush makes every table's files anew and
    then tells all apps that they were migrated, which takes a second.
    """
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]


def empty(_case: TransactionTestCase) -> None:
    """Delete every row, once whoever is still writing has ended."""
    found = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    names = [connection.ops.quote_name(name) for name in sorted(found)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE")
        cursor.execute("; ".join(f"DELETE FROM {name}" for name in names))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The tests' database; before it is dropped, the thread of sync_to_async lets go of it."""
    yield
    asyncio.run(sync_to_async(connections.close_all)())


MIDDLEWARE = [
    "_middleware_chain",
    "_view_middleware",
    "_template_response_middleware",
    "_exception_middleware",
]


@pytest.fixture(autouse=True, scope="session")
def one_middleware() -> Iterator[None]:
    """All clients go through one chain of middleware, as all requests to a site do.

    Each client would make its own, and read all static files for it: 40 ms of a processor. Where a
    test sets a setting, its clients still make their own.
    """
    original = ClientHandler.load_middleware
    first = ClientHandler()

    def load(handler: ClientHandler, is_async: bool = False) -> None:
        if is_async or not isinstance(settings._wrapped, Settings):
            original(handler, is_async)
            return
        if first._middleware_chain is None:
            original(first)
        for name in MIDDLEWARE:
            setattr(handler, name, getattr(first, name))

    ClientHandler.load_middleware = load  # type: ignore[method-assign]
    yield
    ClientHandler.load_middleware = original  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def quick_passwords(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing one takes a third of a second, as it should; where no site reads it, a moment."""
    if "running_site" not in request.fixturenames:
        monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Attempts to sign in are counted in Valkey, where no test's end takes them back."""
    cache.clear()


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """Daphne as a process of its own, on the tests' database."""

    program = "slowfilm.server.web"
    application = "slowfilm.asgi:application"

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.ws = f"ws://localhost:{self.port}"
        self.log = Path(settings.DATA) / "log" / f"site-{self.port}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        """What a child process needs to use the tests' database and broker."""
        folder = settings.DATABASES["default"]["HOST"].replace("/", "%2F")
        name = connection.settings_dict["NAME"]
        return {**os.environ, "DATABASE_URL": f"postgres://slowfilm@{folder}/{name}"}

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", self.program, "-b", "127.0.0.1", "-p", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "-v", "0", self.application],
                env=self.environment(),
                stdout=log,
                stderr=log,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )
        until(self._answers, seconds=60)

    def _answers(self) -> bool:
        assert self.process is not None and self.process.poll() is None, self.log.read_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """Ask it to end."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(20)

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def running_site(django_db_setup: None) -> Iterator[Site]:
    """One site for all tests that need one."""
    site = Site()
    site.start()
    yield site
    site.stop()


@pytest.fixture
def site(transactional_db: None, running_site: Site) -> Site:
    """A running site whose database the test may fill with committed rows."""
    return running_site


@pytest.fixture(scope="session")
def barcodes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Clips whose frames say their number, by rate; each is made once for all workers."""
    from tests.browser.barcodes import made_once

    folder = tmp_path_factory.getbasetemp()
    return partial(made_once, folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture(scope="session")
def shared_chromium() -> Iterator[Any]:
    """One Chromium for all tests that need one."""
    from tests.browser import chromium  # not every run has a browser

    with chromium.shared_chromium() as shared:
        yield shared


@pytest.fixture
def chromium(shared_chromium: Any) -> Iterator[Any]:
    """A headless Chromium."""
    with shared_chromium.taken() as browser:
        yield browser


@pytest.fixture
def film(db: None) -> Any:
    """A film with its director."""
    return make.film()


Maker = Callable[..., Any]


Models = Callable[[str], Path]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    """The folder of a kind of engine's tiny model; each is built once by a process, if asked."""
    from tests.engines import tiny  # it loads much

    place = tmp_path_factory.mktemp("models")
    return functools.cache(lambda kind: tiny.BUILT[kind](place / kind))
