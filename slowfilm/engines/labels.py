"""Label mode: which inputs are on screen, burnt into the picture. For any engine."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.animatic.lettering import Mark, writes_chinese
from slowfilm.engines.base import Request

# What the pages call a role (references/roles.py), in both languages: those who look at a draft
# need not share one.
ROLES = {
    "subject": ("Subject", "主体"),
    "style": ("Style", "风格"),
    "motion": ("Motion", "动作"),
    "camera": ("Camera", "运镜"),
    "place": ("Place", "地点"),
    "plate": ("Plate", "背景板"),
    "voice": ("Voice", "人声"),
    "ambience": ("Ambience", "环境声"),
    "music": ("Music", "音乐"),
    "first-frame": ("First frame", "首帧"),
    "last-frame": ("Last frame", "尾帧"),
    "keyframe": ("Keyframe", "关键帧"),
    "driving": ("Driving performance", "驱动表演"),
    "verbatim": ("Performance kept as it is", "原样保留的表演"),
    "kept-voice": ("Voice kept as it is", "原样保留的声音"),
    "composition": ("Composition sketch", "构图草图"),
    "screen": ("On a screen", "屏幕画面"),
}


def words(role: str) -> str:
    """Plate · 背景板; in English alone where no face writes Chinese."""
    english, chinese = ROLES.get(role, (role, ""))
    return f"{english} · {chinese}" if chinese and writes_chinese() else english


class Labels:
    """Writes `@Video1 · Plate · 背景板` for each input that is seen, in the upper left corner."""

    def __init__(self, request: Request) -> None:
        self._size = (request.width, request.height)
        self._says = {
            item.tag: f"@{item.tag.removeprefix('@')} · {words(item.role)}"
            for item in request.inputs
        }
        self._marks: dict[tuple[str, ...], Mark] = {}

    def onto(self, codes: NDArray[np.uint16], tags: Iterable[str]) -> NDArray[np.uint16]:
        """The same for a finished picture of 10-bit code values (h, w, 3): it, or a copy."""
        if not self._shown(tags):
            return codes
        planes = np.moveaxis(codes.astype(np.float32) / np.float32(1023), -1, 0)
        self.burn(planes, tags)
        pixels: NDArray[np.uint16] = np.rint(np.moveaxis(planes, 0, -1) * 1023).astype(np.uint16)
        return pixels

    def burn(self, planes: NDArray[np.float32], tags: Iterable[str]) -> None:
        """Write the labels of what is seen into planes (3, h, w) of values 0..1; a view will do."""
        visible = self._shown(tags)
        if not visible:
            return
        if visible not in self._marks:
            text = "\n".join(self._says[tag] for tag in visible)
            self._marks[visible] = Mark(*self._size, text, top=True)
        self._marks[visible].burn(planes)

    def _shown(self, tags: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tag for tag in tags if tag in self._says))
