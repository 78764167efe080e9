"""A server of ComfyUI's shape on 127.0.0.1, written by us for tests. It is not ComfyUI.

Routes, messages and refusals are those of ComfyUI's server.py, execution.py and progress.py as
they were read in November 2026: /upload/image, /prompt, /queue, /interrupt, /history, /view over
real HTTP, and /ws over a real websocket, on one port. What it draws follows from every field it
was sent: another prompt, seed or picture makes another clip. It runs one prompt after another.
`faults` says what is to go wrong.
"""

import hashlib
import io
import json
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import av
import numpy as np
from PIL import Image
from websockets.datastructures import Headers
from websockets.frames import Opcode
from websockets.http11 import Request as Opening
from websockets.server import ServerProtocol

PREVIEW, PREVIEW_WITH_METADATA = 1, 4


@dataclass
class Faults:
    """What goes wrong. A status stands for every answer of a path; `times` of them, or all."""

    status: dict[str, int] = field(default_factory=dict)
    times: int = 1 << 30
    rubbish: set[str] = field(default_factory=set)
    silent: bool = False  # nothing is said of what runs, and it does not end
    hold: bool = False  # what runs stays where it is until this is false
    drop_line: bool = False  # every websocket is closed in the middle, once
    no_line: bool = False  # and none is accepted
    gone: bool = False  # the server closes every connection
    breaks: str = ""  # a node that fails, by its id
    out_of_memory: bool = False
    makes: str = "clip"  # clip, stills, still, webp, sound, nothing, text
    size: tuple[int, int] | None = None  # of what is made, whatever was asked
    frames: int | None = None
    rate: int | None = None
    sound: bool = True
    mute_prompt: bool = False  # a prompt is queued, and the connection closed without an answer
    old: bool = False  # takes no id from a client, and interrupts whatever runs


@dataclass
class Prompt:
    """One prompt in the queue."""

    id: str
    graph: dict[str, Any]
    client: str
    interrupted: bool = False


