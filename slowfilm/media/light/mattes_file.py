"""The file of a draft's mattes, without what reads its grids: for the web.

A mark, the length of a head, the head as JSON, and groups of GROUP frames, each packed alone, so
that a page fetches only those it shows.
"""

import json
import struct
from dataclasses import dataclass
from typing import Any, Self

from slowfilm.media.errors import MediaError

MARK = b"\x89SLOWMATTE\r\n"
GROUP = 12  # frames that are packed together
TOLD = ("columns", "rows", "frames", "people", "sizes")


@dataclass
class Packed:
    """A file of mattes that is open. `people`: of each person {"first", "last", "way"}."""

    packed: bytes
    columns: int
    rows: int
    frames: int
    people: list[dict[str, Any]]
    sizes: list[int]
    start: int

    @classmethod
    def of(cls, packed: bytes) -> Self:
        """Open a file's bytes. Raises MediaError."""
        try:
            if not packed.startswith(MARK):
                raise ValueError
            (long,) = struct.unpack_from(">I", packed, len(MARK))
            start = len(MARK) + 4 + long
            head = json.loads(packed[len(MARK) + 4 : start])
            return cls(packed=packed, start=start, **{name: head[name] for name in TOLD})
        except (ValueError, KeyError, struct.error) as error:
            raise MediaError("unreadable") from error

    def group(self, number: int) -> bytes:
        """The packed frames from number × GROUP on: zlib of their rows. Raises IndexError."""
        if not 0 <= number < len(self.sizes):
            raise IndexError(number)
        at = self.start + sum(self.sizes[:number])
        return self.packed[at : at + self.sizes[number]]


def joined(about: dict[str, Any], groups: list[bytes]) -> bytes:
    """The whole file: what `about` says (TOLD but for sizes), and its packed groups."""
    head = {**about, "sizes": [len(each) for each in groups]}
    told = json.dumps(head, separators=(",", ":")).encode()
    return MARK + struct.pack(">I", len(told)) + told + b"".join(groups)
