"""What the pipeline is given: a video, its mask, and pictures to refer to.

In the mask, white is made new and black is kept. A frame of which nothing is known is grey and
white. Later layers lie over earlier ones: a motion, a plate outside of what is made in it, a
performer who is kept, a picture that is met at its frame.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from slowfilm.engines.base import Input, Request, Size, become
from slowfilm.engines.diffusion.kept import Kept
from slowfilm.engines.diffusion.pictures import (
    Mask,
    Rgb,
    controlled,
    covering,
    eight_bit,
    region,
    whole,
)
from slowfilm.engines.measures import Fit
from slowfilm.engines.shared.clip import Clip
from slowfilm.engines.vace import MET, REFERENCED, VaceOptions

GREY = 128


@dataclass
class Given:
    """What the pipeline is given: `video` and `mask` are of as many frames as are made, or both
    None; `became` says of each input, by tag, what came of it."""

    references: list[Image.Image] = field(default_factory=list)
    video: list[Image.Image] | None = None
    mask: list[Image.Image] | None = None
    kept: Kept | None = None
    became: dict[str, dict[str, Any]] = field(default_factory=dict)

    def arguments(self) -> dict[str, Any]:
        """As the pipeline calls them. It lays each reference before those that came earlier, so
        that they must come backwards to lie in order."""
        return {
            "video": self.video,
            "mask": self.mask,
            "reference_images": [self.references[::-1]] if self.references else None,
        }


def given(request: Request, fit: Fit, options: VaceOptions, ask: Callable[[], None]) -> Given:
    """Read all that was cited. Raises MediaError; `ask` is called at every frame."""
    inputs = Given()
    _refer(request, fit.size, options.references, inputs)
    layers = _Layers(request, fit, options, inputs)
    if layers.any:
        inputs.video, inputs.mask = [], []
        try:
            for index in range(fit.frames):
                ask()
                picture, mask = layers.at(index)
                inputs.video.append(Image.fromarray(picture))
                inputs.mask.append(Image.fromarray(mask))
        finally:
            layers.close()
    for item in request.inputs:
        inputs.became.setdefault(item.tag, become(item, "ignored", "role"))
    return inputs


def _refer(request: Request, size: Size, most: int, inputs: Given) -> None:
    for item in request.inputs:
        if item.role not in REFERENCED or item.kind == "sound":
            continue
        if item.kind == "video" and item.role != "subject":
            continue
        if len(inputs.references) >= most:
            inputs.became[item.tag] = become(item, "ignored", "too-many-references", most=most)
            continue
        number = len(inputs.references) + 1
        if item.kind == "video":
            inputs.references.append(_first_of(item, size, request))
            inputs.became[item.tag] = become(item, "converted", "first-picture", number=number)
        else:
            inputs.references.append(whole(item.path, size))
            inputs.became[item.tag] = become(item, "used", "reference", number=number)


def _first_of(item: Input, size: Size, request: Request) -> Image.Image:
    clip = Clip(item.path, size, request.rate, item.span)
    try:
        return Image.fromarray(eight_bit(clip.at(0)))
    finally:
        clip.close()


class _Layers:
    """The layers of each frame, opened once and read forward."""

    def __init__(self, request: Request, fit: Fit, options: VaceOptions, inputs: Given) -> None:
        self.request, self.fit, self.control = request, fit, options.control
        self.made = inputs
        self._open: list[Any] = []
        try:
            self.met = dict(self._met())
            self.motion = self._clip("motion")
            self.plate = self._plate()
            self.region = self._region()
            inputs.kept = self._kept()
        except BaseException:
            self.close()
            raise

    @property
    def any(self) -> bool:
        """Whether anything at all is known of a frame."""
        return bool(self.met or self.motion or self.plate is not None or self.made.kept)

    def at(self, index: int) -> tuple[Rgb, Mask]:
        """Picture (h, w, 3) and mask (h, w) of frame `index`; indices must not go back."""
        width, height = self.fit.size
        picture = np.full((height, width, 3), GREY, np.uint8)
        mask = np.full((height, width), 255, np.uint8)
        if self.motion and index < self.motion.length:
            picture = controlled(eight_bit(self.motion.at(index)), self.control)
        if self.plate is not None:
            plate = eight_bit(self.plate.at(index)) if isinstance(self.plate, Clip) else self.plate
            picture = np.where(self.region[..., None] > 0, picture, plate)
            mask = self.region
        if self.made.kept:
            figure, matte = self.made.kept.given(index)
            inside = matte > 0.5
            picture = np.where(inside[..., None], figure, picture)
            mask = np.where(inside, 0, mask).astype(np.uint8)
        if index in self.met:
            return self.met[index], np.zeros_like(mask)
        return picture, mask

    def close(self) -> None:
        """Let go of every file but that of who is kept: they are laid on at the end."""
        for reader in self._open:
            reader.close()

    def _met(self) -> Any:
        last = self.request.frames - 1
        for item in self.request.inputs:
            if item.role in MET and item.kind == "picture":
                at = {"first-frame": 0, "last-frame": last}.get(item.role, item.frame or 0)
                self.made.became[item.tag] = become(item, "used", "given-at", frame=at)
                yield at, np.asarray(covering(item.path, self.fit.size))

    def _first(self, role: str, kind: str = "") -> Input | None:
        choice = None
        for item in self.request.inputs:
            if item.role == role and item.kind != "sound" and kind in ("", item.kind):
                if choice is None:
                    choice = item
                else:
                    self.made.became[item.tag] = become(item, "ignored", "second")
        return choice

    def _clip(self, role: str) -> Clip | None:
        item = self._first(role, "video")
        if item is None:
            return None
        clip = Clip(item.path, self.fit.size, self.request.rate, item.span)
        self._open.append(clip)
        self.made.became[item.tag] = become(item, "converted", f"motion-{self.control}")
        return clip

    def _plate(self) -> Clip | Rgb | None:
        item = self._first("plate")
        if item is None:
            return None
        self.made.became[item.tag] = become(item, "used", "background")
        if item.kind == "picture":
            return np.asarray(covering(item.path, self.fit.size))
        clip = Clip(item.path, self.fit.size, self.request.rate, item.span)
        self._open.append(clip)
        return clip

    def _region(self) -> Mask:
        item = self._first("composition", "picture")
        if item is None:
            return region(None, self.fit.size)
        if self.plate is None:
            self.made.became[item.tag] = become(item, "ignored", "no-plate")
            return region(None, self.fit.size)
        marked = covering(item.path, self.fit.size)
        mask = region(marked, self.fit.size)
        how = "made-there" if mask.any() else "no-marks"
        treatment: Any = "converted" if mask.any() else "ignored"
        self.made.became[item.tag] = become(item, treatment, how)
        return mask if mask.any() else region(None, self.fit.size)

    def _kept(self) -> Kept | None:
        item = self._first("verbatim", "video")
        if item is None:
            return None
        self.made.became[item.tag] = become(item, "used", "kept")
        return Kept(item, self.request, self.fit)
