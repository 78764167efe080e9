"""A server of Ark's shape on 127.0.0.1: real HTTP, tasks that take a few looks, clips that exist.

What it knows of the shape is what the provider's own SDK types say (volcengine-ark-runtime
5.0.54); it is no provider, and what it draws is a pattern that follows from all it was sent.
"""

import hashlib
import json
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import numpy as np

KEY = "sk-a-very-secret-key-0123456789"
TASKS = "/api/v3/contents/generations/tasks"
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Ark:
    """What the server has been asked, and how it is to answer."""

    port: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)  # of every order
    asked: list[tuple[str, str]] = field(default_factory=list)  # method and path of everything
    keys: list[tuple[str, str]] = field(default_factory=list)  # path, and the header that came
    deleted: list[str] = field(default_factory=list)
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: deque[Answer] = field(default_factory=deque)  # said to the next orders instead
    looks: deque[Answer] = field(default_factory=deque)  # said to the next looks at a task instead
    states: tuple[str, ...] = ("queued", "running")  # what a task goes through, a look each
    ends: dict[str, Any] = field(default_factory=dict)  # what a task says at its end besides
    clip: dict[str, Any] = field(default_factory=dict)  # seconds, sound, size, data of it
    loses: bool = False  # takes the order, and breaks off before it answers
    stays: float = 0.0  # seconds until an order is answered
    listing: bool = True

    @property
    def url(self) -> str:
        """The address for `base_url`."""
        return f"http://127.0.0.1:{self.port}/api/v3"

    @property
    def created(self) -> int:
        """How many orders it has taken."""
        return len(self.tasks)

    def settings(self, name: str = "seedance", **more: Any) -> str:
        """A table of engines.toml that leads here."""
        told = {"kind": "seedance", "base_url": self.url, "key_env": "TEST_ARK_KEY"}
        told |= {"pause": 0.01, "patience": 5.0, **more}
        return f"[{name}]\n" + "".join(f"{key} = {json.dumps(told[key])}\n" for key in told)


def said(status: int, body: Any, **headers: str) -> Answer:
    """An answer."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return status, headers, data


def refusal(status: int, code: str, message: str = "No.") -> Answer:
    """An answer in the shape of Ark's errors."""
    error = {"code": code, "message": message, "param": "", "type": "BadRequest"}
    return said(status, {"error": error})


@contextmanager
def ark() -> Iterator[Ark]:
    """The server, while it runs."""
    state = Ark()
    handler = type("Handler", (_Handler,), {"ark": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    ark: Ark

    def log_message(self, *_told: Any) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._note()
        self.ark.bodies.append(body)
        if self.ark.orders:
            return self._say(*self.ark.orders.popleft())
        id_ = f"cgt-20261127-{len(self.ark.tasks):05d}"
        self.ark.tasks[id_] = {"at": time.time(), "looks": 0, "body": body}
        if self.ark.stays:
            time.sleep(self.ark.stays)
        if self.ark.loses:
            self.connection.close()
            return None
        return self._say(*said(200, {"id": id_}))

    def do_GET(self) -> None:
        self._note()
        path = self.path.partition("?")[0]
        if path.startswith("/clips/"):
            return self._clip(path.removeprefix("/clips/"))
        if path == TASKS:
            if not self.ark.listing:
                return self._say(*said(500, b"no"))
            items = [self._task(each) for each in self.ark.tasks]
            return self._say(*said(200, {"items": items, "total": len(items)}))
        if self.ark.looks:
            return self._say(*self.ark.looks.popleft())
        id_ = path.rpartition("/")[2]
        if id_ not in self.ark.tasks:
            return self._say(*refusal(404, "NotFound"))
        self.ark.tasks[id_]["looks"] += 1
        return self._say(*said(200, self._task(id_)))

    def do_DELETE(self) -> None:
        self._note()
        self.ark.deleted.append(self.path.rpartition("/")[2])
        self._say(*said(200, {}))

    def _task(self, id_: str) -> dict[str, Any]:
        had = self.ark.tasks[id_]
        body, looks = had["body"], had["looks"]
        states = (*self.ark.states, "succeeded")
        status = states[min(max(looks - 1, 0), len(states) - 1)]
        told = {"id": id_, "model": body["model"], "status": status, "error": None}
        told |= {"created_at": int(had["at"]), "seed": body["seed"]}
        if status == "succeeded":
            url = f"http://127.0.0.1:{self.ark.port}/clips/{id_}"
            told |= {"content": {"video_url": url}, "duration": body["duration"]}
            told |= {"usage": {"completion_tokens": 108_900, "total_tokens": 108_900}}
            told |= {"revised_prompt": "A street, wet.", **self.ark.ends}
        return told

    def _clip(self, id_: str) -> None:
        body = self.ark.tasks[id_]["body"]
        asked = {"seconds": body["duration"], "sound": True, "size": (160, 90), **self.ark.clip}
        if (data := asked.pop("data", None)) is None:
            words = json.dumps([body["content"], body["seed"]], sort_keys=True)
            data = clip(hashlib.sha256(words.encode()).hexdigest(), **asked)
        self._say(200, {"Content-Type": "video/mp4"}, data)

    def _note(self) -> None:
        self.ark.asked.append((self.command, self.path))
        self.ark.keys.append((self.path, self.headers.get("Authorization", "")))

    def _say(self, status: int, headers: dict[str, str], data: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@lru_cache(maxsize=64)
def clip(digest: str, seconds: float, sound: bool, size: tuple[int, int]) -> bytes:
    """An mp4 at 24 a second of a pattern that no other digest gives, with a tone."""
    draw = np.random.default_rng(int(digest[:16], 16))
    tiles = draw.integers(20, 235, (9, 16, 3), dtype=np.uint8)
    still = tiles.repeat(size[1] // 9, axis=0).repeat(size[0] // 16, axis=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        with av.open(str(path), "w") as file:
            video = file.add_stream("libx264", 24, options={"preset": "ultrafast", "crf": "20"})
            video.width, video.height, video.pix_fmt = still.shape[1], still.shape[0], "yuv420p"
            audio = file.add_stream("aac", 48000, layout="stereo") if sound else None
            for index in range(round(seconds * 24)):
                pixels = np.roll(still, index, axis=1)
                file.mux(video.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
            file.mux(video.encode(None))
            if audio is not None:
                moments = np.arange(round(48000 * seconds)) / 48000
                wave = np.tile(0.2 * np.sin(2 * np.pi * 220 * moments), (2, 1))
                for start in range(0, wave.shape[1], 1024):
                    part = np.ascontiguousarray(wave[:, start : start + 1024], np.float32)
                    frame = av.AudioFrame.from_ndarray(part, "fltp", "stereo")
                    frame.sample_rate, frame.pts = 48000, start
                    file.mux(audio.encode(frame))
                file.mux(audio.encode(None))
        return path.read_bytes()
