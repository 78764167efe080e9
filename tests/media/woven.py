"""Interlaced clips: a bright bar that moves on with every field, woven and coded as cameras do."""

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.filter.graph import Graph
from av.video.stream import VideoStream
from numpy.typing import NDArray

PAL = Fraction(25)
DARK, BRIGHT = 40, 200
STEP = 6  # pixels from field to field
BAR = 48

Rgb = NDArray[np.uint8]


def left(moment: int) -> int:
    """Where the bar begins, in pixels, `moment` fields after the first."""
    return 16 + moment * STEP


def woven(
    index: int, width: int, height: int, *, top_first: bool, still: bool = False, segmented: bool
) -> Rgb:
    """Frame `index`: two moments in every other line; `still`: bright lines that never move.

    `segmented`: both halves of one moment.
    """
    rgb = np.full((height, width, 3), DARK, np.uint8)
    if still:
        rgb[::2] = BRIGHT
        return rgb
    for row in (0, 1):
        second = row if top_first else 1 - row
        moment = 2 * index + (0 if segmented else second)
        rgb[row::2, left(moment) : left(moment) + BAR] = BRIGHT
    return rgb


def write_woven(
    path: Path,
    codec: str,
    options: dict[str, str],
    *,
    size: tuple[int, int] = (320, 192),
    pixels: str = "yuv420p",
    frames: int = 20,
    top_first: bool = True,
    still: bool = False,
    segmented: int = 0,
    flagged: bool = True,
) -> Path:
    """Encode `frames` woven frames at 25 a second; `flagged`: each tells the coder how it is.

    The first `segmented` are woven of one moment each.
    """
    flag = _flags(size, pixels, "tff" if top_first else "bff")
    with av.open(str(path), "w") as container:
        stream = cast(VideoStream, container.add_stream(codec, PAL, options=options))
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        stream.codec_context.time_base = 1 / PAL
        for i in range(frames):
            rgb = woven(i, *size, top_first=top_first, still=still, segmented=i < segmented)
            frame = av.VideoFrame.from_ndarray(rgb, "rgb24").reformat(format=pixels)
            if flagged:
                flag.vpush(frame)
                frame = flag.vpull()
            frame.pts, frame.time_base = i, 1 / PAL
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _flags(size: tuple[int, int], pixels: str, order: str) -> Graph:
    graph = Graph()
    told = f"video_size={size[0]}x{size[1]}:pix_fmt={pixels}:time_base={1 / PAL}"
    steps = graph.add("buffer", told), graph.add("setfield", f"mode={order}")
    graph.link_nodes(*steps, graph.add("buffersink")).configure()
    return graph


def teeth(grey: NDArray[np.uint8]) -> float:
    """How unlike its neighbours each line is where the bar is: mean code values a pixel of it.

    The clips have no upright detail but the bar's ends, so of a whole frame this is near zero.
    """
    lines = grey.astype(float)
    unlike = np.abs(lines[1:-1] - (lines[:-2] + lines[2:]) / 2)
    return float(unlike.sum() / unlike.shape[0] / (2 * STEP))


def middle(grey: NDArray[np.uint8]) -> float:
    """The column in the middle of the bar."""
    weight = grey.astype(float).mean(axis=0)
    weight = np.where(weight > (DARK + BRIGHT) / 2, weight, 0)
    return float((weight * np.arange(weight.size)).sum() / weight.sum())