class Comfy:
    """The server's state: inputs, outputs, queue, history; and what was asked of it."""

    def __init__(self) -> None:
        self.url = ""
        self.faults = Faults()
        self.inputs: dict[str, bytes] = {"example.png": b"", "example.mp4": b"", "example.wav": b""}
        self.outputs: dict[str, bytes] = {}
        self.waiting: list[Prompt] = []
        self.running: Prompt | None = None
        self.history: dict[str, Any] = {}
        self.posted: list[dict[str, Any]] = []
        self.interrupts: list[str] = []  # the prompts that were running when one came
        self.tokens: list[str] = []
        self.lines: dict[str, Line] = {}
        self.lock = threading.RLock()
        self.stopping = threading.Event()

    def queue(self, graph: dict[str, Any], client: str = "", id_: str = "") -> Prompt:
        """Put a prompt at the end, as anybody's."""
        prompt = Prompt(id_ or str(uuid4()), graph, client)
        with self.lock:
            self.waiting.append(prompt)
        return prompt

    def interrupt(self, wanted: str | None) -> bool:
        """Stop what runs, if it is the one that is wanted; whatever runs for None."""
        with self.lock:
            if not self.running or wanted not in (None, self.running.id):
                return False
            self.running.interrupted = True
            self.interrupts.append(self.running.id)
            return True

    def work(self) -> None:
        """Run what is queued, one after another."""
        while not self.stopping.wait(0.005):
            with self.lock:
                self.running = self.waiting.pop(0) if self.waiting else None
            if self.running:
                self._run(self.running)
                with self.lock:
                    ended, self.running = self.running, None
                self.say(ended.client, "executing", node=None, prompt_id=ended.id)

    def _run(self, prompt: Prompt) -> None:
        told = {"prompt_id": prompt.id}
        self.say(prompt.client, "execution_start", **told)
        self.say(prompt.client, "execution_cached", nodes=[], **told)
        try:
            outputs = self._nodes(prompt)
        except Interrupted:
            self._ended(prompt, {}, "execution_interrupted", node_id="", executed=[])
            return
        except Broken as broken:
            kind = "torch.OutOfMemoryError" if self.faults.out_of_memory else "RuntimeError"
            why = {"node_id": broken.node, "exception_message": "shapes differ\n"}
            self._ended(prompt, {}, "execution_error", exception_type=kind, **why)
            return
        self._ended(prompt, outputs, "execution_success")

    def _ended(self, prompt: Prompt, outputs: dict[str, Any], kind: str, **more: Any) -> None:
        well = kind == "execution_success"
        told = {"prompt_id": prompt.id, **more}
        self.say(prompt.client, kind, **told)
        status = {
            "status_str": "success" if well else "error",
            "completed": well,
            "messages": [["execution_start", {"prompt_id": prompt.id}], [kind, told]],
        }
        row = {"prompt": [0, prompt.id, prompt.graph], "outputs": outputs, "status": status}
        with self.lock:
            self.history[prompt.id] = row

    def _nodes(self, prompt: Prompt) -> dict[str, Any]:
        outputs: dict[str, Any] = {}
        for node, told in prompt.graph.items():
            self._look(prompt)
            self.say(prompt.client, "executing", node=node, prompt_id=prompt.id)
            if node == self.faults.breaks:
                raise Broken(node)
            if told["class_type"] == "KSampler":
                self._sample(prompt, node)
            if told["class_type"] == "SaveVideo":
                outputs[node] = self._made(prompt)
                self.say(
                    prompt.client, "executed", node=node, output=outputs[node], prompt_id=prompt.id
                )
        return outputs

    def _sample(self, prompt: Prompt, node: str) -> None:
        for step in range(1, 21):
            self._look(prompt)
            if step == 10 and self.faults.drop_line:
                self.faults.drop_line = False
                for line in list(self.lines.values()):
                    line.break_off()
            about = {"value": step, "max": 20, "state": "running", "node_id": node}
            self.say("", "progress_state", prompt_id=prompt.id, nodes={node: about})
            self.say(prompt.client, "progress", value=step, max=20, node=node, prompt_id=prompt.id)
            if step % 10 == 0:
                self._preview(prompt, node, step)
            time.sleep(0.002)

    def _preview(self, prompt: Prompt, node: str, step: int) -> None:
        with io.BytesIO() as coded:
            Image.new("RGB", (32, 18), (step * 10, 90, 40)).save(coded, "JPEG")
            picture = coded.getvalue()
        line = self.lines.get(prompt.client)
        if line and not self.faults.silent:
            if line.features.get("supports_preview_metadata"):
                told = json.dumps({"node_id": node, "prompt_id": prompt.id}).encode()
                head = struct.pack(">II", PREVIEW_WITH_METADATA, len(told)) + told
            else:
                head = struct.pack(">II", PREVIEW, 1)
            line.send(head + picture)

    def _look(self, prompt: Prompt) -> None:
        """Stand still where that is asked, and stop where somebody interrupts."""
        while (self.faults.hold or self.faults.silent) and not self.stopping.is_set():
            if prompt.interrupted:
                break
            time.sleep(0.005)
        if prompt.interrupted or self.stopping.is_set():
            raise Interrupted

    def say(self, client: str, kind: str, **data: Any) -> None:
        """To one client, or to all."""
        if self.faults.silent:
            return
        for name, line in list(self.lines.items()):
            if client in ("", name):
                line.send(json.dumps({"type": kind, "data": data}))

    def _made(self, prompt: Prompt) -> dict[str, Any]:
        """What its saving node puts out, in the lists that such nodes have."""
        drawn = Drawing(prompt.graph, self.inputs, self.faults)
        match self.faults.makes:
            case "nothing":
                return {"images": []}
            case "text":
                return {
                    "images": [self._kept("made.mp4", b"not a clip at all")],
                    "animated": [True],
                }
            case "stills":
                return {"images": [self._kept("p.png", each) for each in drawn.stills()]}
            case "still":
                return {"images": [self._kept("p.png", next(drawn.stills()))]}
            case "webp":
                return {"images": [self._kept("p.webp", drawn.webp())], "animated": [True]}
            case "sound":
                return {"audio": [self._kept("a.flac", b"fLaC")]}
        return {"images": [self._kept("video.mp4", drawn.clip())], "animated": [True]}

    def _kept(self, name: str, made: bytes) -> dict[str, str]:
        with self.lock:
            name = f"{len(self.outputs):05}_{name}"
            self.outputs[name] = made
        return {"filename": name, "subfolder": "", "type": "output"}

    def refusal(self, graph: dict[str, Any]) -> dict[str, Any]:
        """The nodes whose files are not there, as execution.py says it; empty where all is well."""
        errors = {}
        for node, told in graph.items():
            names = [told["inputs"].get(each) for each in ("image", "file", "audio")]
            name = next(filter(None, names), "")
            if told["class_type"].startswith("Load") and name not in self.inputs:
                one = {"type": "custom_validation_failed", "message": "Custom validation failed"}
                one["details"] = f"image - Invalid image file: {name}"
                errors[node] = {"errors": [one], "class_type": told["class_type"]}
        return errors


class Interrupted(Exception):
    """Somebody interrupts what runs."""


class Broken(Exception):
    """A node fails."""

    def __init__(self, node: str) -> None:
        super().__init__(node)
        self.node = node


