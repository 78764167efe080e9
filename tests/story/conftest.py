"""A worker for the whole way."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import Site


@pytest.fixture
def worker(site: Site) -> Iterator[None]:
    """A real worker on the tests' servers."""
    log = (Path(settings.DATA) / "log" / "worker.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"], env=site.environment(), stdout=log, stderr=log
    )
    yield
    process.terminate()
    process.wait(20)
    log.close()
