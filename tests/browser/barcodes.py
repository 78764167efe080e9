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

WIDTH, HEIGHT, FRAMES = 1280, 720, 480
BITS, BLOCK = 16, 64
RATES = {
    "23.976": "24000/1001",
    "24": "24",
    "25": "25",
    "29.97": "30000/1001",
}


def make_clip(path: Path, rate: str) -> None:
    """Write a proxy as the site makes them: 480 barcode frames, 1280 × 720, with a tone."""
    exact = Fraction(rate)
    picture = _street()
    seconds = np.arange(round(FRAMES / exact * 48000)) / 48000
    tone = (np.sin(seconds * 2 * np.pi * 220) * 0.2).astype(np.float32)
    with ProxyWriter(path, width=WIDTH, height=HEIGHT, rate=exact, sound=True) as writer:
        for index in range(FRAMES):
            frame = VideoFrame.from_ndarray(_numbered(picture, index), format="rgb24")
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
def player_page(browser: Browser, clip: Path, rate: str, before: str = "") -> Iterator[Page]:
    """A page with a Player that has taken up a clip; `before` is a script to run first."""
    source: dict[str, object] = {"url": f"/clips/{clip.name}", "rate": rate, "frames": FRAMES}
    with serving({"static": STATIC, "pages": PAGES, "clips": clip.parent}) as address:
        page = browser.new_page()
        page.add_init_script(before)
        page.goto(f"{address}/pages/player.html")
        page.wait_for_function("window.room")
        source |= {"width": WIDTH, "height": HEIGHT}
        page.evaluate("source => room.player.load(source)", source)
        yield page
        page.close()


def _street() -> NDArray[np.uint8]:
    """A still wider than the frame, so that it can pass by; noise keeps the encoder honest."""
    down, along = np.mgrid[0:HEIGHT, 0 : WIDTH + FRAMES * 2]
    grain = np.random.default_rng(1).integers(-5, 6, down.shape)
    light = 40 + 90 * np.exp(-(((along % 640) - 320) ** 2 + (down - 330) ** 2) / 30000)
    rgb = np.stack([light * 1.15, light, light * 0.8], axis=-1) + grain[..., None]
    street: NDArray[np.uint8] = rgb.clip(0, 255).astype(np.uint8)
    return street


def _numbered(street: NDArray[np.uint8], index: int) -> NDArray[np.uint8]:
    """Each bit is a block of black or white above its opposite."""
    frame = street[:, index * 2 : index * 2 + WIDTH].copy()
    for bit in range(BITS):
        value = 255 * (index >> bit & 1)
        left = slice(bit * BLOCK, (bit + 1) * BLOCK)
        frame[:BLOCK, left] = value
        frame[BLOCK : 2 * BLOCK, left] = 255 - value
    return frame