class Drawing:
    """A clip of soft colours that follow from every field which was sent."""

    def __init__(self, graph: dict[str, Any], inputs: dict[str, bytes], faults: Faults) -> None:
        plain = {
            node: {
                name: hashlib.sha256(inputs[value]).hexdigest() if value in inputs else value
                for name, value in told["inputs"].items()
                if not isinstance(value, list)
            }
            for node, told in graph.items()
        }
        told = {name: value for node in plain.values() for name, value in node.items()}
        self.seed = hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).digest()
        self.size = faults.size or (int(told["width"]), int(told["height"]))
        self.frames = faults.frames or int(told["length"])
        self.rate = faults.rate or Fraction(str(told["fps"])).limit_denominator(1001)
        self.sound = faults.sound

        coarse = np.random.default_rng([*self.seed]).integers(30, 220, (6, 8, 3), dtype=np.uint8)
        soft = Image.fromarray(coarse).resize(self.size, Image.Resampling.BILINEAR)
        self.picture = np.asarray(soft)

    def frame(self, index: int) -> Any:
        return np.ascontiguousarray(np.roll(self.picture, 8 * index, axis=1))

    def clip(self) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "clip.mp4"
            with av.open(str(path), "w") as out:
                stream = out.add_stream("libx264", self.rate, options={"preset": "ultrafast"})
                stream.width, stream.height = self.size
                stream.pix_fmt = "yuv420p"
                audio = out.add_stream("aac", 48000, layout="stereo") if self.sound else None
                for index in range(self.frames):
                    frame = av.VideoFrame.from_ndarray(self.frame(index), "rgb24")
                    out.mux(stream.encode(frame))
                out.mux(stream.encode(None))
                if audio:
                    self._tone(out, audio)
            return path.read_bytes()

    def _tone(self, out: Any, audio: Any) -> None:
        length = round(self.frames / self.rate * 48000)
        wave = 0.2 * np.sin(np.arange(length) * (0.02 + self.seed[0] / 5000))
        frame = av.AudioFrame.from_ndarray(
            np.stack([wave, wave]).astype(np.float32), "fltp", "stereo"
        )
        frame.sample_rate = 48000
        out.mux(audio.encode(frame))
        out.mux(audio.encode(None))

    def stills(self) -> Iterator[bytes]:
        for index in range(self.frames):
            with io.BytesIO() as coded:
                Image.fromarray(self.frame(index)).save(coded, "PNG")
                yield coded.getvalue()

    def webp(self) -> bytes:
        images = [Image.fromarray(self.frame(index)) for index in range(self.frames)]
        with io.BytesIO() as coded:
            more = {"append_images": images[1:], "duration": round(1000 / self.rate)}
            images[0].save(coded, "WEBP", save_all=True, **more)
            return coded.getvalue()


