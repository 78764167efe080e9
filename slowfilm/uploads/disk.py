"""Room on the disks: what the files under way still need of it, and what is left for one more.

Until something has become of it a file needs its size in DATA/uploads, and once more in DATA/tmp,
where its pieces are joined before they go. Files are joined one after another, and a job without
room waits, so there only the largest file's need counts. In a store on the same disk as DATA/tmp
the joined file gets a second name and needs nothing; on any other disk every file needs its size.

What is made of a file (copies, a draft's master) is not known before it has been looked at. A
worker that comes down to the reserve on the way stops, and its job waits.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from slowfilm import storage
from slowfilm.storage import free_beside_reserve
from slowfilm.uploads import pieces

SHARE = 2  # of what is free for uploads, one person's may hold one part in so many


class Held(NamedTuple):
    """A file under way: its size, and how much of it is here, in bytes."""

    size: int
    here: int


class Disks:
    """The disks that files pass through, as they stand now."""

    def __init__(self) -> None:
        places = (pieces.place_of_all(), Path(settings.DATA) / "tmp")
        self.pieces, self.joined = map(_disk, places)
        store = storage.folder()
        self.store = None if store is None else _disk(store)
        self.free: dict[int, int] = {}
        for place in (*places, *([store] if store else [])):
            self.free[_disk(place)] = free_beside_reserve(place)

    def fit(self, files: Sequence[Held]) -> bool:
        """Whether all these can still come, and be made into something."""
        return all(need <= self.free[disk] for disk, need in self._needs(files).items())

    def fair(self, own: Sequence[Held], others: Sequence[Held]) -> bool:
        """Whether one person's files leave as much again for everybody else.

        What is here of their own counts as if it were still to come: else whoever stops each file
        just before its end could fill the disk after all.
        """
        free, usage = Counter(self.free), self._needs(others)
        free[self.pieces] += sum(upload.here for upload in own)
        needs = self._needs([Held(upload.size, 0) for upload in own])
        return all(SHARE * need <= free[disk] - usage[disk] for disk, need in needs.items())

    def _needs(self, files: Sequence[Held]) -> "Counter[int]":
        """Bytes that files under way still need on each disk."""
        largest = max((file.size for file in files), default=0)
        need = Counter({self.pieces: sum(file.size - file.here for file in files)})
        need[self.joined] += largest
        if self.store is not None and self.store != self.joined:
            need[self.store] += sum(file.size for file in files)
        return need


def _disk(place: Path) -> int:
    """The disk a place is on. It need not be there yet."""
    while not place.exists():
        place = place.parent
    return place.stat().st_dev
