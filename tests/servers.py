"""A pytest plugin, loaded before Django's settings: Postgres and Valkey of the tests' own."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

DATA = Path(tempfile.mkdtemp(prefix="slowfilm-tests-"))
DATA.chmod(0o755)
for name in ("DATABASE_URL", "REDIS_URL", "STORAGE_URL"):
    os.environ.pop(name, None)
os.environ["DATA"] = str(DATA)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the servers, unless this run only collects."""
    from slowfilm.server import embedded
    from slowfilm.server.supervisor import Supervisor

    supervisor = Supervisor(DATA, print)
    embedded.prepare(DATA)
    supervisor.start(embedded.postgres(DATA))
    supervisor.start(embedded.valkey(DATA))
    embedded.wait_for_postgres(DATA)
    embedded.wait_for_valkey(DATA)

    def leave() -> None:
        supervisor.stop()
        embedded.leave(DATA)
        shutil.rmtree(DATA, ignore_errors=True)

    config.add_cleanup(leave)
