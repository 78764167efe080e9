"""A worker as a process of its own, as `manage.py up` starts one."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.conftest import Site

WORKER = "worker"  # what its lines to the database are called there


@contextmanager
def running_worker(site: Site, queues: str = "io,animatic") -> Iterator["subprocess.Popen[bytes]"]:
    """`manage.py worker` on the tests' database and broker; killed at the end if it still runs."""
    log = Path(settings.DATA) / "log" / "worker.log"
    with log.open("ab") as out:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--queues", queues],
            cwd=settings.ROOT,
            env={**site.environment(), "PGAPPNAME": WORKER},
            stdout=out,
            stderr=out,
        )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()
