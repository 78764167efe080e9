"""A process that has loaded an engine's model once, and a child of it for each look at its queue.

A child is a worker that is warm: it can be killed, and another one goes on, at the cost of one
load. Its lines: the number of each child, and how it ended.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from tests.conftest import Site

PROGRAM = """
import os, sys
import django
django.setup()
import torch
torch.set_num_threads(1)
from slowfilm import engines, tasks
name = sys.argv[1]
engines.engine(name)._inner.warm.get(lambda: False)
print("warm", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if not child:
        tasks.look(name)
        os._exit(0)
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


class WarmWorker:
    """What starts workers; `begin` gives the number of one, `ended` how it ended: -9 if killed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def begin(self) -> int:
        """Start a worker that does one job."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self._line())

    def ended(self) -> int:
        """Wait until it has ended."""
        return int(self._line())

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@contextmanager
def warm_worker(site: Site, engine: str) -> Iterator[WarmWorker]:
    """On the tests' database and broker; SLOWFILM_ENGINES says which engines there are."""
    env = {**site.environment(), "DJANGO_SETTINGS_MODULE": "slowfilm.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, engine],
        env={**env, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(settings.ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        started = WarmWorker(process)
        assert started._line() == "warm\n"
        yield started
    finally:
        process.kill()
        process.wait()
