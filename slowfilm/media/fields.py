"""Interlaced frames made whole: two half pictures, each of its own moment, woven into one.

Tape and broadcast kept the even lines of one moment and the odd lines of the next in every frame.
Shown as they are, whatever moves has teeth. A whole frame keeps the lines of the moment shown
first and finds the others between them, where something moved.

What a frame says of itself is only a beginning: much that is told as woven holds two halves of
one moment (progressive segmented frames, films in broadcasts). The pictures decide.
"""

from collections.abc import Iterator

import av
from av.filter.graph import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

THREADS = 4
# Their decoders leave it to the container to say how frames are woven; all others say it
# themselves, frame by frame, and know better: a film on a disc is told as woven and is not.
SILENT = ("ffv1", "ffvhuff", "huffyuv", "magicyuv", "png", "utvideo")
# The numbers of AVFieldOrder. By the two last, files from cameras mean the field shown first.
SHOWN_FIRST = {2: "tff", 3: "bff", 4: "tff", 5: "bff"}
VERDICTS = {"tff": True, "bff": True, "progressive": False}


def woven(frame: VideoFrame) -> bool | None:
    """What the pictures said of a frame that comes out of Fields; None: nothing, or not asked."""
    return VERDICTS.get(str(frame.metadata.get("lavfi.idet.multiple.current_frame")))


def order_told(stream: VideoStream) -> str | None:
    """Which field the container alone says is shown first, "tff" or "bff"; None: ask the frames."""
    context = stream.codec_context
    return SHOWN_FIRST.get(context.field_order) if context.name in SILENT else None


class Fields:
    """Take decoded frames in order; give one for each, with its time, woven ones made whole.

    What comes before the first woven frame passes untouched; from there on each frame comes when
    its successor is known. `told` is what `order_told` says.
    """

    def __init__(self, mode: str | None) -> None:
        self.told = mode
        self.graph: Graph | None = None
        self.shape: tuple[object, ...] = ()

    def take(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        """The next decoded frame."""
        if self.graph is None and not (self.told or frame.interlaced_frame):
            yield frame
            return
        size, pixels = (frame.width, frame.height), frame.format.name
        shape = (size, pixels, frame.colorspace, frame.color_range)
        if self.graph is None or shape != self.shape:  # the first, or a stream that changes
            yield from self.finish()
            self.shape, self.graph = shape, _weaver(frame, self.told)
        self.graph.vpush(frame)
        yield from self._whole()

    def finish(self) -> Iterator[VideoFrame]:
        """What is still held back."""
        if self.graph:
            self.graph.vpush(None)
            yield from self._whole()

    def _whole(self) -> Iterator[VideoFrame]:
        assert self.graph is not None
        while True:
            try:
                yield self.graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                return


def _weaver(frame: VideoFrame, mode: str | None) -> Graph:
    graph = Graph()
    graph.threads = THREADS
    source = graph.add(
        "buffer",
        f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}"
        f":time_base={frame.time_base or 1}"
        f":colorspace={int(frame.colorspace)}:range={int(frame.color_range)}",
    )
    steps = [graph.add("setfield", f"mode={mode}")] if mode else []
    if not frame.format.is_rgb:
        steps.append(graph.add("idet"))  # sets each frame's flag right, by its neighbours
    steps.append(graph.add("bwdif", "mode=send_frame:parity=auto:deint=interlaced"))
    graph.link_nodes(source, *steps, graph.add("buffersink")).configure()
    return graph
