"""The provider's HTTP interface, in Ark's shape: what is asked, and what its answers mean.

The key is in the header of each request and nowhere else: what the provider says is freed of it
before anybody hears it.
"""

import http.client
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from slowfilm.engines.base import Cancelled, Failed

TASKS = "/contents/generations/tasks"
SLICE = 0.2  # seconds between two looks at whether to stop
LONGEST_PAUSE = 60.0  # seconds between two tries, whatever the provider asks for
MOST_ANSWER = 4 << 20  # bytes of an answer that are read
MOST_CLIP = 4 << 30  # bytes of a clip
TELLS = 300  # characters of what a provider says that are kept
CHUNK = 1 << 18

# Parts of an error's code -> what it means here, the first that is found.
MEANINGS = (
    ("PrivacyInformation", "refused-person"),
    ("CopyrightRestriction", "refused-copyright"),
    ("Input", "refused-input"),  # …TextSensitiveContentDetected, …ImageSensitive…
    ("Output", "refused-output"),
    ("SensitiveContent", "refused-input"),
    ("PolicyViolation", "refused-input"),
    ("AccountOverdue", "no-credit"),
    ("InsufficientBalance", "no-credit"),
)
MODERATION = ("SensitiveContent", "PrivacyInformation", "CopyrightRestriction", "PolicyViolation")


class Unanswered(Exception):
    """No answer that can be read came: it is not known whether the provider took what was sent.

    `busy`: it said itself that it could not just now, so it took nothing.
    """

    def __init__(self, why: str, *, busy: bool = False, after: float | None = None) -> None:
        super().__init__(why)
        self.busy, self.after = busy, after


@dataclass(frozen=True)
class Ark:
    """One account at one provider. `patience`: seconds until an answer must have begun."""

    base: str
    key: str
    patience: float = 60.0

    def create(self, body: dict[str, Any]) -> str:
        """Order a task; its id. Raises Failed where it is refused, Unanswered."""
        answer = self._call("POST", TASKS, body)
        if not isinstance(answer.get("id"), str) or not answer["id"]:
            raise Unanswered("no id in the answer")
        return str(answer["id"])

    def task(self, id_: str) -> dict[str, Any]:
        """How a task stands. Raises Failed, Unanswered."""
        answer = self._call("GET", f"{TASKS}/{urllib.parse.quote(id_, safe='')}")
        if not isinstance(answer.get("status"), str):
            raise Unanswered("no status in the answer")
        return answer

    def tasks(self, model: str) -> list[dict[str, Any]]:
        """The latest tasks of a model. Raises Failed, Unanswered."""
        query = {"page_num": 1, "page_size": 100, "filter.model": model}
        answer = self._call("GET", f"{TASKS}?{urllib.parse.urlencode(query)}")
        items = answer.get("items")
        if not isinstance(items, list):
            raise Unanswered("no list in the answer")
        return [item for item in items if isinstance(item, dict)]

    def cancel(self, id_: str) -> None:
        """Take a task back, if the provider still can. Raises Failed, Unanswered."""
        self._call("DELETE", f"{TASKS}/{urllib.parse.quote(id_, safe='')}")

    def fetch(self, url: str, path: Path, share: Callable[[float], None]) -> None:
        """Copy a clip to `path`; `share` is told 0–1, and may raise. Raises Failed, Unanswered.

        Its address is signed by itself: the key does not go there.
        """
        if urllib.parse.urlsplit(url).scheme not in ("https", "http"):
            raise Failed("no-clip")
        try:
            with urllib.request.urlopen(url, timeout=self.patience) as answer, path.open("wb") as f:
                whole, had = int(answer.headers.get("Content-Length") or 0), 0
                while part := answer.read(CHUNK):
                    f.write(part)
                    had += len(part)
                    if had > MOST_CLIP:
                        raise Failed("no-clip")
                    share(min(1.0, had / whole) if whole else 0.5)
                if had < whole:
                    raise Unanswered("the clip broke off")
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (401, 403, 404, 410):
                raise Failed("clip-gone") from None
            raise Unanswered(f"HTTP {error.code}", busy=True, after=_after(error)) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unanswered(type(error).__name__) from None

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        try:
            with _opener().open(request, timeout=self.patience) as answer:
                return _json(answer.read(MOST_ANSWER))
        except urllib.error.HTTPError as error:
            raise self._refusal(error) from None
        except ConnectionRefusedError as error:
            raise Unanswered(type(error).__name__, busy=True) from None
        except urllib.error.URLError as error:
            refused = isinstance(error.reason, ConnectionRefusedError)
            raise Unanswered(type(error.reason).__name__, busy=refused) from None
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered(type(error).__name__) from None

    def _refusal(self, error: urllib.error.HTTPError) -> Exception:
        """What an answer other than 2xx means."""
        with error:
            try:
                body = _json(error.read(MOST_ANSWER)).get("error") or {}
            except (Unanswered, OSError, http.client.HTTPException):
                body = {}
        code, message = _text(body, "code"), self.freed(_text(body, "message"))
        if error.code == 429:
            return Unanswered("HTTP 429", busy=True, after=_after(error))
        if error.code >= 500:
            return Unanswered(f"HTTP {error.code}", after=_after(error))
        meant = meaning(code)
        if meant == "refused-request" and error.code in (401, 403):
            return Failed("key-refused")
        if error.code == 402:
            return Failed("no-credit")
        return Failed(meant, said=message or code or f"HTTP {error.code}")

    def freed(self, message: str) -> str:
        """What a provider says, short, in one line and without the key."""
        plain = " ".join(message.split())
        if self.key:
            plain = plain.replace(self.key, "…")
        return re.sub(r"(?i)(bearer\s+|\bsk-)\S+", "…", plain)[:TELLS]


def meaning(code: str) -> str:
    """What one of the provider's error codes means here."""
    if any(part in code for part in MODERATION):
        return next(meant for part, meant in MEANINGS if part in code)
    return next((m for part, m in MEANINGS if part in code and m == "no-credit"), "refused-request")


def wait(seconds: float, cancelled: Callable[[], bool]) -> None:
    """Let time pass. Raises Cancelled."""
    until = time.monotonic() + min(seconds, LONGEST_PAUSE)
    while True:
        if cancelled():
            raise Cancelled
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(SLICE, left))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The key goes to nobody else."""

    def redirect_request(self, *_told: Any) -> None:
        """Not followed: it is answered as any other refusal."""
        return


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect)


def _json(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data or b"{}")
    except (ValueError, RecursionError) as error:
        raise Unanswered("no JSON in the answer") from error
    if not isinstance(document, dict):
        raise Unanswered("no object in the answer")
    return document


def _text(document: Any, name: str) -> str:
    return str(document.get(name) or "") if isinstance(document, dict) else ""


def _after(error: urllib.error.HTTPError) -> float | None:
    """How many seconds the provider asks to wait."""
    header = error.headers.get("Retry-After", "")
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
