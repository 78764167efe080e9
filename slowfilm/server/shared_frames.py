"""What a whole room is told becomes a websocket frame once, not once a listener.

Daphne encodes a text, and Autobahn frames it, anew for every socket. The hub hands the very same
string to each of them, so the frames of the last few texts are kept.
"""

import struct
from functools import lru_cache

from daphne.ws_protocol import WebSocketProtocol

FINAL_TEXT = 0x81  # RFC 6455, 5.2: a text in one frame; a server does not mask


@lru_cache(maxsize=8)
def frame_of(text: str) -> bytes:
    """A text as the one frame that carries it."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", FINAL_TEXT, size) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", FINAL_TEXT, 126, size) + payload
    return struct.pack("!BBQ", FINAL_TEXT, 127, size) + payload


class BroadcastSocket(WebSocketProtocol):  # type: ignore[misc]
    """A websocket that writes a text as the frame it shares with others."""

    def serverSend(self, content: str | bytes, binary: bool = False) -> None:  # noqa: N802
        """Send one message. Who has left while it was made hears nothing more."""
        if self.state in (self.STATE_CLOSING, self.STATE_CLOSED):
            return
        if isinstance(content, str) and self.state == self.STATE_OPEN:
            self.transport.write(frame_of(content))
        else:
            super().serverSend(content, binary)
