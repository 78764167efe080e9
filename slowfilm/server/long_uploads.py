"""A long PATCH of an upload, given to the site piece by piece.

The usual tus clients send a whole file in one request. Its body is divided here: each piece of
settings.UPLOAD_CHUNK bytes becomes a request of its own, with the offset moved on, so that it is
on disk and rights were asked before the next one is read. Nothing is read from the line meanwhile.
The client is answered once, by the last piece or by the first that is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from daphne.http_protocol import WebRequest
from django.conf import settings
from twisted.web.http import RESPONSES
from twisted.web.http_headers import Headers

BODY = b"application/offset+octet-stream"
SMALL = 100_000  # bytes of a piece that lie in memory
PIECES_OWN = (b"Content-Length", b"Transfer-Encoding", b"Expect", b"Upload-Offset")


@dataclass
class Answer:
    """What the site said to a piece."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    @property
    def taken(self) -> bool:
        """Whether the piece is on disk."""
        return self.status == 204

    def last_words(self) -> bytes:
        """The whole answer as bytes, after which the line closes."""
        lines = [b"HTTP/1.1 %d %b" % (self.status, RESPONSES.get(self.status, b"Refused"))]
        for name, value in self.headers:
            if name.lower() not in (b"connection", b"content-length"):
                lines.append(name + b": " + value)
        lines += [b"Connection: close", b"Content-Length: %d" % len(self.body)]
        return b"\r\n".join([*lines, b"", self.body])


class Piece(WebRequest):  # type: ignore[misc]
    """One piece as a request of its own. Its answer goes to `done`, and not to the line."""

    def __init__(
        self, whole: WebRequest, body: IO[bytes], offset: int, done: Callable[[Answer], None]
    ) -> None:
        super().__init__(whole.channel)
        self.answer = Answer()
        self.done: Callable[[Answer], None] | None = done
        for name, values in whole.requestHeaders.getAllRawHeaders():
            self.requestHeaders.setRawHeaders(name, values)
        for name in PIECES_OWN:
            self.requestHeaders.removeHeader(name)
        self.requestHeaders.addRawHeader(b"Content-Length", b"%d" % body.tell())
        self.requestHeaders.addRawHeader(b"Upload-Offset", b"%d" % offset)
        self.content = body

    def handle_reply(self, message: dict[str, Any]) -> None:
        """One message of the site."""
        if self.done is None:
            return
        if message["type"] == "http.response.start":
            self.answer.status = message["status"]
            self.answer.headers = list(message.get("headers", []))
            return
        self.answer.body += message.get("body", b"")
        if not message.get("more_body", False):
            done, self.done = self.done, None
            self.content.close()
            self.server.protocol_disconnected(self)
            done(self.answer)


class LongUpload:
    """The body of one PATCH, taken piece by piece.

    `answer` is called once: when the last piece was answered, or the first that was refused.
    """

    def __init__(self, request: WebRequest, answer: Callable[[Answer], None]) -> None:
        self.request = request
        self.channel = request.channel
        self.call = (self.channel._command, self.channel._path, self.channel._version)
        self.answer: Callable[[Answer], None] | None = answer
        self.offset = int(request.requestHeaders.getRawHeaders(b"Upload-Offset")[0])
        self.piece = new_piece()
        self.waiting = bytearray()  # what came while a piece was under way: a few reads at most
        self.under_way: int | None = None  # bytes of the piece that the site has in hand
        self.ended = False  # whether the whole body has come

    def take(self, data: bytes) -> None:
        """A part of the body has come."""
        if self.answer is None:
            return  # refused: what still comes is thrown away
        self.waiting += data
        self.go_on()

    def end(self) -> None:
        """The whole body has come."""
        self.ended = True
        self.channel._savedTimeOut = self.channel.timeOut  # for when the answer has left
        self.go_on()

    def lost(self) -> None:
        """The line is gone: what was handed on stays, the piece that isn't whole goes."""
        self.answer = None
        self.piece.close()

    def go_on(self) -> None:
        """Fill the next piece; hand it on when it is full and not the last, or is the last."""
        if self.answer is None or self.under_way is not None:
            return
        room = settings.UPLOAD_CHUNK - self.piece.tell()
        self.piece.write(self.waiting[:room])
        del self.waiting[:room]
        if self.waiting or self.ended:
            self.hand_on()

    def hand_on(self) -> None:
        """Give the piece to the site; read no further until it is answered."""
        piece, self.piece = self.piece, new_piece()
        self.under_way = piece.tell()
        if not self.ended:
            self.channel._networkProducer.pauseProducing()
            self.channel.setTimeout(None)  # the site may take its time; the client is not idle
        Piece(self.request, piece, self.offset, self.answered).requestReceived(*self.call)

    def answered(self, answer: Answer) -> None:
        """The site has answered the piece."""
        self.offset += self.under_way or 0
        self.under_way = None
        if self.answer is None:
            return
        if not answer.taken or (self.ended and not self.waiting):
            callback, self.answer = self.answer, None
            self.piece.close()
            callback(answer)
        if not self.ended:
            self.channel.setTimeout(self.channel.timeOut)
            self.channel._networkProducer.resumeProducing()
        self.go_on()


def new_piece() -> IO[bytes]:
    """An empty piece: in memory while it is small, on disk when it grows; its owner closes it."""
    return SpooledTemporaryFile(max_size=SMALL)


def divisible(command: bytes, headers: Headers) -> bool:
    """Whether a request is a PATCH of an upload whose body may be divided.

    One with a checksum may not: the sum is of the whole body.
    """

    def first(name: bytes) -> bytes:
        return bytes((headers.getRawHeaders(name) or [b""])[0])

    override = first(b"X-HTTP-Method-Override").upper() if command == b"POST" else b""
    offset = first(b"Upload-Offset")
    return (
        (override or command) == b"PATCH"
        and first(b"Content-Type").lower() == BODY
        and not headers.hasHeader(b"Upload-Checksum")
        and not headers.hasHeader(b"Upgrade")
        and offset.isdigit()
        and len(offset) < 19
    )
