"""`manage.py up` as a process, on a data folder and servers of its own."""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.conftest import free_port
from tests.waiting import until

UP = "Ctrl-C stops everything."
MARKS = {  # what tells a child from the others, in its command line
    "web": "slowfilm.server.web",
    "worker": "manage.py worker",
    "demo": "manage.py demo",
    "valkey": "valkey",
    "postgres": "postgres -D",
}


def data_folder() -> Path:
    """A fresh one, where `nobody` can reach it."""
    folder = Path(tempfile.mkdtemp(prefix="slowfilm-up-"))
    folder.chmod(0o755)
    return folder


class Studio:
    """One `up` at a time; what it says is kept."""

    def __init__(self, data: Path, *arguments: str, **environment: str) -> None:
        self.data, self.arguments = data, arguments
        self.port = free_port()
        self.url, self.ws = f"http://localhost:{self.port}", f"ws://localhost:{self.port}"
        self.said: list[str] = []
        self._lines: queue.Queue[str | None]
        kept = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
        self.environment = {**kept, "DATA": str(data), "PYTHONUNBUFFERED": "1", **environment}
        self.environment.pop("LAN", None)
        self.process: subprocess.Popen[str] | None = None

    def start(self, until: str = UP, seconds: float = 180) -> float:
        """Start it and wait until it says so; the seconds it took."""
        began = time.monotonic()
        self._lines = queue.Queue()
        command = [sys.executable, "manage.py", "up", "--port", str(self.port), *self.arguments]
        self.process = subprocess.Popen(
            command,
            cwd=settings.ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        listening = threading.Thread(
            target=self._listen, args=(self.process, self._lines), daemon=True
        )
        listening.start()
        self.wait_for(until, seconds)
        return time.monotonic() - began

    def _listen(self, process: "subprocess.Popen[str]", lines: "queue.Queue[str | None]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line.rstrip())
            lines.put(line)
        lines.put(None)

    def wait_for(self, words: str, seconds: float = 30) -> str:
        """The next line with these words."""
        limit = time.monotonic() + seconds
        while (left := limit - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except queue.Empty:
                break
            if line is None:
                break
            if words in line:
                return line
        raise AssertionError(f"It never said {words!r}, but:\n" + "\n".join(self.said))

    def children(self) -> dict[str, int]:
        """The process ids of its children, by name."""
        assert self.process is not None
        found = {}
        for pid in _below(self.process.pid):
            told = _command(pid)
            for name, mark in MARKS.items():
                if mark in told:
                    found[name] = pid
        return found

    def wait_for_child(self, name: str, not_: int, seconds: float = 30) -> int:
        """The process id of a child that was started again."""
        until(lambda: self.children().get(name, not_) != not_, seconds)
        return self.children()[name]

    def stop(self, how: signal.Signals = signal.SIGINT, seconds: float = 60) -> int:
        """Ask it to stop, and wait; its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(seconds)

    def run(self, *command: str) -> Any:
        """Run a Python module beside it, in its environment; what it prints, as JSON."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=settings.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def survivors(data: Path) -> list[str]:
    """The command lines of all processes that know of a data folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        try:
            knows = str(data).encode() in (entry / "environ").read_bytes()
        except OSError:
            continue
        if knows and pid != os.getpid() and _command(pid):
            found.append(_command(pid))
    return found


def _below(pid: int) -> list[int]:
    """The processes a process has started."""
    try:
        told = [t.read_text() for t in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for text in told for child in text.split()]


def _command(pid: int) -> str:
    try:
        told = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return told.replace(b"\0", b" ").decode(errors="replace").strip()
