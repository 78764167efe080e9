"""The whole picture: plate, screen, camera, people and medium, one frame after another."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from slowfilm.engines.base import Input, Request
from slowfilm.engines.composite import before
from slowfilm.engines.composite.before import Before
from slowfilm.engines.composite.broadcast import Broadcast, Tube
from slowfilm.engines.composite.covers import Covers
from slowfilm.engines.composite.figure import Join, Placed
from slowfilm.engines.composite.guess import prepared
from slowfilm.engines.composite.lighting import Lighting, Stand
from slowfilm.engines.composite.medium import Grain, measured
from slowfilm.engines.composite.pixels import Field, looked_up
from slowfilm.engines.composite.plate import Plate, read_still, window
from slowfilm.engines.composite.space import Space
from slowfilm.engines.composite.subject import Subject
from slowfilm.engines.labels import Labels
from slowfilm.engines.layout import Figure
from slowfilm.engines.shared import light
from slowfilm.engines.shared.clip import Clip

_STYLE = (64, 36)


class Shot:
    """Everything seen in one draft."""

    def __init__(self, request: Request) -> None:
        """Raises MediaError for what can't be read, Failed no-person."""
        self.request = request
        self._open: list[Any] = []
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        request = self.request
        size = request.width, request.height
        preparation = prepared(request)
        self.layout, people, self.sketched = (
            preparation.layout,
            preparation.people,
            preparation.sketched,
        )
        self._open += people.values()
        item = self._first("plate")
        assert item
        self._plate = Plate(item, size, request.rate)
        self._open.append(self._plate)
        self.window = window(self._plate.size, size, self.layout)
        self.space = Space(self.layout, self.window, request.frames, request.seed)
        frame = self._beneath(0)
        self.broadcast, self._tube = self._set(frame)
        self._lighting = Lighting(frame, self.layout.lamps, self._tube, self.window, self.space)
        self.placed = [
            self._stood(people[figure.tag], figure)
            for figure in self.layout.figures
            if figure.tag in people
        ]
        self._lighting.balance([figure.stand for figure in self.placed])
        self.medium = measured(frame)
        self._join = Join(self.space, self._lighting, self.medium)
        self._grain = Grain(self.medium, size, request.seed, moving=self._plate.moves)
        self._tint = self._styled()
        # Those further away first.
        self._order = sorted(self.placed, key=lambda figure: -figure.stand.depth)
        self.covers = Covers(self._order, size)
        things = self.layout.occluders
        self._before = [Before(thing, self.window, self.space) for thing in things]

    def frames(self) -> Iterator[light.Codes]:
        """Yield every frame in order as 10-bit code values (h, w, 3)."""
        labels, tags = Labels(self.request), self._seen() if self.request.labels else []
        for index in range(self.request.frames):
            frame = self._beneath(index).copy()
            if self._plate.moves:
                self._lighting.look(frame)
            if self.broadcast and self._tube:
                self._tube.show(frame, self.broadcast.at(index))
            frame = looked_up(frame, *self.space.seen_from(index))
            figures = np.zeros(frame.shape[:2], np.float32)
            self.covers.add(self._laid(frame, figures, index))
            if self._tint is not None:
                frame *= self._tint
            yield labels.onto(self._grain.codes(frame, figures), tags)

    def _laid(self, frame: Field, figures: Field, index: int) -> list[Field]:
        """Lay everybody into the frame, and again what stands before them; what each covers."""
        bare = frame.copy() if self._before else frame
        waiting = [(cover, cover.at(index)) for cover in self._before]
        covers: list[Field] = []
        for placed in self._order:
            # What stands before those laid so far, and not before whoever comes now.
            for layer, cover in [both for both in waiting if not both[0].stands_before(placed)]:
                self._hide(frame, figures, bare, cover, covers)
                waiting = [both for both in waiting if both[0] is not layer]
            covers.append(self._join.lay(frame, figures, placed, index))
        for _each, cover in waiting:
            self._hide(frame, figures, bare, cover, covers)
        return covers

    def _hide(
        self, frame: Field, figures: Field, bare: Field, cover: Field, covers: list[Field]
    ) -> None:
        if not covers:  # nobody is behind it
            return
        before.lay(frame, figures, bare, cover)
        for layer in covers:
            layer *= 1 - cover

    def close(self) -> None:
        """Let go of every file."""
        for part in self._open:
            part.close()

    def _seen(self) -> list[str]:
        """The tags of the inputs that are on screen."""
        plate, screen = self._first("plate"), self._first("screen") if self.broadcast else None
        figures = {figure.tag for figure in self.layout.figures}
        tags = [item.tag for item in (plate, screen) if item]
        return tags + [item.tag for item in self.request.inputs if item.tag in figures]

    def _beneath(self, index: int) -> Field:
        width, height = self.window.frame
        top, left = self.window.top, self.window.left
        return self._plate.at(index)[top : top + height, left : left + width]

    def _set(self, frame: Field) -> tuple[Broadcast | None, Tube | None]:
        """The screen in the plate, and what is on it; without a clip it shows what it shows."""
        item = self._first("screen")
        broadcast = Broadcast(item, self.request.rate) if item else None
        self._open += [broadcast] if broadcast else []
        if self.layout.screen is None:
            return None, None
        quad = np.array([self.window.at(corner) for corner in self.layout.screen], np.float32)
        tube = Tube(quad, frame, self.window.frame)
        if broadcast is None:
            tube.colour = tube.mean_of(frame)
        return broadcast, tube

    def _stood(self, subject: Subject, figure: Figure) -> Placed:
        x, foot = self.window.at(figure.foot)
        height = self.window.high(figure.height)
        stand = Stand(x, foot, height, self.space.ground(foot))
        return Placed(subject, stand, figure.mirrored)

    def _styled(self) -> Field | None:
        """The styles' tint in linear light, gentle."""
        tint = np.ones(3, np.float32)
        self.tinting: set[str] = set()
        for item in self.request.inputs:
            if item.role == "style" and item.kind != "sound":
                gains = np.square(light.tint_of(self._looked_at(item)))
                if float(np.abs(gains - 1).max()) > 0.004:
                    tint *= gains
                    self.tinting.add(item.tag)
        return tint if self.tinting else None

    def _looked_at(self, item: Input) -> light.Planes:
        if item.kind == "picture":
            still = read_still(item.path, max(_STYLE))
            return np.sqrt(still).transpose(2, 0, 1)
        clip = Clip(item.path, _STYLE, self.request.rate, item.span)
        try:
            return clip.at(0)
        finally:
            clip.close()

    def _first(self, role: str) -> Input | None:
        return next((i for i in self.request.inputs if i.role == role and i.kind != "sound"), None)
