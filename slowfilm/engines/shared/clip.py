"""A moving reference, decoded forward one frame at a time and held to the draft's rate."""

import contextlib
from collections.abc import Generator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame

from slowfilm.engines.base import Size
from slowfilm.engines.shared import light
from slowfilm.media.clip import open_clip, picture_stream
from slowfilm.media.colour import Conform
from slowfilm.media.errors import MediaError
from slowfilm.media.probe import probe

_HALF = Fraction(1, 2)
_RED_GREEN_BLUE = (2, 0, 1)  # the planes of gbrp


class Clip:
    """One clip at right speed, cropped to fill the frame; holds its last picture when it ends."""

    def __init__(
        self,
        path: Path,
        frame: Size,
        rate: Fraction,
        span: tuple[float, float] | None = None,
    ) -> None:
        """Open `path` over `span` (seconds, half-open); `frame` is (width, height).

        Raises MediaError when it is no clip or the span lies behind its end.
        """
        self.path, self.frame, self.rate = path, frame, rate
        about = probe(path)
        if about.kind != "video" or about.rate is None:
            raise MediaError("no-picture", name=path.name)
        begin, end = span or (0.0, float(about.duration))
        end = min(end, float(about.duration))
        if begin >= end:
            raise MediaError("no-picture", name=path.name)
        self.length = max(1, int((Fraction(end) - Fraction(begin)) * rate))
        self._begin, self._start = Fraction(begin), about.start
        size = _covering((about.width, about.height), frame)
        self._conform = Conform(*size, about.rotation, "master")
        self._frames = self._decoded()
        self._shown = self._ahead = next(self._frames, None)
        self._planes: light.Planes | None = None

    def at(self, index: int) -> light.Planes:
        """The picture of frame `index` in root light, (3, h, w) float32, not to be written to.

        Indices must not go back; beyond the last frame the last is meant. Raises MediaError.
        """
        time = self._time_of(index)
        while self._ahead is not None and self._time(self._ahead) <= time:
            self._shown, self._ahead = self._ahead, next(self._frames, None)
            self._planes = None
        if self._planes is None:
            if self._shown is None:
                raise MediaError("no-picture", name=self.path.name)
            self._planes = self._developed(self._shown)
        return self._planes

    def close(self) -> None:
        """Let go of the file and of the last picture."""
        self._frames.close()
        self._planes = self._shown = self._ahead = None

    def _time_of(self, index: int) -> Fraction:
        """The middle of frame `index`, in seconds from the clip's beginning."""
        return self._begin + (min(index, self.length - 1) + _HALF) / self.rate

    def _time(self, frame: VideoFrame) -> Fraction:
        return (frame.pts or 0) * (frame.time_base or Fraction(1)) - self._start

    def _decoded(self) -> Generator[VideoFrame]:
        with open_clip(self.path) as container:
            stream = picture_stream(container)
            if stream is None or stream.time_base is None:
                raise MediaError("no-picture", name=self.path.name)
            if self._begin:
                with contextlib.suppress(av.FFmpegError):  # then it is read from its beginning
                    place = int((self._begin + self._start) / stream.time_base)
                    container.seek(place, stream=stream)
            # A clip that breaks off is held at its last good picture.
            with contextlib.suppress(av.FFmpegError):
                yield from container.decode(stream)

    def _developed(self, frame: VideoFrame) -> light.Planes:
        picture = self._conform(frame)
        width, height = self.frame
        top, left = (picture.height - height) // 2, (picture.width - width) // 2
        rows, columns = slice(top, top + height), slice(left, left + width)
        codes = np.stack([_plane(picture, number)[rows, columns] for number in _RED_GREEN_BLUE])
        planes = light.from_codes(codes)
        planes.setflags(write=False)  # it may be shown again
        return planes


def _plane(frame: VideoFrame, number: int) -> light.Codes:
    return np.frombuffer(memoryview(frame.planes[number]), np.uint16).reshape(frame.height, -1)


def _covering(size: Size, frame: Size) -> Size:
    """The size at which a picture just fills the frame."""
    factor = max(frame[0] / size[0], frame[1] / size[1])
    return max(frame[0], round(size[0] * factor)), max(frame[1], round(size[1] * factor))
