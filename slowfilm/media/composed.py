"""A decoded frame as one opaque picture of the clip's own shape.

What is transparent is laid on grey, as of a still; a picture whose shape changes within the clip
is fitted into the first one's, with black bars.
"""

from typing import cast

import numpy as np
from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter
from av.video.stream import VideoStream

from slowfilm.media.colour import EXACT, matrix_of, range_of

BEHIND = 128 / 255  # what shows through, as in still.py
TRANSPARENT = ("yuva", "rgba", "bgra", "argb", "abgr", "gbrap", "ya8", "ya16")
WHITE = 65535.0
# These keep transparency beside the picture, where the usual decoder does not look.
ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}


def transparent_decoder(stream: VideoStream) -> VideoCodecContext | None:
    """The decoder that sees a clip's transparency; None where the usual one does, or has none."""
    name = ALPHA_DECODERS.get(stream.codec_context.name)
    tags = {key.lower(): value for key, value in stream.metadata.items()}
    if name is None or tags.get("alpha_mode") != "1":
        return None
    return cast(VideoCodecContext, CodecContext.create(name, "r"))


class Composed:
    """Makes each frame of one clip opaque and as large as its first; others pass untouched."""

    def __init__(self) -> None:
        self.size: tuple[int, int] | None = None
        self.reformatter = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        self.size = self.size or (frame.width, frame.height)
        clear = frame.format.name.startswith(TRANSPARENT)
        if not clear and (frame.width, frame.height) == self.size:
            return frame
        return self._made(frame)

    def _made(self, frame: VideoFrame) -> VideoFrame:
        assert self.size is not None
        width, height = self.size
        scale = min(width / frame.width, height / frame.height)
        across, down = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
        codes = self.reformatter.reformat(
            frame,
            across,
            down,
            "rgba64le",
            src_colorspace=matrix_of(frame),
            src_color_range=range_of(frame),
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.BICUBIC | EXACT,
        ).to_ndarray()
        shown = codes[:, :, 3:] / np.float32(WHITE)
        inside = codes[:, :, :3] * shown + np.float32(BEHIND * WHITE) * (1 - shown)
        whole = np.zeros((height, width, 3), np.uint16)
        left, top = (width - across) // 2, (height - down) // 2
        whole[top : top + down, left : left + across] = np.rint(inside)
        picture = VideoFrame.from_ndarray(whole, "rgb48le")
        picture.pts, picture.time_base = frame.pts, frame.time_base
        picture.color_range = ColorRange.JPEG
        return picture
