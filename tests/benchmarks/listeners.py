"""Many cheap websocket listeners in one process: just enough of RFC 6455 to count what comes."""

import asyncio
import base64
import os
import random
import re
import struct
import time

ID = re.compile(rb'"id":"([0-9a-f-]{36})"')
PULSE = re.compile(rb'"type":"pulse","seq":(\d+)')


class Listener(asyncio.Protocol):
    """One socket. Every entry it hears is noted with the moment it came."""

    def __init__(
        self, path: str, host: str, token: str, since: int, heard: dict[bytes, list[float]]
    ) -> None:
        self.path, self.host, self.token, self.heard = path, host, token, heard
        self.hello = b'{"type":"hello","since":%d}' % since
        self.buffer = bytearray()
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.upgraded = False
        self.frames = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self.path} HTTP/1.1\r\nHost: {self.host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Authorization: Bearer {self.token}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.upgraded:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" 101 " not in self.buffer[:40]:
                self.ready.set_exception(ConnectionError(bytes(self.buffer[:80]).decode()))
                return
            del self.buffer[: end + 4]
            self.upgraded = True
            self.send(self.hello)
        while (frame := self._frame()) is not None:
            self._hear(frame)

    def _frame(self) -> bytes | None:
        held = len(self.buffer)
        if held < 2:
            return None
        length, start = self.buffer[1] & 127, 2
        if length == 126:
            start = 4
            if held < start:
                return None
            length = struct.unpack_from(">H", self.buffer, 2)[0]
        elif length == 127:
            start = 10
            if held < start:
                return None
            length = struct.unpack_from(">Q", self.buffer, 2)[0]
        if held < start + length:
            return None
        frame = bytes(self.buffer[start : start + length])
        del self.buffer[: start + length]
        return frame

    def _hear(self, frame: bytes) -> None:
        now = time.perf_counter()
        self.frames += 1
        if not self.ready.done() and b'"welcome"' in frame:
            self.ready.set_result(None)
        for found in ID.findall(frame):
            if (times := self.heard.get(found)) is not None:
                times.append(now)
        if (pulse := PULSE.search(frame)) is not None:
            answer = b'{"type":"seen","seq":' + pulse.group(1) + b"}"
            asyncio.get_running_loop().call_later(2 * random.random(), self.send, answer)

    def send(self, text: bytes) -> None:
        """One masked text frame (the mask is zero: this is a load, not a browser)."""
        if len(text) < 126:
            head = struct.pack(">BB", 0x81, 0x80 | len(text))
        else:
            head = struct.pack(">BBH", 0x81, 0x80 | 126, len(text))
        self.transport.write(head + b"\0\0\0\0" + text)


async def listen(
    count: int, port: int, path: str, token: str, since: int, heard: dict[bytes, list[float]]
) -> list[Listener]:
    """`count` listeners that are all in the room."""
    loop, host = asyncio.get_running_loop(), "127.0.0.1"
    made: list[Listener] = []
    for start in range(0, count, 20):
        some = [
            await loop.create_connection(
                lambda: Listener(path, host, token, since, heard), host, port
            )
            for _ in range(start, min(count, start + 20))
        ]
        made += [protocol for _, protocol in some]
        await asyncio.gather(*(one.ready for one in made[start:]))
    return made
