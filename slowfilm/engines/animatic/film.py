"""The animatic's picture: every passage, dissolve, plate and mark, one frame after another."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from slowfilm.engines.animatic import camera, lead, plan, screen
from slowfilm.engines.animatic.lettering import Mark
from slowfilm.engines.animatic.picture import Picture
from slowfilm.engines.animatic.slate import Slate
from slowfilm.engines.base import Input, Request
from slowfilm.engines.labels import Labels
from slowfilm.engines.shared import light
from slowfilm.engines.shared.clip import Clip


class Film:
    """Everything seen in one animatic; `used` names the tags that had a part in it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.size = (request.width, request.height)
        self.used: set[str] = set()
        self._mark = Mark(*self.size)
        self._labels = Labels(request) if request.labels else None
        self._open: list[screen.Screen] = []
        try:
            clips = self._clips()
            self.passages = plan.passages(request, {t: c.length for t, c in clips.items()})
            self._screens = self._set_up(clips)
            self._plate = self._beneath(clips)
        except BaseException:
            self.close()
            raise
        self._matte = _matte(*self.size) if self._plate else None
        self._slate = None if self._screens else Slate(request)

    def frames(self) -> Iterator[light.Codes]:
        """Yield every frame in order as 10-bit code values (h, w, 3)."""
        for index in range(self.request.frames):
            planes = self._slate.at(index) if self._slate else self._composed(index)
            self._mark.burn(planes)
            if self._labels:
                self._labels.burn(planes, self._on_screen(index))
            yield light.to_codes(planes)

    def _on_screen(self, index: int) -> list[str]:
        """The tags of what is seen at a frame, the plate first."""
        parts = [*([self._plate] if self._plate else []), *self._screens]
        return [p.passage.tag for p in parts if p.passage.first <= index < p.passage.end]

    @property
    def beneath(self) -> str:
        """The tag of the plate that lies under the whole shot; empty without one."""
        return self._plate.passage.tag if self._plate else ""

    def close(self) -> None:
        """Let go of every file and picture."""
        for part in self._open:
            part.close()

    def _composed(self, index: int) -> light.Planes:
        planes: light.Planes | None = None
        beneath = self._plate.at(index) if self._plate else None
        for part in self._screens:
            if part.passage.first <= index < part.passage.end:
                layer = part.at(index)
                if beneath is not None and self._matte is not None and part.passage.met is None:
                    layer = light.mixed(beneath, layer, self._matte)
                planes = layer if planes is None else light.mixed(planes, layer, part.share(index))
            elif part.passage.end == index:
                part.close()
        if planes is None:
            raise AssertionError(f"no passage at frame {index}")
        # A clip may show its planes again: the mark must not be burnt into those.
        return planes if planes.flags.writeable else planes.copy()

    def _set_up(self, clips: dict[str, Clip]) -> list[screen.Screen]:
        direction = self._direction()
        screens, levels = [], []
        for turn, passage in enumerate(self.passages):
            if passage.kind == "video":
                part = screen.of_clip(passage, clips[passage.tag])
            else:
                picture = Picture(passage.path, self.size, whole=passage.met is not None)
                led = direction if passage.met is None else None
                part = screen.of_picture(passage, picture, self.request, led, turn)
                if passage.met is None:
                    levels.append((part, float(picture.small.mean())))
            screens.append(part)
            self._open.append(part)
            self.used.add(passage.tag)
        self._grade(screens, levels)
        return screens

    def _grade(
        self, screens: list[screen.Screen], levels: list[tuple[screen.Screen, float]]
    ) -> None:
        """Even out the stills a little and lay the style's tint on all but the met ones."""
        graded = [part for part in screens if part.passage.met is None]
        tint = self._tint() if graded else np.ones(3, np.float32)
        for part in graded:
            part.gains = tint
        gains = light.evenness([level for _, level in levels])
        for (part, _), gain in zip(levels, gains, strict=True):
            part.gains = tint * np.float32(gain)

    def _direction(self) -> camera.Direction | None:
        """Where the first camera reference that has a direction leads, if a still can follow."""
        if not any(p.kind == "picture" and p.met is None for p in self.passages):
            return None
        for item in self.request.inputs:
            if item.role == "camera" and item.kind != "sound":
                direction = lead.direction(item)
                if direction is not None:
                    self.used.add(item.tag)
                    return direction
        return None

    def _tint(self) -> NDArray[np.float32]:
        tint = np.ones(3, np.float32)
        for item in self.request.inputs:
            if item.role == "style" and item.kind != "sound":
                gains = light.tint_of(self._looked_at(item))
                if float(np.abs(gains - 1).max()) > 0.004:
                    tint *= gains
                    self.used.add(item.tag)
        return tint

    def _looked_at(self, item: Input) -> light.Planes:
        if item.kind == "picture":
            return Picture(item.path, (64, 36), whole=False).small
        clip = Clip(item.path, (64, 36), self.request.rate, item.span)
        try:
            return clip.at(0)
        finally:
            clip.close()

    def _beneath(self, clips: dict[str, Clip]) -> screen.Screen | None:
        passage = plan.plate(self.request)
        if passage is None or all(p.met is not None for p in self.passages):
            return None
        if passage.kind == "video":
            part = screen.of_clip(passage, clips[passage.tag])
        else:
            picture = Picture(passage.path, self.size, whole=False)
            part = screen.of_picture(passage, picture, self.request, None, len(self.passages))
        self._open.append(part)
        self.used.add(passage.tag)
        return part

    def _clips(self) -> dict[str, Clip]:
        roles = plan.SHOWN_ROLES | {"plate"}
        return {
            item.tag: Clip(item.path, self.size, self.request.rate, item.span)
            for item in self.request.inputs
            if item.kind == "video" and item.role in roles
        }


def _matte(width: int, height: int) -> light.Planes:
    """A soft-edged field within which pictures stand before their plate."""
    across = np.abs((np.arange(width) + 0.5) / width - 0.5)
    down = np.abs((np.arange(height) + 0.5) / height - 0.5)
    edge = np.hypot(np.maximum(across - 0.26, 0)[None], np.maximum(down - 0.28, 0)[:, None])
    soft = np.clip(1 - edge / 0.14, 0, 1)
    field: light.Planes = (soft * soft * (3 - 2 * soft)).astype(np.float32)
    return field
