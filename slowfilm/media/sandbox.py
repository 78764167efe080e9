"""Run one media task in a child process that cannot hurt its parent.

Decoders are large C libraries fed with files from strangers. The child gets a ceiling of memory
and of time, no secrets in its environment, and dies when its parent does. It talks in JSON lines:
`{"progress": 0.4}` as it works, then `{"result": …}` or `{"error": code, "facts": …}`.
"""

import ctypes
import json
import logging
import os
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from slowfilm.media.errors import MediaError

GIB = 1 << 30
PATIENCE = 0.25  # seconds between two looks at the clock and at `cancelled`
INHERITED = ("PATH", "LANG", "LD_LIBRARY_PATH", "TMPDIR")
PR_SET_PDEATHSIG = 1

log = logging.getLogger(__name__)


def run(
    task: str,
    request: dict[str, Any],
    *,
    seconds: float,
    memory: int = 3 * GIB,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Do `task` with `request` (plain JSON, absolute paths) and return its result.

    `seconds` bounds the wall clock, `memory` the child's address space in bytes. `progress` is
    called with a fraction from 0 to 1; `cancelled` is asked a few times a second. Raises
    MediaError for a bad file, a crash, a limit reached or a cancelled task, and never hangs.
    """
    order = json.dumps({"memory": memory, "parent": os.getpid(), "request": request})
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            [sys.executable, "-m", "slowfilm.media", task],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=_environment(),
            start_new_session=True,
        )
        with child:
            try:
                _hand_over(child, order.encode())
                for message in _messages(child, time.monotonic() + seconds, seconds, cancelled):
                    if "progress" in message and progress:
                        progress(message["progress"])
                    elif "error" in message:
                        raise MediaError(message["error"], **message["facts"])
                    elif "result" in message:
                        return dict(message["result"])
            finally:
                child.kill()
        _log(task, complaints)
        raise _death(child.returncode)


def confine(memory: int, parent: int) -> None:
    """In the child: take on the limits, and die with the process numbered `parent`."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked to be told
        os._exit(1)


def _environment() -> dict[str, str]:
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
    root = str(Path(__file__).resolve().parents[2])
    # One arena and one BLAS thread: otherwise each thread reserves address space we limit.
    return {**environment, "PYTHONPATH": root, "MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}


def _hand_over(child: "subprocess.Popen[bytes]", order: bytes) -> None:
    assert child.stdin is not None
    try:
        child.stdin.write(order)
        child.stdin.close()
    except BrokenPipeError:  # it died at once; its return code will say how
        pass


def _messages(
    child: "subprocess.Popen[bytes]",
    deadline: float,
    seconds: float,
    cancelled: Callable[[], bool] | None,
) -> Iterator[dict[str, Any]]:
    """Each line the child says, until it closes its mouth."""
    assert child.stdout is not None
    remainder = b""
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while True:
            if cancelled and cancelled():
                raise MediaError("cancelled")
            if time.monotonic() > deadline:
                raise MediaError("out-of-time", seconds=round(seconds))
            if not waiting.select(PATIENCE):
                continue
            heard = os.read(child.stdout.fileno(), 1 << 16)
            if not heard:
                child.wait(timeout=5)  # so that the code is its own, not that of our kill
                return
            *lines, remainder = (remainder + heard).split(b"\n")
            yield from map(json.loads, lines)


def _death(returncode: int) -> MediaError:
    """The error for a child that ended without an answer."""
    if returncode == -signal.SIGKILL:  # nobody here kills before the answer: the kernel did
        return MediaError("out-of-memory")
    if returncode < 0:
        return MediaError("unreadable", signal=signal.Signals(-returncode).name)
    return MediaError("unreadable", status=returncode)


def _log(task: str, complaints: IO[bytes]) -> None:
    complaints.seek(0)
    log.warning(
        "media task %s ended early: %s", task, complaints.read()[-2000:].decode("utf8", "replace")
    )
