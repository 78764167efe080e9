"""The file of a draft's mattes, without what reads its grids: for the web.

A mark, the length of a head, the head as JSON, and groups of GROUP frames, each packed alone, so
that a page fetches only those it shows: first those of everybody together, then everyone's own,
person by person. A person who is nowhere in a group has none there. A file of version 1 knows
everybody together alone.
"""

import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from slowfilm.media.errors import MediaError

MARK = b"\x89SLOWMATTE\r\n"
VERSION = 2
GROUP = 12  # frames that are packed together
EVERYBODY = 0  # in the place of a person's number, which begins at 1
TOLD = ("columns", "rows", "frames", "people", "sizes")


@dataclass
class Packed:
    """A file of mattes that is open.

    `people`: of each person {"first", "last", "way"}, and {"tag", "name"} where an engine that
    put them there said so. `sizes` are those of everybody's groups, `own` of each person's.
    """

    packed: bytes
    columns: int
    rows: int
    frames: int
    people: list[dict[str, Any]]
    sizes: list[int]
    start: int
    own: list[list[int]] = field(default_factory=list)

    @classmethod
    def of(cls, packed: bytes) -> Self:
        """Open a file's bytes. Raises MediaError."""
        try:
            if not packed.startswith(MARK):
                raise ValueError
            (long,) = struct.unpack_from(">I", packed, len(MARK))
            start = len(MARK) + 4 + long
            head = json.loads(packed[len(MARK) + 4 : start])
            if head.get("version", 1) > VERSION:
                raise ValueError
            fields = {name: head[name] for name in TOLD}
            return cls(packed=packed, start=start, own=head.get("own", []), **fields)
        except (ValueError, KeyError, struct.error) as error:
            raise MediaError("unreadable") from error

    @property
    def apart(self) -> bool:
        """Whether it tells its people apart: older files do where there is only one."""
        return len(self.own) == len(self.people) or len(self.people) < 2

    def group(self, number: int, who: int = EVERYBODY) -> bytes:
        """The packed frames from number × GROUP on: zlib of their rows.

        `who`: a person by their number, from 1; where the file knows nobody apart, everybody.
        Raises IndexError.
        """
        if not 0 <= number < len(self.sizes) or not 0 <= who <= len(self.people):
            raise IndexError(number)
        layers = [self.sizes, *self.own]
        layer = who if self.own else EVERYBODY
        at = self.start + sum(map(sum, layers[:layer])) + sum(layers[layer][:number])
        size = layers[layer][number]
        if not size:
            frames = min(GROUP, self.frames - number * GROUP)
            return zlib.compress(bytes(self.columns * self.rows * frames), 1)
        return self.packed[at : at + size]


def joined(
    about: dict[str, Any], groups: list[bytes], own: Sequence[Sequence[bytes]] = ()
) -> bytes:
    """The whole file: what `about` says (TOLD but for sizes), its packed groups, everyone's own."""
    sizes = {"sizes": [len(group) for group in groups]}
    apart = [[len(packed_grid) for packed_grid in person] for person in own]
    head = {"version": VERSION, **about, **sizes, "own": apart}
    header = json.dumps(head, separators=(",", ":")).encode()
    body = b"".join([*groups, *(packed_grid for person in own for packed_grid in person)])
    return MARK + struct.pack(">I", len(header)) + header + body
