"""A member's line to a room, as a script would hold it."""

import asyncio
import json
from collections import deque
from types import TracebackType
from typing import Any
from uuid import UUID, uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from slowfilm.accounts.models import User
from slowfilm.films.models import Film
from tests import make


class Line:
    """Keeps what came; answers pulses; can wait for a message."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token
        self.heard: list[dict[str, Any]] = []
        self.unread: deque[dict[str, Any]] = deque()
        self.socket: ClientConnection | None = None
        self.news = asyncio.Condition()
        self.reading: asyncio.Task[None] | None = None
        self.ended: ConnectionClosed | None = None

    @classmethod
    def of(cls, site: Any, film: Film, user: User) -> "Line":
        """A line for a user (made from sync code)."""
        return cls(f"{site.ws}/ws/films/{film.id}/", make.token(user))

    async def __aenter__(self) -> "Line":
        self.socket = await connect(
            self.url,
            additional_headers={"Authorization": f"Bearer {self.token}"},
            max_size=None,
        )
        self.ended = None
        self.reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self.socket is not None
        assert self.reading is not None
        await self.socket.close()
        await self.reading

    async def _read(self) -> None:
        """Keep reading, as a browser does, whatever the test is busy with."""
        assert self.socket is not None
        try:
            async for frame in self.socket:
                for message in json.loads(frame):
                    self.heard.append(message)
                    self.unread.append(message)
                    if message["type"] == "pulse":
                        await self.send(type="seen", seq=message["seq"])
                async with self.news:
                    self.news.notify_all()
            await self.socket.recv()
        except ConnectionClosed as closed:
            self.ended = closed
        async with self.news:
            self.news.notify_all()

    async def send(self, **message: Any) -> None:
        """One message."""
        assert self.socket is not None
        await self.socket.send(json.dumps(message))

    async def hello(self, since: int = 0) -> dict[str, Any]:
        """Come in; answers the welcome."""
        await self.send(type="hello", since=since)
        return await self.wait("welcome")

    async def do(self, verb: str, id: UUID | None = None, **fields: Any) -> dict[str, Any]:
        """Give a command and wait for its ack or refusal."""
        command = str(id or uuid4())
        await self.send(type=verb, id=command, **fields)
        return await self.wait("ack", "refused", id=command)

    async def told(self, upto: int, seconds: float = 10) -> list[int]:
        """The seqs of all entries that came, once the one of `upto` has come."""
        async with asyncio.timeout(seconds), self.news:
            while upto not in (seqs := [m["seq"] for m in self.heard if m["type"] == "entry"]):
                await self.news.wait()
        return seqs

    async def wait(self, *types: str, seconds: float = 10, **fields: Any) -> dict[str, Any]:
        """The next message of these types with these fields; others stay in `heard`."""
        async with asyncio.timeout(seconds), self.news:
            while True:
                while self.unread:
                    message = self.unread.popleft()
                    if message["type"] in types and fields.items() <= message.items():
                        return message
                if self.ended is not None:
                    raise self.ended
                await self.news.wait()
