"""Daphne, with ceilings on what a client may send: python -m slowfilm.server.web ….

Daphne itself takes a body whole into memory before any view is asked, whoever sends it and
however large it is, and hangs up on a large websocket message. Here a body over the ceiling is
answered 413 and never kept, and a message over the ceiling is refused while the socket lives.
"""

import os
import sys
from typing import Any

import daphne.server
from daphne.cli import CommandLineInterface
from daphne.http_protocol import HTTPFactory
from daphne.ws_protocol import WebSocketFactory
from django.conf import settings
from twisted.internet import reactor

from slowfilm.server.backpressure import PacedRequest, PacedServer
from slowfilm.server.shared_frames import BroadcastSocket

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowfilm.settings")
LARGEST_BODY = settings.UPLOAD_CHUNK + 64 * 1024  # bytes: one piece of an upload, or a form
PATIENCE = 2.0  # seconds in which a refused client may read why, before the line is cut
SWITCH = 0.0005  # seconds a thread keeps Python's lock while another wants it
# Said before any view, and so in both languages at once.
WORDS = "That is more than one request may carry.\n超出了单次请求的上限。\n".encode()
REFUSAL = (
    b"HTTP/1.1 413 Content Too Large\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(WORDS), WORDS)
)


class BoundedRequest(PacedRequest):
    """A request whose body may have so many bytes and no more."""

    refused = False

    def gotLength(self, length: int | None) -> None:  # noqa: N802
        """The headers have come; `length` is None when the client does not say it."""
        super().gotLength(length)
        if length is not None and length > LARGEST_BODY:
            self.refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        """A part of the body has come."""
        if not self.refused and self.content.tell() + len(data) > LARGEST_BODY:
            self.refuse()
        if not self.refused:
            super().handleContentChunk(data)

    def process(self) -> Any:
        """The whole request has come."""
        if self.refused:
            return self.channel.transport.loseConnection()
        return super().process()

    def refuse(self) -> None:
        """Say why. What still comes is read and thrown away, or the client would never listen."""
        self.refused = True
        self.channel.transport.write(REFUSAL)
        reactor.callLater(PATIENCE, self.channel.transport.loseConnection)


class BoundedFactory(HTTPFactory):  # type: ignore[misc]
    """Makes connections whose requests are bounded."""

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = BoundedRequest
        return protocol


class BoundedSocket(BroadcastSocket):
    """Of a message over the ceiling nothing is kept but that it was too large."""

    overflowing = False

    def _max_message_size_exceeded(self, size: int, largest: int, reason: str) -> None:
        self.overflowing = True
        self.message_data.clear()

    def onMessageFrameData(self, payload: bytes) -> None:  # noqa: N802
        if not self.overflowing:
            super().onMessageFrameData(payload)

    def onMessageEnd(self) -> None:  # noqa: N802
        if self.overflowing:
            self.overflowing = False
            # The room refuses this as too large.
            self.message_data = [b" " * (settings.MESSAGE_LARGEST + 1)]
        super().onMessageEnd()


def main(arguments: list[str]) -> None:
    """Serve until told to stop."""
    # The room's threads do many short things while the loop sends: let them have their turn soon.
    sys.setswitchinterval(SWITCH)
    daphne.server.HTTPFactory = BoundedFactory  # Daphne's server names its factories itself
    WebSocketFactory.protocol = BoundedSocket
    CommandLineInterface.server_class = PacedServer
    CommandLineInterface().run(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
