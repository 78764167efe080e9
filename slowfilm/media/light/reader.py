"""The child that reads single frames of masters: `python -m slowfilm.media.light.reader`.

A line of JSON on its stdin asks: {"digest", "frame", "path"}; without a path only of a master that
is open already, else the answer is {"absent": true}. It answers with a line {"size", "width",
"height"} and that many bytes: planes G, B, R of little-endian uint16; or {"error": code}. A
master's bytes are compared when it is opened. With "light" ({keys, exposure}, or null for none) the
answer is a PNG of 16 bits of the frame in that light, or with "longest" a JPEG of so many pixels a
side at most.
"""

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from av.container import InputContainer

from slowfilm.media.errors import MediaError
from slowfilm.media.light.planes import Planes, opened, planes_of
from slowfilm.media.light.render import plan_of
from slowfilm.media.light.still import jpeg, small, still
from slowfilm.media.sandbox import confine

OPEN = 3  # masters at once
MEMORY = 3 << 30


class Absent(Exception):
    """The master is not open, and no path was said."""


class Reader:
    """The masters that are open."""

    def __init__(self) -> None:
        self.there: dict[str, InputContainer] = {}

    def told(self, request: dict[str, Any]) -> tuple[bytes, int, int]:
        """What is asked for: planes or a PNG, width and height. Raises MediaError, Absent."""
        planes = self.planes(request["digest"], request["frame"], request.get("path", ""))
        _three, height, width = planes.shape
        if "light" not in request:
            return planes.astype("<u2").tobytes(), width, height
        plan = plan_of(request["light"], width, height) if request["light"] else None
        if request.get("longest"):
            shown = small(planes, plan, request["frame"], request["longest"])
            return jpeg(shown), shown.width, shown.height
        return still(planes, plan, request["frame"]), width, height

    def planes(self, digest: str, frame: int, path: str) -> Planes:
        """A frame's planes. Raises MediaError, Absent."""
        container = self._open(digest, path)
        stream = container.streams.video[0]
        rate, base = stream.average_rate, stream.time_base
        if rate is None or base is None:
            raise MediaError("no-picture")
        container.seek(round(frame / rate / base), stream=stream)
        for picture in container.decode(stream):
            at = -1 if picture.pts is None else round(picture.pts * base * rate)
            if at == frame:
                return planes_of(picture)
            if at > frame:
                break
        raise MediaError("no-picture", frame=frame)

    def _open(self, digest: str, path: str) -> InputContainer:
        if digest not in self.there:
            if not path:
                raise Absent
            with Path(path).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise MediaError("damaged")
            if len(self.there) == OPEN:
                self.there.pop(next(iter(self.there))).close()
            self.there[digest] = opened(Path(path))
        return self.there[digest]


def main() -> None:
    """Answer until nobody asks any more."""
    confine(MEMORY, int(sys.argv[1]))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    reader = Reader()
    for line in sys.stdin.buffer:
        head, body = _answer(reader, json.loads(line))
        out.write(json.dumps(head).encode() + b"\n" + body)
        out.flush()


def _answer(reader: Reader, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        body, width, height = reader.told(request)
    except Absent:
        return {"absent": True}, b""
    except MediaError as error:
        return {"error": error.code}, b""
    except Exception as error:  # whatever a decoder throws must be an answer
        return {"error": "unreadable", "why": repr(error)[:200]}, b""
    return {"size": len(body), "width": width, "height": height}, body


if __name__ == "__main__":
    main()
