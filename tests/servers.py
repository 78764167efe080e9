"""A pytest plugin, loaded before Django's settings: Postgres and Valkey of the tests' own.

All tests are run by one worker more than there are processors, since tests wait for servers, for
browsers and for each other; some tests by this process alone. `-n` says otherwise. Every worker
loads this for itself and so has its own servers and its own data folder; the process that only
hands tests out starts none.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from slowfilm.server.embedded import Server

DATA = Path(tempfile.mkdtemp(prefix="slowfilm-tests-"))
DATA.chmod(0o755)
for name in ("DATABASE_URL", "REDIS_URL", "STORAGE_URL"):
    os.environ.pop(name, None)
os.environ["DATA"] = str(DATA)


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, Any, Any]:
    """Have all tests handed out, before pytest-xdist asks to how many; a worker hands out none."""
    option = config.option
    whole = config.args_source is config.ArgsSource.TESTPATHS and not option.keyword
    alone = hasattr(config, "workerinput") or option.collectonly or option.usepdb
    if whole and not alone and option.numprocesses is None:
        option.numprocesses, option.dist = "logical", "worksteal"
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many workers `-n logical` means."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A bench is run by its own name alone, whatever other marks are asked for."""
    if "bench" in config.option.markexpr:
        return
    benches = [item for item in items if item.get_closest_marker("bench")]
    items[:] = [item for item in items if not item.get_closest_marker("bench")]
    config.hook.pytest_deselected(items=benches)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the servers, unless this process only collects or hands out."""
    config.add_cleanup(lambda: shutil.rmtree(DATA, ignore_errors=True))
    if not config.option.collectonly and not hands_out(config):
        start(config)


def forgetful(postgres: "Server") -> "Server":
    """A Postgres that waits for no disk: a power cut would cost it rows, a kill does not."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        postgres.command.extend(["-c", f"{setting}=off"])
    return postgres


def hands_out(config: pytest.Config) -> bool:
    """Whether the tests run in other processes (pytest-xdist), not in this one."""
    return bool(config.getoption("tx", None)) and not hasattr(config, "workerinput")


def start(config: pytest.Config) -> None:
    """Start both servers and wait until they answer; they stop when pytest ends."""
    from slowfilm.server import embedded
    from slowfilm.server.supervisor import Supervisor

    supervisor = Supervisor(DATA, print)

    def leave() -> None:
        supervisor.stop()
        embedded.leave(DATA)

    config.add_cleanup(leave)
    embedded.prepare(DATA)
    supervisor.start(forgetful(embedded.postgres(DATA)))
    supervisor.start(embedded.valkey(DATA))
    embedded.wait_for_postgres(DATA)
    embedded.wait_for_valkey(DATA)
