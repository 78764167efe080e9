"""What is asked of a ComfyUI server over HTTP, and what its refusals mean."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

from slowfilm.engines.base import Failed
from slowfilm.engines.comfyui import Asked
from slowfilm.engines.comfyui.workflow import Graph, Workflow

FOLDER = "slowfilm"  # of the server's inputs, where ours lie
WAIT = Timeout(connect=5, read=60)
LARGEST = 8 << 30  # bytes of one result
PIECE = 1 << 20
AGAIN = 1.0  # seconds until a server that is away is asked again
LONGEST_WAIT = 30.0  # seconds, whatever a busy server asks for
SIGN_IN, PAYMENT, TOO_LARGE, BUSY = (401, 403), 402, 413, 429
Place = Literal["waiting", "running", "nowhere"]
Pause = Callable[[float], None]


class Server:
    """One server, asked on behalf of one run. `pause` waits, and raises Cancelled meanwhile.

    Everything raises Failed with a code of generations/comfyui_sentences.py.
    """

    def __init__(self, connection: Asked, pause: Pause) -> None:
        self.asked, self.pause = connection, pause
        self.headers = {"Authorization": f"Bearer {connection.token}"} if connection.token else {}
        self._pool = PoolManager(timeout=WAIT, retries=False, headers=self.headers)

    def socket_url(self, client: str) -> str:
        """Where its messages to one client are heard."""
        return f"{self.asked.url.replace('http', 'ws', 1)}/ws?{urlencode({'clientId': client})}"

    def upload(self, path: Path, name: str, media_type: str) -> str:
        """Put a file among the server's inputs, and return what a node calls it.

        The same bytes under the same name are kept once. Raises OSError, and Failed:
        "comfyui-rubbish" for an answer without a name.
        """
        file = (name, path.read_bytes(), media_type)
        fields = {"image": file, "subfolder": FOLDER, "type": "input"}
        answer = self._json("POST", "/upload/image", fields=fields)
        if not isinstance(stored_name := answer.get("name"), str):
            raise Failed("comfyui-rubbish", what="/upload/image")
        return "/".join(filter(None, [str(answer.get("subfolder") or ""), stored_name]))

    def queue(self, workflow: Workflow, graph: Graph, client: str, prompt: str) -> str:
        """Queue a prompt, and return the id it has there: ours, unless the server is old.

        Asked once only: where the answer is lost, it is looked up whether the prompt came. Raises
        Failed: "comfyui-gone", "comfyui-rubbish", or what the server says of its nodes.
        """
        body = {"prompt": graph, "client_id": client, "prompt_id": prompt}
        try:
            answer = self._json("POST", "/prompt", json=body, workflow=workflow, again=False)
        except Failed as failed:
            if failed.code != "comfyui-gone" or not self.known(prompt):
                raise
            return prompt
        if errors := answer.get("node_errors"):
            raise refused(workflow, errors, answer)
        if not isinstance(queued_id := answer.get("prompt_id"), str):
            raise Failed("comfyui-rubbish", what="/prompt")
        return queued_id

    def place(self, prompt: str) -> Place:
        """Where a prompt is: in the queue, running, or nowhere (done, or forgotten)."""
        answer = self._json("GET", "/queue")
        for place, rows in (("running", "queue_running"), ("waiting", "queue_pending")):
            for row in answer.get(rows) or ():
                if isinstance(row, list) and len(row) > 1 and row[1] == prompt:
                    return place  # type: ignore[return-value]
        return "nowhere"

    def known(self, prompt: str) -> bool:
        """Whether the server has such a prompt: waiting, running or ended."""
        is_known = self.history(prompt) is not None or self.place(prompt) != "nowhere"
        return is_known or self.history(prompt) is not None  # it may have ended between the two

    def history(self, prompt: str) -> dict[str, Any] | None:
        """What became of a prompt that has ended; None before. Raises Failed."""
        entry = self._json("GET", f"/history/{prompt}").get(prompt)
        if entry is not None and not isinstance(entry, dict):
            raise Failed("comfyui-rubbish", what="/history")
        return entry

    def stop(self, prompt: str) -> None:
        """Stop this prompt and no other: out of the queue, or interrupted if it is running.

        An older server interrupts whatever runs, so ours is seen running first.
        """
        self._ask("POST", "/queue", json={"delete": [prompt]}).drain_conn()
        if self.place(prompt) == "running":
            self._ask("POST", "/interrupt", json={"prompt_id": prompt}).drain_conn()

    def fetch(self, file: Mapping[str, Any], path: Path) -> None:
        """Write one of a prompt's results to `path`.

        Raises OSError, and Failed: "comfyui-rubbish" where it is longer than LARGEST bytes.
        """
        named = {key: str(file.get(key) or "") for key in ("filename", "subfolder", "type")}
        answer = self._ask("GET", f"/view?{urlencode(named)}", preload_content=False)
        with _rules(answer), path.open("wb") as out:
            for piece in answer.stream(PIECE):
                self.pause(0)
                out.write(piece)
                if out.tell() > LARGEST:
                    raise Failed("comfyui-rubbish", what="/view")

    def _json(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        answer = self._ask(method, path, **options)
        try:
            body = json.loads(answer.data)
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise Failed("comfyui-rubbish", what=path.partition("?")[0]) from error
        if not isinstance(body, dict):
            raise Failed("comfyui-rubbish", what=path.partition("?")[0])
        return body

    def _ask(
        self,
        method: str,
        path: str,
        *,
        again: bool = True,
        workflow: Workflow | None = None,
        **options: Any,
    ) -> BaseHTTPResponse:
        """An answer that is no refusal. A server that is away or busy is asked again a while."""
        ends = time.monotonic() + self.asked.patience
        while True:
            self.pause(0)
            try:
                answer = self._pool.request(method, f"{self.asked.url}{path}", **options)
            except HTTPError as error:
                reached = not isinstance(error, NewConnectionError | MaxRetryError)
                if time.monotonic() > ends or (not again and reached):
                    raise Failed("comfyui-gone") from error
                self.pause(AGAIN)
                continue
            away = method == "GET" and answer.status >= 500  # a server that starts anew, perhaps
            if not (away or answer.status == BUSY) or time.monotonic() > ends:
                break
            answer.drain_conn()
            self.pause(_wait(answer))
        if answer.status >= 300:
            raise _refusal(answer, workflow)
        return answer


@contextmanager
def _rules(answer: BaseHTTPResponse) -> Iterator[None]:
    """A transfer that breaks off is a server that is gone."""
    try:
        yield
    except HTTPError as error:
        raise Failed("comfyui-gone") from error
    finally:
        answer.release_conn()


def _wait(answer: BaseHTTPResponse) -> float:
    try:
        return min(LONGEST_WAIT, max(0.0, float(answer.headers.get("Retry-After", AGAIN))))
    except ValueError:
        return AGAIN


def _refusal(answer: BaseHTTPResponse, workflow: Workflow | None) -> Failed:
    """What an answer that is none means."""
    status = answer.status
    if status in SIGN_IN:
        return Failed("comfyui-sign-in")
    if status == PAYMENT:
        return Failed("comfyui-payment")
    if status == TOO_LARGE:
        return Failed("comfyui-too-large")
    if status == BUSY:
        return Failed("comfyui-busy")
    if workflow is not None and status == 400:
        try:
            body = json.loads(answer.data)
            return refused(workflow, body.get("node_errors"), body)
        except (UnicodeDecodeError, json.JSONDecodeError, AttributeError):
            pass
    return Failed("comfyui-error", status=status)


def refused(workflow: Workflow, errors: Any, body: Mapping[str, Any]) -> Failed:
    """The first node that the server finds fault with, and what it says of it."""
    if isinstance(errors, Mapping):
        for node, row in errors.items():
            why = row.get("errors") if isinstance(row, Mapping) else None
            first = why[0] if isinstance(why, list) and why else {}
            told_of = first if isinstance(first, Mapping) else {}
            texts = [str(told_of.get(key) or "") for key in ("message", "details")]
            return Failed(
                "comfyui-node-refused",
                node=workflow.title(str(node)),
                why=": ".join(filter(None, texts))[:300],
            )
    error = body.get("error")
    message = str(error.get("message") if isinstance(error, Mapping) else error or "")
    return Failed("comfyui-refused", why=message[:300])
