"""What each version of Seedance takes and makes, as its provider says."""

from dataclasses import dataclass
from fractions import Fraction

from slowfilm.engines.base import Size

RATE = Fraction(24)
PROMPT = 5000  # characters
SEEDS = 1 << 32  # the provider's seeds are below
PICTURE_BYTES, VIDEO_BYTES, SOUND_BYTES = 30 << 20, 50 << 20, 15 << 20  # each less than this
BODY_BYTES = 64 << 20  # of everything together
PICTURE_SIDES = (300, 6000)  # pixels
SHAPES = (Fraction(2, 5), Fraction(5, 2))  # width / height
VIDEO_PIXELS = (409_600, 927_408)  # of one frame
SHORTEST = 2.0  # seconds of a video


@dataclass(frozen=True, slots=True)
class Version:
    """One version. `seconds`: of all videos, and of all sounds, that are sent."""

    model: str
    pictures: int
    videos: int
    sounds: int
    in_all: int
    longest: int  # seconds of the clip it makes
    seconds: float
    sizes: tuple[Size, ...]


_720 = ((1280, 720), (1680, 720), (960, 720), (720, 720), (720, 960), (720, 1280))
_480 = ((640, 360),)
_1080 = ((1920, 1080),)
VERSIONS = {
    "2.0": Version("seedance-2-0-260128", 9, 3, 3, 12, 15, 15.0, (*_720, *_1080, *_480)),
    "2.5": Version("seedance-2-5-260628", 30, 10, 10, 50, 30, 15.0, (*_720, *_480)),
}
FAMILIES = {"volcengine-ark": "doubao", "byteplus-modelark": "dreamina"}
RATIOS = {
    Fraction(7, 3): "21:9",
    Fraction(16, 9): "16:9",
    Fraction(4, 3): "4:3",
    Fraction(1): "1:1",
    Fraction(3, 4): "3:4",
    Fraction(9, 16): "9:16",
}


def ratio(size: Size) -> str:
    """How the provider calls a frame's shape. Raises KeyError for one that it does not make."""
    return RATIOS[Fraction(*size)]


def resolution(size: Size) -> str:
    """How the provider calls the smallest of its sizes that a frame is made in."""
    side = min(size)
    return "480p" if side <= 480 else "720p" if side <= 720 else "1080p"
