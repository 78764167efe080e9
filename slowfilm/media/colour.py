"""One picture in, one picture out: upright, square pixels, a known size, known colour."""

from typing import Literal

from av.filter.graph import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)

from slowfilm.media import hdr

HD = 720  # untagged pictures this high or higher are taken for bt709, lower ones for bt601
EXACT = Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.FULL_CHR_H_INP
MATRICES = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}  # by the numbers of ITU-T H.273, which is how frames are tagged
# Degrees clockwise -> filters, each with its arguments.
TURNS = {
    0: (),
    90: (("transpose", "clock"),),
    180: (("transpose", "clock"), ("transpose", "clock")),
    270: (("transpose", "cclock"),),
}
MIRROR = (("hflip", ""),)

Target = Literal["proxy", "master"]


def fit(width: int, height: int, longest: int) -> tuple[int, int]:
    """The even size nearest to width × height whose long side is at most `longest`."""
    scale = min(1.0, longest / max(width, height))
    return tuple(max(2, round(side * scale / 2) * 2) for side in (width, height))  # type: ignore[return-value]


class Conform:
    """Make decoded frames `width` × `height`, turned `rotation` degrees clockwise, then `mirrored`.

    The size is the one after turning; mirroring lets left and right change places.
    As "proxy" they become 8-bit 4:2:0 bt709 limited range; as "master" 10-bit planar RGB. The
    source's own matrix and range are believed; where it names none, its height decides. High
    dynamic range and wide colours are toned down to bt709.
    """

    def __init__(
        self, width: int, height: int, rotation: int, target: Target, *, mirrored: bool = False
    ) -> None:
        self.size = (width, height) if rotation % 180 == 0 else (height, width)
        turns = TURNS[rotation] + MIRROR * mirrored
        self.turn = _Turn(*self.size, turns, PIXELS[target]) if turns else None
        self.target = target
        self.reformatter = VideoReformatter()
        self.toned: dict[hdr.Curve, hdr.Toned] = {}

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        proxy = self.target == "proxy"
        if curve := hdr.curve_of(frame):
            frame = self._tone(frame, curve)
        resized = (frame.width, frame.height) != self.size
        picture = self.reformatter.reformat(
            frame,
            *self.size,
            PIXELS[self.target],
            src_colorspace=matrix_of(frame),
            src_color_range=range_of(frame),
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG if proxy else ColorRange.JPEG,
            interpolation=Interpolation.BICUBIC | (0 if proxy and resized else EXACT),
        )
        if self.turn:
            picture = self.turn(picture)
        picture.colorspace = 1 if proxy else 0
        picture.color_range = ColorRange.MPEG if proxy else ColorRange.JPEG
        picture.color_primaries = ColorPrimaries.BT709
        picture.color_trc = ColorTrc.BT709
        picture.pict_type = 0  # else the encoder would put its keyframes where the source had them
        return picture

    def _tone(self, frame: VideoFrame, curve: hdr.Curve) -> VideoFrame:
        """At the size wanted, since that is less work."""
        codes = self.reformatter.reformat(
            frame,
            *self.size,
            hdr.PIXELS,
            src_colorspace=matrix_of(frame),
            src_color_range=range_of(frame),
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.BICUBIC | EXACT,
        )
        if curve not in self.toned:
            self.toned[curve] = hdr.Toned(*self.size, curve)
        return self.toned[curve](codes)


PIXELS = {"proxy": "yuv420p", "master": "gbrp10le"}


class _Turn:
    """Filters that move pixels about and change none."""

    def __init__(
        self, width: int, height: int, turns: tuple[tuple[str, str], ...], pixels: str
    ) -> None:
        self.graph = Graph()
        size = f"video_size={width}x{height}:pix_fmt={pixels}:time_base=1/1"
        last = self.graph.add("buffer", size)
        for name, arguments in turns:
            turn = self.graph.add(name, arguments)
            last.link_to(turn)
            last = turn
        last.link_to(self.graph.add("buffersink"))
        self.graph.configure()

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        frame.colorspace, frame.color_range = 2, 0  # unnamed, as the graph was told
        self.graph.vpush(frame)
        return self.graph.vpull()


def matrix_of(frame: VideoFrame) -> Colorspace:
    """The matrix a frame names; where it names none, the one of its height."""
    untagged = Colorspace.ITU709 if frame.height >= HD else Colorspace.ITU601
    return MATRICES.get(frame.colorspace, untagged)


def range_of(frame: VideoFrame) -> ColorRange:
    """Full or limited range, as a frame says."""
    if frame.format.is_rgb or frame.format.name.startswith("yuvj"):
        return ColorRange.JPEG
    return ColorRange.JPEG if frame.color_range == ColorRange.JPEG else ColorRange.MPEG
