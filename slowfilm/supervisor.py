"""Keeps child processes running, and stops them in order."""

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from slowfilm.embedded import Server

POLL = 0.2  # seconds between looks at the children
LONGEST_PAUSE = 10.0  # seconds between tries to start a child that keeps dying
GRACE = 15.0  # seconds a child has to stop when asked


@dataclass
class Child:
    """A server and its process."""

    server: Server
    process: "subprocess.Popen[bytes]"
    started_at: float = field(default_factory=time.monotonic)
    pause: float = 0.5
    due: float | None = None  # when to start it again


class Supervisor:
    """Starts servers, starts them again when they die, stops all in reverse order."""

    def __init__(self, data: Path, say: Callable[[str], object]) -> None:
        self.logs = data / "log"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.say = say
        self.children: list[Child] = []
        self.stopping = False
        self.claim: IO[str] = (data / "up.lock").open("a")
        try:
            fcntl.flock(self.claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OSError(f"Slowfilm is already running with its data in {data}.") from error

    def start(self, server: Server) -> None:
        """Start a server; its output goes to DATA/log/NAME.log."""
        self.children.append(Child(server, self._launch(server)))

    def _launch(self, server: Server) -> "subprocess.Popen[bytes]":
        with (self.logs / f"{server.name}.log").open("ab") as log:
            return server.start(log)

    def ask_to_stop(self, signum: int, frame: FrameType | None) -> None:
        """A signal handler."""
        self.stopping = True

    def watch(self) -> None:
        """Until asked to stop."""
        while not self.stopping:
            for child in self.children:
                self._look_at(child, time.monotonic())
            time.sleep(POLL)

    def _look_at(self, child: Child, now: float) -> None:
        if child.due is None:
            if (code := child.process.poll()) is None:
                return
            if now - child.started_at > 60:
                child.pause = 0.5
            child.due = now + child.pause
            child.pause = min(LONGEST_PAUSE, child.pause * 2)
            self.say(f"{child.server.name} ended ({_how(code)}); it is started again.")
        elif now >= child.due:
            child.process = self._launch(child.server)
            child.started_at, child.due = now, None

    def wait_for_port(self, port: int, seconds: float = 30) -> None:
        """Until something answers on 127.0.0.1:port. Raises TimeoutError."""
        limit = time.monotonic() + seconds
        while not self.stopping:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if time.monotonic() > limit:
                raise TimeoutError(f"Nothing answers on port {port}; see {self.logs}/web.log.")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask each child to stop, last started first; kill what does not."""
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.send_signal(child.server.stop)
                try:
                    child.process.wait(GRACE)
                except subprocess.TimeoutExpired:
                    os.killpg(child.process.pid, signal.SIGKILL)
                    child.process.wait()
        self.children.clear()


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
