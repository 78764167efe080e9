"""A master's frames as planes, without weaving them into pixels and back."""

from pathlib import Path
from typing import Any

import numpy as np
from av.codec.context import ThreadType
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from numpy.typing import NDArray

from slowfilm.media.clip import open_clip
from slowfilm.media.master import PIXELS

Planes = NDArray[np.uint16]  # (3, height, width): green, blue, red, of 10 bits
RED, GREEN, BLUE = 2, 0, 1  # where they lie


def planes_of(frame: VideoFrame) -> Planes:
    """The planes of a decoded frame of a master, (3, height, width), 10 bits: green, blue, red."""
    if frame.format.name != PIXELS:
        frame = frame.reformat(format=PIXELS)
    planes = np.empty((3, frame.height, frame.width), np.uint16)
    for place, plane in enumerate(frame.planes):
        rows = _samples(plane)
        planes[place] = rows[: frame.height, : frame.width]
    return planes


def frame_of(planes: Planes) -> VideoFrame:
    """A frame of 10-bit planar RGB, to be written into a master, of planes (3, height, width)."""
    _three, height, width = planes.shape
    frame = VideoFrame(width, height, PIXELS)
    for place, plane in enumerate(frame.planes):
        rows = _samples(plane)
        rows[:height, :width] = planes[place]
    return frame


def _samples(plane: VideoPlane) -> NDArray[np.uint16]:
    """The rows of a plane, with what pads them."""
    view: Any = plane  # it gives its memory, which its types do not say
    return np.frombuffer(view, np.uint16).reshape(-1, plane.line_size // 2)


def opened(path: Path) -> InputContainer:
    """A master for single frames: with one thread the first picture comes from the first packet."""
    container = open_clip(path)
    context = container.streams.video[0].codec_context
    context.thread_type, context.thread_count = ThreadType.NONE, 1
    return container
