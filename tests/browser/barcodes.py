"""Proxies whose every frame says its own number, and the page that reads it back."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page

from slowfilm.media.proxy import ProxyWriter
from tests.browser.serving import serving

STATIC = Path(__file__).resolve().parents[2] / "static"
PAGES = Path(__file__).parent / "pages"

Size = tuple[int, int]  # width and height, in pixels
SIZE: Size = (640, 360)  # a quarter of a 720p frame's pixels, and of the work; a bench takes 720p
FRAMES = 480
BITS, BLOCKS = 16, 20  # of a width of so many blocks, the first ones are bits
RATES = {
    "23.976": "24000/1001",
    "24": "24",
    "25": "25",
    "29.97": "30000/1001",
}


def make_clip(path: Path, rate: str, size: Size = SIZE) -> None:
    """Write a proxy as the site makes them: 480 barcode frames with a tone."""
    exact = Fraction(rate)
    width, height = size
    picture = _street(size)
    seconds = np.arange(round(FRAMES / exact * 48000)) / 48000
    tone = (np.sin(seconds * 2 * np.pi * 220) * 0.2).astype(np.float32)
    with ProxyWriter(path, width=width, height=height, rate=exact, sound=True) as writer:
        for index in range(FRAMES):
            frame = VideoFrame.from_ndarray(_numbered(picture, index, width), format="rgb24")
            yuv = frame.reformat(
                format="yuv420p", dst_colorspace=av.video.reformatter.Colorspace.ITU709
            )
            writer.picture(index, yuv)
        writer.sound(np.stack([tone, tone]))


def made_once(folder: Path, rate: str) -> Path:
    """A proxy at a rate, in a folder of its own below one that several test runs share."""
    path = folder / f"barcodes-{rate.replace('/', '-')}" / "clip.mp4"
    path.parent.mkdir(exist_ok=True)
    with (folder / f"{path.parent.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            begun = path.with_name("begun.mp4")
            make_clip(begun, rate)
            begun.rename(path)
    return path


@contextmanager
def player_page(
    browser: Browser, clip: Path, rate: str, before: str = "", size: Size = SIZE
) -> Iterator[Page]:
    """A page with a Player that has taken up a clip; `before` is a script to run first."""
    source: dict[str, object] = {"url": f"/clips/{clip.name}", "rate": rate, "frames": FRAMES}
    with serving({"static": STATIC, "pages": PAGES, "clips": clip.parent}) as address:
        page = browser.new_page()
        page.add_init_script(before)
        page.goto(f"{address}/pages/player.html")
        page.wait_for_function("window.room")
        source |= {"width": size[0], "height": size[1]}
        page.evaluate("source => room.player.load(source)", source)
        yield page
        page.close()


def _street(size: Size) -> NDArray[np.uint8]:
    """A still wider than the frame, so that it can pass by; noise keeps the encoder honest."""
    width, height = size
    down, along = np.mgrid[0:height, 0 : width + FRAMES * 2]
    grain = np.random.default_rng(1).integers(-5, 6, down.shape)
    light = 40 + 90 * np.exp(-(((along % 640) - 320) ** 2 + (down - 330) ** 2) / 30000)
    rgb = np.stack([light * 1.15, light, light * 0.8], axis=-1) + grain[..., None]
    street: NDArray[np.uint8] = rgb.clip(0, 255).astype(np.uint8)
    return street


def _numbered(street: NDArray[np.uint8], index: int, width: int) -> NDArray[np.uint8]:
    """Each bit is a block of black or white above its opposite."""
    frame = street[:, index * 2 : index * 2 + width].copy()
    block = width // BLOCKS
    for bit in range(BITS):
        value = 255 * (index >> bit & 1)
        left = slice(bit * block, (bit + 1) * block)
        frame[:block, left] = value
        frame[block : 2 * block, left] = 255 - value
    return frame
