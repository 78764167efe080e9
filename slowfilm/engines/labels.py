"""Label mode: which inputs are on screen, burnt into the picture. For any engine."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.animatic.lettering import Mark
from slowfilm.engines.base import Request


class Labels:
    """Writes `@Video1 · plate` for each input that is seen, in the upper left corner."""

    def __init__(self, request: Request) -> None:
        self._size = (request.width, request.height)
        self._says = {
            item.tag: f"@{item.tag.removeprefix('@')} · {item.role}" for item in request.inputs
        }
        self._marks: dict[tuple[str, ...], Mark] = {}

    def onto(self, codes: NDArray[np.uint16], tags: Iterable[str]) -> NDArray[np.uint16]:
        """The same for a finished picture of 10-bit code values (h, w, 3): it, or a copy."""
        if not self._shown(tags):
            return codes
        planes = np.moveaxis(codes.astype(np.float32) / np.float32(1023), -1, 0)
        self.burn(planes, tags)
        made: NDArray[np.uint16] = np.rint(np.moveaxis(planes, 0, -1) * 1023).astype(np.uint16)
        return made

    def burn(self, planes: NDArray[np.float32], tags: Iterable[str]) -> None:
        """Write the labels of what is seen into planes (3, h, w) of values 0..1; a view will do."""
        seen = self._shown(tags)
        if not seen:
            return
        if seen not in self._marks:
            text = "\n".join(self._says[tag] for tag in seen)
            self._marks[seen] = Mark(*self._size, text, top=True)
        self._marks[seen].burn(planes)

    def _shown(self, tags: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tag for tag in tags if tag in self._says))
