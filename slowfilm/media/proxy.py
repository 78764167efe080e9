"""The copy of a clip that browsers play and step through: H.264 and AAC in mp4."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from slowfilm.media.mixing import SAMPLE_RATE, Samples

GOP = 12  # the best compromise measured between the size of a file and the time of a seek
# No B-frames: stored order is shown order, so a step decodes at most a GOP and never waits.
X264 = {"preset": "veryfast", "crf": "20", "sc_threshold": "0", "bf": "0"}
# bitexact: the same clip gives the same bytes, so its proxy is stored once.
# The movie's clock divides every usual frame and every sample, so that both end where they should.
MP4 = {"movflags": "+faststart", "fflags": "+bitexact", "movie_timescale": "240000"}
SOUND_BITS = 192_000


class ProxyWriter:
    """Write a proxy. Frame i of the picture has the timestamp i in units of 1 / rate.

    `width`, `height`: even, pixels. `rate`: frames a second, or None for sound alone (m4a).
    """

    def __init__(
        self, path: Path, *, width: int = 0, height: int = 0, rate: Fraction | None, sound: bool
    ) -> None:
        self.container: OutputContainer = av.open(f"file:{path}", "w", "mp4", options=MP4)
        self.rate = rate
        self.samples = 0
        self.video = self._add_picture(width, height, rate) if rate else None
        self.audio = self._add_sound() if sound else None

    def _add_sound(self) -> AudioStream:
        stream = self.container.add_stream("aac", SAMPLE_RATE)
        stream.layout = "stereo"
        stream.bit_rate = SOUND_BITS
        stream.codec_context.flags |= Flags.bitexact
        return stream

    def _add_picture(self, width: int, height: int, rate: Fraction) -> VideoStream:
        stream = self.container.add_stream("libx264", rate, options=X264)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.gop_size = GOP
        context.time_base = 1 / rate
        context.flags |= Flags.bitexact
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
        return stream

    def picture(self, index: int, frame: VideoFrame) -> None:
        """Frame `index`, conformed to the proxy; indices come without gaps."""
        assert self.rate is not None and self.video is not None
        frame.pts, frame.time_base = index, 1 / self.rate
        self.container.mux(self.video.encode(frame))

    def sound(self, samples: Samples) -> None:
        """The next samples, float32 of shape (2, n)."""
        assert self.audio is not None
        frame = AudioFrame.from_ndarray(samples, "fltp", "stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.pts, frame.time_base = self.samples, Fraction(1, SAMPLE_RATE)
        self.samples += samples.shape[1]
        self.container.mux(self.audio.encode(frame))

    @property
    def seconds(self) -> float:
        """How long the sound written so far is."""
        return self.samples / SAMPLE_RATE

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            for stream in (self.video, self.audio):
                if stream:
                    self.container.mux(stream.encode(None))
        self.container.close()
