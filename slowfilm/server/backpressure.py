"""Backpressure for answers under Daphne: the next part is taken when the last one has left.

Daphne's own send never waits, so that a large answer lies in memory whole when its reader is
slow. Twisted knows when a line's buffer is full; here the application is made to wait for it.
"""

import asyncio
from typing import Any

from daphne.http_protocol import WebRequest
from daphne.server import Server


class Flow:
    """What Twisted tells when a line's buffer fills and empties (its IPushProducer)."""

    def __init__(self) -> None:
        self.clear = asyncio.Event()
        self.clear.set()

    def pauseProducing(self) -> None:  # noqa: N802
        """The buffer is full."""
        self.clear.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        """It has emptied."""
        self.clear.set()

    def stopProducing(self) -> None:  # noqa: N802
        """The reader is gone: whoever waits goes on, and finds that out."""
        self.clear.set()


class PacedRequest(WebRequest):  # type: ignore[misc]
    """A request whose answer, when it comes in parts, comes at the reader's pace."""

    flow: Flow | None = None

    def handle_reply(self, message: dict[str, Any]) -> None:
        """One message of the application."""
        more = message.get("more_body", False)
        if more and self.flow is None and self.channel is not None and not self.finished:
            self.flow = Flow()
            self.registerProducer(self.flow, True)
        if message["type"] == "http.response.body" and not more and self.flow is not None:
            self.flow = None  # nothing follows the last part, so nobody need wait for room
            self.unregisterProducer()
        super().handle_reply(message)

    def connectionLost(self, reason: Any) -> None:  # noqa: N802
        """The line is gone."""
        if self.flow is not None:
            self.flow.stopProducing()
        super().connectionLost(reason)


class PacedServer(Server):  # type: ignore[misc]
    """Daphne's server, whose send waits for a full line."""

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Hand a message to the line, then wait until there is room for the next."""
        await super().handle_reply(protocol, message)
        flow: Flow | None = getattr(protocol, "flow", None)
        if flow is not None:
            await flow.clear.wait()
