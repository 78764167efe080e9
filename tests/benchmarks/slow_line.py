"""A slow line to a site of this machine: late, narrow, and now and then a packet is lost.

A model above TCP, not of it: what is lost comes a round trip later, and holds up what is behind it
on its connection. All connections share the line, each way by itself. A connection begins with a
round trip, and has at most 64 KB under way.
"""

import asyncio
import random
import socket
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

ROUND = 0.2  # seconds
RATE = 1_500_000  # bits a second, each way
LOSS = 0.01  # of all packets
PACKET = 1448  # bytes
UNDER_WAY = 45  # packets of a connection, each way


class SlowLine:
    """Carries bytes to a port until it is closed."""

    def __init__(self, port: int) -> None:
        self._port, self._chance = port, random.Random(1)
        self._free = {"there": 0.0, "back": 0.0}  # when the line has carried all it was given
        self.carried = 0  # bytes, back
        self._loop = asyncio.new_event_loop()
        ear = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{ear.getsockname()[1]}"
        threading.Thread(target=self._run, args=[ear], daemon=True).start()

    def _run(self, ear: socket.socket) -> None:
        self._server = self._loop.run_until_complete(asyncio.start_server(self._join, sock=ear))
        self._loop.run_forever()

    def close(self) -> None:
        """Take no more connections, and carry nothing more."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _join(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        await asyncio.sleep(ROUND)
        try:
            far, there = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:  # the site has ended
            back.close()
            return
        ways: list[Coroutine[Any, Any, None]] = [
            self._carry(near, there, "there"),
            self._carry(far, back, "back"),
        ]
        await asyncio.gather(*ways)

    async def _carry(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: str
    ) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(UNDER_WAY)
        arriving = asyncio.create_task(self._arrive(under_way, target))
        due = 0.0
        with suppress(OSError):
            while packet := await source.read(PACKET):
                self._free[way] = max(self._free[way], self._loop.time()) + len(packet) * 8 / RATE
                late = ROUND / 2 + (ROUND if self._chance.random() < LOSS else 0)
                due = max(due, self._free[way] + late)
                await under_way.put((due, packet))
                self.carried += len(packet) if way == "back" else 0
        await under_way.put((due, b""))
        await arriving

    async def _arrive(
        self, under_way: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter
    ) -> None:
        while True:
            due, packet = await under_way.get()
            await asyncio.sleep(due - self._loop.time())
            if not packet:
                break
            with suppress(OSError):  # whoever has gone is told nothing more
                target.write(packet)
                await target.drain()
        target.close()
