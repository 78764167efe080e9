"""The exact copy of a draft that light is set on and films are made from.

ffvhuff in 10-bit planar RGB, every frame a keyframe, with 24-bit PCM in AVI. The same pictures and
sound give the same bytes. Masters made before 26 November 2026 are FFV1 in Matroska, and are read
by the same functions.

Neither the codec nor AVI notices a changed byte: it would only show another picture. So a master
is opened with its digest, and all of it is compared before the first picture is read.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import InputContainer, OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from slowfilm.media.clip import open_clip
from slowfilm.media.errors import MediaError

PIXELS = "gbrp10le"
# Of all predictors and both contexts the smallest, and as fast to write as any. Each frame brings
# its own tables, made from the statistics of those before it.
FFVHUFF = {"pred": "median", "context": "1"}
# No random ids and no dates; and a sound that comes late makes the picture wait a second only.
MUXING = {"fflags": "+bitexact", "max_interleave_delta": "1000000"}

Rgb = NDArray[np.uint16]


class MasterWriter:
    """Write a master; use as a context manager.

    `width`, `height`: pixels. `rate`: frames a second, exact. With `sound`, samples at
    `sample_rate` are expected beside the pictures, best given as they play: a second of
    pictures, a second of sound. A sound that ends early is filled with silence.
    """

    container_format: ClassVar = "avi"  # beyond 1 GB with the index of OpenDML, to 256 GB

    def __init__(
        self,
        path: Path,
        *,
        width: int,
        height: int,
        rate: Fraction,
        sample_rate: int = 48000,
        sound: bool,
    ) -> None:
        self.container: OutputContainer = av.open(
            f"file:{path}", "w", self.container_format, options=MUXING
        )
        self.rate, self.sample_rate = rate, sample_rate
        self.frames = self.samples = 0
        self.video = self._add_picture(rate)
        self.video.width, self.video.height, self.video.pix_fmt = width, height, PIXELS
        self.video.codec_context.time_base = 1 / rate
        self.video.codec_context.flags |= Flags.bitexact
        self.audio: AudioStream | None = None
        if sound:
            self.audio = self.container.add_stream("pcm_s24le", sample_rate)
            self.audio.layout = "stereo"
            self.audio.codec_context.flags |= Flags.bitexact

    def _add_picture(self, rate: Fraction) -> VideoStream:
        stream = self.container.add_stream("ffvhuff", rate, options=FFVHUFF)
        stream.codec_context.thread_count = 1  # a thread would keep statistics of its own
        return stream

    def frame(self, rgb: "Rgb | NDArray[np.uint8]") -> None:
        """The next picture, (height, width, 3): uint16 of 10 bits (0…1023), or uint8."""
        if rgb.dtype == np.uint8:  # 255 must become 1023: repeat the upper bits below
            rgb = ((rgb.astype(np.uint16) << 2) | (rgb >> 6)).astype(np.uint16)
        self.picture(VideoFrame.from_ndarray(rgb, PIXELS))

    def picture(self, frame: VideoFrame) -> None:
        """The next picture, already conformed to 10-bit planar RGB."""
        frame.pts, frame.time_base = self.frames, 1 / self.rate
        self.frames += 1
        self.container.mux(self.video.encode(frame))

    def sound(self, samples: NDArray[np.float32]) -> None:
        """The next samples, float32 of shape (2, n), full scale ±1."""
        assert self.audio is not None
        if not samples.shape[1]:
            return
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", "stereo")
        frame.sample_rate = self.sample_rate
        frame.pts, frame.time_base = self.samples, Fraction(1, self.sample_rate)
        self.samples += samples.shape[1]
        self.container.mux(self.audio.encode(frame))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._fill()
            self.container.mux(self.video.encode(None))
            if self.audio:
                self.container.mux(self.audio.encode(None))
        self.container.close()

    def _fill(self) -> None:
        missing = round(self.frames / self.rate * self.sample_rate) - self.samples
        while self.audio and missing > 0:
            part = min(missing, self.sample_rate)
            missing -= part
            self.sound(np.zeros((2, part), np.float32))


class Master:
    """A master open for reading; made by `open_master`."""

    def __init__(self, container: InputContainer) -> None:
        self._container = container
        self._stream = container.streams.video[0]

    @property
    def container(self) -> InputContainer:
        """Its file, for who takes packets. Not to be used between two frames of `frames`."""
        return self._container

    def frames(self, first: int = 0) -> Iterator[Rgb]:
        """Every frame from `first` on, uint16 (height, width, 3) of 10 bits, exactly as written."""
        return map(_rgb, self.pictures(first))

    def pictures(self, first: int = 0) -> Iterator[VideoFrame]:
        """The same as they were decoded, in `PIXELS`, for who needs no array of them."""
        self._container.seek(self._time(first), stream=self._stream)
        for frame in self._container.decode(self._stream):
            if self._place(frame) >= first:
                yield frame

    def frame(self, index: int) -> Rgb:
        """Frame `index` alone, found without decoding those before it. MediaError if there is none.

        Not to be asked between two frames of `frames`: both move the same place in the file.
        """
        self._container.seek(self._time(index), stream=self._stream)
        for frame in self._container.decode(self._stream):
            place = self._place(frame)
            if place == index:
                return _rgb(frame)
            if place > index:
                break
        raise MediaError("no-picture", frame=index)

    def _time(self, index: int) -> int:
        rate, base = self._stream.average_rate, self._stream.time_base
        assert rate is not None and base is not None
        return round(index / rate / base)

    def _place(self, frame: VideoFrame) -> int:
        rate, base = self._stream.average_rate, self._stream.time_base
        assert rate is not None and base is not None and frame.pts is not None
        return round(frame.pts * base * rate)  # Matroska rounds times to 1 ms


@contextmanager
def open_master(path: Path, digest: str) -> Iterator[Master]:
    """Open the master at `path`, whose SHA-256 is `digest`, 64 hex digits: the name of its blob.

    Raises MediaError "damaged" when its bytes are not those any more. Reads the whole file once,
    about 1.5 ms for each frame of 720p.
    """
    with path.open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    if actual != digest:
        raise MediaError("damaged", found=actual, digest=digest)
    with open_clip(path) as container:
        yield Master(container)


def _rgb(frame: VideoFrame) -> Rgb:
    return frame.to_ndarray(format=PIXELS)  # type: ignore[return-value]
