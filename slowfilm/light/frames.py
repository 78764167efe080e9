"""Single frames of masters for the web: read by a child process that stays for the next.

No web process loads a decoder. One child a process, asked by one thread at a time: a paused picture
is asked for once, and pages keep it. A child that dies is started anew.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from slowfilm import storage
from slowfilm.light.mattes import at_hand
from slowfilm.media.errors import MediaError

INHERITED = ("PATH", "LANG", "LD_LIBRARY_PATH", "TMPDIR")
IDLE = 120.0  # seconds after which a child that nobody asks goes


class Child:
    """The reading process, started when it is first asked."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.timer: threading.Timer | None = None

    def frame(self, digest: str, frame: int) -> bytes:
        """Planes G, B, R of a master's frame, little-endian uint16. Raises MediaError."""
        return self._twice({"digest": digest, "frame": frame})

    def still(self, digest: str, frame: int, light: dict[str, Any] | None) -> bytes:
        """A PNG of 16 bits of a master's frame, in this light or in none. Raises MediaError."""
        return self._twice({"digest": digest, "frame": frame, "light": light})

    def shown(self, digest: str, frame: int, light: dict[str, Any], longest: int) -> bytes:
        """A JPEG of a master's frame in this light, for pages. Raises MediaError."""
        return self._twice({"digest": digest, "frame": frame, "light": light, "longest": longest})

    def _twice(self, request: dict[str, Any]) -> bytes:
        with self.lock:
            try:
                return self._asked(request)
            except (OSError, ValueError):  # it has gone meanwhile
                self._end()
            try:
                return self._asked(request)
            except (OSError, ValueError) as error:
                self._end()
                raise MediaError("unreadable") from error

    def _asked(self, request: dict[str, Any]) -> bytes:
        with at_hand(request.get("light")) as light:
            if light is not None:
                request = {**request, "light": light}
            answer = self._ask(request)
            if answer is None:
                with storage.on_disk(request["digest"]) as path:
                    answer = self._ask({**request, "path": str(path)})
        assert answer is not None
        return answer

    def _ask(self, request: dict[str, Any]) -> bytes | None:
        """The planes; None where the master is not open yet. Raises MediaError, OSError."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        head = json.loads(process.stdout.readline())
        if "absent" in head:
            return None
        if "error" in head:
            raise MediaError(head["error"])
        body = process.stdout.read(head["size"])
        if len(body) != head["size"]:
            raise OSError("cut short")
        return body

    def _running(self) -> "subprocess.Popen[bytes]":
        if self.process is None or self.process.poll() is not None:
            root = str(Path(__file__).resolve().parents[2])
            environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
            self.process = subprocess.Popen(
                [sys.executable, "-m", "slowfilm.media.light.reader", str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**environment, "PYTHONPATH": root, "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,
            )
        if self.timer:
            self.timer.cancel()
        self.timer = threading.Timer(IDLE, self.end)
        self.timer.daemon = True
        self.timer.start()
        return self.process

    def end(self) -> None:
        """Let the child go."""
        with self.lock:
            self._end()

    def _end(self) -> None:
        if self.process is not None:
            with suppress(OSError):
                self.process.kill()
            self.process.communicate()
            self.process = None


CHILD = Child()
atexit.register(CHILD.end)
