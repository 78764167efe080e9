"""The hashes of the ledger, and the text that goes over the wire. Pure.

digest = SHA-256(salt ‖ payload); hash = SHA-256 over seq, verb, actor, at, command, digest, prev.
The payload is outside the hash, so that at a person's demand it can be erased and the
chain still verifies.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


def canonical(value: Any) -> str:
    """JSON text that is the same for the same value: sorted keys, no spaces, no NaN."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def genesis(film_id: UUID) -> bytes:
    """What the first entry's `prev` is: the film's own id."""
    return hashlib.sha256(film_id.bytes).digest()


def stamp(at: datetime) -> str:
    """A moment as the chain writes it: UTC, microseconds always there."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def payload_digest(salt: bytes, payload: str) -> bytes:
    """SHA-256(salt ‖ payload). The salt keeps erased short payloads from being guessed."""
    return hashlib.sha256(salt + payload.encode()).digest()


def seal(salt: bytes, columns: Mapping[str, Any]) -> str:
    """SHA-256(salt ‖ columns): what an entry says of what its payload may not tell."""
    values = {name: plain(value) for name, value in columns.items()}
    return payload_digest(salt, canonical(values)).hex()


def plain(value: Any) -> Any:
    """A column's value as JSON knows it."""
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, UUID) else value


def entry_hash(
    *, seq: int, verb: str, actor: str, at: datetime, command: UUID, digest: bytes, prev: bytes
) -> bytes:
    """SHA-256 of the entry's canonical head. `command` is in it: what was made bears that id."""
    head = canonical([seq, verb, actor, stamp(at), str(command), digest.hex(), prev.hex()])
    return hashlib.sha256(head.encode()).digest()


def as_text(
    *, seq: int, verb: str, actor: str, at: datetime, command: UUID, payload: str | None
) -> str:
    """The entry as every socket gets it. The payload's text goes in as it stands."""
    head = canonical(
        {
            "type": "entry",
            "seq": seq,
            "verb": verb,
            "actor": actor,
            "at": stamp(at),
            "id": str(command),
        }
    )
    return f'{head[:-1]},"payload":{payload or "null"}}}'
