"""Daphne, with ceilings on what a client may send: python -m slowfilm.server.web ….

Daphne itself takes a body whole into memory before any view is asked, whoever sends it and
however large it is, and hangs up without a word on long headers and large websocket messages.
Here a body over the ceiling is answered 413 and never kept, headers over it 431, an address over
it 414, and a message over the ceiling is refused while the socket lives. The long body of an
upload is divided instead.
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
from twisted.web.http import HTTPChannel

from slowfilm.server.backpressure import PacedRequest, PacedServer
from slowfilm.server.long_uploads import Answer, LongUpload, divisible
from slowfilm.server.shared_frames import BroadcastSocket

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowfilm.settings")
LARGEST_BODY = settings.UPLOAD_CHUNK + 64 * 1024  # bytes: one piece of an upload, or a form
PATIENCE = 2.0  # seconds in which a refused client may read why, before the line is cut
BODY_PATIENCE = 10.0  # the same while it still sends a body: one that is cut off reads nothing
SWITCH = 0.0005  # seconds a thread keeps Python's lock while another wants it
# Said before any view, and so in both languages at once.
REFUSALS = {
    b"400 Bad Request": "That is no request this site can read.\n无法识别这个请求。\n",
    b"413 Content Too Large": "That is more than one request may carry.\n超出了单次请求的上限。\n",
    b"414 URI Too Long": "That address is too long.\n网址过长。\n",
    b"431 Request Header Fields Too Large": (
        "Your browser sends more headers than this site takes. Delete its cookies for this site, "
        "then try again.\n"
        "浏览器发来的请求头超出了上限。请清除本站的 Cookie，然后重试。\n"
    ),
}


def refusal(status: bytes) -> bytes:
    """A whole answer that says why a request is not taken."""
    words = REFUSALS[status].encode()
    return (
        b"HTTP/1.1 %b\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n"
        b"Connection: close\r\nContent-Length: %d\r\n\r\n%b" % (status, len(words), words)
    )


class BoundedRequest(PacedRequest):
    """A request whose body may have so many bytes and no more."""

    refused = False
    long: LongUpload | None = None

    def gotLength(self, length: int | None) -> None:  # noqa: N802
        """The headers have come; `length` is None when the client does not say it."""
        if divisible(self.channel._command, self.requestHeaders):
            super().gotLength(0)  # the body is kept by the piece
            self.long = LongUpload(self, self.answer_long)
            return
        super().gotLength(length)
        if length is not None and length > LARGEST_BODY:
            self.refuse(refusal(b"413 Content Too Large"))

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        """A part of the body has come."""
        if self.long is not None:
            self.long.take(data)
            return
        if not self.refused and self.content.tell() + len(data) > LARGEST_BODY:
            self.refuse(refusal(b"413 Content Too Large"))
        if not self.refused:
            super().handleContentChunk(data)

    def process(self) -> Any:
        """The whole request has come."""
        if self.refused:
            return self.channel.transport.loseConnection()
        if self.long is not None:
            return self.long.end()
        return super().process()

    def answer_long(self, answer: Answer) -> None:
        """Answer an upload whose body was divided."""
        if self.long is None or not self.long.ended:
            self.refuse(answer.last_words())
            return
        start = {"type": "http.response.start", "status": answer.status}
        self.handle_reply({**start, "headers": answer.headers})
        self.handle_reply({"type": "http.response.body", "body": answer.body})

    def connectionLost(self, reason: Any) -> None:  # noqa: N802
        """The line is gone."""
        if self.long is not None:
            self.long.lost()
        super().connectionLost(reason)

    def refuse(self, why: bytes) -> None:
        """Say why. What still comes is read and thrown away, or the client would never listen."""
        self.refused = True
        self.channel.transport.write(why)
        reactor.callLater(BODY_PATIENCE, self.channel.transport.loseConnection)


class BoundedChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose request lines and headers may have so many bytes and no more."""

    refused = False

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Bytes have come. After a refusal they are read and thrown away."""
        if not self.refused:
            super().dataReceived(data)

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        """A request's first line, a header, or the empty line after them."""
        if self.refused:
            return
        if self._receivedHeaderSize + len(line) > self.totalHeadersSize:
            self.lineLengthExceeded(line)
        else:
            super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802
        """That is too much: of an address before the first line has come, of headers after it."""
        begun = hasattr(self, "_command")
        self.refuse(b"431 Request Header Fields Too Large" if begun else b"414 URI Too Long")

    def headerReceived(self, line: bytes) -> bool:  # noqa: N802
        """One header has come whole."""
        if self._receivedHeaderCount >= self.maxHeaders:
            self.refuse(b"431 Request Header Fields Too Large")
            return False
        return bool(super().headerReceived(line))

    def _respondToBadRequestAndDisconnect(self) -> None:  # noqa: N802
        self.refuse(b"400 Bad Request")

    def refuse(self, status: bytes) -> None:
        """Say why, then close; at once, whoever still sends would not hear it."""
        if self.refused:
            return
        self.refused = True
        self.transport.write(refusal(status))
        reactor.callLater(PATIENCE, self.transport.loseConnection)


class BoundedFactory(HTTPFactory):  # type: ignore[misc]
    """Makes connections whose requests are bounded. They speak HTTP/1.1 alone."""

    protocol = BoundedChannel

    def acceptableProtocols(self) -> list[bytes]:  # noqa: N802
        """What is offered where a connection by TLS begins."""
        return [b"http/1.1"]

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
