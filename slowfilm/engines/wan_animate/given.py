"""What the pipeline is given: a picture of the character, films of a pose and a face, and where
they are set into a plate a background and a mask.

In the mask, white is made new and black is kept. The background is black where something is made.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from slowfilm.engines.base import Input, Request, Size, become
from slowfilm.engines.diffusion.kept import Kept
from slowfilm.engines.diffusion.pictures import Mask, Rgb, covering, eight_bit, region, whole
from slowfilm.engines.measures import Fit
from slowfilm.engines.shared.clip import Clip
from slowfilm.engines.wan_animate.poses import Performer

AROUND = 0.025  # of the height: how far about a figure something is made
DARK = 12  # of 255: what is brighter in a film of poses belongs to a figure


@dataclass
class Given:
    """`pose`, `face`, and in a plate `background` and `mask`, are of as many frames as are made;
    `became` says of each input, by tag, what came of it."""

    image: Image.Image
    pose: list[Image.Image] = field(default_factory=list)
    face: list[Image.Image] = field(default_factory=list)
    background: list[Image.Image] | None = None
    mask: list[Image.Image] | None = None
    kept: Kept | None = None
    became: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def mode(self) -> str:
        """As the pipeline calls it."""
        return "animate" if self.background is None else "replace"

    def arguments(self) -> dict[str, Any]:
        """As the pipeline calls them."""
        return {
            "image": self.image,
            "pose_video": self.pose,
            "face_video": self.face,
            "background_video": self.background,
            "mask_video": self.mask,
            "mode": self.mode,
        }


def given(request: Request, fit: Fit, face: int, ask: Callable[[], None]) -> Given:
    """Read all that was cited; `face` is the side of a face's picture, in pixels.

    Raises MediaError, Failed no-person; `ask` is called at every frame.
    """
    became: dict[str, dict[str, Any]] = {}
    inputs = Given(_character(request, fit.size, became), became=became)
    with ExitStack() as stack:
        frames = _Frames(request, fit, face, inputs, stack)
        if frames.setting is not None:
            inputs.background, inputs.mask = [], []
        for index in range(fit.frames):
            ask()
            frames.add(index)
        frames.check()
    for item in request.inputs:
        became.setdefault(item.tag, become(item, "ignored", "role"))
    return inputs


def _first(request: Request, became: dict[str, Any], role: str, kind: str = "") -> Input | None:
    """The first input of a role; those after it are ignored."""
    choice = None
    for item in request.inputs:
        if item.role == role and item.kind != "sound" and kind in ("", item.kind):
            if choice is None:
                choice = item
            else:
                became[item.tag] = become(item, "ignored", "second")
    return choice


def _character(request: Request, size: Size, became: dict[str, Any]) -> Image.Image:
    """The picture of the character, whole, on a black frame of the size."""
    item = _first(request, became, "subject")
    assert item is not None, "check asks for one"
    if item.kind == "video":
        clip = Clip(item.path, size, request.rate, item.span)
        try:
            picture = Image.fromarray(eight_bit(clip.at(0)))
        finally:
            clip.close()
        became[item.tag] = become(item, "converted", "character-first-picture")
    else:
        picture = whole(item.path, size)
        became[item.tag] = become(item, "used", "character")
    framed = Image.new("RGB", size)
    framed.paste(picture, ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
    return framed


class _Frames:
    """What is given of each frame, opened once and read forward."""

    def __init__(
        self, request: Request, fit: Fit, face: int, inputs: Given, stack: ExitStack
    ) -> None:
        self.request, self.fit, self.face, self.made, self.held = request, fit, face, inputs, stack
        self.drawn = self._clip("motion")
        self.performer = self._performer()
        self.setting = self._setting()
        self.region = self._region()

    def add(self, index: int) -> None:
        """Give frame `index`; indices must not go back."""
        pose = self.performer.at(index) if self.performer else None
        drawn = eight_bit(self.drawn.at(index)) if self.drawn else None
        if drawn is None and pose is not None:
            drawn = pose.figure
        assert drawn is not None, "check asks for either"
        black = np.zeros((self.face, self.face, 3), np.uint8)
        self.made.pose.append(Image.fromarray(np.ascontiguousarray(drawn)))
        self.made.face.append(Image.fromarray(pose.face if pose else black))
        if self.made.background is not None and self.made.mask is not None:
            about = pose.place > 0.5 if pose else drawn.max(axis=2) > DARK
            picture, mask = self._set(index, about)
            self.made.background.append(Image.fromarray(picture))
            self.made.mask.append(Image.fromarray(mask))

    def check(self) -> None:
        """Raise Failed no-person if a performer's clip shows nobody."""
        if self.performer:
            self.performer.check()

    def _set(self, index: int, about: NDArray[np.bool_]) -> tuple[Rgb, Mask]:
        """Background (h, w, 3) and mask (h, w) of a frame; a figure is `about` there (h, w)."""
        setting = self.setting
        picture = eight_bit(setting.at(index)) if isinstance(setting, Clip) else setting
        assert picture is not None
        mask = self.region if self.region is not None else grown(about)
        if self.made.kept:
            figure, matte = self.made.kept.given(index)
            inside = matte > 0.5
            picture = np.where(inside[..., None], figure, picture)
            mask = np.where(inside, 0, mask).astype(np.uint8)
        return np.where(mask[..., None] > 0, 0, picture).astype(np.uint8), mask

    def _clip(self, role: str) -> Clip | None:
        item = _first(self.request, self.made.became, role, "video")
        if item is None:
            return None
        self.made.became[item.tag] = become(item, "used", "pose-given")
        return self._opened(item)

    def _opened(self, item: Input) -> Clip:
        clip = Clip(item.path, self.fit.size, self.request.rate, item.span)
        self.held.callback(clip.close)
        return clip

    def _performer(self) -> Performer | None:
        item = _first(self.request, self.made.became, "driving", "video")
        if item is None:
            return None
        how = "face-taken" if self.drawn else "pose-and-face"
        self.made.became[item.tag] = become(item, "converted", how)
        return Performer(item, self._opened(item), self.fit.size, self.face)

    def _setting(self) -> Clip | Rgb | None:
        """The background: the plate, or the clip of a performer whose pixels are kept."""
        became = self.made.became
        plate = _first(self.request, became, "plate")
        source = _first(self.request, became, "verbatim", "video")
        if plate:
            became[plate.tag] = become(plate, "used", "background")
        if source:
            became[source.tag] = become(source, "used", "kept")
            self.made.kept = Kept(source, self.request, self.fit)
        if plate and plate.kind == "picture":
            return np.asarray(covering(plate.path, self.fit.size))
        item = plate or source
        return self._opened(item) if item else None

    def _region(self) -> Mask | None:
        """Where a sketch says that they stand; None where their own movement says it."""
        item = _first(self.request, self.made.became, "composition", "picture")
        if item is None:
            return None
        if self.setting is None:
            self.made.became[item.tag] = become(item, "ignored", "no-plate")
            return None
        mask = region(covering(item.path, self.fit.size), self.fit.size)
        if not mask.any():
            self.made.became[item.tag] = become(item, "ignored", "no-marks")
            return None
        self.made.became[item.tag] = become(item, "converted", "made-there")
        return mask


def grown(about: NDArray[np.bool_]) -> Mask:
    """255 in and about a figure, (h, w)."""
    reach = max(1, round(AROUND * about.shape[0]))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate(about.astype(np.uint8) * 255, kernel), np.uint8)