class Line:
    """One client's websocket, over a socket whose opening http.server has read."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self.protocol = ServerProtocol()
        self.socket = handler.connection
        self.features: dict[str, Any] = {}
        self.lock = threading.Lock()
        opening = Opening(handler.path, Headers(list(handler.headers.items())))
        self.protocol.send_response(self.protocol.accept(opening))
        self._flush()

    def send(self, said: str | bytes) -> None:
        with self.lock:
            try:
                if isinstance(said, str):
                    self.protocol.send_text(said.encode())
                else:
                    self.protocol.send_binary(said)
                self._flush()
            except Exception:
                pass  # it went away

    def hear(self) -> None:
        """Until the client goes."""
        while data := self.socket.recv(65536):
            with self.lock:
                self.protocol.receive_data(data)
                for event in self.protocol.events_received():
                    if getattr(event, "opcode", None) is Opcode.TEXT:
                        told = json.loads(event.data)  # type: ignore[union-attr]
                        if told.get("type") == "feature_flags":
                            self.features = told["data"]
                self._flush()

    def break_off(self) -> None:
        """As a line breaks: without a word."""
        self.socket.shutdown(2)

    def _flush(self) -> None:
        for data in self.protocol.data_to_send():
            if data:
                self.socket.sendall(data)


class Handler(BaseHTTPRequestHandler):
    """The routes."""

    protocol_version = "HTTP/1.1"
    comfy: Comfy

    def log_message(self, *args: Any) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self._faulty(path):
            return
        asked = {key: value[0] for key, value in parse_qs(urlsplit(self.path).query).items()}
        if path == "/ws":
            self._line(asked.get("clientId") or uuid4().hex)
        elif path == "/queue":
            with self.comfy.lock:
                running = [self.comfy.running] if self.comfy.running else []
                rows = [
                    [[0, p.id, p.graph, {}, []] for p in some]
                    for some in (running, self.comfy.waiting)
                ]
            self._json({"queue_running": rows[0], "queue_pending": rows[1]})
        elif path.startswith("/history/"):
            id_ = path.removeprefix("/history/")
            with self.comfy.lock:
                row = self.comfy.history.get(id_)
            self._json({id_: row} if row else {})
        elif path == "/view" and asked.get("filename") in self.comfy.outputs:
            self._answer(200, self.comfy.outputs[asked["filename"]], "application/octet-stream")
        else:
            self._answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        if self._faulty(path):
            return
        comfy = self.comfy
        match path:
            case "/upload/image":
                self._upload(body)
            case "/prompt":
                self._prompt(json.loads(body))
            case "/queue":
                gone = set(json.loads(body).get("delete", ()))
                with comfy.lock:
                    comfy.waiting = [p for p in comfy.waiting if p.id not in gone]
                self._answer(200, b"", "text/plain")
            case "/interrupt":
                wanted = json.loads(body or b"{}").get("prompt_id")
                comfy.interrupt(None if comfy.faults.old else wanted)
                self._answer(200, b"", "text/plain")
            case _:
                self._answer(404, b"", "text/plain")

    def _faulty(self, path: str) -> bool:
        faults = self.comfy.faults
        self.comfy.tokens.append(self.headers.get("Authorization") or "")
        if faults.gone or (path == "/ws" and faults.no_line):
            self.close_connection = True
            self.connection.shutdown(2)
            return True
        for start, status in faults.status.items():
            if path.startswith(start) and faults.times > 0:
                faults.times -= 1
                self._answer(status, b"refused", "text/plain", {"Retry-After": "0.05"})
                return True
        if any(path.startswith(start) for start in faults.rubbish):
            self._answer(200, b"<html>It works!</html>", "text/html")
            return True
        return False

    def _line(self, client: str) -> None:
        line = Line(self)
        self.comfy.lines[client] = line
        line.send(json.dumps({"type": "status", "data": {"status": {}, "sid": client}}))
        try:
            line.hear()
        except OSError:
            pass
        finally:
            if self.comfy.lines.get(client) is line:
                del self.comfy.lines[client]
            self.close_connection = True

    def _upload(self, body: bytes) -> None:
        fields = _multipart(body, self.headers["Content-Type"])
        name, made = fields["image"]
        folder = fields.get("subfolder", ("", b""))[1].decode()
        self.comfy.inputs["/".join(filter(None, [folder, name]))] = made
        self._json({"name": name, "subfolder": folder, "type": "input"})

    def _prompt(self, asked: dict[str, Any]) -> None:
        comfy = self.comfy
        if errors := comfy.refusal(asked["prompt"]):
            error = {"type": "prompt_outputs_failed_validation", "details": ""}
            error["message"] = "Prompt outputs failed validation"
            self._json({"error": error, "node_errors": errors}, 400)
            return
        comfy.posted.append(asked)
        id_ = "" if comfy.faults.old else asked.get("prompt_id", "")
        prompt = comfy.queue(asked["prompt"], asked.get("client_id", ""), id_)
        if comfy.faults.mute_prompt:
            self.close_connection = True
            self.connection.shutdown(2)
            return
        self._json({"prompt_id": prompt.id, "number": len(comfy.posted), "node_errors": {}})

    def _json(self, told: Any, status: int = 200) -> None:
        self._answer(status, json.dumps(told).encode(), "application/json")

    def _answer(
        self, status: int, body: bytes, kind: str, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(HTTPStatus(status))
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), **(more or {})}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _multipart(body: bytes, kind: str) -> dict[str, tuple[str, bytes]]:
    """Each field of a form: the name of its file, and what it holds."""
    from email.parser import BytesParser

    head = f"Content-Type: {kind}\r\n\r\n".encode()
    form = BytesParser().parsebytes(head + body)
    parts = form.get_payload()
    assert isinstance(parts, list)
    return {
        str(part.get_param("name", header="Content-Disposition")): (
            part.get_filename() or "",
            part.get_payload(decode=True),
        )
        for part in parts
    }  # type: ignore[misc]


class Quiet(ThreadingHTTPServer):
    """Says nothing of connections that break."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """They break on purpose."""


@contextmanager
def running() -> Iterator[Comfy]:
    """A server that runs."""
    comfy = Comfy()
    server = Quiet(("127.0.0.1", 0), type("Bound", (Handler,), {"comfy": comfy}))
    threads = [
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True),
        threading.Thread(target=comfy.work, daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        comfy.url = f"http://127.0.0.1:{server.server_port}"
        yield comfy
    finally:
        comfy.stopping.set()
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join(5)
