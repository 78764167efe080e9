"""Still pictures out of a clip that is being read: one poster and a strip of small tiles."""

from pathlib import Path

from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from PIL import Image

TILES = 48
TILE_HEIGHT = 54
POSTER_SIDE = 640
QUALITY = 85


class Filmstrip:
    """One row of at most 48 tiles, 54 px high, in a JPEG.

    The clip is cut into as many equal spans as there are tiles; a tile shows the frame in the
    middle of its span. A clip of fewer frames has one tile for each.
    """

    def __init__(self, width: int, height: int, frames: int) -> None:
        self.tiles = min(TILES, frames)
        self.tile_width = max(1, round(TILE_HEIGHT * width / height))
        self.places = {(2 * k + 1) * frames // (2 * self.tiles): k for k in range(self.tiles)}
        self.strip = Image.new("RGB", (self.tile_width * self.tiles, TILE_HEIGHT))
        self.reformatter = VideoReformatter()

    def offer(self, index: int, frame: VideoFrame) -> None:
        """Take frame `index` if a tile is due there."""
        if (tile := self.places.get(index)) is not None:
            small = shrink(self.reformatter, frame, self.tile_width, TILE_HEIGHT)
            self.strip.paste(small, (tile * self.tile_width, 0))

    def save(self, path: Path) -> dict[str, int]:
        """Write the JPEG; how many tiles it has, and the size of one in pixels."""
        self.strip.save(path, "JPEG", quality=QUALITY)
        return {"tiles": self.tiles, "tile_width": self.tile_width, "tile_height": TILE_HEIGHT}


def save_poster(frame: VideoFrame, path: Path) -> None:
    """Write `frame` as a JPEG whose long side is at most 640 px."""
    scale = min(1.0, POSTER_SIDE / max(frame.width, frame.height))
    width, height = (max(1, round(side * scale)) for side in (frame.width, frame.height))
    shrink(VideoReformatter(), frame, width, height).save(path, "JPEG", quality=QUALITY)


def shrink(
    reformatter: VideoReformatter, frame: VideoFrame, width: int, height: int
) -> Image.Image:
    """A conformed frame as a small RGB picture."""
    small = reformatter.reformat(frame, width, height, "rgb24", interpolation=Interpolation.BICUBIC)
    return Image.fromarray(small.to_ndarray())
