"""A clip or pictures that somebody else's program made, cut to a size, a length and a rate.

The order's frame i is what is seen in the middle of its time. What is shorter holds its last
picture; what is longer is cut. A picture is enlarged until it fills the frame, and cut to it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray
from PIL import UnidentifiedImageError

from slowfilm.media.colour import Conform
from slowfilm.media.copies import Copies
from slowfilm.media.errors import MediaError
from slowfilm.media.frames import Picture, Sound, read, samples_for
from slowfilm.media.master import PIXELS
from slowfilm.media.mixing import SAMPLE_RATE
from slowfilm.media.names import MASTER_TYPE
from slowfilm.media.picture_file import open_still
from slowfilm.media.probe import Probe, probe

HALF = Fraction(1, 2)
LONGEST = 600  # seconds of a result that are looked at
RED_GREEN_BLUE = (2, 0, 1)  # the planes of gbrp
Report = Callable[[float], None]


def conformed(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Write master and copies of `paths` in `folder`: one clip, or pictures in order.

    `width`, `height`, `rate`, `frames` are the order; `own_rate` is the pictures' rate. `sound`
    is a file of its own, or none; with `heard` there is a sound in any case, silent perhaps. The
    result's `facts` say what was made and how it was cut. Raises MediaError clip-too-short for a
    clip that lasts fewer than `least` of the order's frames.
    """
    size, frames = (request["width"], request["height"]), request["frames"]
    rate, paths = Fraction(request["rate"]), [Path(path) for path in request["paths"]]
    source = _source(paths, Fraction(request.get("own_rate", rate)))
    came = int(source.frames / source.rate * rate + HALF)
    if source.about.kind == "video" and came < request.get("least", 1):
        raise MediaError("clip-too-short", frames=came, wanted=frames)
    samples = _sound(request.get("sound") or source.sound, samples_for(frames, rate))
    silent = samples is None and request["heard"]
    if silent:
        samples = np.zeros((2, samples_for(frames, rate)), np.float32)
    about = Probe(
        "video",
        MASTER_TYPE,
        "ffvhuff",
        *size,
        rate=rate,
        frames=frames,
        duration=frames / rate,
        has_sound=samples is not None,
        sample_rate=SAMPLE_RATE if samples is not None else 0,
        channels=2 if samples is not None else 0,
    )
    shown = _shown(source, rate, frames)
    with Copies(request, about, master=True) as copies:
        for index, frame in enumerate(_cut(shown, source, size)):
            copies.picture(Picture(index, frame))
            if samples is not None:
                start, stop = samples_for(index, rate), samples_for(index + 1, rate)
                copies.sound(Sound(samples[:, start:stop]))
            report((index + 1) / frames)
    facts = _facts(source, size, rate, frames) | ({"silent": True} if silent else {})
    return {**copies.facts(), "facts": facts}


