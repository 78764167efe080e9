"""What a ComfyUI server says of a prompt over its websocket; a line that breaks is opened again."""

import json
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from slowfilm.engines.base import Failed
from slowfilm.engines.comfyui.server import SIGN_IN, Server

LARGEST = 32 << 20  # bytes of one message
OPENING = 10.0  # seconds
AGAIN = 2.0  # seconds until a broken line is opened again
PREVIEW, PREVIEW_WITH_METADATA = 1, 4  # kinds of binary messages; we look at no others
# Else previews come without saying which prompt they are of.
FEATURES = json.dumps({"type": "feature_flags", "data": {"supports_preview_metadata": True}})


@dataclass(frozen=True, slots=True)
class Message:
    """What was said: `kind` and what it says of which prompt, or a coded picture."""

    kind: str
    data: dict[str, Any]
    picture: bytes = b""

    @property
    def prompt(self) -> str | None:
        """The prompt that it is of; None where it does not say."""
        return self.data.get("prompt_id")


class Hearing:
    """One client's line. `open` is whether it stands."""

    def __init__(self, server: Server, client: str) -> None:
        self.server, self.client = server, client
        self._line: ClientConnection | None = None
        self._next = 0.0  # when to try again, on the monotonic clock

    @property
    def open(self) -> bool:
        """Whether anything can be heard now."""
        return self._line is not None

    def hear(self, seconds: float) -> Iterator[Message]:
        """What comes within so many seconds, or has come before. Raises Failed for 401."""
        if self._line is None and not self._opened():
            self.server.pause(min(seconds, AGAIN))
            return
        try:
            assert self._line is not None
            while (message := read(self._line.recv(timeout=seconds))) is not None:
                yield message
                seconds = 0
        except TimeoutError:
            return
        except (WebSocketException, OSError):
            self.close()

    def close(self) -> None:
        """Let go of the line."""
        if self._line is not None:
            self._line.close()
        self._line, self._next = None, time.monotonic() + AGAIN

    def _opened(self) -> bool:
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + AGAIN
        try:
            self._line = connect(
                self.server.socket_url(self.client),
                additional_headers=self.server.headers,
                open_timeout=OPENING,
                close_timeout=1,
                max_size=LARGEST,
                proxy=None,
            )
            self._line.send(FEATURES)
        except InvalidStatus as error:
            if error.response.status_code in SIGN_IN:
                raise Failed("comfyui-sign-in") from error
            return False
        except (WebSocketException, OSError, TimeoutError):
            return False
        return True


def read(data: str | bytes) -> Message:
    """A message; of the kind "" where it can't be understood, which is nothing to fail of."""
    try:
        if isinstance(data, bytes):
            return _picture(data)
        fields = json.loads(data)
        return Message(str(fields["type"]), dict(fields.get("data") or {}))
    except (ValueError, TypeError, KeyError, AttributeError, struct.error):
        return Message("", {})


def _picture(data: bytes) -> Message:
    kind, more = struct.unpack(">II", data[:8])
    if kind == PREVIEW:  # `more` is its format, which the picture says itself
        return Message("preview", {}, data[8:])
    if kind == PREVIEW_WITH_METADATA:
        return Message("preview", dict(json.loads(data[8 : 8 + more])), data[8 + more :])
    return Message("", {})
