"""Keeps child processes running, and stops them in order."""

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from slowfilm.server.embedded import Server

POLL = 0.2  # seconds between looks at the children
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0  # seconds before a child that died is started again
SETTLED = 60.0  # seconds after which a child's next death counts as its first
LEFTOVERS = 30.0  # seconds the children of a killed supervisor have to go
LARGEST_LOG = 16 * 1024 * 1024  # bytes; a longer one is put aside when its server is started


@dataclass
class Child:
    """A server and its process."""

    server: Server
    process: "subprocess.Popen[bytes]"
    started_at: float = field(default_factory=time.monotonic)
    pause: float = FIRST_PAUSE
    due: float | None = None  # when to start it again


class Supervisor:
    """Starts servers, starts them again when they die, stops all in reverse order.

    Two locks in DATA: ours, and one that our children inherit, so that whoever comes after a
    supervisor that was killed knows when the last of its children has gone. Raises OSError.
    """

    def __init__(self, data: Path, say: Callable[[str], object]) -> None:
        self.logs = data / "log"
        self.logs.mkdir(parents=True, exist_ok=True)
        self._say = say
        self.children: list[Child] = []
        self.stopping = False
        self.ours = (data / "up.lock").open("a")
        if not _taken(self.ours, 0):
            raise OSError(f"Slowfilm is already running with its data in {data}.")
        self.theirs = (data / "children.lock").open("a")
        if not _taken(self.theirs, 0):
            self.say("What ran here before was cut off; waiting for the last of it to end.")
            if not _taken(self.theirs, LEFTOVERS):
                raise OSError(f"Servers of an earlier start still use the data in {data}.")

    def say(self, sentence: str) -> None:
        """Tell whoever started us, if they still listen."""
        with suppress(OSError):
            self._say(sentence)

    def start(self, server: Server) -> None:
        """Start a server; its output goes to DATA/log/NAME.log."""
        self.children.append(Child(server, self._launch(server)))

    def _launch(self, server: Server) -> "subprocess.Popen[bytes]":
        path = self.logs / f"{server.name}.log"
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".old.log"))
        with path.open("ab") as log:
            return server.start(log, held=[self.theirs.fileno()])

    def ask_to_stop(self, signum: int, frame: FrameType | None) -> None:
        """A signal handler."""
        self.stopping = True

    def watch(self) -> None:
        """Until asked to stop."""
        while not self.stopping:
            for child in list(self.children):
                self._look_at(child, time.monotonic())
            time.sleep(POLL)

    def _look_at(self, child: Child, now: float) -> None:
        if child.due is not None:
            if now >= child.due:
                child.process = self._launch(child.server)
                child.started_at, child.due = now, None
            return
        if (code := child.process.poll()) is None:
            return
        _sweep(child)
        name = child.server.name
        if child.server.once:
            self.children.remove(child)
            if code:
                self.say(f"{name} ended ({_how(code)}); see {self.logs / name}.log.")
            return
        if now - child.started_at > SETTLED:
            child.pause = FIRST_PAUSE
        child.due = now + child.pause
        child.pause = min(LONGEST_PAUSE, child.pause * 2)
        self.say(f"{name} ended ({_how(code)}); it is started again. See {self.logs / name}.log.")

    def wait_for_port(self, host: str, port: int, seconds: float = 30) -> None:
        """Until something answers there. Raises TimeoutError."""
        limit = time.monotonic() + seconds
        while not self.stopping:
            with socket.socket() as probe:
                if probe.connect_ex((host, port)) == 0:
                    return
            if time.monotonic() > limit:
                raise TimeoutError(f"Nothing answers on port {port}; see {self.logs}/web.log.")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask each child to stop, last started first; kill what does not."""
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.send_signal(child.server.stop)
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(child.server.grace)
            _sweep(child)
            child.process.wait()
            if child.server.after:
                child.server.after(child.process.pid)
        self.children.clear()
        self.theirs.close()
        self.ours.close()


def _taken(lock: IO[str], seconds: float) -> bool:
    """Whether we got hold of a lock within some time."""
    limit = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= limit:
                return False
            time.sleep(0.1)
        else:
            return True


def _sweep(child: Child) -> None:
    """Kill what is left of a child's process group: itself, and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, signal.SIGKILL)


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
