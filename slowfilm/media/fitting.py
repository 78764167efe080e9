"""A clip as an order wants it: its size, rate and number of frames, and a sound if that is wanted.

For clips that others made to an order, and that may come otherwise than they were ordered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from slowfilm.media.colour import Conform
from slowfilm.media.copies import Copies
from slowfilm.media.errors import MediaError
from slowfilm.media.frames import SAMPLE_RATE, Picture, Sound, read, samples_for
from slowfilm.media.master import PIXELS
from slowfilm.media.names import MASTER_TYPE
from slowfilm.media.probe import Probe, probe

LONGEST = 120.0  # seconds of a clip that is taken
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was ordered: pixels, frames a second, frames."""

    width: int
    height: int
    rate: Fraction
    frames: int
    sound: bool


def fitted(request: dict[str, Any], report: Callable[[float], None]) -> dict[str, Any]:
    """Write master and copies of `path`, as `width`, `height`, `rate`, `frames`, `sound` say.

    Cropped to fill the frame; what is too long is cut, what is too short holds its last picture.
    The result says what the clip was: its `probe`, and how many frames are `held` or `cut`. Of one
    that has fewer than `least` of the frames nothing is written.
    """
    about = probe(Path(request["path"]), longest=LONGEST)
    if about.kind != "video" or about.rate is None:
        raise MediaError("no-picture", found=about.kind)
    names = ("width", "height", "frames", "sound")
    wanted = Wanted(rate=Fraction(request["rate"]), **{name: request[name] for name in names})
    here = min(wanted.frames, max(1, round(about.frames / about.rate * wanted.rate)))
    cut = max(0, round(about.frames / about.rate * wanted.rate) - wanted.frames)
    told = {"probe": about.to_json(), "held": wanted.frames - here, "cut": cut}
    if here < request.get("least", 1):
        return told
    with Copies(request, _coming(wanted), master=True) as copies:
        _write(Path(request["path"]), about, wanted, copies, report)
    return {**told, **copies.facts()}


def _write(
    path: Path, about: Probe, wanted: Wanted, copies: Copies, report: Callable[[float], None]
) -> None:
    crop, laid, samples = _Crop(about, wanted), 0, 0
    most = samples_for(wanted.frames, wanted.rate)
    last: VideoFrame | None = None
    for part in read(path, about):
        if isinstance(part, Picture):
            until = _frames_until(part.index + 1, about, wanted)
            if laid < until:
                last = crop(part.frame)
            while laid < until and last is not None:
                copies.picture(Picture(laid, last))
                laid += 1
                report(laid / wanted.frames)
        elif wanted.sound and samples < most:
            kept = part.samples[:, : most - samples]
            copies.sound(Sound(np.ascontiguousarray(kept)))
            samples += kept.shape[1]
    if last is None:
        raise MediaError("no-picture")
    for index in range(laid, wanted.frames):
        copies.picture(Picture(index, last))
    for part in _silence(most - samples if wanted.sound else 0):
        copies.sound(part)


def _frames_until(shown: int, about: Probe, wanted: Wanted) -> int:
    """How many wanted frames are over when so many of the clip's have been shown.

    Wanted frame i shows what is on screen in the middle of its time.
    """
    assert about.rate is not None
    if about.rate == wanted.rate:
        return min(shown, wanted.frames)
    count = int(Fraction(shown) / about.rate * wanted.rate + HALF)
    return min(count, wanted.frames)


def _silence(samples: int) -> Iterator[Sound]:
    while samples > 0:
        part = min(samples, SAMPLE_RATE)
        samples -= part
        yield Sound(np.zeros((2, part), np.float32))


class _Crop:
    """Sizes each picture so that it just fills the frame, and cuts what is beyond."""

    def __init__(self, about: Probe, wanted: Wanted) -> None:
        self.size = (wanted.width, wanted.height)
        times = max(wanted.width / about.width, wanted.height / about.height)
        covering = (
            max(wanted.width, round(about.width * times)),
            max(wanted.height, round(about.height * times)),
        )
        self.whole = covering == self.size
        self.left = (covering[0] - wanted.width) // 2
        self.top = (covering[1] - wanted.height) // 2
        self.conform = Conform(*covering, about.rotation, "master", mirrored=about.mirrored)

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        made = self.conform(frame)
        if self.whole:
            return made
        width, height = self.size
        rgb: NDArray[np.uint16] = made.to_ndarray(format=PIXELS)  # type: ignore[assignment]
        cut = rgb[self.top : self.top + height, self.left : self.left + width]
        return VideoFrame.from_ndarray(np.ascontiguousarray(cut), PIXELS)


def _coming(wanted: Wanted) -> Probe:
    """The measures of the master that is about to be written."""
    about = Probe("video", MASTER_TYPE, "ffvhuff", wanted.width, wanted.height)
    return replace(
        about,
        rate=wanted.rate,
        frames=wanted.frames,
        duration=wanted.frames / wanted.rate,
        has_sound=wanted.sound,
        sample_rate=SAMPLE_RATE if wanted.sound else 0,
        channels=2 if wanted.sound else 0,
    )
