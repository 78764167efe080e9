"""Archives as a stranger would write them: changed, and sound in all that can be made sound."""

import base64
import hashlib
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from slowfilm.archives.container import ABOUT, LEDGER, PEOPLE, RECORDS, TOLD
from slowfilm.ledger import chain

Line = dict[str, Any]


class Crafted:
    """An archive's parts, to be changed at will and written again.

    What is written is unsigned, and about.json says truly what the parts are: whoever makes an
    archive up would see to that.
    """

    def __init__(self, source: Path) -> None:
        self.path = source.with_name(f"crafted-{uuid4().hex[:8]}.zip")
        with zipfile.ZipFile(source) as file:
            self.files = {name: file.read(name) for name in file.namelist()}
        self.about: Line = json.loads(self.files.pop(ABOUT))
        self.rows, self.entries, self.people = (
            [json.loads(line) for line in self.files.pop(name).splitlines()]
            for name in (RECORDS, LEDGER, PEOPLE)
        )

    def of(self, model: str) -> list[Line]:
        """The rows of a table."""
        return [row for row in self.rows if row["model"] == f"slowfilm.{model}"]

    def one(self, model: str) -> Line:
        """What the first row of a table holds."""
        fields: Line = self.of(model)[0]["fields"]
        return fields

    def add(self, model: str, key: Any, /, **fields: Any) -> Line:
        """One more row."""
        row = {"model": f"slowfilm.{model}", "pk": key, "fields": fields}
        self.rows.append(row)
        return row

    def media(self, data: bytes, digest: str = "", media_type: str = "image/jpeg") -> str:
        """One more file and the rows that say so; under its own digest, or under another."""
        digest = digest or hashlib.sha256(data).hexdigest()
        self.files[f"media/{digest}"] = data
        self.claim(digest, len(data), media_type)
        return digest

    def claim(self, digest: str, size: int, media_type: str = "image/jpeg") -> None:
        """Rows which say that the film holds a file."""
        self.add("blob", digest, size=size, media_type=media_type, made_at="2026-01-01T00:00:00Z")
        self.add("holding", None, film=self.about["film"], blob=digest, frozen_at=None)

    def chained(self) -> None:
        """Give the entries hashes that hold, from the film's id to a new head."""
        film = UUID(self.about["film"])
        prev = chain.genesis(film)
        for seq, entry in enumerate((line["fields"] for line in self.entries), 1):
            digest = base64.b64decode(entry["digest"])
            if entry["payload"] is not None:
                digest = chain.payload_digest(base64.b64decode(entry["salt"]), entry["payload"])
            at = datetime.fromisoformat(entry["at"])
            told = {name: entry[name] for name in ("verb", "actor")}
            made = chain.entry_hash(
                seq=seq, at=at, command=UUID(entry["command"]), digest=digest, prev=prev, **told
            )
            hashes = {"digest": digest, "prev": prev, "hash": made}
            entry |= {name: base64.b64encode(value).decode() for name, value in hashes.items()}
            entry["seq"], prev = seq, made
        self.about |= {"entries": len(self.entries), "head": prev.hex()}

    def write(self, *, signed: bool = False) -> Path:
        """The archive. `signed`: about.json is left as its studio signed it."""
        parts = {
            name: b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
            for name, lines in zip(
                (RECORDS, LEDGER, PEOPLE), (self.rows, self.entries, self.people), strict=True
            )
        }
        if not signed:
            self.about.pop("signature", None)
            self.about["files"] = {name: hashlib.sha256(parts[name]).hexdigest() for name in TOLD}
        with zipfile.ZipFile(self.path, "w") as file:
            for name, data in {**self.files, **parts}.items():
                file.writestr(name, data)
            file.writestr(ABOUT, json.dumps(self.about))
        return self.path
