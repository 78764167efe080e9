"""The control of the fan-out bench: the least a hub can do, on the same Daphne and servers.

What a hand sends is committed (row lock, hash, two inserts), published, and handed to every socket
in gathered batches. No vocabulary, no rights, no order, no catching up.
"""

import asyncio
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote, urlparse

import psycopg
import redis
import redis.asyncio

sockets: set[Any] = set()
outbox: list[str] = []
pool = ThreadPoolExecutor(1)
state: dict[str, Any] = {}


def connect() -> None:
    """One connection to each server, and the control's own tables."""
    url = urlparse(os.environ["DATABASE_URL"])
    state["db"] = psycopg.connect(
        host=unquote(url.netloc.partition("@")[2]), user=url.username, dbname=url.path[1:]
    )
    state["valkey"] = redis.Redis.from_url(os.environ["REDIS_URL"])
    with state["db"].transaction():
        state["db"].execute("CREATE TABLE IF NOT EXISTS bare_head (id int, hash bytea)")
        state["db"].execute("CREATE TABLE IF NOT EXISTS bare_entry (body text, hash bytea)")
        state["db"].execute("CREATE TABLE IF NOT EXISTS bare_ink (body text)")
        state["db"].execute("INSERT INTO bare_head VALUES (1, '')")


def commit(text: str) -> None:
    """Row lock, hash, two inserts, one update; then publish."""
    if "db" not in state:
        connect()
    db = state["db"]
    with db.transaction():
        (before,) = db.execute("SELECT hash FROM bare_head LIMIT 1 FOR UPDATE").fetchone()
        after = hashlib.sha256(before + text.encode()).digest()
        db.execute("INSERT INTO bare_ink VALUES (%s)", [text])
        db.execute("INSERT INTO bare_entry VALUES (%s, %s)", [text, after])
        db.execute("UPDATE bare_head SET hash = %s", [after])
    state["valkey"].publish("bare", text)


async def subscribe() -> None:
    """Hear what was published, and hand it on."""
    valkey = redis.asyncio.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None)
    async with valkey.pubsub() as subscription:
        await subscription.subscribe("bare")
        async for message in subscription.listen():
            if message["type"] == "message":
                outbox.append(message["data"].decode())
                if len(outbox) == 1:
                    state["drain"] = asyncio.create_task(drain())


async def drain() -> None:
    """Gathered batches, 32 sockets a turn, 20 ms apart, as in the real hub."""
    while outbox:
        text = "[" + ",".join(outbox) + "]"
        waiting = list(sockets)
        count = len(outbox)
        for start in range(0, len(waiting), 32):
            for send in waiting[start : start + 32]:
                await send({"type": "websocket.send", "text": text})
            await asyncio.sleep(0)
        await asyncio.sleep(0.020)
        del outbox[:count]


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An ASGI application of websockets only."""
    if scope["type"] != "websocket":
        return
    if "listening" not in state:
        state["listening"] = asyncio.create_task(subscribe())
    await send({"type": "websocket.accept"})
    try:
        while (message := await receive())["type"] != "websocket.disconnect":
            if not (text := message.get("text")):
                continue
            if '"hello"' in text[:20]:
                sockets.add(send)
                await send({"type": "websocket.send", "text": '[{"type":"welcome"}]'})
            elif '"draw-stroke"' in text:
                json.loads(text)
                await asyncio.get_running_loop().run_in_executor(pool, commit, text)
    finally:
        sockets.discard(send)