class _Source:
    """What was made: pictures at a rate. `count` grows as they are read."""

    def __init__(
        self, about: Probe, rate: Fraction, pictures: Iterator[VideoFrame], sound: Path | None
    ) -> None:
        self.about, self.rate, self.pictures, self.sound = about, rate, pictures, sound
        self.count = 0
        self.frames = about.frames

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, upright."""
        return self.about.width, self.about.height

    def __iter__(self) -> Iterator[VideoFrame]:
        for picture in self.pictures:
            self.count += 1
            yield picture


def _source(paths: list[Path], own_rate: Fraction) -> _Source:
    about = probe(paths[0], longest=LONGEST)
    if about.kind == "video":
        parts = read(paths[0], replace(about, has_sound=False))
        pictures = (part.frame for part in parts if isinstance(part, Picture))
        sound = paths[0] if about.has_sound else None
        return _Source(about, about.rate or own_rate, pictures, sound)
    if about.kind != "picture":
        raise MediaError("no-picture", found=about.kind)
    source = _Source(about, own_rate, _stills(paths), None)
    source.frames = len(paths)
    return source


def _stills(paths: list[Path]) -> Iterator[VideoFrame]:
    for path in paths:
        try:
            with open_still(path) as image:
                rgb: NDArray[np.uint8] = np.asarray(image.convert("RGB"))
                yield VideoFrame.from_ndarray(np.ascontiguousarray(rgb), "rgb24")
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise MediaError("unreadable") from error


def _shown(source: _Source, rate: Fraction, frames: int) -> Iterator[VideoFrame]:
    """The picture of each frame of the order; the last one is held."""
    coming = iter(source)
    shown: VideoFrame | None = None
    for index in range(frames):
        target = int((index + HALF) / rate * source.rate)
        while source.count <= target and (following := next(coming, None)) is not None:
            shown = following
        if shown is None:
            raise MediaError("no-picture")
        yield shown


def _cut(
    shown: Iterator[VideoFrame], source: _Source, size: tuple[int, int]
) -> Iterator[VideoFrame]:
    """Each picture, just covering the frame and cut to it; 10-bit planar RGB."""
    last: VideoFrame | None = None
    picture: VideoFrame | None = None
    conform = _conform(source.size, source.about, size)
    current_size = source.size
    for frame in shown:
        if frame is not last:
            if source.about.kind == "picture" and (frame.width, frame.height) != current_size:
                current_size = (frame.width, frame.height)
                conform = _conform(current_size, source.about, size)
            last, picture = frame, _cropped(conform(frame), size)
        assert picture is not None
        yield picture


def _conform(own: tuple[int, int], about: Probe, size: tuple[int, int]) -> Conform:
    turned = about.rotation if about.kind == "video" else 0
    mirrored = about.mirrored and about.kind == "video"
    return Conform(*covering(own, size), turned, "master", mirrored=mirrored)


def covering(own: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """The size at which a picture of one size just fills another."""
    factor = max(size[0] / own[0], size[1] / own[1])
    return max(size[0], round(own[0] * factor)), max(size[1], round(own[1] * factor))


def _cropped(frame: VideoFrame, size: tuple[int, int]) -> VideoFrame:
    width, height = size
    if (frame.width, frame.height) == size:
        return frame
    top, left = (frame.height - height) // 2, (frame.width - width) // 2
    planes = [
        np.frombuffer(memoryview(frame.planes[number]), np.uint16).reshape(frame.height, -1)[
            top : top + height, left : left + width
        ]
        for number in RED_GREEN_BLUE
    ]
    return VideoFrame.from_ndarray(np.ascontiguousarray(np.dstack(planes)), PIXELS)


def _sound(path: str | Path | None, length: int) -> NDArray[np.float32] | None:
    """The first `length` samples of a file's sound, filled with silence; None without one."""
    if path is None:
        return None
    about = probe(Path(path), longest=LONGEST)
    if not about.has_sound:
        return None
    heard = np.zeros((2, length), np.float32)
    at = 0
    for part in read(Path(path), replace(about, kind="sound")):
        if isinstance(part, Sound) and at < length:
            piece = part.samples[:, : length - at]
            heard[:, at : at + piece.shape[1]] = piece
            at += piece.shape[1]
    return heard


def _facts(source: _Source, size: tuple[int, int], rate: Fraction, frames: int) -> dict[str, Any]:
    """How what was made differs from the order, in plain JSON; empty where it does not."""
    facts: dict[str, Any] = {}
    count = source.frames or source.count
    if source.size != size:
        facts["made_size"] = list(source.size)
        enlarged = max(want / have for want, have in zip(size, source.size, strict=True))
        if enlarged > 1:
            facts["enlarged"] = round(enlarged, 3)
    if source.rate != rate:
        facts["made_rate"] = str(source.rate)
    lasts = count / source.rate
    if lasts < frames / rate - 1 / rate:
        facts["made_frames"] = count
        facts["held"] = frames - int(lasts * rate)
    elif source.rate == rate and count > frames:
        facts["made_frames"], facts["trimmed"] = count, count - frames
    elif lasts > frames / rate:
        facts["made_frames"] = count
    return facts
