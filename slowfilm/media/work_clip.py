"""A clip that was made here frame by frame, as a file that is kept as an original."""

from fractions import Fraction

import numpy as np
from av.codec.context import Flags
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from slowfilm.media.colour import EXACT
from slowfilm.media.master import PIXELS
from slowfilm.media.proxy import ProxyWriter


class WorkClip(ProxyWriter):
    """H.264 of 10 bits, of a quality that can be worked from."""

    reformatter = VideoReformatter()

    def _add_picture(self, width: int, height: int, rate: Fraction) -> VideoStream:
        how = {"preset": "veryfast", "crf": "13", "sc_threshold": "0", "bf": "0"}
        stream = self.container.add_stream("libx264", rate, options=how)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p10le"
        context = stream.codec_context
        context.gop_size = 24
        context.time_base = 1 / rate
        context.flags |= Flags.bitexact
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
        return stream

    def codes(self, index: int, codes: NDArray[np.uint16]) -> None:
        """The next picture, uint16 of 10 bits (height, width, 3)."""
        frame = self.reformatter.reformat(
            VideoFrame.from_ndarray(codes, PIXELS),
            format="yuv420p10le",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            interpolation=EXACT,
        )
        self.picture(index, frame)
